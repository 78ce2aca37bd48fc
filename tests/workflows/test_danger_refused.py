"""What the danger-risk rule refuses on real servers, and sixty convicts decided in one sitting."""

import asyncio
import json
from typing import Any

import pytest
from temporalio.testing import TimeSkipper

from models.acts import Refusal
from models.ids import Process, workflow_id
from notices.channels import FileChannel
from starter.cli import run
from starter.clock import StoryClock
from starter.gateway import NewAct, Outcome
from starter.player import _Stage
from starter.relay import Relay
from starter.scenario import Scenario
from storage import documents, levels, worklists
from tests.support.servers import House, fresh_number
from tests.workflows.tales import at

SEATS = ("social_provision", "legal_regime", "operative", "special_registration", "psychologist")
UNITS = {
    "social_provision": "social_provision_division",
    "legal_regime": "legal_regime_division",
    "operative": "operative_division",
    "special_registration": "special_registration_division",
    "psychologist": "another_division",
}
MORNING = "2026-05-20 09:00"


class Sitting:
    """A house with reviews in it, under one clock."""

    def __init__(self, house: House, now: str) -> None:
        self.clock = StoryClock(at(now))
        self.gateway = house.gateway(self.clock)
        self.relay = Relay(self.gateway, FileChannel(house.mail))
        self.stage = _Stage(TimeSkipper(house.client), self.gateway, self.relay, self.clock)
        self.now = now

    async def staffed(self) -> "Sitting":
        """Staff of a danger house, and the opening of nothing yet."""
        case = {"institution": 8}
        story = Scenario(process=Process.danger_review, now=at(self.now), until=at(self.now), case=case)
        await self.stage.set_up(story)
        return self

    async def review(self, stage: dict[str, Any] | None = None) -> str:
        """A review whose two sets of materials are in."""
        number = fresh_number("DNG")
        intake = {
            "number": number,
            "edition": "o70",
            "person": {"first_name": "ნიმუში", "last_name": "სინთეზური", "sex": "male", "birth_date": "1984-05-17"},
            "institution": 8,
            "sentenced_on": "2026-01-15",
            "received_on": "2026-02-02",
        }
        ready = {"started_on": "2026-05-04", "sent_on": "2026-05-07", "security_on": "2026-05-19"}
        await self.gateway.open_case("danger_review", intake, synthetic=True, by="tests", state={"now": stage or ready})
        return number

    async def act(self, number: str, name: str, by: str, step: str | None = None, **given: Any) -> Outcome:
        """An act; the document's fields by keyword."""
        return await self.gateway.act(number, NewAct(act=name, by=by, step=step, document=given or None))

    async def refused(self, number: str, name: str, by: str, step: str | None = None, **given: Any) -> Refusal:
        """An act that is refused with article and way on, and kept."""
        outcome = await self.act(number, name, by, step, **given)
        assert outcome.refusal is not None, outcome
        assert outcome.refusal.rule and outcome.refusal.way_on
        kept = await self.gateway.in_transaction(lambda conn: documents.get(conn, outcome.document))
        assert kept is not None and kept.state == "refused"
        return outcome.refusal


def order(**spoil: str) -> dict[str, Any]:
    """The order that creates the team."""
    units = UNITS | spoil
    seats = {seat: {p: {"unit": units[seat], "by": "curator_deputy"} for p in ("main", "reserve")} for seat in SEATS}
    return {"form": "team-order", "seats": seats, "head": "legal_regime", "deputy": "operative"}


@pytest.mark.rule("o70.8.2.s2", "o70.12.4.s2", "o70.13.3.s1", "o70.14.2.s1", "o70.12.1.s1", "o70.6.1.s3", "o70.6.2")
async def test_bad_input_is_refused_with_its_article_and_kept(house: House) -> None:
    s = await Sitting(house, MORNING).staffed()
    team, group = fresh_number("RTM"), fresh_number("GRP")
    for number, process in ((team, "risk_team"), (group, "data_group")):
        await s.gateway.open_case(process, {"number": number, "edition": "o70", "institution": 8}, synthetic=True)
        await s.stage.opened(number)
    wrong = await s.refused(team, "complete", "department_director", "team_order", **order(operative="social_division"))
    assert wrong.rule == "o70.8.2.s2"
    two = [{"unit": "legal_regime_division"}, {"unit": "special_registration_division"}]
    form = "group-appointment-order"
    small = await s.refused(group, "complete", "institution_director", "group_order", form=form, members=two)
    assert small.rule == "o70.6.2"
    three = [*two, {"unit": "social_division"}]
    assert (await s.act(group, "complete", "institution_director", "group_order", form=form, members=three)).accepted
    full = [f"DNG-2030-{n:06d}" for n in range(700)]
    assert (await s.act(group, "list", "institution_director", add=full)).accepted
    more = await s.refused(group, "list", "institution_director", add=["DNG-2030-999999"])
    assert more.rule == "o70.6.1.s3"

    number = await s.review()
    await s.stage.opened(number)
    early = await s.refused(number, "vote", "risk_team_member", seat="operative", kind="low")
    assert early.rule == "o70.12.1.s1"
    four = {seat: ["main"] for seat in SEATS[:4]}
    where = {"form": "session-list", "head": "legal_regime", "deputy": "operative"}
    secretariat = "social_provision_division"
    assert (await s.act(number, "complete", secretariat, "consider", present=four, **where)).accepted
    for seat, by in zip(SEATS[:4], ("risk_team_member", "risk_team_head", "risk_team_deputy_head", "risk_team_member"),
                        strict=True):  # fmt: skip
        assert (await s.act(number, "vote", by, seat=seat, kind="low")).accepted
    short = await s.refused(number, "complete", "risk_team", "decide", form="session-minutes")
    assert short.rule == "o70.12.4.s2"
    assert "psychologist" in short.because
    assert (await s.act(number, "recuse", "risk_team_member", seat="psychologist", ground="close")).accepted
    recused = await s.refused(number, "vote", "risk_team_member", seat="psychologist", kind="low")
    assert recused.rule == "o70.13.3.s1"
    assert (await s.act(number, "complete", "risk_team_head", "contact")).accepted
    assert (await s.act(number, "vote", "risk_team_reserve", seat="psychologist", kind="low")).accepted
    assert (await s.act(number, "complete", "risk_team", "decide", form="session-minutes")).accepted
    assert (await s.act(number, "complete", "risk_team", "send_decision")).accepted
    assert (await s.act(number, "complete", "department_director", "ask_consent")).accepted
    other = await s.refused(number, "consent", "convict", person="P-another")
    assert other.rule == "o70.14.2.s1"
    stranger = await s.refused(number, "consent", "legal_representative")
    assert stranger.rule == "o70.14.2.s1"
    before = await s.refused(number, "complete", "department_director", "order", form="transfer-order", institution="2")
    assert before.rule == "o70.14.2.s1"


SIXTY = 60


@pytest.mark.slow
@pytest.mark.rule("o70.12.1.s1", "o70.10.1.b", "o70.12.4.s3", "o70.12.9.s2", "o70.ord4-1.2.s2")
async def test_sixty_convicts_in_one_sitting(
    house: House, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The agenda is one act of the team; each convict's minutes carry the five positions; each level is kept."""
    s = await Sitting(house, MORNING).staffed()
    team = fresh_number("RTM")
    await s.gateway.open_case("risk_team", {"number": team, "edition": "o70", "institution": 8}, synthetic=True)
    await s.stage.opened(team)
    assert (await s.act(team, "complete", "department_director", "team_order", **order())).accepted
    agenda = [await s.review() for _ in range(SIXTY)]
    for number in agenda:
        await s.stage.opened(number)
    assert (await s.act(team, "session", "risk_team_head", convicts=agenda)).accepted
    await s.stage._relayed()
    positions = dict(zip(SEATS, ("high", "high", "high", "medium", "low"), strict=True))
    for nth, number in enumerate(agenda, 1):
        paper = {"form": "session-minutes", "order_number": nth, "positions": positions}
        done = await s.act(number, "complete", "risk_team", "decide", **paper)
        assert done.accepted, done.refusal
    last = await s.gateway.in_transaction(lambda conn: worklists.case(conn, agenda[-1]))
    assert last.stage == "decided"
    level = await s.gateway.in_transaction(lambda conn: levels.in_force(conn, last.person_id, at(MORNING).date()))
    assert level is not None
    assert (level.kind, level.case) == ("high", agenda[-1])
    for number in agenda[:2][::-1]:
        assert (await s.act(number, "complete", "social_provision_division", "to_registry")).accepted
        assert (await s.act(number, "complete", "analytical_department", "register")).accepted
    monkeypatch.setenv("VADA_DATABASE_URL", house.url)
    closed = await asyncio.to_thread(run, ["danger", "register", "--as", "institution_director"])
    assert closed == 1
    capsys.readouterr()
    assert await asyncio.to_thread(run, ["danger", "register", "--as", "analytical_department", "--json"]) == 0
    kept = [d for d in json.loads(capsys.readouterr().out)["decisions"] if d["review"] in agenda]
    assert [(d["review"], d["nth"], d["kind"]) for d in kept] == [(agenda[0], 1, "high"), (agenda[1], 2, "high")]
    assert kept[0]["number"] != kept[1]["number"]
    assert await asyncio.to_thread(run, ["danger", "register", "--as", "risk_team_member"]) == 0
    assert f"no. 1  სინთეზური ნიმუში  high  {agenda[0]}" in capsys.readouterr().out
    assert await asyncio.to_thread(run, ["case", "show", team]) == 0
    assert "body     რისკების შეფასების გუნდი №8" in capsys.readouterr().out
    assert await asyncio.to_thread(run, ["case", "list", "--process", "risk_team"]) == 0
    assert "რისკების შეფასების გუნდი №8" in capsys.readouterr().out
    released = await s.act(team, "release", "department_director", seat="operative", place="reserve", ground="died")
    assert released.accepted
    handle = house.client.get_workflow_handle(workflow_id("risk_team", team))
    details = await handle.query("__temporal_workflow_metadata")
    assert "reserve of operative" in str(details)
    assert "week of 25 May 2026" in str(details)
