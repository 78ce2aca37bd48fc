"""A ground of suspension that covers a whole institution, and what its beginning or end would do."""

from collections import Counter
from datetime import date

from models.base import Frozen


class Condition(Frozen):
    """A ground that holds in an institution from `since` on, until the day on which it ended, if it has."""

    id: int
    institution: str
    ground: str
    since: date
    until: date | None = None
    processes: tuple[str, ...]
    entered_by: str
    ended_by: str | None = None


class Concerned(Frozen):
    """An open case of the institution: how many of its plans run, how many stand still, which grounds hold in it."""

    case: str
    process: str
    running: int
    stopped: int
    grounds: tuple[str, ...] = ()


class Concern(Frozen):
    """The cases that a ground's beginning or end in an institution concerns."""

    ground: str
    cases: tuple[Concerned, ...]

    def stops(self) -> int:
        """How many running plans stop when the ground begins."""
        return sum(c.running for c in self.cases)

    def already(self) -> int:
        """How many plans stand still by another ground already."""
        return sum(c.stopped for c in self.cases)

    def runs_on(self) -> int:
        """How many plans run on when the ground ends."""
        return sum(c.stopped for c in self.cases if set(c.grounds) == {self.ground})

    def stays(self) -> int:
        """How many plans stand still longer, for another ground holds."""
        return sum(c.stopped for c in self.cases if set(c.grounds) - {self.ground})

    def by_process(self) -> list[tuple[str, int]]:
        """How many cases of each process."""
        return sorted(Counter(c.process for c in self.cases).items())

    def sentence(self, begins: bool) -> str:
        """12 plans stop, in 40 cases."""
        many = self.stops() if begins else self.runs_on()
        verb = ("stops" if many == 1 else "stop") if begins else ("runs on" if many == 1 else "run on")
        others = self.already() if begins else self.stays()
        cases = f"{len(self.cases)} case{'s' * (len(self.cases) != 1)}"
        more = f"; {others} stand{'s' * (others == 1)} still by another ground" if others else ""
        told = "that is told" if len(self.cases) == 1 else "that are told"
        return f"{many} plan{'s' * (many != 1)} {verb}, in {cases} {told}{more}"
