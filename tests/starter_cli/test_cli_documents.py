"""`vada document`: reading, requests, exchange, the access log, and a record from which nothing goes away."""

from collections.abc import Callable

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from models.ids import Process, related_case
from storage import audit
from tests.starter_cli.conftest import CM, DIRECTOR, STRANGER, Cli
from tests.support.servers import eventually

LOW = {"points": {str(i): 0 for i in range(1, 11)}}
ADMINISTRATOR, OFFICER = "S-05-case_administrator", "S-05-legal_regime_officer"
REGISTRATION, PSYCHOLOGIST = "S-05-special_registration_officer", "S-05-psychologist"


async def paper(cli: Cli, number: str, step: str, staff: str, file: str) -> str:
    """Complete a step; the id of its document."""
    said = await cli("step", "complete", number, step, "--as", staff, "--document", file, "--json")
    return str(said.json["document"])


@pytest.mark.rule("o502.17.6.1", "o502.4.1.f", "o502.3.j")
async def test_who_reads_what_and_every_look_is_logged(cli: Cli, form: Callable[..., str]) -> None:
    number = await cli.opened()
    one = await paper(cli, number, "screening", CM, form(form="annex-01-part-1", **LOW))
    two = await paper(cli, number, "static", REGISTRATION, form(form="annex-01-part-2", points={"1": 20, "2": 20}))
    shown = await cli("document", "show", one, "--as", CM, "--json")
    assert shown.json["content"]["points"] == LOW["points"]
    assert shown.json["rule"] == "o502.17.6.1"
    assert "20" in (await cli("document", "show", two, "--as", REGISTRATION)).out
    for staff, document in ((DIRECTOR, one), (PSYCHOLOGIST, one), (STRANGER, one), (REGISTRATION, one)):
        closed = await cli("document", "show", document, "--as", staff, "--json", code=1)
        assert closed.json["rule"] == "o502.17.6.1"
        assert "content" not in closed.json
        assert "logged" in closed.err
    seen = (await cli("document", "list", number, "--as", "special_registration_officer", "--json")).json
    assert {d["id"]: d["may_see"] for d in seen} == {one: False, two: True}
    assert "may be read" in (await cli("document", "list", number, "--as", CM)).out
    log = (await cli("document", "log", number, "--json")).json
    assert [(e["document"], e["staff"], e["allowed"]) for e in log] == [
        (one, CM, True), (two, REGISTRATION, True), (one, DIRECTOR, False), (one, PSYCHOLOGIST, False),
        (one, STRANGER, False), (one, REGISTRATION, False),
    ]  # fmt: skip
    await cli("document", "list", number, "--as", "nobody_such", code=2)
    await cli("document", "show", "D-none", "--as", CM, code=2)
    await cli("case", "show", number, "--as", CM)
    assert len((await cli("document", "log", number, "--json")).json) == 6, "a page without what they say is no look"
    await cli("case", "show", number, "--as", CM, "--documents")
    with cli.house.pool.connect() as conn:
        assert audit.verify(conn, number) == []
        looks = text("SELECT count(*) FROM audit WHERE chain = :case AND action LIKE 'document_view%'")
        assert conn.execute(looks, {"case": number}).scalar_one() == 8


@pytest.mark.rule("o502.17.6.2", "o502.17.8", "o502.11.3", "o502.17.4")
async def test_requests_exchange_and_a_file_from_which_nothing_goes(cli: Cli, form: Callable[..., str]) -> None:
    number = await cli.opened()
    one = await paper(cli, number, "screening", CM, form(form="annex-01-part-1", **LOW))
    two = await paper(cli, number, "static", REGISTRATION, form(form="annex-01-part-2", points={"1": 20, "2": 20}))
    three = await paper(cli, number, "behaviour", OFFICER, form(form="annex-03", observations="calm"))
    again = form(form="annex-03", observations="calm, but for one day")
    await cli("act", "correct", number, "behaviour", "--as", OFFICER, "--document", again)
    await paper(cli, number, "hand_over", CM, form(form="doc-case-file"))
    plans = related_case(number, Process.administrator_plan)
    await cli.house.relay(cli.house.gateway()).drain()
    await cli.settled(plans)
    await cli.house.relay(cli.house.gateway()).drain()
    await _owed(cli, plans, "assess")
    plan = await paper(cli, plans, "assess", ADMINISTRATOR, form(form="annex-08", months=6, needs="a need"))

    asked = (await cli("document", "request", number, "--by", "convict", "--as", ADMINISTRATOR, "--json")).json
    assert [(d["document"], d["content"]["needs"]) for d in asked["given"]] == [(plan, "a need")]
    assert {d["rule"] for d in asked["refused"]} == {"o502.17.6.2"}
    assert {one, two} <= {d["document"] for d in asked["refused"]}
    assert "lawyer" in asked["hint"]
    bare = (await cli("document", "request", number, "--by", "convict", "--json")).json
    assert bare["given"][0]["content"] is None, "what it says is printed for the one who hands it out"
    no = await cli("document", "request", number, "--by", "official_representative", code=1)
    assert "document of authority" in no.err
    yes = await cli("document", "request", number, "--by", "official_representative", "--authority", "order no 7",
                    "--as", ADMINISTRATOR)  # fmt: skip
    assert f"given    {plan}" in yes.out
    assert f"REFUSED  {one}" in yes.out
    await cli("document", "request", number, "--by", "neighbour", code=1)

    anew = form(points={**LOW["points"], "1": 5})
    screened = await cli("act", "screen", plans, "--as", ADMINISTRATOR, "--document", anew, "--json")
    handing = ("document", "exchange", number, "--to", "agency", "--as")
    sent = (await cli(*handing, ADMINISTRATOR, "--also", plan, "--json")).json
    assert [d["document"] for d in sent["exchanged"]] == [screened.json["document"], two, plan]
    await cli(*handing, OFFICER, code=1)
    await cli("document", "exchange", number, "--to", "neighbours", "--as", ADMINISTRATOR, code=2)
    log = (await cli("document", "log", number, "--json")).json
    assert {(e["what"], e["allowed"]) for e in log} == {
        ("request", True), ("request", False), ("exchange", True), ("exchange", False),
    }  # fmt: skip
    assert next(e["authority"] for e in log if e["authority"]) == "order no 7"

    kept = (await cli("document", "list", number, "--as", ADMINISTRATOR, "--json")).json
    versions = [(d["version"], d["corrects"]) for d in kept if d["form"] == "annex-03"]
    assert versions == [(1, None), (2, three)]
    for statement in (
        "DELETE FROM documents", "UPDATE documents SET content = '{}'", "TRUNCATE documents CASCADE",
        "DELETE FROM document_access", "UPDATE document_access SET allowed = true",
    ):  # fmt: skip
        with pytest.raises(IntegrityError), cli.house.pool.begin() as conn:
            conn.execute(text(statement))


async def _owed(cli: Cli, number: str, step: str) -> None:
    async def there() -> bool:
        return any(s["key"] == step for s in (await cli("step", "list", number, "--json")).json)

    await eventually(there, f"{step} is owed")


@pytest.mark.rule("o502.17.8")
async def test_a_file_without_annex_1_has_nothing_to_exchange(cli: Cli) -> None:
    number = await cli.opened()
    no = await cli("document", "exchange", number, "--to", "agency", "--as", CM, code=1)
    assert "Annex 1" in no.err
