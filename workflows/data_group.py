"""The primary data processing group of an institution: its order, the director's list, whom it takes and when.

What is filled in, sealed and submitted is in each convict's own case; the group's case tells them that they were taken.
"""

from collections.abc import Iterator
from datetime import date
from typing import ClassVar

from temporalio import workflow

from models.acts import Act, Refusal
from models.data_group import Facts, State
from models.ids import Process
from models.record import Counting
from rules.danger.edition import BOTH, Edition
from rules.danger.group import check_change, check_selection, listed, priority_rules
from rules.errors import NotAllowed
from workflows.danger_body import DangerBody
from workflows.danger_votes import no
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
class DataGroup(DangerBody[Facts]):
    """One group of one institution."""

    process = Process.data_group
    body, at_work = "group", "process"
    acts_by: ClassVar = {
        "list": "list",
        "select": "select",
        "release": "group_appointed",
        "appoint": "group_appointed",
        "name_head": "group_head",
    }
    duties = tuple(d for found in OF.values() for d in found.values())
    powers = Powers(
        endings={"o70.6.1.s1": ("institution_director",), "dr2.6.1.s1": ("institution_director",)},
    )

    @workflow.init
    def __init__(self, state: State) -> None:
        super().__init__(state, state.facts, OF)

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
            choose = d["choose"].open_ended(f.created_on, n=f.batches + 1)
            yield choose.by("sentence_planning_mdt") if f.instead else choose

    def acts(self) -> dict[str, tuple[str, ...]]:
        """The acts of the body."""
        return {
            "list": ("institution_director",),
            "select": ("primary_group", "primary_group_head", "primary_group_member", "sentence_planning_mdt"),
            "release": ("institution_director",),
            "appoint": ("institution_director",),
            "name_head": ("institution_director",),
        }

    def check(self, f: Facts, act: Act, key: str | None) -> Refusal | None:
        """What the rule refuses of the group."""
        e = self.e
        absent = self.before_the_order(f, act)
        if absent is not None:
            return absent
        if act.act == "complete" and key is not None and key.startswith(("make_list", "choose")):
            word = "list" if key.startswith("make_list") else "select"
            return no(e.rule(word), "This is done by an act of its own", f"Use the act '{word}'")
        try:
            if act.act in ("release", "appoint", "name_head"):
                check_change(e, act.act, f.units, f.members, str(act.codes.get("unit")), act.codes.get("presented_by"))
            if act.act == "list":
                self._listed(f, act)
            elif act.act == "select":
                waiting = {n: [x for x in flags.split("+") if x] for n, flags in f.waiting.items()}
                reason = "given" if act.codes.get("departs") else ""
                check_selection(e, _numbers(act, "convicts"), waiting, reason, bool(act.codes.get("dated")))
        except NotAllowed as wrong:
            return no(wrong.rule, str(wrong), "Change it and hand it in again")
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
            f.units = [str(u) for u in act.codes.get("units") or []]  # type: ignore[union-attr]
            f.instead = bool(act.codes.get("instead"))
            x.decided(e.rule("mdt_instead") if f.instead else e.rule("group"), "group_created", members=f.members)
        elif act.act == "release":
            unit, f.members = str(act.codes.get("unit")), f.members - 1
            if unit in f.units:
                f.units.remove(unit)
            x.decided(e.rule("group_appointed"), "released", unit=unit)
        elif act.act == "appoint":
            f.members, f.units = f.members + 1, [*f.units, str(act.codes.get("unit"))]
            x.decided(e.rule("group_appointed"), "appointed", unit=f.units[-1])
        elif act.act == "name_head":
            x.decided(e.rule("group_head"), "head_named", unit=act.codes.get("unit"))
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
        x.happened(
            "group_met", self.e.rule("group_session"), day=day.isoformat(), present=act.codes.get("present") or []
        )
        x.closes.append(f"choose#{f.batches}")
        for n, number in enumerate(numbers, 1):
            f.waiting.pop(number, None)
            f.taken.append(number)
            x.inform_known(number, Process.danger_review.value, "selected", day, {"order": n, "batch": f.batches})


def _numbers(act: Act, name: str) -> list[str]:
    return [str(n) for n in (act.codes.get(name) or [])]  # type: ignore[union-attr]
