"""A petition before a local council (Order 320): its intake, its facts, its state."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from models.base import Frozen, Mutable
from models.case import CaseState
from models.council import Composition
from models.forms.probation import BUREAU
from models.person import PersonIntake

Matter = Literal["parole", "commutation_labour", "commutation_home_arrest"]
Petitioner = Literal["institution", "convict", "defender", "representative"]
SeatName = Annotated[str, Field(pattern=r"^[a-z_]{1,20}$")]


Danger = Literal["low", "medium", "increased", "high"]


class MemberIntake(Frozen):
    """A member of the council. The birth date gives the order by age alone (12(2)) and stays in PostgreSQL."""

    seat: SeatName
    appointed_on: date
    birth_date: date | None = None
    staff: str | None = Field(default=None, pattern=r"^S-[A-Za-z0-9_-]{1,60}$")
    experience: tuple[SeatName, ...] = ()
    earlier_terms: int = Field(default=0, ge=0)


class CouncilIntake(Frozen):
    """A council as it stands: members, the chair's seat, the seat of a standing order under 8(4)."""

    members: tuple[MemberIntake, ...] = ()
    chair: SeatName | None = None
    acting_chair: SeatName | None = None


class Intake(Frozen):
    """What opens a petition: who, from where, for what, by whom, when received.

    Without `received_on` nothing was submitted yet: the consideration is due (from `statutory_term_served_on`, or from
    `last_considered_on`), and the institution owes the petition. `council` is given where the council's own case is not
    kept here.
    """

    number: str
    person: PersonIntake
    institution_municipality: str = Field(min_length=2, max_length=60)
    institution: int | None = Field(default=None, ge=1, le=99)
    matter: Matter
    petitioner: Petitioner = "institution"
    received_on: date | None = None
    danger_level: Danger = "low"
    life_sentence: bool = False
    sentence_ends_on: date
    statutory_term_served_on: date | None = None
    last_considered_on: date | None = None
    refused_on: date | None = None
    special_circumstance: bool = False
    characterisation: bool = True
    rehabilitation_programmes: bool = False
    knows_state_language: bool = True
    video_equipment: bool = True
    probation_case: str | None = Field(default=None, pattern=r"^PRO-\d{4}-\d{6}$")
    probation_bureau: str | None = Field(default=None, pattern=BUREAU)
    """The bureau in which the Agency's case opens with a grant of parole; the petition's own council until known."""
    council: CouncilIntake | None = None


class Session(Mutable):
    """One session on the petition: when, of which kind, who attends, how they vote."""

    n: int
    kind: str
    on: date
    form: str = "in_person"
    convened_by: str = "council_chair"
    materials_n: int
    """Which sending of the materials serves it: that of a session that was only moved serves the new day too."""
    moved: bool = False
    opened: bool = False
    attending: list[str] = Field(default_factory=list)
    parties: list[str] = Field(default_factory=list)
    specialists: list[str] = Field(default_factory=list)
    leader: str | None = None
    votes: dict[str, str] = Field(default_factory=dict)
    ballot: list[str] = Field(default_factory=list)
    """The choices still open: all, or the leading ones when the vote is taken again."""
    rounds: int = 1
    told: dict[str, date] = Field(default_factory=dict)
    """Each interested party with the day the notice of the hearing reached it."""
    surveillance_warned: date | None = None
    interpreter_warned: date | None = None
    result: str | None = None
    issued_on: date | None = None
    notified_on: date | None = None
    """When the convict and who petitioned were told of the result (11(5), 13(5)), by whichever letter."""


class Recusal(Mutable):
    """A recusal asked for: of whom, and the votes on it."""

    n: int
    seat: str
    votes: dict[str, str] = Field(default_factory=dict)
    decided: bool = False


class Facts(Mutable):
    """What has happened to the petition; every duty follows from it. Seats, codes and dates only."""

    matter: str | None = None
    petitioner: str = "institution"
    council: str | None = None
    territorial: str | None = None
    """The council of the institution's municipality, should the convict come of age before receipt."""
    council_kept: bool = True
    """Whether the council's own case says who sits in it."""
    composition: Composition = Field(default_factory=Composition)
    minor: bool = False
    woman: bool = False
    danger: str = "low"
    life: bool = False
    sentence_ends: date | None = None
    due_since: date | None = None
    """The day from which the petition was due, before it was received."""
    last_considered: date | None = None
    refused_on: date | None = None
    special: bool = False
    filed: date | None = None
    unfit: str | None = None
    """The rule by which the paper that came in is no petition (10(2)-(4)): refused at receipt, and kept."""
    received: date | None = None
    """The day from which the clocks of the petition run: the filing, or the first open day after a bar."""
    barred_until: date | None = None
    programmes: bool = False
    interpreter: bool = False
    video: bool = True
    moved: bool = False
    """Whether the convict went to another institution after the receipt: outside the council's territory, perhaps."""
    probation_case: str | None = None
    probation_bureau: str | None = None

    recused: dict[str, str] = Field(default_factory=dict)
    recusals: list[Recusal] = Field(default_factory=list)
    transfer_since: date | None = None
    sessions: list[Session] = Field(default_factory=list)
    admitted_on: date | None = None
    consent_on: date | None = None
    guarantee_on: date | None = None
    attendance_refused_on: date | None = None
    considered_on: date | None = None
    result: str | None = None
    delivered: dict[str, date] = Field(default_factory=dict)
    """Each interested party with the day it got to know the reasoned decision: its own appeal window runs from it."""
    appealed: list[str] = Field(default_factory=list)
    windows_over: list[str] = Field(default_factory=list)
    bar_over: bool = False
    copies_on: date | None = None
    next_case: str | None = None
    ended_ground: str | None = None
    ended_on: date | None = None

    @property
    def session(self) -> Session | None:
        """The session that is set or was the last one held."""
        return next((s for s in reversed(self.sessions) if not s.moved), None)


class State(CaseState):
    """The whole state of a petition."""

    facts: Facts
