"""The primary data processing group of an institution: its composition, its limit, whom it takes first."""

from collections.abc import Collection, Iterable, Mapping, Sequence

from models.base import Frozen
from rules.citing import cites
from rules.danger.edition import Edition
from rules.errors import NotAllowed

SEATS: dict[str, dict[str, str]] = {
    "o70": {
        "legal_regime_division": "group_regime",
        "special_registration_division": "group_registration",
        "social_division": "group_social",
    },
    "dr2": {
        "legal_regime_division": "group_regime",
        "special_registration_division": "group_registration",
        "resocialisation_department": "group_social",
    },
}
"""Unit → the matter that wants somebody of it in the group."""

CATEGORIES: dict[str, str] = {
    "first_time": "priority_first_time",
    "victim": "priority_victim",
    "past_work": "priority_past_work",
    "dangerous": "priority_dangerous",
}
"""The four categories of 7(1)(a)-(d) of the later rule; Order 70 has one reference to the Code instead."""


class GroupMember(Frozen):
    """A member: the unit he or she comes from; who presented him or her, where the edition wants that."""

    unit: str
    presented_by: str | None = None


@cites(
    "o70.6.1.s1", "o70.6.2", "o70.6.3.a", "o70.6.3.b", "o70.6.3.c", "o70.6.4", "o70.6.5",
    "dr2.6.1.s1", "dr2.6.2", "dr2.6.3.a", "dr2.6.3.b", "dr2.6.3.c", "dr2.6.4.s1", "dr2.6.4.s2", "dr2.6.5",
)  # fmt: skip
def check_group(edition: Edition, members: Sequence[GroupMember], head: int | None) -> None:
    """A group as the director's order forms it. `head` is the place of its head in `members`. Raises NotAllowed."""
    least = int(edition.values("group_size")["min_members"])
    if len(members) < least:
        raise NotAllowed(
            edition.rule("group_size"), f"a group has at least {least} members, not {len(members)}; name more"
        )
    for unit, matter in SEATS[edition.id].items():
        wanted = int(edition.values(matter)["min_members"])
        if sum(m.unit == unit for m in members) < wanted:
            raise NotAllowed(edition.rule(matter), f"the group lacks an employee of the {unit}; name one")
    if edition.has("group_presented"):
        presenter = "resocialisation_department_head"
        for m in members:
            if m.unit == "resocialisation_department" and m.presented_by != presenter:
                raise NotAllowed(
                    edition.rule("group_presented"),
                    f"the member of the resocialisation department is presented by the {presenter}",
                )
    if head is None or not 0 <= head < len(members):
        raise NotAllowed(edition.rule("group_head"), "the head is one of the members; name which")


@cites(
    "o70.6.2", "o70.6.3.a", "o70.6.3.b", "o70.6.3.c", "o70.6.4", "o70.6.5",
    "dr2.6.2", "dr2.6.3.a", "dr2.6.3.b", "dr2.6.3.c", "dr2.6.4.s1", "dr2.6.4.s2", "dr2.6.5",
)  # fmt: skip
def check_change(
    edition: Edition, what: str, units: Sequence[str], members: int, unit: str, presented_by: object = None
) -> None:
    """A later order of the director: a member is released, appointed, or named head (`what`), by the unit. A group
    keeps its least number and somebody of each unit. `units`: of its members, as far as known. Raises NotAllowed."""
    if edition.has("group_presented") and unit == "resocialisation_department" and what != "name_head":
        presenter = "resocialisation_department_head"
        if presented_by != presenter:
            raise NotAllowed(edition.rule("group_presented"), f"that order needs the presentation of the {presenter}")
    if what == "appoint":
        return
    if units and unit not in units:
        raise NotAllowed(edition.rule("group_head" if what == "name_head" else "group_appointed"),
                         f"nobody of the {unit} is in the group; it has: {', '.join(units)}")  # fmt: skip
    if what == "name_head":
        return
    if members <= int(edition.values("group_size")["min_members"]):
        raise NotAllowed(edition.rule("group_size"), "the group would be too small; appoint the successor first")
    matter = SEATS[edition.id].get(unit)
    if units and matter and units.count(unit) <= int(edition.values(matter)["min_members"]):
        raise NotAllowed(
            edition.rule(matter), f"the group would lack an employee of the {unit}; appoint the successor first"
        )


@cites("o70.6.1.s2", "o70.6.1.s3", "dr2.6.1.s2", "dr2.6.1.s3")
def listed(edition: Edition, before: Iterable[str], added: Iterable[str], removed: Iterable[str] = ()) -> list[str]:
    """The group's list after a change: distinct convicts, at one time at most the limit. Raises NotAllowed."""
    gone = set(removed)
    before = list(before)
    if gone - set(before):
        strange = ", ".join(sorted(gone - set(before))[:5])
        raise NotAllowed(edition.rule("list"), f"{strange} stand on no list of this group; nothing is to be taken off")
    now = list(dict.fromkeys([c for c in (*before, *added) if c not in gone]))
    limit = int(edition.values("limit")["max_convicts_per_group"])
    if len(now) > limit:
        raise NotAllowed(
            edition.rule("limit"),
            f"one group may process at most {limit} convicts at one time; this list would have {len(now)}. "
            "Create another group for the rest",
        )
    return now


@cites("o70.7.1.s3", "dr2.7.1.s3", "dr2.7.1.a", "dr2.7.1.b", "dr2.7.1.c", "dr2.7.1.d")
def priority_rules(edition: Edition, flags: Collection[str]) -> tuple[str, ...]:
    """The rules by which a convict is to be looked at first, from the flags that a person has set."""
    if edition.id == "o70":
        return edition.rules("priority") if flags else ()
    return tuple(edition.rule(CATEGORIES[f]) for f in CATEGORIES if f in flags)


@cites("o70.7.1.s1", "o70.7.1.s3", "dr2.7.1.s1", "dr2.7.1.s3")
def check_selection(
    edition: Edition, chosen: Sequence[str], waiting: Mapping[str, Collection[str]], reason: str, dated: bool = False
) -> None:
    """Whether the group may take these convicts now. `waiting`: those on its list and not yet taken → their flags.

    Nobody outside the list. Flagged convicts first: a batch with others while a flagged one waits needs a recorded
    reason, or is one that a date of the act makes necessary (`dated`). Raises NotAllowed.
    """
    if len(set(chosen)) != len(chosen):
        raise NotAllowed(edition.rule("processing_order"), "a convict stands twice in the order; name each once")
    outside = [c for c in chosen if c not in waiting]
    if outside:
        raise NotAllowed(
            edition.rule("list"),
            f"{', '.join(outside[:5])} stand on no list of this group, or were taken already; keep to the director's",
        )
    flagged_left = [c for c, flags in waiting.items() if flags and c not in chosen]
    unflagged = [c for c in chosen if not waiting[c]]
    if flagged_left and unflagged and not (reason or dated):
        raise NotAllowed(
            edition.rule("priority"),
            f"{len(flagged_left)} convict(s) of a priority category still wait; take them first or give the reason",
        )


@cites("dr2.7.2.s1")
def alphabetical(names: Mapping[str, tuple[str, str, str]]) -> tuple[str, ...]:
    """The order of processing of the later rule: case → (surname, first name, personal number), by the Georgian
    alphabet (whose order is that of its code points); no priority inside a batch."""
    return tuple(sorted(names, key=lambda case: (names[case], case)))


@cites("o70.7.2.s1", "o70.7.1.s3")
def proposed_order(waiting: Mapping[str, Collection[str]]) -> tuple[str, ...]:
    """How the waiting convicts are shown to the session that sets the order (Order 70): flagged first, else as
    listed. The session may depart from it."""
    return tuple(sorted(waiting, key=lambda case: not waiting[case]))


@cites("o70.6.1.s4", "dr2.6.1.s4", "dr2.6.1.s5")
def mdt_role(edition: Edition) -> str:
    """What the sentence-planning team is to the group: in its place (Order 70), or a source of its data."""
    return "in_place" if edition.has("mdt_instead") else "source"
