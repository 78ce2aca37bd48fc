"""A petition at the door: refused with its article and kept; without a council for its municipality, it asks."""

from datetime import UTC, datetime

from models.register import sample_register
from storage import register
from tests.starter_cli.conftest import TODAY, Cli

STAFF = "S-east_2-council_apparatus"


async def test_a_paper_that_is_no_petition_is_kept_and_an_unlisted_municipality_asks(cli: Cli) -> None:
    def councils(conn):  # type: ignore[no-untyped-def]
        register.load(conn, sample_register(["east_2"], "council"), at=datetime.now(UTC), by="tests")

    await cli.house.gateway().in_transaction(councils)
    fields = {
        "number": "PAR-2026-000001", "person.first_name": "ნიმუში", "person.last_name": "სინთეზური",
        "person.sex": "male", "person.birth_date": "1990-02-11", "institution_municipality": "Rustavi",
        "matter": "commutation_labour", "petitioner": "institution", "received_on": str(TODAY),
        "sentence_ends_on": f"{TODAY.year + 3}-06-30",
    }  # fmt: skip

    def given(**changes: str) -> list[str]:
        return [part for k, v in {**fields, **changes}.items() for part in ("--field", f"{k}={v}")]

    ask = ("case", "open", "--process", "parole_petition", "--as", STAFF)
    no = await cli(*ask, *given(), code=1)
    assert "o320.10.4.1" in no.err and "is kept in PAR-2026-000001" in no.err
    assert (await cli(*ask, *given(), "--json", code=1)).json["rule"] == "o320.10.4.1"
    shown = (await cli("case", "show", "PAR-2026-000001", "--as", STAFF, "--json")).json
    assert [d["state"] for d in shown["documents"]] == ["refused"]
    telavi = given(number="PAR-2026-000002", institution_municipality="Telavi", matter="parole")
    assert (await cli(*ask, *telavi, "--json")).json["opened"] is True, "its council is not known yet"
