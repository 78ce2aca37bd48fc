"""Who holds what, who heads whom, and who stands in for whom; the declared days."""

from datetime import date

import pytest
from sqlalchemy import Connection, text

from models.register import Absence, Post, Register, sample_register
from models.terms import DayOff
from storage import calendar, record, register
from storage.errors import UnknownStaff
from tests.storage import samples
from tests.storage.samples import AT, CASE, DAY, MANAGER

HEAD = "S-05-head_of_division"
DIRECTOR = "S-05-director"
DAY_OFF = DayOff(day=date(2026, 3, 6), act="decree-1", entered_by="S-1")


def told(conn: Connection, actor: str = "case_manager", holder: str | None = MANAGER) -> dict[int, str]:
    """Who is told at which level."""
    return {rung.level: rung.staff for rung in record.rungs(conn, CASE, actor, holder, DAY)}


def test_sample_is_always_the_same_and_openly_made_up() -> None:
    sample = sample_register(["5", "8"])
    assert sample == sample_register(["5", "8"])
    assert all("სინთეზური" in member.name_ka and member.synthetic for member in sample.staff)
    assert all(member.email and member.email.endswith("@example.invalid") for member in sample.staff)
    assert len({member.id for member in sample.staff}) == len(sample.staff)


def test_loading_again_changes_nothing(conn: Connection) -> None:
    assert register.load(conn, sample_register(["5"]), at=AT) == 0
    assert register.load(conn, sample_register(["5", "8"]), at=AT) > 0
    assert samples.count(conn, "audit WHERE action = 'register_loaded'") == 2


def test_roles_are_held_by_the_first_post_at_the_institution(conn: Connection) -> None:
    context = record.context(conn, CASE, DAY)
    assert (context.person_id, context.institution, context.process) == ("P-1", "5", "penitentiary_cycle")
    assert context.holder("case_manager") == MANAGER
    assert context.holder("head_of_service") == "S-00-head_of_service"
    assert context.holder("council") is None


def test_post_that_ended_holds_nothing(conn: Connection) -> None:
    register.end_post(conn, "post-05-case_manager", date(2026, 3, 1), at=AT, by="S-1")
    assert record.context(conn, CASE, DAY).holder("case_manager") == f"{MANAGER}-2"
    assert record.context(conn, CASE, date(2026, 2, 1)).holder("case_manager") == MANAGER


def test_rungs_climb_from_the_division_to_the_service(conn: Connection) -> None:
    assert told(conn) == {1: HEAD, 2: "S-00-head_of_department", 3: "S-00-head_of_service"}


def test_rungs_of_a_step_that_nobody_holds_climb_from_its_role(conn: Connection) -> None:
    assert told(conn, holder=None)[1] == HEAD
    assert told(conn, "council", None)[1] == DIRECTOR


def test_head_of_the_division_answers_to_the_director(conn: Connection) -> None:
    assert told(conn, "head_of_division", HEAD)[1] == DIRECTOR


def test_director_has_no_first_rung(conn: Connection) -> None:
    assert list(told(conn, "director", DIRECTOR)) == [2, 3]


def test_head_of_the_service_has_no_rung(conn: Connection) -> None:
    assert told(conn, "head_of_service", "S-00-head_of_service") == {}


def absent(conn: Connection, who: str, deputy: str | None) -> None:
    """Away from 1 to 10 March."""
    away = Absence(staff_id=who, from_date=date(2026, 3, 1), to_date=date(2026, 3, 10), deputy_staff_id=deputy)
    register.be_absent(conn, away, at=AT, by="S-1")


def test_deputy_is_told_while_the_head_is_away(conn: Connection) -> None:
    absent(conn, HEAD, f"{HEAD}-deputy")
    rung = record.rungs(conn, CASE, "case_manager", MANAGER, DAY)[0]
    assert (rung.staff, rung.for_staff, rung.role) == (f"{HEAD}-deputy", HEAD, "head_of_division")
    back = record.rungs(conn, CASE, "case_manager", MANAGER, date(2026, 3, 11))[0]
    assert (back.staff, back.for_staff) == (HEAD, None)
    assert register.stands_in_for(conn, f"{HEAD}-deputy", DAY) == (HEAD,)


@pytest.mark.parametrize("deputy", [None, MANAGER])
def test_head_is_told_when_no_other_can_stand_in(conn: Connection, deputy: str | None) -> None:
    absent(conn, HEAD, deputy)
    assert told(conn)[1] == HEAD


def test_vacant_division_is_answered_for_by_the_director(conn: Connection) -> None:
    register.end_post(conn, "post-05-head_of_division", date(2026, 3, 1), at=AT, by="S-1")
    assert told(conn)[1] == DIRECTOR


def test_a_case_where_the_register_knows_no_unit_is_the_head_of_the_service_s(conn: Connection) -> None:
    conn.execute(text("UPDATE cases SET institution = '77' WHERE number = :c"), {"c": CASE})
    assert told(conn, "council", None) == {3: "S-00-head_of_service"}


def test_questions_to_the_register(conn: Connection) -> None:
    assert [post.role for post in register.posts_of(conn, MANAGER, DAY)] == ["case_manager"]
    assert [m.id for m in register.staff_for(conn, "case_manager", "5")] == [MANAGER, f"{MANAGER}-2"]
    assert [m.id for m in register.staff_for(conn, "head_of_service", "5", DAY)] == ["S-00-head_of_service"]
    assert register.staff(conn, MANAGER).language == "ka"
    assert [i.number for i in register.institutions(conn)] == ["5"]
    assert len(register.units(conn)) == 4
    with pytest.raises(UnknownStaff):
        register.staff(conn, "S-nobody")


def test_post_from_a_file_of_ones_own(conn: Connection) -> None:
    post = Post(id="p-1", unit_id="U-05", role="doctor", staff_id=MANAGER, institution="5", from_date=DAY)
    assert register.load(conn, Register(posts=(post,)), at=AT) == 1
    assert record.context(conn, CASE, DAY).holder("doctor") == MANAGER


def test_declared_days_are_seen_at_once_and_kept_when_withdrawn(conn: Connection) -> None:
    before = record.context(conn, CASE, DAY)
    assert before.declared == ()
    assert calendar.declare(conn, DAY_OFF, AT)
    assert not calendar.declare(conn, DAY_OFF, AT)
    after = record.context(conn, CASE, DAY)
    assert after.declared == (DAY_OFF,)
    assert after.calendar != before.calendar
    assert calendar.declare(conn, DAY_OFF.model_copy(update={"off": False, "act": "decree-2"}), AT)
    assert [day.off for day in calendar.declared(conn)] == [False]
    assert calendar.withdraw(conn, DAY_OFF.day, "all", by="S-1", at=AT)
    assert not calendar.withdraw(conn, DAY_OFF.day, "all", by="S-1", at=AT)
    assert calendar.declared(conn) == ()
    assert samples.count(conn, "calendar_days") == 2
