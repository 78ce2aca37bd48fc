"""From a queued notice to the letter a reader gets: words of the catalogue in both languages, the reader's address."""

from datetime import date
from typing import Any

from sqlalchemy import Connection, select

from models.ids import Process
from models.notices import Fact, Language, NoticeToSend
from rules import catalogue
from storage.queued_notices import OutNotice
from storage.register_tables import Staff

PROCESS_TITLES: dict[str, dict[str, str]] = {
    Process.penitentiary_cycle.value: {"en": "penitentiary cycle", "ka": "შემთხვევის მართვის ციკლი"},
    Process.administrator_plan.value: {"en": "administrator's plan", "ka": "შემთხვევის ადმინისტრატორის გეგმა"},
    Process.probation_cycle.value: {"en": "probation cycle", "ka": "შემთხვევის მართვა პრობაციის ბიუროში"},
    Process.psychology_service.value: {"en": "psychological service", "ka": "ფსიქოლოგიური მომსახურება"},
    Process.parole_petition.value: {"en": "petition before a local council", "ka": "შუამდგომლობა ადგილობრივ საბჭოში"},
    Process.danger_review.value: {"en": "danger-risk review", "ka": "საშიშროების რისკის შეფასება"},
    Process.risk_team.value: {"en": "risk assessment team", "ka": "რისკების შეფასების გუნდი"},
    Process.data_group.value: {"en": "data processing group", "ka": "მონაცემთა პირველადი დამუშავების ჯგუფი"},
    Process.local_council.value: {"en": "local council", "ka": "ადგილობრივი საბჭო"},
}

PAPER = "paper@institution.invalid"
"""Where a convict's notice goes: it is printed and handed over in the institution, for there is no address."""

HEADS_KA = {
    "head_of_division": "სამმართველოს უფროსი",
    "head_of_department": "დეპარტამენტის უფროსი",
    "head_of_service": "სამსახურის უფროსი",
}


class NoReader(LookupError):
    """Nobody holds the role that is to be told, or the reader has no address."""


def letter(conn: Connection, notice: OutNotice) -> NoticeToSend:
    """The letter for a claimed notice. Raises `NoReader` with what to mend."""
    if notice.to_person is not None:
        return NoticeToSend(
            id=notice.id, about=notice.about, language="ka", to_address=PAPER, facts=facts(notice, "ka")
        )
    if notice.to_staff is None:
        raise NoReader(f"nobody holds the post of {notice.to_role}: fill it in the register of posts")
    staff = conn.execute(
        select(Staff.name_en, Staff.name_ka, Staff.email, Staff.language).where(Staff.id == notice.to_staff)
    ).one_or_none()
    if staff is None or not staff.email:
        raise NoReader(f"{notice.to_staff} has no e-mail address in the register")
    language: Language = "en" if staff.language == "en" else "ka"
    return NoticeToSend(
        id=notice.id,
        about=notice.about,
        language=language,
        to_address=staff.email,
        reader_name=staff.name_en if language == "en" else staff.name_ka,
        facts=facts(notice, language),
    )


def facts(notice: OutNotice, language: str) -> dict[str, Fact]:
    """The codes of a notice as words: titles, the duty, the article."""
    known: dict[str, Any] = {k: v for k, v in notice.facts.items() if v is not None}
    said: dict[str, Fact] = {
        "case": notice.case,
        "process": PROCESS_TITLES.get(notice.process, {"en": notice.process, "ka": notice.process}),
        "level": notice.level,
    }
    for day in ("on", "since", "due", "was"):
        if day in known:
            said[day] = date.fromisoformat(str(known[day]))
    for name in ("days_late", "because", "way_on"):
        if name in known:
            said[name] = known[name]
    role = str(known.get("actor") or notice.to_role)
    said["actor"] = actor_titles(role)
    if notice.rule is not None:
        rule = catalogue.rule(notice.rule)
        said["article"] = {"en": catalogue.cite(notice.rule, "en"), "ka": catalogue.cite(notice.rule, "ka")}
        form = catalogue.form(rule.forms[0]) if rule.forms else None
        paper = form.ka if form is not None and form.ka else "ქვემოთ მითითებული ნორმით დადგენილი მოვალეობა"
        said["duty"] = {"en": rule.duty, "ka": paper}
    if "because" in said and isinstance(said["because"], str):
        said["because"] = {"en": str(said["because"]), "ka": "მიზეზი მითითებულია შემთხვევაში"}
    return said


def actor_titles(role: str) -> dict[str, str]:
    """The actor's title in both languages."""
    if role in HEADS_KA:
        return {"en": role.replace("_", " "), "ka": HEADS_KA[role]}
    try:
        actor = catalogue.actor(role)
    except LookupError:
        return {"en": role, "ka": role}
    return {"en": actor.en, "ka": actor.ka or actor.en}
