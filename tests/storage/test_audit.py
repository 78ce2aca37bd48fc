"""The audit and the record refuse what may never happen, and a broken chain is found."""

import pytest
from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import IntegrityError

from storage import audit
from storage.audit import Break
from tests.storage import samples
from tests.storage.samples import AT, CASE

PART_OF_THE_RECORD = ("audit", "timeline", "decisions", "documents", "deadlines", "cases", "steps", "consequences")


@pytest.fixture
def filled(house: Engine) -> Engine:
    """A case of which something has happened: four entries in its chain."""
    with house.begin() as conn:
        samples.open_step(conn)
        samples.complete(conn)
    return house


def tamper(filled: Engine, statement: str) -> list[Break]:
    """Change the audit as only someone could who switches its triggers off, and look for the break."""
    with filled.begin() as conn:
        conn.execute(text("SET LOCAL session_replication_role = replica"))
        conn.execute(text(statement))
        return audit.verify(conn, CASE)


def test_whole_chain_holds(filled: Engine) -> None:
    with filled.begin() as conn:
        assert audit.verify(conn) == []
        assert samples.count(conn, f"audit WHERE chain = '{CASE}'") == 4


def test_changed_entry_is_found(filled: Engine) -> None:
    found = tamper(filled, "UPDATE audit SET detail = detail || '{\"x\": 1}' WHERE seq = 2 AND chain <> 'system'")
    assert found == [Break(chain=CASE, seq=2, what="changed")]


def test_changed_entry_with_its_hash_made_to_fit_is_found(filled: Engine) -> None:
    found = tamper(
        filled,
        "UPDATE audit SET actor = 'x', hash = audit_hash(chain, seq, at, 'x', action, entity, detail, prev) "
        "WHERE seq = 2 AND chain <> 'system'",
    )
    assert found == [Break(chain=CASE, seq=3, what="unlinked")]


def test_missing_entry_is_found(filled: Engine) -> None:
    assert tamper(filled, "DELETE FROM audit WHERE seq = 2 AND chain <> 'system'") == [
        Break(chain=CASE, seq=3, what="missing")
    ]


def test_tail_cut_off_is_found(filled: Engine) -> None:
    assert tamper(filled, "DELETE FROM audit WHERE seq >= 4 AND chain <> 'system'") == [
        Break(chain=CASE, seq=4, what="cut")
    ]


def test_chain_wholly_gone_is_found(filled: Engine) -> None:
    assert tamper(filled, "DELETE FROM audit WHERE chain <> 'system'") == [Break(chain=CASE, seq=1, what="cut")]


@pytest.mark.parametrize("table", PART_OF_THE_RECORD)
@pytest.mark.parametrize("verb", ["DELETE FROM", "TRUNCATE"])
def test_record_cannot_be_deleted(filled: Engine, table: str, verb: str) -> None:
    with filled.begin() as conn:
        conn.execute(
            text("INSERT INTO decisions (\"case\", at, facts) VALUES (:case, :at, '{}')"), {"case": CASE, "at": AT}
        )
    cascade = " CASCADE" if verb == "TRUNCATE" else ""
    with pytest.raises(IntegrityError, match="is part of the statutory record"), filled.begin() as conn:
        conn.execute(text(f"{verb} {table}{cascade}"))


@pytest.mark.parametrize("statement", ["UPDATE audit SET actor = 'x'", "UPDATE timeline SET event = 'x'"])
def test_what_is_written_cannot_be_changed(filled: Engine, statement: str) -> None:
    with pytest.raises(IntegrityError, match="UPDATE is refused"), filled.begin() as conn:
        conn.execute(text(statement))


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_heads SET seq = 0",
        "DELETE FROM audit_heads",
        "INSERT INTO audit_heads VALUES ('mine', 1, '')",
    ],
)
def test_ends_of_chains_are_kept_by_the_audit_alone(filled: Engine, statement: str) -> None:
    with pytest.raises(IntegrityError, match="kept by the audit itself"), filled.begin() as conn:
        conn.execute(text(statement))


@pytest.mark.parametrize(
    "change", ["due = '2030-01-01'", "why = 'because'", "superseded_at = now(), due = '2030-01-01'"]
)
def test_date_once_given_stays(filled: Engine, change: str) -> None:
    with pytest.raises(IntegrityError, match="a date once given"), filled.begin() as conn:
        conn.execute(text(f"UPDATE deadlines SET {change}"))


def test_replaced_date_is_not_replaced_again(conn: Connection) -> None:
    samples.open_step(conn)
    conn.execute(text("UPDATE deadlines SET superseded_at = now()"))
    with pytest.raises(IntegrityError, match="and once"):
        conn.execute(text("UPDATE deadlines SET superseded_at = NULL"))


def test_numbers_and_hashes_given_by_hand_are_not_taken(conn: Connection) -> None:
    conn.execute(
        text(
            "INSERT INTO audit (chain, seq, at, actor, action, entity, prev, hash) "
            "VALUES ('mine', 7, :at, 'a', 'b', 'c', 'forged', 'forged')"
        ),
        {"at": AT},
    )
    assert audit.verify(conn, "mine") == []
    assert conn.execute(text("SELECT seq, prev FROM audit WHERE chain = 'mine'")).one() == (1, "")
