"""What the read side shows: frozen views of the record, made for lists and pages."""

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from pydantic import Field, computed_field

from models.base import Frozen
from models.terms import Alarm

BODY = "B-"
"""How the id of a body begins that stands in the place of a person."""


class InboxItem(Frozen):
    """One step that somebody owes. `breached_at` stays when the step has been given a later date since."""

    case: str
    process: str
    institution: str
    person_id: str
    person: str
    step: str
    rule: str
    rules: tuple[str, ...]
    actor: str
    form: str | None = None
    holder: str | None = None
    in_place_of: str | None = None
    state: str
    opened_at: datetime | None = None
    opens_at: datetime | None = None
    due: date | None = None
    expected: date | None = None
    """The day by which the service's own policy, not law, expects it."""
    days_left: int | None = None
    overdue: bool = False
    breached_at: datetime | None = None
    level: int = 0
    pressing: bool = False
    """Somebody who is to be released waits for it (Order 320 art. 22(4)): it stands on top, whatever its term."""


class Inbox(Frozen):
    """What a member of staff owes, most pressing first. `this_week`: due within seven days. `to_come`: its window
    has not opened yet."""

    overdue: tuple[InboxItem, ...] = ()
    this_week: tuple[InboxItem, ...] = ()
    later: tuple[InboxItem, ...] = ()
    without_term: tuple[InboxItem, ...] = ()
    to_come: tuple[InboxItem, ...] = ()


class Load(Frozen):
    """How much one member of staff has to do; `late_since`: the oldest due day that has passed."""

    holder: str | None
    name: str | None
    cases: int
    owed: int
    overdue: int
    this_week: int
    without_term: int
    late_since: date | None


class CaseFilter(Frozen):
    """Which cases to list. `text` is found in the number of the case or in the name of the person."""

    process: str | None = None
    institution: str | None = None
    stage: str | None = None
    holder: str | None = None
    person_id: str | None = None
    parent_case: str | None = None
    text: str | None = None
    open_only: bool = True
    overdue_only: bool = False
    limit: int = 100
    offset: int = 0


class CaseView(Frozen):
    """A case as a list or a page shows it."""

    number: str
    process: str
    institution: str
    workflow_id: str
    person_id: str
    person: str
    stage: str
    received_at: datetime
    opened_at: datetime | None = None
    next_due: date | None = None
    next_alarm_at: datetime | None = None
    overdue_steps: int = 0
    escalation_level: int = 0
    closed: str | None = None
    closed_at: datetime | None = None
    parent_case: str | None = None
    source: str
    synthetic: bool = False
    facts: dict[str, Any] = Field(default_factory=dict)

    @property
    def of_body(self) -> bool:
        """Whether the case is about a body (a team, a group, a council): then its name is nobody's secret."""
        return self.person_id.startswith(BODY)


class TimelineView(Frozen):
    """One line of a timeline."""

    case: str
    process: str
    seq: int
    at: datetime
    event: str
    rule: str | None = None
    step: str | None = None
    data: dict[str, Any] = Field(default_factory=dict)


class StepView(Frozen):
    """A step of a case, owed or ended."""

    case: str
    key: str
    rule: str
    rules: tuple[str, ...]
    actor: str
    form: str | None = None
    holder: str | None = None
    state: str
    anchor: date | None = None
    anchor_event: str | None = None
    opened_at: datetime | None = None
    opens_at: datetime | None = None
    due: date | None = None
    ladder: tuple[Alarm, ...] = Field(default=(), exclude=True)
    period: bool = False
    overdue: bool = False
    overdue_at: datetime | None = None
    level: int = 0
    next_alarm_at: datetime | None = None
    done_on: date | None = None
    entered_at: datetime | None = None
    late: bool | None = None
    entered_late: bool = False
    because: str | None = None
    document: str | None = None

    @computed_field
    def expected(self) -> date | None:
        """The day by which the service's own policy, not law, expects it; its alarm rings at the end of that day."""
        told = next((a.at for a in self.ladder if a.kind == "expected"), None)
        return None if told is None else told.astimezone(ZoneInfo("Asia/Tbilisi")).date() - timedelta(days=1)


class DeadlineView(Frozen):
    """One date that a step was given, and why; `superseded_at` when it was given another."""

    rule: str
    start: date | None = None
    raw_end: date | None = None
    due: date | None = None
    strict_due: date | None = None
    first_open: date | None = None
    opens: date | None = None
    calendar_version: str | None = None
    why: str | None = None
    why_ka: str | None = None
    skipped: tuple[date, ...] = ()
    skipped_because: dict[str, str] = Field(default_factory=dict)
    was: date | None = None
    because: str | None = None
    set_at: datetime
    superseded_at: datetime | None = None


class DocumentView(Frozen):
    """A document in the list of a case, without what it says."""

    id: str
    form: str | None = None
    version: int
    corrects: str | None = None
    state: str
    act: str
    step: str | None = None
    rule: str | None = None
    by_role: str
    by_staff: str | None = None
    done_on: date | None = None
    received_at: datetime
    filed_at: datetime | None = None
    refusal: dict[str, Any] | None = None


class NoticeView(Frozen):
    """A notice of a case, and how it fared."""

    id: str
    about: str
    to_role: str
    to_staff: str | None = None
    to_person: str | None = None
    rule: str | None = None
    step: str | None = None
    level: int = 0
    facts: dict[str, Any] = Field(default_factory=dict)
    state: str
    channel: str | None = None
    language: str | None = None
    subject: str | None = None
    body: str | None = None
    attempts: int = 0
    queued_at: datetime
    delivered_at: datetime | None = None
    proof: str | None = None
    last_error: str | None = None
