"""The risk assessment team: created by order, its places filled, two sessions a week, agendas told to the reviews.

Votes, recusal and decisions are in each convict's own case; here is what belongs to the body. A week is a calendar
week, Monday to Sunday; one without a case that was ready counts no shortfall when that is recorded.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import ClassVar

from temporalio import workflow

from models.acts import Act, Codes, Refusal
from models.ids import Process
from models.record import Counting
from models.risk_team import Facts, State
from rules.danger.edition import BOTH, Edition
from rules.danger.periods import first_monday
from rules.danger.team import PLACES, Member, check_member, missed_too_often, release_rule
from rules.errors import NotAllowed
from workflows.danger_body import DangerBody
from workflows.danger_votes import no
from workflows.steps.common_acts import Powers
from workflows.steps.duty import Duty, Owed, base, occurrence
from workflows.steps.effects import Effects
from workflows.steps.voice import day as day_in_words

HEADS = ("risk_team_head", "risk_team_deputy_head")
MEMBERS = (*HEADS, "risk_team_member", "risk_team_reserve")
KEPT = 12
"""How many sessions' attendance is kept of each place; the flag needs the last few."""
RUN_OF_WEEKS = 26
"""After so many weeks the workflow continues as new."""


def duties_of(e: Edition) -> dict[str, Duty]:
    """The duties of the team, by edition."""
    none = Counting.none
    found = [
        Duty("team_order", e.rules("team", "team_size", "seats", "nominated", "two_reserves", "which_reserve"),
             e.actor("team"), form=f"{e.id}.team-order", counting=none),
        Duty("appoint", e.rules("team", "nominated"), e.actor("team"), "removal_ground_arose",
             f"{e.id}.appointment", none),
        Duty("heads", e.rules("team", "head_leads"), e.actor("team"), "removal_ground_arose",
             f"{e.id}.team-heads", none),
        Duty("sessions", e.rules("sessions", "head_convenes"), "risk_team_head", also_by=HEADS),
        Duty("week", e.rules("sessions"), "risk_team", period=True),
    ]  # fmt: skip
    if e.id == "dr2":
        found.append(
            Duty("task", ("dr2.11.2.c",), "team_service_unit", counting=none, also_by=("team_service_unit_employee",))
        )
    return {d.key: d for d in found}


OF = {e.id: duties_of(e) for e in BOTH}


@workflow.defn(name=Process.risk_team.value)
class RiskTeam(DangerBody[Facts]):
    """One team."""

    process = Process.risk_team
    body, at_work = "team", "independent"
    acts_by: ClassVar = {"session": "head_convenes", "no_case_ready": "sessions", "release": "release"}
    duties = tuple(d for found in OF.values() for d in found.values())
    powers = Powers(endings={"o70.9.1": ("department_director",), "dr2.9.1": ("general_director",)})

    @workflow.init
    def __init__(self, state: State) -> None:
        super().__init__(state, state.facts, OF)

    @workflow.run
    async def run(self, state: State) -> str:
        """Keep the team's duties until another order ends it."""
        return await self.live()

    def owed(self, f: Facts) -> Iterator[Owed]:
        """8(2), 9: the order and the places; 12(2) (later rule 13(2)): the week's sessions."""
        d = self._by_key
        yield d["team_order"].open_ended(f.opened_on)
        if f.created_on is None:
            return
        places = self.places()
        for n, (seat, place) in enumerate(places, 1):
            if place not in f.seats.get(seat, []):
                again = max(f.vacated.get(f"{seat}/{place}", 1) - 1, 0)
                yield d["appoint"].open_ended(n=n + again * len(places))
        if not (f.head and f.deputy):
            yield d["heads"].open_ended(n=f.named + 1)
        for n, given in enumerate(f.tasks, 1):
            if n > f.tasks_done:
                yield d["task"].open_ended(given, n=n)
        if f.week_on:
            eve = f.week_on - timedelta(days=1)
            yield d["week"].since(eve, n=f.week)
            yield d["sessions"].since(eve, n=f.week)
            if f.week > 1:
                yield d["sessions"].since(eve - timedelta(days=7), n=f.week - 1)

    def places(self) -> tuple[tuple[str, str], ...]:
        """Every place of the team, seat by seat."""
        needed = PLACES if self.e.has("two_reserves") else PLACES[:2]
        return tuple((seat, place) for seat in self.e.seats for place in needed)

    def place_of(self, key: str) -> tuple[str, str]:
        """The seat and the place that a step of appointment fills."""
        places = self.places()
        return places[((occurrence(key) or 1) - 1) % len(places)]

    def about(self, f: Facts, key: str) -> str:
        """Which place is to be filled, which week is meant."""
        match base(key):
            case "appoint":
                seat, place = self.place_of(key)
                return f"{place} of {seat}".replace("_", " ")
            case "sessions" | "week" if f.week_on is not None:
                monday = f.week_on + timedelta(days=7 * ((occurrence(key) or f.week) - f.week))
                return f"week of {day_in_words(monday)}"
        return ""

    def acts(self) -> dict[str, tuple[str, ...]]:
        """The acts of the body."""
        own: dict[str, tuple[str, ...]] = {
            "session": (*HEADS, self.e.secretariat, "team_service_unit_employee"),
            "no_case_ready": (*HEADS, self.e.secretariat),
            "release": (self.e.actor("team"),),
            "put_matter": MEMBERS,
        }
        return own | ({"give_task": HEADS} if self.e.id == "dr2" else {})

    def check(self, f: Facts, act: Act, key: str | None) -> Refusal | None:
        """What the rule refuses of the body."""
        absent = self.before_the_order(f, act)
        if absent is not None:
            return absent
        if act.act == "complete" and key is not None and base(key) == "appoint":
            return self._allowed(*self.place_of(key), act)
        if act.act == "complete" and key is not None and base(key) == "heads":
            return self._heads(f, act)
        if act.act == "complete" and key is not None and base(key) == "sessions":
            return no(self.e.rule("sessions"), "Sessions count themselves", "Record each by the act 'session'")
        if act.act == "release":
            return self._release(f, act)
        if act.act == "session":
            return self._session(f, act)
        return None

    def _allowed(self, seat: str, place: str, act: Act) -> Refusal | None:
        try:
            check_member(self.e, seat, place, Member(unit=str(act.codes.get("unit")), by=str(act.codes.get("by"))))
        except NotAllowed as wrong:
            return no(wrong.rule, str(wrong), "Present somebody who may sit there")
        return None

    def _heads(self, f: Facts, act: Act) -> Refusal | None:
        head, deputy = str(act.codes.get("head")), str(act.codes.get("deputy"))
        for seat in (head, deputy):
            if "main" not in f.seats.get(seat, []):
                return no(self.e.rule("team"), f"No main member sits in '{seat}'", "Name the seats of two members")
        if head == deputy:
            return no(self.e.rule("team"), "The head and the deputy are two members", "Name two seats")
        return None

    def _release(self, f: Facts, act: Act) -> Refusal | None:
        seat, place = str(act.codes.get("seat")), str(act.codes.get("place", "main"))
        if place not in f.seats.get(seat, []):
            return no(self.e.rule("release"), f"Nobody holds the {place} place of '{seat}'", "Name a filled place")
        try:
            release_rule(self.e, str(act.codes.get("ground")))
        except NotAllowed as wrong:
            return no(wrong.rule, str(wrong), "Only an order on such a ground releases a member")
        return None

    def _session(self, f: Facts, act: Act) -> Refusal | None:
        present = self._present(f, act)
        strange = [s for s in present if s not in self.e.seats]
        if strange:
            return no(self.e.rule("seats"), f"The team has no seat '{strange[0]}'", ", ".join(self.e.seats))
        unfilled = [s for s, places in present.items() for p in places if p not in f.seats.get(s, [])]
        if unfilled:
            return no(self.e.rule("team"), f"A place of '{unfilled[0]}' is not filled", "Fill it by order first")
        if not any("main" in present.get(s, []) for s in (f.head, f.deputy)):
            return no(self.e.rule("deputy"), "Neither the head nor the deputy is there", "One of them leads a session")
        numbers = [str(n) for n in (act.codes.get("convicts") or [])]  # type: ignore[union-attr]
        if len(set(numbers)) != len(numbers):
            return no(self.e.rule("consider"), "A convict stands twice on the agenda", "Name each once")
        return None

    def _present(self, f: Facts, act: Act) -> dict[str, list[str]]:
        said = act.codes.get("present")
        if isinstance(said, dict) and said:
            return {s: p.split("+") for s, p in said.items()}
        return {s: ["main"] for s in self.e.seats if "main" in f.seats.get(s, [])}

    def elapsed(self, f: Facts, key: str, day: date) -> Effects:
        """A week is over: short of its sessions or not, the next one begins."""
        x = Effects(because="the week after it is over too")
        if f.held < int(self.e.values("sessions")["min_sessions_per_week"]) and f"sessions#{f.week}" in self.s.steps:
            x.happened("sessions_short", self.e.rule("sessions"), held=f.held, week=f.week)
            x.notify("danger_sessions_short", self.e.director, self.e.rule("head_supervises"))
        assert f.week_on is not None
        f.week_on, f.week, f.held, f.held_before = f.week_on + timedelta(days=7), f.week + 1, 0, f.held
        x.new_cycle = f.week % RUN_OF_WEEKS == 0
        return x

    def apply(self, f: Facts, act: Act, key: str | None, day: date) -> Effects:
        """What an act changes."""
        x, e = Effects(), self.e
        if act.act == "end":
            f.ended_ground = str(act.codes["ground"])
        elif act.act == "complete" and key is not None:
            self._completed(f, act, key, day, x)
        elif act.act == "session":
            self._held(f, act, day, x)
        elif act.act == "no_case_ready":
            week = f.week - (1 if self._week_before(f, day) else 0)
            x.happened("no_case_ready", e.rule("sessions"), week=week)
            x.closes.append(f"sessions#{week}")
        elif act.act == "release":
            seat, place = str(act.codes["seat"]), str(act.codes.get("place", "main"))
            f.seats[seat] = [p for p in f.seats[seat] if p != place]
            f.attendance.pop(f"{seat}/{place}", None)
            f.vacated[f"{seat}/{place}"] = f.vacated.get(f"{seat}/{place}", 0) + 1
            if place == "main":
                f.head, f.deputy = ("" if seat == held else held for held in (f.head, f.deputy))
            x.decided(release_rule(e, str(act.codes["ground"])), "released", seat=seat, place=place)
        elif act.act == "put_matter":
            rule = f"{e.id}.10.2.{'a' if act.codes.get('what') == 'matter' else 'c'}"
            x.happened("matter_put", rule, what=act.codes.get("what"))
        elif act.act == "give_task":
            f.tasks = [*f.tasks, day]
        return x

    def _completed(self, f: Facts, act: Act, key: str, day: date, x: Effects) -> None:
        if base(key) == "team_order":
            seats = act.codes["seats"]
            assert isinstance(seats, dict)
            f.seats = {seat: places.split("+") for seat, places in seats.items()}
            f.head, f.deputy, f.created_on = str(act.codes["head"]), str(act.codes["deputy"]), day
            f.week_on, f.week = first_monday(day) + timedelta(days=7), 1
            x.decided(self.e.rule("team"), "team_created", head=f.head, deputy=f.deputy)
            x.happened("head_leads", self.e.rule("head_leads"), seat=f.head)
        elif base(key) == "appoint":
            seat, place = self.place_of(key)
            f.seats[seat] = [*f.seats.get(seat, []), place]
            x.decided(self.e.rule("team"), "appointed", seat=seat, place=place)
        elif base(key) == "heads":
            f.head, f.deputy, f.named = str(act.codes["head"]), str(act.codes["deputy"]), f.named + 1
            x.decided(self.e.rule("team"), "heads_named", head=f.head, deputy=f.deputy)
        elif base(key) == "task":
            f.tasks_done = max(f.tasks_done, occurrence(key) or 0)

    def _held(self, f: Facts, act: Act, day: date, x: Effects) -> None:
        """A session: counted for its week, its agenda told to each review, its attendance kept."""
        e, present = self.e, self._present(f, act)
        numbers = [str(n) for n in (act.codes.get("convicts") or [])]  # type: ignore[union-attr]
        f.sessions += 1
        x.happened("session_held", e.rule("head_convenes"), number=f.sessions, convicts=len(numbers))
        chair = f.head if "main" in present.get(f.head, []) else f.deputy
        x.happened("chaired", e.rule("head_chairs") if chair == f.head else e.rule("deputy"), seat=chair)
        if act.codes.get("extra"):
            x.happened("extra_session", e.rule("extra_session"))
        elif self._week_before(f, day):
            f.held_before += 1
            if f.held_before >= int(e.values("sessions")["min_sessions_per_week"]):
                x.closes.append(f"sessions#{f.week - 1}")
        elif f.week_on is not None and f.week_on <= day < f.week_on + timedelta(days=7):
            f.held += 1
            if f.held >= int(e.values("sessions")["min_sessions_per_week"]):
                x.closes.append(f"sessions#{f.week}")
        if not act.codes.get("open_session"):
            x.happened("session_closed", e.rule("closed_session"))
        x.happened("minutes_begun", e.rule("minutes_kept"))
        if e.id == "dr2" and act.codes.get("unit_employee"):
            x.happened("unit_attends", "dr2.11.3")
        x.happened("took_part", f"{e.id}.10.2.b", seats=sorted(present))
        self._attended(f, act, present, x)
        codes: Codes = {"present": {s: "+".join(p) for s, p in present.items()}, "head": f.head, "deputy": f.deputy}
        for n, number in enumerate(numbers, 1):
            told: Codes = {**codes, "nth": n, "open_session": bool(act.codes.get("open_session"))}
            x.inform_known(number, Process.danger_review.value, "session", day, told)

    def _week_before(self, f: Facts, day: date) -> bool:
        """Whether something entered late belongs to the week that has just ended."""
        return f.week > 1 and f.week_on is not None and f.week_on - timedelta(days=7) <= day < f.week_on

    def _attended(self, f: Facts, act: Act, present: dict[str, list[str]], x: Effects) -> None:
        absent = act.codes.get("absent")
        for seat in self.e.seats:
            how = "present" if "main" in present.get(seat, []) else "absent_good"
            if isinstance(absent, dict) and seat in absent and how != "present":
                how = f"absent_{absent[seat]}"
            row = [*f.attendance.get(f"{seat}/main", []), how][-KEPT:]
            f.attendance[f"{seat}/main"] = row
            if how == "absent_bad" and missed_too_often(self.e, row):
                ground = release_rule(self.e, "missed_sessions")
                x.happened("missed_in_a_row", ground, seat=seat)
                x.notify("danger_absences", self.e.actor("team"), ground)
