"""The sample caseload as data: made-up people, always the same, their cases spread over the stages of the law."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from random import Random
from typing import Any

from pydantic import Field

from models.base import Frozen
from models.register import SURNAME
from rules.order_502.team import members
from rules.terms.calendar import shipped_calendar
from rules.terms.dates import months_after

INSTITUTIONS = ("2", "5", "8", "15", "16")
PREFIX = "PEN-2026-9"
"""Numbers of the penitentiary cycle that belong to samples."""

_MEN = ("გიორგი", "ლევანი", "დავითი", "ზურაბი", "ირაკლი", "ნიკოლოზი", "ბექა", "თორნიკე", "ვახტანგი")
_WOMEN = ("ნინო", "მარიამი", "თამარი", "ქეთევანი", "ანა")
_SEED = 502


class SampleAct(Frozen):
    """An act that is really played; its document's id is always the same, so that it is played once."""

    id: str
    act: str
    by: str
    step: str | None = None
    done_on: date
    document: dict[str, Any] = Field(default_factory=dict)


class Sample(Frozen):
    """One case: its intake, what was done before it was brought in, and the acts to play in it."""

    process: str = "penitentiary_cycle"
    number: str
    group: str
    intake: dict[str, Any]
    state: dict[str, Any]
    acts: tuple[SampleAct, ...] = ()


class Life:
    """A case as it is built up: what was done on which day, and the facts that came of it."""

    def __init__(self, n: int, base: date, left: date, rng: Random) -> None:
        self.number = f"{PREFIX}{n:05d}"
        self.institution = INSTITUTIONS[n % len(INSTITUTIONS)]
        self.woman = self.institution == "5"
        self.base = base
        self.left = left
        self.placed = left - timedelta(days=rng.randint(3, 9))
        self.rng = rng
        self.facts: dict[str, Any] = {}
        self.done: dict[str, str] = {}
        self.acts: list[SampleAct] = []
        self._name = (_WOMEN if self.woman else _MEN)[n // len(INSTITUTIONS) % len(_WOMEN if self.woman else _MEN)]
        self._born = date(1966 + n % 36, 1 + n % 12, 1 + n % 28)
        self._n = n

    def day(self, after_left: int) -> date:
        """A working day about so many days after day 0, never before it and never after today."""
        day = min(self.left + timedelta(days=after_left), self.base)
        return max(shipped_calendar().previous_working(day), self.left)

    def did(self, key: str, on: date, **facts: Any) -> None:
        """A step was done before the case was brought in."""
        self.done[key] = on.isoformat()
        self.facts |= {k: v.isoformat() if isinstance(v, date) else v for k, v in facts.items()}

    def plays(self, act: str, by: str, step: str | None, on: date, **document: Any) -> None:
        """An act is really played when the case is open."""
        name = f"D-sample-{self.number[-6:]}-{len(self.acts) + 1}"
        self.acts.append(SampleAct(id=name, act=act, by=by, step=step, done_on=on, document=document))

    def whole(self, group: str) -> Sample:
        """The case as it is opened."""
        return Sample(
            number=self.number,
            group=group,
            intake={
                "number": self.number,
                "person": {
                    "first_name": self._name,
                    "last_name": f"{SURNAME[0]}-{self._n:04d}",
                    "sex": "female" if self.woman else "male",
                    "birth_date": self._born,
                },
                "institution": int(self.institution),
                "placed_in_institution": self.placed,
                "left_classification_cell": self.left,
            },
            state={**self.facts, "state": {"done": self.done}} if self.done else {},
            acts=tuple(self.acts),
        )


def caseload(base: date) -> Iterator[Sample]:
    """All cases, as they stand on `base`; the same for the same day."""
    n = 0
    for group, (count, build) in GROUPS.items():
        for k in range(count):
            n += 1
            yield build(n, k, base, Random(_SEED * 100_000 + n)).whole(group)


# ------------------------------------------------------------------ pieces of a life


def _assessed(life: Life, harm: str, static: str, *, late: str = "") -> None:
    """Weeks 1-4: the screening, the static part, the behaviour, the women's questionnaire; `late` is left undone."""
    age = (life.base - life.left).days
    if late != "screening":
        on = life.day(life.rng.randint(2, 5))
        life.did("screening", on, screened_on=on, serious_harm=harm)
        life.did("coordinator", on)
    if late != "static":
        on = max(life.placed, life.day(life.rng.randint(1, 3)))
        life.did("static", on, static_on=on, static=static)
    if life.woman and late != "women" and age >= 10:
        on = life.day(life.rng.randint(8, 11))
        life.did("women", on, women_on=on, women_services=[])
    if age >= 24 and late != "behaviour":
        on = life.day(life.rng.randint(19, 24))
        observed = [on]
        life.did("behaviour", on)
        while (again := months_after(observed[-1], 3) - timedelta(days=6)) <= life.base:
            life.did(f"behaviour_again#{len(observed)}", again)
            observed.append(again)
        life.facts["behaviour"] = [day.isoformat() for day in observed]


def _analysed(life: Life, harm: str) -> None:
    """Weeks 3-6: the dynamic part, and who holds the case."""
    on = life.day(26 if harm == "high" else 34)
    life.did("dynamic", on, dynamic_on=on, dynamic="medium")
    if harm != "high":
        outcome = "case_manager_with_psychologist" if life.rng.random() < 0.3 else "case_manager"
        life.did("conclusion", life.day(37), conclusion=outcome)


def _teamed(life: Life, harm: str) -> None:
    with_psychologist = harm == "high" or life.facts.get("conclusion") == "case_manager_with_psychologist"
    on = life.day(34 if harm == "high" else 39)
    life.did("team_order", on, team_on=on, team=list(members(with_psychologist=with_psychologist)))


def _met(life: Life, harm: str) -> None:
    on = life.day(39 if harm == "high" else 46)
    life.did("meeting", on, met_on=on)
    life.did("part_iv", on, agreed_on=on, reoffending="medium")


def _planned(life: Life, upto: str) -> None:
    """The plan, step by step, until `upto`: drafted, adopted, presented, signed, submitted."""
    steps: dict[str, Callable[[date], dict[str, Any]]] = {
        "draft": lambda on: {"drafted_on": on},
        "adopt": lambda on: {"adopted_on": on, "votes": dict.fromkeys(life.facts["team"], "for")},
        "present": lambda on: {"presented_on": on},
        "sign": lambda on: {"signed_on": on},
        "submit": lambda on: {"submitted_on": on},
    }
    for n, (key, facts) in enumerate(steps.items()):
        on = life.day(47 + n)
        life.did(f"{key}#1", on, **facts(on))
        if key == upto:
            return


def _through(life: Life, harm: str) -> Life:
    """From day 0 to the plan on the director's table."""
    _assessed(life, harm, "medium")
    _analysed(life, harm)
    _teamed(life, harm)
    _met(life, harm)
    _planned(life, "submit")
    return life


# ------------------------------------------------------------------ groups


def _fresh(n: int, k: int, base: date, rng: Random) -> Life:
    """Weeks 1-2; some screened, one in twelve late, ten whose high risk is found by a real act."""
    age = 4 + k // 6 % 4 if k % 6 == 5 else rng.randint(0, 13)
    if k % 12 == 0:
        age = rng.randint(10, 13)
    life = Life(n, base, base - timedelta(days=age), rng)
    if k % 6 == 5:
        points = {str(item): 40 if item == 8 else 0 for item in range(1, 11)}
        life.plays("complete", "case_manager", "screening", life.day(age - k // 6 % 3), points=points, high=[8])
    elif k % 12 == 0:
        _assessed(life, "low", "low", late="screening")
    elif age >= 5:
        _assessed(life, "medium" if k % 2 else "low", "high", late="" if age < 8 or k % 9 else "women")
    return life


def _dynamic(n: int, k: int, base: date, rng: Random) -> Life:
    """Weeks 3-6, on the three ways that article 8 knows; some past their term."""
    harm = ("low", "medium", "medium", "high", "low")[k % 5]
    age = rng.randint(15, 33) if harm == "high" else rng.randint(16, 40)
    if k % 10 == 7:
        age = 45
    life = Life(n, base, base - timedelta(days=age), rng)
    _assessed(life, harm, "high", late={11: "static", 23: "behaviour", 32: "static"}.get(k, ""))
    return life


def _team(n: int, k: int, base: date, rng: Random) -> Life:
    """Weeks 6-8: waiting for the order and the meeting, or at the plan."""
    harm = "high" if k % 3 == 0 else "medium"
    planning = k % 2 == 1
    age = rng.randint(50, 56) if planning else rng.randint(36, 41) if harm == "high" else rng.randint(42, 48)
    life = Life(n, base, base - timedelta(days=age), rng)
    _assessed(life, harm, "medium")
    _analysed(life, harm)
    if planning or k % 4 == 0:
        _teamed(life, harm)
    if planning:
        _met(life, harm)
        upto = ("", "draft", "adopt", "present", "sign")[(k // 2) % 5]
        if upto:
            _planned(life, upto)
    return life


def _director(n: int, k: int, base: date, rng: Random) -> Life:
    """Submitted; the director has no term, and some plans have lain there for long."""
    return _through(Life(n, base, base - timedelta(days=rng.randint(53, 80)), rng), "high" if k % 4 == 0 else "medium")


def _running(n: int, k: int, base: date, rng: Random) -> Life:
    """The plan runs for six months; the first three are past it."""
    since = 188 + 7 * k if k < 3 else rng.randint(5, 165)
    life = _through(Life(n, base, base - timedelta(days=since + 58), rng), "medium")
    on = life.day(58)
    life.did("approve#1", on, approved_on=on)
    return life


def _administrator(n: int, k: int, base: date, rng: Random) -> Life:
    """Low risk, played as it happens: screening, static part, and over to the case administrator (8(7))."""
    life = Life(n, base, base - timedelta(days=rng.randint(14, 28)), rng)
    life.plays("complete", "case_manager", "screening", life.day(4), points={str(i): 0 for i in range(1, 11)})
    life.plays("complete", "special_registration_officer", "static", life.day(5), points={"1": 10 + k, "2": 20})
    if life.woman:
        life.plays(
            "complete",
            "case_manager",
            "women",
            life.day(10),
            domestic_violence=[k % 3, 0, 0, 0],
            violence_against_women=[0, 0, k % 2, 0],
        )
    life.plays("complete", "case_manager", "hand_over", life.day(rng.randint(8, 13)))
    return life


def _suspended(n: int, k: int, base: date, rng: Random) -> Life:
    """A running plan that a ground of article 15 stops, one ground each."""
    life = _running(n, k + 3, base, rng)
    since = max(base - timedelta(days=rng.randint(2, 5)), date.fromisoformat(life.done["approve#1"]))
    life.plays("suspend", "case_manager", None, since, ground=f"o502.15.1.{'abcde'[k % 5]}")
    return life


GROUPS: dict[str, tuple[int, Callable[[int, int, date, Random], Life]]] = {
    "handed to the administrator": (10, _administrator),
    "suspended": (5, _suspended),
    "weeks 1-2": (60, _fresh),
    "dynamic assessment": (50, _dynamic),
    "team and plan": (30, _team),
    "with the director": (20, _director),
    "plan running": (25, _running),
}
"""How many cases of each stage; those with acts to play come first, so that their acts follow while others open."""
