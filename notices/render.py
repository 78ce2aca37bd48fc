"""A notice in words: its template in the reader's language, filled with its facts and nothing else."""

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

from babel.dates import format_date
from jinja2 import Environment, FileSystemLoader, StrictUndefined, UndefinedError

from models.notices import Fact, Language, NoticeToSend, Rendered
from notices.abouts import BY_NAME, FACTS, About, Audience, Kind
from notices.discretion import broadly, discreet

TEMPLATES = Path(__file__).parent / "templates"


class BadNotice(ValueError):
    """A notice that cannot be written: unknown, or with a fact missing or wrong. Trying again does not
    help."""


def day(value: date, language: Language) -> str:
    """A date as the acts write it: 2026 წლის 9 მარტი; 9 March 2026."""
    pattern = "y 'წლის' d MMMM" if language == "ka" else "d MMMM y"
    return format_date(value, pattern, locale=language)


def on_day(value: date, language: Language) -> str:
    """A date as the day on which something was done: 2026 წლის 9 მარტს; on 9 March 2026."""
    if language == "en":
        return f"on {day(value, language)}"
    return day(value, language).removesuffix("ი") + "ს"


def days(value: int, language: Language) -> str:
    """A number of days: 3 დღე; 3 days."""
    if language == "ka":
        return f"{value} დღე"
    return "1 day" if value == 1 else f"{value} days"


def _environment(language: Language) -> Environment:
    found = Environment(
        loader=FileSystemLoader(TEMPLATES / language),
        undefined=StrictUndefined,
        autoescape=False,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    shown: dict[str, Callable[..., str]] = {
        "day": lambda value: day(value, language),
        "on_day": lambda value: on_day(value, language),
        "days": lambda value: days(value, language),
    }
    found.filters.update(shown)
    return found


_ENVIRONMENTS: dict[Language, Environment] = {"ka": _environment("ka"), "en": _environment("en")}


def render(notice: NoticeToSend) -> Rendered:
    """The subject and the text of `notice`; `BadNotice` names the template and the missing or wrong fact."""
    about = BY_NAME.get(notice.about)
    if about is None:
        raise BadNotice(f"there is no notice about '{notice.about}': the known ones are {', '.join(BY_NAME)}")
    name = f"{about.name}.txt.j2"
    where = f"{notice.language}/{name}"
    said: dict[str, object] = _said(about, notice, where)
    said["reader_name"] = _line(notice.reader_name) if about.to is Audience.staff else ""
    template = _ENVIRONMENTS[notice.language].get_template(name)
    try:
        subject = "".join(template.blocks["subject"](template.new_context(said)))
        text = template.render(said)
    except UndefinedError as error:
        raise BadNotice(f"{where} asks for a fact that is not declared: {error.message}") from error
    return Rendered(subject=_line(subject), text=text.strip() + "\n")


def _said(about: About, notice: NoticeToSend, where: str) -> dict[str, object]:
    said: dict[str, object] = {}
    for fact in (*about.required, *about.optional):
        value = notice.facts.get(fact)
        if value is not None and value != "":
            said[fact] = _shown(fact, value, notice.language, where)
            if fact == "article" and about.broadly:
                said[fact] = broadly(str(said[fact]))
        elif fact in about.required:
            raise BadNotice(f"{where} needs the fact '{fact}', which was not given")
        else:
            said[fact] = None
    return said


def _shown(fact: str, value: Fact, language: Language, where: str) -> object:
    match FACTS[fact]:
        case Kind.day:
            return _day_of(fact, value, where)
        case Kind.number:
            return _number_of(fact, value, where)
        case Kind.code:
            if not isinstance(value, str):
                raise BadNotice(f"{where}: the fact '{fact}' is a code, not {value!r}")
            return _line(value)
        case Kind.label:
            return _words_of(fact, value, language, where)
        case Kind.words:
            return discreet(fact, _words_of(fact, value, language, where), language).rstrip(".")


def _day_of(fact: str, value: Fact, where: str) -> date:
    if isinstance(value, str):
        try:
            return date.fromisoformat(value)
        except ValueError as error:
            raise BadNotice(f"{where}: the fact '{fact}' is not a date: '{value}'") from error
    if not isinstance(value, date) or isinstance(value, datetime):
        raise BadNotice(f"{where}: the fact '{fact}' is a date, not {value!r}")
    return value


def _number_of(fact: str, value: Fact, where: str) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise BadNotice(f"{where}: the fact '{fact}' is a number of 0 or more, not {value!r}")
    if fact == "level" and value not in (1, 2, 3):
        raise BadNotice(f"{where}: the level is 1, 2 or 3, not {value}")
    return value


def _words_of(fact: str, value: Fact, language: Language, where: str) -> str:
    if isinstance(value, dict):
        value = value.get(language)
    if not isinstance(value, str) or not value.strip():
        raise BadNotice(f"{where}: the fact '{fact}' has no words in '{language}'")
    return _line(value)


def _line(text: str) -> str:
    return " ".join(text.split())
