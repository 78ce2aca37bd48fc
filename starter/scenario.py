"""A case told as a story: reading the file, and saying exactly what is wrong with one."""

from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from models.base import Frozen
from models.forms.actions import ACTIONS
from models.forms.registry import ACTIONS_OF, actions, faults
from models.ids import PREFIX, Process
from rules import catalogue
from rules.terms.dates import TBILISI
from starter.opening import INTAKES

SIZE = 512 * 1024
"""The largest story, in bytes."""


KNOWN_ACTS = frozenset({*ACTIONS, "complete", "correct", *(name for acts in ACTIONS_OF.values() for name in acts)})


class BadScenario(ValueError):
    """A story that cannot be played; the message names the place and what to do."""


class By(Frozen):
    """Who does it, where the person matters."""

    actor: str
    person: str | None = None


class StoryAct(BaseModel):
    """One act. What is not named here (ground, vote, what, to, value, ...) belongs to the act itself."""

    model_config = ConfigDict(frozen=True, extra="allow")

    at: datetime
    act: str
    rule: str | None = None
    step: str | None = None
    case: str | None = None
    by: str | By
    done_on: date | None = None
    document: dict[str, Any] | None = None

    @field_validator("at")
    @classmethod
    def _in_tbilisi(cls, value: datetime) -> datetime:
        return value.replace(tzinfo=TBILISI) if value.tzinfo is None else value

    @property
    def actor(self) -> str:
        """The role that acts."""
        return self.by if isinstance(self.by, str) else self.by.actor

    @property
    def person(self) -> str | None:
        """The staff id, where the story names a person; a name of the story's own (P-17) becomes one (S-P-17)."""
        return None if isinstance(self.by, str) or self.by.person is None else staff_id(self.by.person)

    @property
    def content(self) -> dict[str, Any] | None:
        """The form of a completed step or the fields of another act; what stands beside `document` belongs to it."""
        said = {**(self.document or {}), **(self.model_extra or {})}
        if self.act == "assign" and isinstance(said.get("to"), str):
            said["to"] = staff_id(said["to"])
        return said if said or self.act not in ("complete", "correct") else self.document


def staff_id(person: str) -> str:
    """A person of a story as the register knows them."""
    return person if person.startswith("S-") else f"S-{person}"


class DeclaredDays(Frozen):
    """Days declared after the calendar was shipped."""

    days_off: tuple[date, ...] = ()
    days_on: tuple[date, ...] = ()


class Beside(Frozen):
    """Another case that is open when the story begins: a council's, or another case of the same person."""

    process: Process
    case: dict[str, Any]


class Scenario(Frozen):
    """The whole story."""

    scenario: str = ""
    process: Process
    now: datetime
    calendar: DeclaredDays = DeclaredDays()
    case: dict[str, Any]
    beside: tuple[Beside, ...] = Field(default=(), description="other cases that are open when the story begins")
    acts: tuple[StoryAct, ...] = ()
    until: datetime
    expect: tuple[dict[str, Any], ...] = ()
    rules: tuple[str, ...] = Field(default=(), description="the rules that the story proves, for the coverage report")

    def persons(self) -> dict[str, str]:
        """The people whom acts name, each with the role in which they act."""
        return {act.person: act.actor for act in self.acts if act.person is not None}

    @field_validator("now", "until")
    @classmethod
    def _in_tbilisi(cls, value: datetime) -> datetime:
        return value.replace(tzinfo=TBILISI) if value.tzinfo is None else value


def load(path: Path) -> Scenario:
    """Read a story from a file. Raises `BadScenario`."""
    try:
        raw = path.read_bytes()
    except OSError as fault:
        raise BadScenario(f"{path} cannot be read: {fault.strerror}") from None
    if len(raw) > SIZE:
        raise BadScenario(f"{path} is larger than {SIZE // 1024} KiB; a story is a page or two")
    try:
        return parse(raw.decode("utf-8"))
    except BadScenario as fault:
        raise BadScenario(f"{path.name}: {fault}") from None
    except UnicodeDecodeError:
        raise BadScenario(f"{path} is not UTF-8 text") from None


def parse(text: str) -> Scenario:
    """Read a story from text. Raises `BadScenario`."""
    try:
        content = catalogue.parse_yaml(text)
    except catalogue.Unreadable as fault:
        raise BadScenario(str(fault)) from None
    if not isinstance(content, Mapping):
        raise BadScenario("A story is a mapping with the keys scenario, process, now, case, acts, until")
    try:
        story = Scenario.model_validate(_named(content))
    except ValidationError as error:
        line = catalogue.line_of(text, error.errors()[0]["loc"])
        raise BadScenario(f"{_at(line)}The story does not hold: {faults(error)}") from None
    _check(story, text)
    return story


def _at(line: int | None) -> str:
    return f"line {line}: " if line is not None else ""


NAMES = {"first_name": "ნიმუში", "last_name": "სინთეზური"}
"""Of whoever a story gives no name: nobody in one is real, and what it tells does not hang on it."""


def _named(content: Mapping[str, Any]) -> dict[str, Any]:
    """The story with a made-up name, and a number of its year, where its author gave none."""
    story, process, year = dict(content), content.get("process"), str(content.get("now"))[:4]
    case = story.get("case")
    if not isinstance(case, Mapping):
        return story
    case = {**case}
    if isinstance(person := case.get("person"), Mapping):
        case["person"] = {**NAMES, **person}
    if process in PREFIX and year.isdigit():
        case.setdefault("number", f"{PREFIX[Process(process)]}-{year}-000001")
    return {**story, "case": case}


def _check(story: Scenario, text: str) -> None:
    if story.process not in INTAKES:
        known = ", ".join(p.value for p in INTAKES)
        raise BadScenario(f"A story of '{story.process}' cannot be opened yet; stories begin with: {known}")
    try:
        INTAKES[story.process].model_validate(story.case)
    except ValidationError as error:
        line = catalogue.line_of(text, ("case", *error.errors()[0]["loc"]))
        raise BadScenario(
            f"{_at(line)}The intake does not hold: {faults(error)}. "
            f"`vada simulate --schema {story.process.value}` shows what it needs"
        ) from None
    moment = story.now
    for n, act in enumerate(story.acts, 1):
        line = catalogue.line_of(text, ("acts", n - 1))
        where = f"{_at(line)}act {n} ({act.act} at {act.at:%Y-%m-%d %H:%M})"
        if act.at < moment:
            raise BadScenario(f"{where} comes before what stands above it; acts are told in the order of time")
        if act.act not in KNOWN_ACTS:
            known = ", ".join(sorted({*actions(story.process), "complete", "correct"}))
            raise BadScenario(f"{where}: there is no act '{act.act}'; acts of {story.process.value} are: {known}")
        if act.rule is not None:
            try:
                catalogue.rule(act.rule)
            except catalogue.UnknownRule as fault:
                raise BadScenario(f"{where}: {fault}") from None
        moment = act.at
    if story.until < moment:
        line = catalogue.line_of(text, ("until",))
        raise BadScenario(f"{_at(line)}`until` comes before the last act; let the story end after it")
