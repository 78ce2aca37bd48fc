"""With Temporal away, what people hand in is stored, and the relay brings it to the cases when it is back."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from starter.relay import Relay
from tests.starter_cli.conftest import CM, SCREENED, TODAY, Cli
from tests.support.servers import eventually, fresh_number


async def test_what_is_handed_in_is_stored_and_arrives(
    cli: Cli, form: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """An act and an intake: each is said to be kept, and not to be handed in again."""
    number, later, there = await cli.opened(), fresh_number(), cli.house.client.service_client.config.target_host
    intake = {
        "number": later,
        "person.first_name": "ნინო",
        "person.last_name": "სინთეზური-8",
        "person.sex": "male",
        "person.birth_date": "1980-01-01",
        "institution": "5",
        "placed_in_institution": str(TODAY),
        "left_classification_cell": str(TODAY),
    }
    fields = [part for name, value in intake.items() for part in ("--field", f"{name}={value}")]

    monkeypatch.setenv("TEMPORAL_ADDRESS", "127.0.0.1:1")
    act = ("step", "complete", number, "o502.8.3", "--as", CM, "--document", form(**SCREENED), "--json")
    kept = (await cli(*act, code=3)).json
    assert kept["waiting"]
    assert "do not hand it in again" in kept["error"]
    stored = (await cli("case", "open", "--as", CM, "--json", *fields, code=3)).json
    assert (stored["case"], stored["waiting"]) == (later, True)
    assert "do not open it again" in stored["error"]

    monkeypatch.setenv("TEMPORAL_ADDRESS", there)
    relay: Relay = cli.house.relay(cli.house.gateway())
    await relay.round(unanswered_after=timedelta(0))
    await cli.settled(later)

    async def taken() -> bool:
        steps = (await cli("case", "show", number, "--json")).json["steps"]
        screening = next(s for s in steps if s["key"] == "screening")
        return (screening["state"], screening["document"]) == ("done", kept["document"])

    await eventually(taken, "the act is taken")
