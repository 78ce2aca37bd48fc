"""A change of the calendar before it is made: which running terms it moves, from when to when."""

from collections import Counter
from datetime import date

from models.base import Frozen
from models.record import Opening


class RunningTerm(Frozen):
    """An open step with a date. `opening` is None for one recorded before that was kept; then what its date in force
    says (`rule`, `start`) stands in."""

    case: str
    process: str
    institution: str
    step: str
    rule: str
    due: date
    overdue: bool
    holder: str | None = None
    opening: Opening | None = None
    counted_by: str | None = None
    start: date | None = None
    anchor_event: str | None = None


class Move(Frozen):
    """A term whose date comes out as another: `to` is the new last day.

    `late` says that the new day has passed already; `ended`, that the term has, so that it stays as it is (T12).
    """

    case: str
    process: str
    institution: str
    step: str
    rule: str
    holder: str | None = None
    was: date
    to: date
    late: bool = False
    ended: bool = False
    why: str = ""


class Preview(Frozen):
    """What a change of the calendar would do: terms that move, terms that have ended and stay, and those of which
    nobody can say (their cases are told, and count for themselves)."""

    counted: int
    moves: tuple[Move, ...] = ()
    stay: tuple[Move, ...] = ()
    unknown: tuple[RunningTerm, ...] = ()

    @property
    def cases(self) -> dict[str, str]:
        """The cases to be told, each with its process."""
        told = {m.case: m.process for m in self.moves} | {u.case: u.process for u in self.unknown}
        return dict(sorted(told.items()))

    @property
    def late(self) -> int:
        """How many become overdue."""
        return sum(m.late for m in self.moves)

    def sentence(self) -> str:
        """41 terms move, 2 become overdue."""
        many = len(self.moves)
        said = [
            f"{many} term{'s' * (many != 1)} move{'s' * (many == 1)}",
            f"{self.late} become{'s' * (self.late == 1)} overdue",
        ]
        if self.stay:
            said.append(f"{len(self.stay)} that ended before stay as they are")
        if self.unknown:
            said.append(f"{len(self.unknown)} cannot be told beforehand")
        return ", ".join(said)

    def by_place(self) -> list[tuple[str, str, int, int, int]]:
        """Institution, rule, and how many terms move later, earlier, and become overdue."""
        keys = sorted({(m.institution, m.rule) for m in self.moves}, key=lambda k: (len(k[0]), k))
        later = Counter((m.institution, m.rule) for m in self.moves if m.to > m.was)
        sooner = Counter((m.institution, m.rule) for m in self.moves if m.to < m.was)
        late = Counter((m.institution, m.rule) for m in self.moves if m.late)
        return [(*k, later[k], sooner[k], late[k]) for k in keys]
