"""Documents: received, filed, settled; or refused, and only then."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import IntegrityError

from models.acts import Answer, Refusal
from storage import audit, cases, documents
from storage.errors import CaseExists, DocumentDiffers, DocumentMissing, DocumentState, PersonExists
from tests.storage import samples
from tests.storage.samples import AT, CASE, DAY, MANAGER

NO = Refusal(rule="o502.8.3", because="The step is not open", way_on="Look at what is owed now")
FOREVER = datetime(2100, 1, 1, tzinfo=UTC)


def filed(conn: Connection, number: int = 1) -> None:
    """A document that a consequence has filed."""
    samples.open_step(conn, f"s{number}")
    samples.complete(conn, number, f"s{number}")


def test_same_document_twice_is_the_same(conn: Connection) -> None:
    assert documents.receive(conn, samples.document())
    assert not documents.receive(conn, samples.document())
    assert samples.count(conn, "audit WHERE action = 'document_received'") == 1


@pytest.mark.parametrize("change", [{"content": {"points": {}}}, {"act": "vote"}, {"step": "other"}])
def test_same_id_saying_something_else_is_refused(conn: Connection, change: dict[str, Any]) -> None:
    documents.receive(conn, samples.document())
    with pytest.raises(DocumentDiffers, match="D-1"):
        documents.receive(conn, samples.document(**change))


def test_received_can_be_refused_once(conn: Connection) -> None:
    documents.receive(conn, samples.document())
    assert documents.refuse(conn, "D-1", NO, AT)
    assert not documents.refuse(conn, "D-1", NO, AT)
    stored = documents.get(conn, "D-1")
    assert stored is not None and (stored.state, stored.refusal) == ("refused", NO)
    with pytest.raises(DocumentState, match="only one that was filed"):
        documents.settle(conn, "D-1", Answer(stage="x"))


def test_filed_cannot_be_refused(conn: Connection) -> None:
    filed(conn)
    with pytest.raises(DocumentState, match="is filed"):
        documents.refuse(conn, "D-1", NO, AT)


def test_refused_cannot_be_filed(conn: Connection) -> None:
    documents.receive(conn, samples.document())
    documents.refuse(conn, "D-1", NO, AT)
    with pytest.raises(DocumentMissing, match="is refused"):
        samples.complete(conn)


def test_answer_settles_a_filed_document(conn: Connection) -> None:
    filed(conn)
    assert [u.act.document for u in documents.unsettled(conn, FOREVER)] == ["D-1"]
    assert documents.settle(conn, "D-1", Answer(stage="assessment", done="s1", late=False))
    assert not documents.settle(conn, "D-1", Answer(stage="assessment"))
    stored = documents.get(conn, "D-1")
    assert stored is not None and stored.answer == Answer(stage="assessment", done="s1", late=False)
    assert documents.unsettled(conn, FOREVER) == ()


def test_unsettled_is_the_same_act_until_it_is_settled(conn: Connection) -> None:
    documents.receive(conn, samples.document(done_on=DAY, codes={"level": "high"}))
    (found,) = documents.unsettled(conn, FOREVER)
    assert (found.workflow_id, found.attempts) == (f"penitentiary_cycle/{CASE}", 0)
    assert (found.act.document, found.act.by, found.act.staff) == ("D-1", "case_manager", MANAGER)
    assert (found.act.at, found.act.on, found.act.codes) == (AT, DAY, {"level": "high"})
    documents.sending(conn, "D-1", FOREVER)
    assert documents.unsettled(conn, FOREVER) == ()
    assert documents.unsettled(conn, FOREVER + timedelta(seconds=1))[0].attempts == 1


def test_correction_is_a_new_version_and_the_newest_filed_is_read(conn: Connection) -> None:
    filed(conn)
    documents.receive(conn, samples.document(2, corrects="D-1", step="s2"))
    assert documents.latest_filed(conn, CASE, "annex-01-part-1") == {"points": {"1": 1}}
    samples.open_step(conn, "s2")
    samples.complete(conn, 2, "s2")
    assert documents.latest_filed(conn, CASE, "annex-01-part-1") == {"points": {"1": 2}}
    stored = documents.get(conn, "D-2")
    assert stored is not None and (stored.version, stored.corrects) == (2, "D-1")
    assert documents.latest_filed(conn, CASE, "annex-02") is None
    with pytest.raises(DocumentMissing):
        documents.content(conn, "D-9")


def test_document_stays_as_it_was_handed_in(conn: Connection) -> None:
    documents.receive(conn, samples.document())
    with pytest.raises(IntegrityError, match="stays as it was handed in"):
        conn.execute(text("""UPDATE documents SET content = '{"points": {}}'"""))


def test_signature_is_kept_once(conn: Connection) -> None:
    documents.receive(conn, samples.document())
    for expected in (True, False):
        signed = documents.sign(conn, "D-1", role="case_manager", signer=MANAGER, signed_on=DAY, at=AT)
        assert signed is expected
    assert documents.signatures(conn, "D-1") == (("case_manager", MANAGER, date(2026, 3, 2)),)


def test_case_is_created_whole_and_once(conn: Connection) -> None:
    assert not cases.create(conn, samples.new_case())
    with pytest.raises(CaseExists, match="next free number"):
        cases.create(conn, samples.new_case(intake={"left_cell": "2026-03-03"}))
    assert samples.count(conn, "messages WHERE kind = 'start'") == 1
    assert audit.verify(conn) == []
    found = cases.person(conn, "P-1")
    assert found == samples.PERSON


def test_personal_number_belongs_to_one_person(house: Engine) -> None:
    one = samples.PERSON.model_copy(update={"id": "P-2", "personal_number": "00000000000"})
    two = one.model_copy(update={"id": "P-3"})
    with house.begin() as conn:
        assert cases.create(conn, samples.new_case("PEN-2026-000002", person=one))
    with pytest.raises(PersonExists), house.begin() as conn:
        cases.create(conn, samples.new_case("PEN-2026-000003", person=two))
