"""Every act that the law or the state forbids is refused with its article and the way on, kept, and changes nothing."""

import asyncio
from typing import Any

import pytest

from starter.gateway import new_document_id
from storage import documents
from tests.support.servers import House, eventually
from tests.workflows.tales import MINUTES, PLAN, Tale, conclusion, dynamic, screening, static, tale


async def all_refused(case: Tale, *acts: tuple[str | None, str, dict[str, Any]]) -> None:
    """Each act is refused under the rule that stands first, in words of which a part is given."""
    for rule, words, act in acts:
        no = await case.refused(**{"name": "complete", "by": "case_manager", **act})
        assert no.rule == rule, (no, act)
        assert words.lower() in no.sentence().lower(), (no, act)


def part1(**wrong: Any) -> dict[str, Any]:
    """A screening with something wrong in it."""
    return {"step": "o502.8.3", "document": screening(0) | wrong}


POINTS = dict.fromkeys(range(1, 11), 0)


@pytest.mark.rule("o502.8.3", "o502.8.5", "o502.9.1", "o502.8.4")
async def test_what_a_new_case_refuses(house: House) -> None:
    case = await tale(house)
    await all_refused(
        case,
        (None, "names no step", {}),
        ("o502.8.15", "no step of this case is open", {"step": "o502.8.15", "by": "director"}),
        ("o502.9.1", "only for adult women", {"step": "o502.9.1"}),
        (None, "no actor 'gardener'", {"by": "gardener", "step": "o502.8.3", "document": screening(0)}),
        (None, "knows no act 'dance'", {"name": "dance"}),
        ("o502.8.3", "no form 'annex-99'", part1(form="annex-99")),
        ("o502.8.3", "asks for annex-01-part-1", {"step": "o502.8.3", "document": {"form": "annex-03"}}),
        ("o502.8.3", "points", {"step": "o502.8.3", "document": {"form": "annex-01-part-1"}}),
        ("o502.8.3", "item", part1(points={k: 0 for k in POINTS if k != 7})),
        ("o502.8.3", "11", part1(points={**POINTS, 11: 0})),
        ("o502.8.3", "41", part1(points={**POINTS, 1: 41})),
        ("o502.8.3", "greater than or equal to 0", part1(points={**POINTS, 1: -1})),
        ("o502.8.3", "'mood' does not belong", part1(mood="good")),
        ("o502.8.3", "lies in the future", part1() | {"done_on": "2026-06-02"}),
        ("o502.8.3", "before what it answers", part1() | {"done_on": "2026-05-31"}),
        (
            "o502.8.5",
            "before what it answers",
            {
                "step": "o502.8.5",
                "by": "special_registration_officer",
                "document": static(0),
                "done_on": "2026-05-24",
            },
        ),
        ("o502.8.3", "not to the director", part1() | {"by": "director"}),
        ("o502.8.5", "not to the social worker (case manager)", {"step": "o502.8.5", "document": static(0)}),
        ("o502.8.5", "allows 189", {"step": "o502.8.5", "by": "special_registration_officer", "document": static(379)}),
        ("o502.10.1.2", "no team", {"name": "vote", "vote": "for"}),
        ("o502.14.7", "not been presented", {"name": "refuse", "what": "plan"}),
        (None, "'what'", {"name": "refuse", "what": "dinner"}),
        ("o502.14.9.3", "refused nothing", {"name": "consent"}),
        ("o502.8.3", "no leave to extend", {"name": "extend", "step": "o502.8.3", "value": 5, "reason": "ill"}),
        (None, "no step is open", {"name": "extend", "step": "approve#1", "value": 5, "reason": "ill"}),
        ("o502.8.3", "'reason' is missing", {"name": "extend", "step": "o502.8.3", "value": 5}),
        (
            "o502.8.3",
            "not for the social worker (case manager)",
            {"name": "assign", "step": "o502.8.3", "to": "S-08-case_manager-2"},
        ),
        (
            "o502.8.3",
            "holds no post of case manager",
            {"name": "assign", "by": "director", "step": "o502.8.3", "to": "S-08-psychologist"},
        ),
        (None, "no step is open", {"name": "assign", "by": "director", "step": "sign#1", "to": "S-08-x"}),
        (None, "that could be corrected", {"name": "correct", "step": "screening", "document": screening(0)}),
        ("o502.8.3", "no ground that suspends", {"name": "suspend", "ground": "o502.8.3"}),
        (None, "no ground that suspends", {"name": "suspend", "ground": "o502.15.1.z"}),
        ("o502.15.1.a", "not the director", {"name": "suspend", "by": "director", "ground": "o502.15.1.a"}),
        ("o502.15.2", "no suspension", {"name": "resume"}),
        ("o502.8.3", "no ground that ends", {"name": "end", "ground": "o502.8.3"}),
        ("o502.17.2.1", "not the director", {"name": "end", "by": "director", "ground": "o502.17.2.1"}),
    )
    no = await case.refused("vote", "director", vote="for")
    assert "is not for the" in no.because, "the team is independent (4(1)(j)): the director does not vote"


@pytest.mark.rule("o502.8.7.2", "o502.8.3", "o502.8.8.2")
async def test_what_is_done_is_not_done_twice(house: House) -> None:
    case = await tale(house)
    await case.done("screening", "case_manager", screening(0))
    await case.done("static", "special_registration_officer", static(0))
    await all_refused(
        case,
        ("o502.8.3", "was done on 1 june 2026", part1()),
        (
            "o502.8.3",
            "not for the director of the penitentiary institution to correct",
            part1() | {"name": "correct", "by": "director"},
        ),
        (
            "o502.8.7.2",
            "asks for doc-case-file, not for annex-01-part-3",
            {"step": "o502.8.7.1", "document": dynamic()},
        ),
        ("o502.8.8.2", "no step of this case is open", {"step": "o502.8.8.2", "document": conclusion("case_manager")}),
    )
    await case.done("hand_over", "case_manager", {"form": "doc-case-file"})
    await all_refused(case, ("o502.8.15", "acted on", part1() | {"name": "correct", "step": "screening"}))


@pytest.mark.rule("o502.8.8.2")
async def test_a_choice_without_reasons_is_refused(house: House) -> None:
    case = await tale(house)
    await case.done("screening", "case_manager", screening(0))
    await case.done("static", "special_registration_officer", static(200))
    await case.done("dynamic", "case_manager", dynamic())
    reasonless = {"form": "annex-01", "outcome": "case_administrator", "reason": ""}
    await all_refused(
        case,
        ("o502.8.8.2", "reason", {"step": "o502.8.8.2", "document": reasonless}),
        ("o502.8.8.2", "outcome", {"step": "o502.8.8.2", "document": reasonless | {"outcome": "nobody"}}),
    )


@pytest.mark.rule("o502.4.1.j", "o502.10.2", "o502.14.1", "o502.14.2", "o502.14.6.1", "o502.14.8.2", "o502.14.7")
async def test_what_the_planning_refuses(house: House) -> None:
    case = await (await tale(house)).met()
    draft = {"step": "o502.8.11.3"}
    await all_refused(
        case,
        ("o502.14.1", "longer than the 6 months", draft | {"document": PLAN | {"months": 7}}),
        ("o502.8.11.3", "14(2)", draft | {"document": PLAN | {"measures": [{"service": "programme"}]}}),
        ("o502.3.k.3", "not to the director", draft | {"by": "director", "document": PLAN}),
        ("o502.14.6.1", "no working version", {"name": "vote", "vote": "for"}),
        ("o502.14.8.2", "unsigned", {"step": "o502.8.14"}),
        (
            None,
            "not corrected but done again",
            {"name": "correct", "by": "team", "step": "meeting", "document": MINUTES},
        ),
    )
    await case.done("draft#1", "case_manager", PLAN)
    await all_refused(
        case,
        ("o502.14.6.1", "nobody has voted", {"step": "o502.14.6.1"}),
        ("o502.10.2", "not a member", {"name": "vote", "by": "psychologist", "vote": "for"}),
        ("o502.4.1.j", "is not for the", {"name": "vote", "by": "director", "vote": "for"}),
        (None, "'vote'", {"name": "vote", "vote": "perhaps"}),
    )
    assert (await case.act("vote", "case_manager", vote="for")).accepted
    await all_refused(case, ("o502.14.6.1", "already voted", {"name": "vote", "vote": "against"}))
    assert (await case.act("vote", "case_administrator", vote="against")).accepted
    casting = {"form": "plan-adoption", "casting": "adopt"}
    await all_refused(
        case,
        ("o502.14.6.2", "case manager decides", {"step": "adopt#1"}),
        ("o502.14.6.2", "case manager decides", {"step": "adopt#1", "by": "team", "document": casting}),
    )
    await case.done("adopt#1", "case_manager", casting)
    await all_refused(
        case, ("o502.14.6.1", "no working version", {"name": "vote", "by": "legal_regime_officer", "vote": "for"})
    )


@pytest.mark.rule("o502.14.8.1", "o502.14.8.2", "o502.14.9.1", "o502.8.15")
async def test_what_is_refused_around_the_signature(house: House) -> None:
    case = await (await tale(house)).presented()
    await all_refused(
        case,
        ("o502.14.8.1", "signatures", {"step": "sign#1", "document": {"form": "plan-signatures", "convict": False}}),
        ("o502.14.8.2", "unsigned", {"step": "submit#1"}),
        ("o502.8.15", "no step of this case is open", {"step": "o502.8.15", "by": "director"}),
        ("o502.14.9.1", "is not for the", {"name": "refuse", "by": "director", "what": "plan"}),
    )
    assert (await case.act("refuse", "convict", what="plan")).accepted
    await all_refused(
        case,
        ("o502.14.9.1", "already refused", {"name": "refuse", "what": "plan"}),
        ("o502.14.8.1", "no step of this case is open", {"step": "o502.14.8.1"}),
        ("o502.14.8.2", "no step of this case is open", {"step": "o502.14.8.2"}),
    )
    assert (await case.act("consent", "convict")).accepted
    await case.done("sign#1", "case_manager")
    await case.done("submit#1", "case_manager")
    returned = {"form": "director-decision", "decision": "returned"}
    await all_refused(
        case,
        ("o502.8.15", "remarks", {"step": "o502.8.15", "by": "director", "document": returned}),
        ("o502.8.15", "not to the social worker (case manager)", {"step": "o502.8.15"}),
    )
    await case.done("approve#1", "director")
    await all_refused(
        case,
        ("o502.14.9.1", "is approved", {"name": "refuse", "what": "plan"}),
        ("o502.8.15", "acted on", {"name": "correct", "step": "dynamic", "document": dynamic(4)}),
    )


@pytest.mark.rule("o502.15.1.a", "o502.15.1.b", "o502.15.2")
async def test_what_the_ledger_of_suspensions_refuses(house: House) -> None:
    case = await tale(house)
    await case.go("2026-06-05 10:00")
    assert (await case.act("suspend", "case_manager", ground="o502.15.1.a", done_on="2026-06-03")).accepted
    await all_refused(
        case,
        ("o502.15.1.a", "already suspends", {"name": "suspend", "ground": "o502.15.1.a"}),
        ("o502.15.2", "no suspension of that ground", {"name": "resume", "ground": "o502.15.1.b"}),
        ("o502.15.2", "not for the director", {"name": "resume", "by": "director"}),
        ("o502.15.2", "before the suspension began", {"name": "resume", "done_on": "2026-06-02"}),
        (None, "lies in the future", {"name": "resume", "done_on": "2026-06-06"}),
    )
    assert (await case.act("suspend", "case_manager", ground="o502.15.1.b")).accepted
    assert (await case.act("resume", "case_manager")).accepted, "both at once when no ground is named"
    assert not (await case.state()).suspended()


@pytest.mark.rule("o502.17.2.1")
async def test_a_closed_case_takes_nothing(house: House) -> None:
    case = await tale(house)
    assert (await case.act("end", "case_manager", ground="o502.17.2.1")).accepted
    no = await case.refused("suspend", "case_manager", ground="o502.15.1.a")
    assert "terminated" in no.because
    await case.done("report", "case_manager", {"form": "doc-summary-report", "text": "in short"})
    answer = (await case.act("complete", "case_manager", "o502.17.5", document={"form": "doc-case-file"})).answer
    assert answer is not None
    assert answer.closed == "released"
    assert await case.handle().result() == "released"
    no = await case.refused("complete", "case_manager", "o502.8.3", document=screening(0))
    assert "closed (released)" in no.because


async def test_two_people_at_one_step_at_once(house: House) -> None:
    """Exactly one is accepted; the other is told that it is done."""
    case = await tale(house)
    both = await asyncio.gather(
        *(case.act("complete", "case_manager", "screening", document=screening(points)) for points in (0, 20))
    )
    assert sorted(o.accepted for o in both) == [False, True]
    refusal = next(o.refusal for o in both if not o.accepted)
    assert refusal is not None
    assert "was done on" in refusal.because
    assert len(await case.events("step_completed", step="screening")) == 1


@pytest.mark.rule("o502.8.3")
async def test_the_same_document_is_the_same_act(house: House) -> None:
    """At once, again, and in the next run of the workflow: one answer, one line of the timeline."""
    case = await tale(house)
    document = new_document_id()

    async def hand_in() -> Any:
        return await case.act("complete", "case_manager", "screening", document=screening(20), id=document)

    first, second = await asyncio.gather(hand_in(), hand_in())
    assert first.accepted
    assert second == first
    assert await hand_in() == first
    before = await case.handle().describe()
    await case.handle().signal("renew")

    async def renewed() -> bool:
        return (await case.handle().describe()).run_id != before.run_id

    await eventually(renewed, "a new run")
    assert (await case.state()).run_number == 1
    assert await hand_in() == first
    assert len(await case.events("step_completed", step="screening")) == 1
    assert len(await case.events("scored")) == 1
    stored = await case.gateway.in_transaction(lambda conn: documents.get(conn, document))
    assert stored is not None
    assert (stored.state, stored.answer) == ("settled", first.answer)
    await case.done("coordinator", "case_manager")
    await case.go("2026-06-09 12:00")
    assert await case.moments("step_overdue", "static") == ["2026-06-09 00:00"], "the next run keeps the terms"
