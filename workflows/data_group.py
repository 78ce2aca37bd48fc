"""The primary data processing group of an institution: its order, the director's list, whom it takes and when.

What is filled in, sealed and submitted is in each convict's own case; the group's case tells them that they were taken.
"""

from collections.abc import Iterable, Iterator
from datetime import date

from temporalio import workflow

from models.acts import Act, Refusal
from models.data_group import Facts, State
from models.ids import Process
from models.record import Counting
from rules.danger.edition import BOTH, Edition, edition
from rules.danger.group import check_selection, listed, priority_rules
from rules.errors import NotAllowed
from workflows.steps.case import CaseWorkflow
from workflows.steps.common_acts import Powers
from workflows.steps.duty import Duty, Owed
from workflows.steps.effects import Effects

COMPOSITION = (
    "group", "group_size", "group_regime", "group_registration", "group_social", "group_appointed", "group_presented",
    "group_head", "mdt_instead",
)  # fmt: skip


def duties_of(e: Edition) -> dict[str, Duty]:
    """The duties of the group, by edition."""
    none = Counting.none
    found = (
        Duty("group_order", e.rules(*COMPOSITION), "institution_director", form=f"{e.id}.group-appointment-order",
             counting=none),
        Duty("make_list", e.rules("list", "limit"), "institution_director", counting=none),
        Duty("choose", e.rules("select", "priority", "processing_order", "group_session", "process"), "primary_group",
             "group_list_made", counting=none),
    )  # fmt: skip
    return {d.key: d for d in found}


OF = {e.id: duties_of(e) for e in BOTH}


@workflow.defn(name=Process.data_group.value)
class DataGroup(CaseWorkflow[Facts]):
    """One group of one institution."""

    process = Process.data_group
    duties = tuple(d for found in OF.values() for d in found.values())
    powers = Powers(
        endings={"o70.6.1.s1": ("institution_director",), "dr2.6.1.s1": ("institution_director",)},
    )

    @workflow.init
    def __init__(self, state: State) -> None:
        super().__init__(state, state.facts)
        self.e = edition(state.facts.edition)
        self._by_key = OF[self.e.id]
        self.duties = tuple(self._by_key.values())

    @workflow.run
    async def run(self, state: State) -> str:
        """Keep the group's duties until the director ends it."""
        return await self.live()

    def owed(self, f: Facts) -> Iterator[Owed]:
        """6, 7(1)-(2): the order, the list, and the selection while anybody waits on it."""
        d = self._by_key
        yield d["group_order"].open_ended(f.opened_on)
        if f.created_on is None:
            return
        if not f.waiting and not f.taken:
            yield d["make_list"].open_ended(f.created_on)
        if f.waiting:
            yield d["choose"].open_ended(f.created_on, n=f.batches + 1)

    def stage(self, f: Facts) -> tuple[str, str]:
        """Whether there is a group."""
        return ("working", self.e.rule("process")) if f.created_on else ("forming", self.e.rule("group"))

    def over(self, f: Facts, done: Iterable[str]) -> tuple[str, str] | None:
        """The director's order ended it."""
        return ("ended", f.ended_ground) if f.ended_ground else None

    def acts(self) -> dict[str, tuple[str, ...]]:
        """The acts of the body."""
        return {
            "list": ("institution_director",),
            "select": ("primary_group", "primary_group_head", "primary_group_member", "sentence_planning_mdt"),
            "release": ("institution_director",),
        }

    def rule_of_act(self, act: Act) -> str | None:
        """The article of an act."""
        matter = {"list": "list", "select": "select", "release": "group_appointed"}.get(act.act)
        return self.e.rule(matter) if matter else None

    def check(self, f: Facts, act: Act, key: str | None) -> Refusal | None:
        """What the rule refuses of the group."""
        e = self.e
        if act.act in ("list", "select", "release") and f.created_on is None:
            return _no(e.rule("group"), "There is no group yet", "The director creates it by order first")
        if act.act == "complete" and key is not None and key.startswith(("make_list", "choose")):
            word = "list" if key.startswith("make_list") else "select"
            return _no(e.rule(word), "This is done by an act of its own", f"Use the act '{word}'")
        if act.act == "release" and f.members <= int(e.values("group_size")["min_members"]):
            return _no(e.rule("group_size"), "The group would be too small", "Make a new order with its members")
        if act.act == "release" and e.has("group_presented") and act.codes.get("unit") == "resocialisation_department" \
                and act.codes.get("presented_by") != "resocialisation_department_head":  # fmt: skip
            return _no(e.rule("group_presented"), "That release needs its head's presentation", "Attach it")
        try:
            if act.act == "list":
                self._listed(f, act)
            elif act.act == "select":
                waiting = {n: [x for x in flags.split("+") if x] for n, flags in f.waiting.items()}
                reason = "given" if act.codes.get("departs") else ""
                check_selection(e, _numbers(act, "convicts"), waiting, reason, bool(act.codes.get("dated")))
        except NotAllowed as wrong:
            return _no(wrong.rule, str(wrong), "Change it and hand it in again")
        return None

    def _listed(self, f: Facts, act: Act) -> list[str]:
        return listed(self.e, [*f.taken, *f.waiting], _numbers(act, "add"), _numbers(act, "remove"))

    def apply(self, f: Facts, act: Act, key: str | None, day: date) -> Effects:
        """What an act changes."""
        x, e = Effects(), self.e
        if act.act == "end":
            f.ended_ground = str(act.codes["ground"])
        elif act.act == "complete" and key == "group_order":
            f.created_on, f.members = day, int(str(act.codes.get("members", 0)))
            f.instead = bool(act.codes.get("instead"))
            x.decided(e.rule("mdt_instead") if f.instead else e.rule("group"), "group_created", members=f.members)
        elif act.act == "release":
            f.members -= 1
            x.decided(e.rule("group_appointed"), "released", unit=act.codes.get("unit"))
        elif act.act == "list":
            self._list(f, act, x)
        elif act.act == "select":
            self._select(f, act, day, x)
        return x

    def _list(self, f: Facts, act: Act, x: Effects) -> None:
        now = self._listed(f, act)
        flags = act.codes.get("flags")
        given = flags if isinstance(flags, dict) else {}
        f.taken = [n for n in f.taken if n in now]
        f.waiting = {n: given.get(n, f.waiting.get(n, "")) for n in now if n not in f.taken}
        x.happened("list_made", self.e.rule("list"), convicts=len(now))
        x.happened("within_limit", self.e.rule("limit"), convicts=len(now))
        for rule in sorted({r for named in given.values() for r in priority_rules(self.e, named.split("+"))}):
            x.happened("flagged", rule)
        x.closes.append("make_list")

    def _select(self, f: Facts, act: Act, day: date, x: Effects) -> None:
        numbers = _numbers(act, "convicts")
        f.batches += 1
        x.happened("selected", self.e.rule("select"), convicts=len(numbers), batch=f.batches)
        x.happened("order_set", self.e.rule("processing_order"), batch=f.batches)
        x.happened("group_met", self.e.rule("group_session"))
        x.closes.append(f"choose#{f.batches}")
        for n, number in enumerate(numbers, 1):
            f.waiting.pop(number, None)
            f.taken.append(number)
            x.inform_known(number, Process.danger_review.value, "selected", day, {"order": n, "batch": f.batches})


def _numbers(act: Act, name: str) -> list[str]:
    return [str(n) for n in (act.codes.get(name) or [])]  # type: ignore[union-attr]


def _no(rule: str, because: str, way_on: str) -> Refusal:
    return Refusal(rule=rule, because=because, way_on=way_on)
