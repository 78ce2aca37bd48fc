"""Order 320 articles 3, 8(5): one open case for each council; a recused member's look into the papers is refused."""

import asyncio
from datetime import date, datetime

import pytest

from models.acts import Act
from models.case import StepState
from models.council import Composition, Member
from models.ids import Process
from models.local_council import Facts, State, Term
from models.views import DocumentView
from rules.terms.dates import TBILISI
from starter.document_access import access_of
from starter.openers import NotOpened
from starter.session import Hat
from storage import worklists
from tests.support.servers import House, fresh_number
from tests.workflows.tales import Tale
from workflows import council_checks
from workflows.council_duties import APPOINT, TERM
from workflows.local_council import LocalCouncil
from workflows.steps import voice

DAY = date(2026, 6, 1)


@pytest.mark.rule("o320.8.5.d")
async def test_one_case_a_council_and_no_papers_for_the_recused(house: House) -> None:
    tale = Tale(house, "2026-06-01 09:00")
    first, second = fresh_number("CNC"), fresh_number("CNC")
    made = {"council": "minors", "members": [{"seat": "service", "appointed_on": "2026-01-12"}]}
    assert await tale.gateway.open_case("local_council", {"number": first, **made})
    assert not await tale.gateway.open_case("local_council", {"number": first, **made}), "the same case once more"
    with pytest.raises(NotOpened) as refused:
        await tale.gateway.open_case("local_council", {"number": second, **made})
    assert refused.value.refusal.rule == "o320.3.1" and first in refused.value.refusal.because

    numbers = [fresh_number("CNC"), fresh_number("CNC")]
    both = await asyncio.gather(
        *(tale.gateway.open_case("local_council", {"number": n, **made, "council": "women"}) for n in numbers),
        return_exceptions=True,
    )
    (late,) = [x for x in both if isinstance(x, BaseException)]
    assert isinstance(late, NotOpened) and late.refusal.rule == "o320.3.1", "one of two at the same instant"

    def looks(conn):  # type: ignore[no-untyped-def]
        case = worklists.case(conn, first)
        facts = {"recused": {"agency": "o320.12.1.3"}, "composition": {"members": {
            seat: {"since": "2026-01-12", "until": "2027-01-11", "staff": f"S-{seat}"} for seat in ("service", "agency")
        }}}  # fmt: skip
        petition = case.model_copy(update={"process": "parole_petition", "facts": facts})
        paper = DocumentView(
            id="D-1", version=1, act="complete", form="o320.case-materials", state="filed",
            by_role="council_apparatus", received_at=tale.gateway.clock.now(),
        )  # fmt: skip
        return [
            access_of(conn, petition, paper, Hat(staff=f"S-{seat}", role="council_member", institution="minors"))
            for seat in ("service", "agency")
        ]

    sits, recused = await tale.gateway.in_transaction(looks)
    assert sits.allowed and not recused.allowed and recused.rule == "o320.8.5.d"


def test_what_is_asked_for_each_seat_is_said_once_with_the_seats_under_it() -> None:
    since = {"agency": date(2025, 6, 15), "ngo": date(2026, 2, 2)}
    terms = [Term(n=n, seat=seat, since=on) for n, (seat, on) in enumerate(since.items(), 1)]
    facts = Facts(terms=terms, vacancies=["justice"])
    case = LocalCouncil(State(case="CNC-2026-000001", institution="east_1", facts=facts))
    for key, duty in (("term#1", TERM), ("term#2", TERM), ("appoint#1", APPOINT["justice"])):
        case.s.steps[key] = StepState(key=key, rule=duty.rule, rules=duty.rules, actor=duty.actor, opened=DAY)
    about = {key: case.about(case.facts, key) for key in case.s.steps}
    said = voice.details(Process.local_council, case.s, about).split("Awaited:\n\n")[1].splitlines()
    who = "- **Director General of the Special Penitentiary Service**: "
    assert said[0].startswith(who) and "; the seat of the High Council of Justice) No term" in said[0]
    assert said[1] == f"{who}A member is appointed for one year. (Order 320 art. 4(11))"
    assert [line.split(":")[0] for line in said[2:]] == [
        "  - the seat of the Agency", "  - the seat of non-governmental organisations",
    ]  # fmt: skip


def test_the_chair_is_elected_by_members_alone() -> None:
    sits = {seat: Member(since=date(2026, 1, 12), until=date(2027, 1, 12)) for seat in ("agency", "ngo", "justice")}
    f = Facts(composition=Composition(members=sits))
    at = datetime(2026, 6, 1, 9, tzinfo=TBILISI)
    for votes, accepted in (
        ({"agency": "ngo", "ngo": "ngo", "justice": "agency"}, True),
        ({"agency": "ngo", "ngo": "ngo", "mp": "ngo"}, False),
        ({"agency": "mp", "ngo": "mp", "justice": "mp"}, False),
    ):
        act = Act(document="D-1", act="complete", by="council", at=at, codes={"votes": votes})
        found = council_checks.check(f, act, "elect_chair#1")
        assert (found is None) is accepted, votes
        assert found is None or found.rule == "o320.8.2"
