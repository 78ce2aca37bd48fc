"""The one message from a case to the world, and its answer.

A `Consequence` is everything that follows from one act, fact or alarm. The activity `record` writes it in one
transaction, works out the dates of the steps it opens, and returns them in `Recorded`. The same `key` twice changes
nothing and returns the same answer.
"""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from pydantic import Field

from models.acts import Codes
from models.base import Frozen
from models.terms import Alarm, Counted, Duration, Interval, Outer


class Counting(StrEnum):
    """How a step's last day is found."""

    term = "term"
    """By the term (or week window) of its rule, from its anchor."""
    before = "before"
    """Counted back from its anchor (T10)."""
    at_once = "at_once"
    """The same working day, else the next (T11)."""
    none = "none"
    """The act gives no term; the step is shown with its age."""
    policy = "policy"
    """The act gives no term, the service's own policy expects the step by a day: never a breach of law."""


class Opening(Frozen):
    """A step to open (or, in `redate`, to date anew) and how its last day is counted."""

    key: str
    rule: str
    rules: tuple[str, ...]
    actor: str
    form: str | None = None
    counting: Counting = Counting.term
    term_rule: str | None = None
    anchor: date | None = None
    anchor_event: str | None = None
    paused: tuple[Interval, ...] = ()
    length: Duration | None = None
    """The term that a document gives in place of the rule's (a plan shorter than the law allows)."""
    outer: Outer | None = None
    """The limit of another rule after which its own term has no more time."""
    stood: tuple[Interval, ...] = ()
    """Times in which no date of the act falls; a last day that would is at once when they end."""
    policy: str | None = None
    """The name of the policy term by which the step is expected; of one with a term of the law, reminded of."""
    extended_by: Duration | None = None
    wait_for_window: bool = False
    """Whether the step may not be done before the first day of its window: then it opens on that day."""
    period: bool = False
    """Whether it is a period that ends by itself (nobody is late when it does)."""
    stoppable: bool = False
    """Whether a suspension stops its clock."""
    stopped: bool = False
    """Whether a suspension stops its clock now: then it has no alarms until it is resumed."""


class Redating(Frozen):
    """An open step whose date moves, and why; the old date is kept."""

    opening: Opening
    was: date | None
    because: str
    if_it_moves: bool = False
    """Whether nothing is to be told when the date comes out as it was (the calendar changed elsewhere)."""


class Closing(Frozen):
    """A step that ends: done (late or in time) or cancelled with a reason."""

    key: str
    rule: str
    state: str
    done_on: date | None = None
    late: bool | None = None
    because: str | None = None


class Ringing(Frozen):
    """An alarm whose moment has come: the window opened, a reminder, the term passed, a rung of escalation."""

    key: str
    rule: str
    rules: tuple[str, ...] = ()
    actor: str
    form: str | None = None
    alarm: Alarm
    due: date | None = None
    since: date | None = None
    """The day its term runs from, or on which it was opened."""
    holder: str | None = None


class Event(Frozen):
    """One line of the timeline. `data` holds codes and dates only."""

    event: str
    rule: str | None = None
    step: str | None = None
    data: dict[str, Any] = Field(default_factory=dict)


class Tell(Frozen):
    """A fact for another case of the same person, which is opened by it when it is not open yet.

    `case` EVERY means every open case of `process` of that person; none is opened by it. `place` is the institution
    or bureau in which a case that is not open yet begins, where it is another than this one's. `known`: a body's own
    case, whoever it is about: the one named, or with EVERY the one in `place`; none is opened where none is kept here.
    """

    case: str
    process: str
    fact: str
    on: date
    codes: Codes = Field(default_factory=dict)
    place: str | None = None
    known: bool = False


EVERY = "*"
"""In place of a case's number: every open case of that process of the same person."""


class NoticeOrder(Frozen):
    """Something to be told: which notice, to which role (or to the convict), about which rule and step."""

    about: str
    to: str
    rule: str
    step: str | None = None


class DoneAct(Frozen):
    """The act that caused the consequence."""

    document: str
    act: str
    by: str
    staff: str | None = None
    step: str | None = None
    on: date | None = None
    codes: Codes = Field(default_factory=dict)


class Consequence(Frozen):
    """All that follows from one cause, for one transaction."""

    case: str
    process: str
    institution: str
    key: str
    at: datetime
    cause: str
    act: DoneAct | None = None
    told: str | None = None
    events: tuple[Event, ...] = ()
    close: tuple[Closing, ...] = ()
    open: tuple[Opening, ...] = ()
    redate: tuple[Redating, ...] = ()
    ring: tuple[Ringing, ...] = ()
    tell: tuple[Tell, ...] = ()
    notices: tuple[NoticeOrder, ...] = ()
    assign: dict[str, str] = Field(default_factory=dict)
    """Step key or role → staff id, where an act put a person in charge."""
    moved: bool = False
    """Whether the case goes to `institution` from another with this: its open steps go to the people there."""
    stage: str = ""
    facts: dict[str, Any] = Field(default_factory=dict)
    closed: str | None = None


class Dated(Frozen):
    """A step as the record dated it: what enters history, once. `alarm` is the next one alone: each ring brings
    the one after it, so that a step done in time costs history one alarm and not the whole ladder."""

    key: str
    due: date | None = None
    expected: date | None = None
    """The day by which the service's own policy expects it, where the act gives no term."""
    opens: datetime | None = None
    first_day: date | None = None
    alarm: Alarm | None = None
    holder: str | None = None


class Recorded(Frozen):
    """What came of a consequence."""

    steps: tuple[Dated, ...] = ()
    holders: dict[str, str] = Field(default_factory=dict)
    """Step key → staff id, of the open steps that went to others with the case."""


class DatedStep(Frozen):
    """An opening with its worked-out date, its whole ladder and its holder: what the record stores."""

    opening: Opening
    counted: Counted | None = None
    expected: Counted | None = None
    opens_at: datetime | None = None
    ladder: tuple[Alarm, ...] = ()
    holder: str | None = None
    was: date | None = None
    because: str | None = None


class QueuedNotice(Frozen):
    """A notice for the outbox. `key` is unique for the same fact told to the same reader; `facts` are codes and dates
    for its template, never a name."""

    key: str
    about: str
    to_role: str
    to_staff: str | None = None
    to_person: str | None = None
    rule: str | None = None
    step: str | None = None
    level: int = 0
    facts: dict[str, Any] = Field(default_factory=dict)
