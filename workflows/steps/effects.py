"""What an act brings about besides closing its step."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from models.acts import Codes
from models.record import EVERY, Event, NoticeOrder, Tell
from models.terms import Duration

NO_LONGER = "the facts it stood on have changed"


@dataclass
class Effects:
    """Collects what an act or a fact brings about; read by the shared loop into one consequence."""

    events: list[Event] = field(default_factory=list)
    tell: list[Tell] = field(default_factory=list)
    notices: list[NoticeOrder] = field(default_factory=list)
    keeps_open: bool = False
    """The act was taken, yet its step is not done (an assessment on which the team does not agree)."""
    reopen: list[str] = field(default_factory=list)
    """Steps that were done and must be done again."""
    closes: list[str] = field(default_factory=list)
    """Keys of other open steps that the same act or fact completes (a reassessment agreed on fulfils 16(1))."""
    suspends: list[tuple[str, date]] = field(default_factory=list)
    """Grounds of suspension that begin, each with its day."""
    resumes: list[tuple[str | None, date]] = field(default_factory=list)
    """Grounds that end (None: all), each with its day."""
    house_begins: list[str] = field(default_factory=list)
    """Of the grounds that begin, those that hold in the whole institution."""
    house_ends: list[str] = field(default_factory=list)
    """Grounds that hold in the whole institution no longer (so that they may end)."""
    moves_to: str | None = None
    """The institution or bureau to which the case goes: its steps go to that one's people."""
    assign: dict[str, str] = field(default_factory=dict)
    """Role or step key → staff id: who is put in charge."""
    extends: tuple[str, Duration] | None = None
    """The key of an open step that gets more time, and how much."""
    new_cycle: bool = False
    """The next cycle begins: the workflow continues as new after this consequence."""
    because: str = NO_LONGER
    """Why steps that are no longer owed are cancelled."""

    def add(self, more: "Effects") -> None:
        """Take over what another part of the same act brings about; a reason already given stands."""
        self.events += more.events
        self.tell += more.tell
        self.notices += more.notices
        self.reopen += more.reopen
        self.closes += more.closes
        self.suspends += more.suspends
        self.resumes += more.resumes
        self.house_begins += more.house_begins
        self.house_ends += more.house_ends
        self.moves_to = self.moves_to or more.moves_to
        self.assign |= more.assign
        self.extends = self.extends or more.extends
        self.new_cycle = self.new_cycle or more.new_cycle
        self.keeps_open = self.keeps_open or more.keeps_open
        if self.because == NO_LONGER:
            self.because = more.because

    def scored(self, rule: str, **result: Any) -> None:
        """A score came out."""
        self.events.append(Event(event="scored", rule=rule, data={"result": result}))

    def routed(self, rule: str, **facts: Any) -> None:
        """The act sends the case somewhere."""
        self.events.append(Event(event="routed", rule=rule, data={"facts": facts}))

    def decided(self, rule: str, result: str, **facts: Any) -> None:
        """A decision was taken by somebody whom the law names."""
        self.events.append(Event(event="decision", rule=rule, data={"result": result, **facts}))

    def happened(self, event: str, rule: str, step: str | None = None, **data: Any) -> None:
        """Any other line of the timeline that the law causes."""
        self.events.append(Event(event=event, rule=rule, step=step, data=data))

    def notify(self, about: str, to: str, rule: str, step: str | None = None) -> None:
        """Somebody is to be told."""
        self.notices.append(NoticeOrder(about=about, to=to, rule=rule, step=step))

    def inform(
        self, case: str, process: str, fact: str, on: date, codes: Codes | None = None, place: str | None = None
    ) -> None:
        """Another case of the same person is to hear of it, and is opened by it (in `place`) when it is not open."""
        self.tell.append(Tell(case=case, process=process, fact=fact, on=on, codes=codes or {}, place=place))

    def inform_known(self, case: str, process: str, fact: str, on: date, codes: Codes | None = None) -> None:
        """A case of nobody in particular (a body's) is to hear of it, if it is kept here."""
        self.tell.append(Tell(case=case, process=process, fact=fact, on=on, codes=codes or {}, known=True))

    def inform_place(self, place: str, process: str, fact: str, on: date, codes: Codes | None = None) -> None:
        """The open case of that process in a place (a council's own) is to hear of it, if one is kept here."""
        self.tell.append(
            Tell(case=EVERY, process=process, fact=fact, on=on, codes=codes or {}, place=place, known=True)
        )

    def inform_every(self, process: str, fact: str, on: date, codes: Codes | None = None) -> None:
        """Every open case of that process of the same person is to hear of it."""
        self.tell.append(Tell(case=EVERY, process=process, fact=fact, on=on, codes=codes or {}))
