"""What leaves a case: a message until it arrives, in order; a notice once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine

from models.record import Tell
from storage import cases, outbox, queued_notices, record, worklists
from tests.storage import samples
from tests.storage.samples import CASE, DAY, MANAGER

NOW = datetime(2026, 11, 1, 12, 0, tzinfo=UTC)


def queue(house: Engine, how_many: int) -> None:
    """Queue notices in the case."""
    with house.begin() as conn:
        notices = [samples.notice(f"n-{n}") for n in range(how_many)]
        record.write(conn, samples.consequence(), notices=notices, recorded=samples.recorded())


def test_two_senders_never_claim_the_same_notice(house: Engine) -> None:
    queue(house, 40)

    def claim(_: int) -> list[str]:
        found: list[str] = []
        while batch := queued_notices.claim(house, NOW, limit=3):
            found += [notice.id for notice in batch]
        return found

    with ThreadPoolExecutor(4) as pool:
        claimed = [notice for found in pool.map(claim, range(4)) for notice in found]
    assert len(claimed) == len(set(claimed)) == 40


def test_same_fact_to_the_same_reader_is_queued_once(house: Engine) -> None:
    queue(house, 1)
    with house.begin() as conn:
        record.write(conn, samples.consequence("again"), notices=[samples.notice("n-0")], recorded=samples.recorded())
        assert samples.count(conn, "notices") == 1


def test_notice_goes_out_with_its_proof(house: Engine) -> None:
    queue(house, 1)
    (notice,) = queued_notices.claim(house, NOW)
    assert (notice.case, notice.to_staff, notice.institution, notice.attempts) == (CASE, MANAGER, "5", 1)
    with house.begin() as conn:
        letter = {"channel": "email", "language": "ka", "subject": "ვადა", "body": "...", "message_id": "<1>"}
        queued_notices.prepared(conn, notice.id, address="a@example.invalid", **letter)
        assert queued_notices.delivered(conn, notice.id, at=NOW, proof="250 OK")
        assert not queued_notices.delivered(conn, notice.id, at=NOW, proof="250 OK")
        assert not queued_notices.retry_later(conn, notice.id, "timeout", NOW)
        (seen,) = worklists.notices(conn, CASE)
    assert (seen.state, seen.proof, seen.subject) == ("delivered", "250 OK", "ვადა")
    assert queued_notices.claim(house, NOW + timedelta(days=1)) == ()


def test_notice_that_certainly_did_not_go_out_is_tried_again(house: Engine) -> None:
    queue(house, 1)
    (notice,) = queued_notices.claim(house, NOW)
    with house.begin() as conn:
        assert queued_notices.retry_later(conn, notice.id, "connection refused", NOW + timedelta(minutes=5))
    assert queued_notices.claim(house, NOW) == ()
    (again,) = queued_notices.claim(house, NOW + timedelta(minutes=5))
    assert again.attempts == 2
    with house.begin() as conn:
        assert queued_notices.give_up(conn, notice.id, "no such mailbox")
    assert queued_notices.claim(house, NOW + timedelta(days=1)) == ()


def test_notice_whose_sender_died_is_unconfirmed_and_not_sent_again(house: Engine) -> None:
    queue(house, 1)
    (notice,) = queued_notices.claim(house, NOW)
    with house.begin() as conn:
        queued_notices.prepared(
            conn, notice.id, channel="smtp", address="a@example.invalid", language="en", subject="s", body="b"
        )
        assert queued_notices.unconfirm(conn, NOW) == ()
        assert queued_notices.unconfirm(conn, NOW + timedelta(minutes=10)) == (notice.id,)
    assert queued_notices.claim(house, NOW + timedelta(days=1)) == ()


def test_notice_that_was_claimed_but_not_begun_goes_back_into_the_queue(house: Engine) -> None:
    queue(house, 1)
    (notice,) = queued_notices.claim(house, NOW)
    with house.begin() as conn:
        assert queued_notices.unconfirm(conn, NOW + timedelta(minutes=10)) == ()
    (again,) = queued_notices.claim(house, NOW + timedelta(minutes=10))
    assert again.id == notice.id


def tell(house: Engine, *facts: str) -> None:
    """Tell another case these facts."""
    told = tuple(Tell(case="ADM-2026-000001", process="administrator_plan", fact=f, on=DAY) for f in facts)
    with house.begin() as conn:
        record.write(conn, samples.consequence(tell=told), recorded=samples.recorded())


def test_messages_arrive_one_by_one_in_their_order(house: Engine) -> None:
    tell(house, "handed_over", "returned")
    start, first = outbox.claim_messages(house, NOW)
    assert (start.kind, start.workflow_id) == ("start", f"penitentiary_cycle/{CASE}")
    assert (first.told().fact, first.told().source, first.process) == ("handed_over", CASE, "administrator_plan")
    assert outbox.claim_messages(house, NOW) == ()
    with house.begin() as conn:
        outbox.message_sent(conn, start.id, NOW)
        outbox.message_sent(conn, first.id, NOW)
    (second,) = outbox.claim_messages(house, NOW)
    assert second.told().fact == "returned"
    assert second.id != first.id


def test_message_is_sent_again_under_the_same_id_until_it_arrives(house: Engine) -> None:
    (start,) = outbox.claim_messages(house, NOW, lease=timedelta(seconds=30))
    (again,) = outbox.claim_messages(house, NOW + timedelta(seconds=30))
    assert (again.id, again.attempts) == (start.id, 2)
    with house.begin() as conn:
        outbox.message_failed(conn, start.id, "unavailable", NOW + timedelta(hours=1))
    assert outbox.claim_messages(house, NOW + timedelta(minutes=59)) == ()
    assert outbox.claim_messages(house, NOW + timedelta(hours=1))[0].attempts == 3


def test_a_fact_under_another_persons_number_is_set_aside_and_holds_nothing_up(house: Engine) -> None:
    other = samples.PERSON.model_copy(update={"id": "P-2"})
    number = "ADM-2026-000001"
    with house.begin() as conn:
        cases.create(conn, samples.new_case(number, process="administrator_plan", person=other))
    tell(house, "handed_over")
    with house.begin() as conn:
        (aside,) = outbox.set_aside(conn, NOW)
    assert (aside.source, aside.case, aside.fact) == (CASE, number, "handed_over")
    assert [m.kind for m in outbox.claim_messages(house, NOW)] == ["start", "start"]


def test_start_tells_nothing(house: Engine) -> None:
    (start,) = outbox.claim_messages(house, NOW)
    with pytest.raises(Exception, match="tells it nothing"):
        start.told()
