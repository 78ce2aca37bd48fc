"""A notice of every kind, with facts that nobody lives by."""

from datetime import UTC, date, datetime

from models.notices import Fact, Language, NoticeToSend
from notices.abouts import BY_NAME

AT = datetime(2026, 3, 9, 10, 30, tzinfo=UTC)
CITED = {"en": "Order 502 art. 8(3)", "ka": "ბრძანება №502, მუხლი 8(3)"}

FACTS: dict[str, Fact] = {
    "case": "PEN-2026-000001",
    "process": {"en": "Case management in the institution", "ka": "შემთხვევის მართვა დაწესებულებაში"},
    "duty": {
        "en": "Fill in the serious-harm risk screening.",
        "ka": "მნიშვნელოვანი ზიანის რისკის სკრინინგის შევსება",
    },
    "form": {"en": "Annex 1, part I", "ka": "დანართი №1, ნაწილი I"},
    "actor": {"en": "Social worker (case manager)", "ka": "სოციალური მუშაკი (შემთხვევის მმართველი)"},
    "article": CITED,
    "extension_article": {"en": "Order 502 art. 21(5)", "ka": "ბრძანება №502, მუხლი 21(5)"},
    "on": date(2026, 3, 9),
    "since": date(2026, 3, 2),
    "due": date(2026, 3, 9),
    "was": date(2026, 3, 6),
    "days_late": 3,
    "level": 1,
    "because": {"en": "A day was declared off.", "ka": "დღე გამოცხადდა უქმედ."},
    "way_on": {"en": "Hold the meeting first.", "ka": "ჯერ ჩაატარეთ შეხვედრა."},
    "link": "https://vada.example/cases/PEN-2026-000001",
}


def notice(
    about: str,
    language: Language = "ka",
    facts: dict[str, Fact] | None = None,
    *,
    id: str = "notice/1",
    to: str = "nino@example.ge",
) -> NoticeToSend:
    """A notice with the facts it needs, and those given besides."""
    needed = {fact: FACTS[fact] for fact in BY_NAME[about].required}
    return NoticeToSend(
        id=id,
        about=about,
        language=language,
        to_address=to,
        reader_name="ნინო" if language == "ka" else "Nino",
        facts={**needed, **(facts or {})},
    )
