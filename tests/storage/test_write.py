"""One consequence is one transaction: once, whole, and with every date kept."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, text

from models.record import Closing, DoneAct, Event, Redating, Ringing, Tell
from storage import cases, documents, outbox, record, worklists
from storage.errors import CaseMissing, DocumentMissing
from tests.storage import samples
from tests.storage.samples import AT, CASE, DAY, DUE, MANAGER, RULE

LATER = date(2026, 3, 20)
TABLES = ("steps", "deadlines", "timeline", "consequences", "notices", "messages", "decisions", "audit")


def rows(conn: Connection) -> dict[str, int]:
    """How much there is of everything."""
    return {table: samples.count(conn, table) for table in TABLES}


def test_write_stores_all_that_follows(conn: Connection) -> None:
    samples.open_step(conn)
    samples.complete(conn, stage="assessment", facts={"screened": "2026-03-02"})
    done, following = sorted(worklists.steps(conn, CASE), key=lambda s: s.key)
    assert (done.state, done.done_on, done.late, done.document) == ("done", DAY, False, "D-1")
    assert (following.state, following.due, following.holder) == ("open", DUE, MANAGER)
    case = worklists.case(conn, CASE)
    assert (case.stage, case.facts, case.opened_at) == ("assessment", {"screened": "2026-03-02"}, AT)
    assert (case.next_due, case.next_alarm_at) == (DUE, samples.alarms()[0].at)
    assert [line.seq for line in worklists.timeline(conn, CASE)] == [1, 2, 3]
    stored = documents.get(conn, "D-1")
    assert stored is not None and (stored.state, stored.filed_at) == ("filed", AT)
    assert [n.about for n in worklists.notices(conn, CASE)] == ["step_opened"]


def test_same_key_twice_changes_nothing_and_answers_the_same(conn: Connection) -> None:
    first = samples.open_step(conn)
    before = rows(conn)
    assert samples.open_step(conn, due=LATER) == first
    assert rows(conn) == before
    assert record.already(conn, CASE, "open-screening") == first
    assert record.already(conn, CASE, "another") is None


def test_two_writers_of_one_key_write_it_once(house: Engine) -> None:
    def write(_: int) -> object:
        with house.begin() as conn:
            return samples.open_step(conn)

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(write, range(8)))
    assert all(answer == answers[0] for answer in answers)
    with house.begin() as conn:
        assert samples.count(conn, "timeline") == 1


def test_writers_of_different_keys_number_the_timeline_without_a_gap(house: Engine) -> None:
    def write(n: int) -> None:
        with house.begin() as conn:
            samples.open_step(conn, f"step-{n}")

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(write, range(12)))
    with house.begin() as conn:
        assert [line.seq for line in worklists.timeline(conn, CASE)] == list(range(1, 13))


@pytest.mark.parametrize(
    "struck", ["writes.close_steps", "writes.open_steps", "writes.add_timeline", "queued_notices.queue"]
)
def test_nothing_is_half_made(house: Engine, monkeypatch: pytest.MonkeyPatch, struck: str) -> None:
    with house.begin() as conn:
        samples.open_step(conn)
        before = rows(conn)

    def strike(*_: Any) -> None:
        raise RuntimeError("struck by lightning")

    monkeypatch.setattr(f"storage.{struck}", strike)
    with pytest.raises(RuntimeError), house.begin() as conn:
        samples.complete(conn)
    with house.begin() as conn:
        assert rows(conn) == before
        assert documents.get(conn, "D-1") is None
    monkeypatch.undo()
    with house.begin() as conn:
        samples.complete(conn)


def test_document_must_have_been_received_in_this_case(conn: Connection) -> None:
    with pytest.raises(DocumentMissing, match="never handed in"):
        record.write(conn, samples.consequence(act=samples.act(9)), recorded=samples.recorded())


def test_document_is_filed_by_one_consequence_alone(house: Engine) -> None:
    with house.begin() as conn:
        samples.open_step(conn)
        samples.complete(conn)
    with pytest.raises(DocumentMissing, match="is filed"), house.begin() as conn:
        record.write(conn, samples.consequence("other", act=samples.act(1)), recorded=samples.recorded())


def test_case_must_be_there(conn: Connection) -> None:
    with pytest.raises(CaseMissing):
        record.write(conn, samples.consequence(case="PEN-2026-999999"), recorded=samples.recorded())


def redate(conn: Connection, due: date | None, key: str = "redate", **changes: Any) -> None:
    """Give the step another date."""
    step = samples.dated(due=due, was=DUE, because="extended", **changes)
    c = samples.consequence(key, redate=(Redating(opening=step.opening, was=DUE, because="extended"),))
    record.write(conn, c, steps=[step], recorded=samples.recorded(step))


def test_old_date_is_kept_when_a_step_is_dated_anew(conn: Connection) -> None:
    samples.open_step(conn)
    redate(conn, LATER)
    new, old = worklists.explain(conn, CASE, "screening")
    assert (new.due, new.was, new.because, new.superseded_at) == (LATER, DUE, "extended", None)
    assert (old.due, old.superseded_at, old.why) == (DUE, AT, f"until {DUE}")
    assert old.skipped == (date(2026, 3, 8),)
    assert worklists.case(conn, CASE).next_due == LATER


def test_stopped_step_has_no_date_and_keeps_the_old_one(conn: Connection) -> None:
    samples.open_step(conn)
    redate(conn, None)
    new, old = worklists.explain(conn, CASE, "screening")
    assert (new.due, old.due) == (None, DUE)
    case = worklists.case(conn, CASE)
    assert (case.next_due, case.next_alarm_at) == (None, None)


def ring(conn: Connection, kind: str) -> None:
    """Let the alarm of this kind ring."""
    alarm = next(a for a in samples.alarms() if a.kind == kind)
    following = next((a for a in samples.alarms() if a.at > alarm.at), None)
    answer = samples.recorded(samples.dated())
    answer = answer.model_copy(update={"steps": (answer.steps[0].model_copy(update={"alarm": following}),)})
    ringing = Ringing(key="screening", rule=RULE, actor="case_manager", alarm=alarm, due=DUE)
    record.write(conn, samples.consequence(kind, at=alarm.at, ring=(ringing,)), recorded=answer)


def test_alarm_moves_the_case_to_its_next_one(conn: Connection) -> None:
    samples.open_step(conn)
    ring(conn, "overdue")
    case = worklists.case(conn, CASE)
    assert (case.overdue_steps, case.escalation_level, case.next_alarm_at) == (1, 0, samples.alarms()[2].at)
    ring(conn, "escalate")
    case = worklists.case(conn, CASE)
    assert (case.overdue_steps, case.escalation_level, case.next_alarm_at) == (1, 1, None)


def test_breach_stays_when_the_step_gets_a_later_date(conn: Connection) -> None:
    samples.open_step(conn)
    ring(conn, "overdue")
    redate(conn, LATER)
    (step,) = worklists.steps(conn, CASE)
    assert (step.overdue, step.overdue_at) == (False, samples.alarms()[1].at)
    assert worklists.case(conn, CASE).overdue_steps == 0


def test_period_that_ends_is_no_breach(conn: Connection) -> None:
    step = samples.dated(opening=samples.opening(period=True))
    record.write(conn, samples.consequence(open=(step.opening,)), steps=[step], recorded=samples.recorded(step))
    ring(conn, "overdue")
    (step_now,) = worklists.steps(conn, CASE)
    assert (step_now.overdue, step_now.overdue_at) == (False, None)


def test_waiting_step_opens_when_its_window_does(conn: Connection) -> None:
    opens = datetime(2026, 3, 4, 20, tzinfo=UTC)
    step = samples.dated(opening=samples.opening(wait_for_window=True), opens_at=opens)
    record.write(conn, samples.consequence(open=(step.opening,)), steps=[step], recorded=samples.recorded(step))
    (waiting,) = worklists.steps(conn, CASE)
    assert (waiting.state, waiting.opened_at) == ("waiting", None)
    alarm = samples.alarms()[0].model_copy(update={"kind": "opens", "at": opens})
    ringing = Ringing(key="screening", rule=RULE, actor="case_manager", alarm=alarm)
    record.write(
        conn, samples.consequence("opens", at=opens, ring=(ringing,)), recorded=samples.recorded(samples.dated())
    )
    (opened,) = worklists.steps(conn, CASE)
    assert (opened.state, opened.opened_at) == ("open", opens)


def test_done_in_time_and_entered_late(conn: Connection) -> None:
    samples.open_step(conn)
    entered = datetime(2026, 3, 9, 20, 30, tzinfo=UTC)  # half past midnight in Tbilisi, the day after the last
    closing = Closing(key="screening", rule=RULE, state="done", done_on=DUE, late=False)
    record.write(conn, samples.consequence("c", at=entered, close=(closing,)), recorded=samples.recorded())
    (step,) = worklists.steps(conn, CASE)
    assert (step.late, step.entered_late, step.entered_at) == (False, True, entered)


def test_person_put_in_charge_of_a_step_or_of_a_role(conn: Connection) -> None:
    samples.open_step(conn)
    second = f"{MANAGER}-2"
    record.write(conn, samples.consequence("a", assign={"screening": second}), recorded=samples.recorded())
    assert worklists.steps(conn, CASE)[0].holder == second
    context = record.context(conn, CASE, DAY)
    assert (context.step_holders, context.holder("case_manager")) == ({"screening": second}, MANAGER)
    record.write(conn, samples.consequence("b", assign={"case_manager": second}), recorded=samples.recorded())
    assert record.context(conn, CASE, DAY).holder("case_manager") == second


def test_reassigned_step_keeps_its_holder_when_dated_anew(conn: Connection) -> None:
    samples.open_step(conn)
    record.write(conn, samples.consequence("a", assign={"screening": f"{MANAGER}-2"}), recorded=samples.recorded())
    redate(conn, LATER)
    assert worklists.steps(conn, CASE)[0].holder == f"{MANAGER}-2"


def test_decision_is_kept_with_who_took_it(conn: Connection) -> None:
    documents.receive(conn, samples.document())
    event = Event(event="decision", rule=RULE, step="decide", data={"result": "high", "votes": 5})
    by = DoneAct(document="D-1", act="decide", by="team", staff=MANAGER)
    record.write(conn, samples.consequence(act=by), events=[event], recorded=samples.recorded())
    row = conn.execute(text("SELECT result, facts, by_role, by_staff, document FROM decisions")).one()
    assert row == ("high", {"result": "high", "votes": 5}, "team", MANAGER, "D-1")


def test_fact_for_a_case_that_is_not_there_makes_it(conn: Connection) -> None:
    other = "ADM-2026-000001"
    tell = Tell(case=other, process="administrator_plan", fact="handed_over", on=DAY, codes={"n": 1})
    record.write(conn, samples.consequence(tell=(tell,)), recorded=samples.recorded())
    made = worklists.case(conn, other)
    assert (made.source, made.parent_case, made.person_id, made.institution) == ("told", CASE, "P-1", "5")
    assert made.workflow_id == "administrator_plan/ADM-2026-000001"
    assert [c.number for c in worklists.family(conn, CASE)] == [CASE, other]
    assert outbox.messages_waiting(conn) == 2  # the start of the first, the fact for the second


def test_step_that_is_done_and_owed_again_at_once_is_open(conn: Connection) -> None:
    samples.open_step(conn)
    again = samples.dated(due=LATER, holder="S-another")
    closing = Closing(key="screening", rule=RULE, state="done", done_on=DAY, late=False)
    c = samples.consequence("again", close=(closing,), open=(again.opening,))
    record.write(conn, c, steps=[again], recorded=samples.recorded(again))
    (step,) = worklists.steps(conn, CASE)
    assert (step.state, step.due, step.done_on, step.holder) == ("open", LATER, None, "S-another")
    assert [d.superseded_at for d in worklists.explain(conn, CASE, "screening")] == [None, AT]
    assert worklists.case(conn, CASE).next_due == LATER


def test_case_moves_with_a_transfer(conn: Connection) -> None:
    record.write(conn, samples.consequence(institution="8"), recorded=samples.recorded())
    assert worklists.case(conn, CASE).institution == "8"
    detail = conn.execute(text("SELECT detail FROM audit ORDER BY id DESC LIMIT 1")).scalar_one()
    assert (detail["before"]["institution"], detail["after"]["institution"]) == ("5", "8")


def test_closed_case_has_no_next_alarm(conn: Connection) -> None:
    samples.open_step(conn)
    record.write(conn, samples.consequence("end", closed="released"), recorded=samples.recorded())
    case = worklists.case(conn, CASE)
    assert (case.closed, case.closed_at, case.next_alarm_at) == ("released", AT, None)
    assert cases.intake(conn, CASE).intake == {"left_cell": "2026-03-02"}
