"""The codes of the papers of the team and the group; the order that creates a body is held to the law here."""

from collections.abc import Mapping
from typing import Any

from models.acts import Codes
from models.base import Frozen
from models.forms import danger_bodies as papers
from rules.danger.edition import edition
from rules.danger.group import GroupMember, check_group, mdt_role
from rules.danger.team import Member, check_team
from rules.errors import NotAllowed
from rules.order_502.instrument import Instrument


def codes(
    form: str, document: Frozen, earlier: Mapping[str, Mapping[str, Any]], instrument: Instrument
) -> Codes | None:
    """The codes of a paper of a body; None when it is not one. Raises NotAllowed."""
    match document:
        case papers.TeamOrder():
            e = edition(form.split(".")[0])
            seats: dict[str, dict[str, Member]] = {
                seat: {place: Member(unit=m.unit, by=m.by) for place, m in places.items()}
                for seat, places in document.seats.items()
            }
            check_team(e, seats, document.head, document.deputy)
            return {
                "seats": {seat: "+".join(places) for seat, places in document.seats.items()},
                "head": document.head,
                "deputy": document.deputy,
            }
        case papers.TeamHeads():
            return {"head": document.head, "deputy": document.deputy}
        case papers.Appointment():
            return {"unit": document.member.unit, "by": document.member.by}
        case papers.GroupOrder():
            e = edition(form.split(".")[0])
            if document.planning_team_instead:
                if mdt_role(e) != "in_place":
                    raise NotAllowed(
                        e.rule("group"), "the group always exists here; the planning team gives it information"
                    )
                return {"members": 0, "instead": True}
            members = [GroupMember(unit=m.unit, presented_by=m.presented_by) for m in document.members]
            check_group(e, members, document.head - 1)
            return {"members": len(members), "instead": False, "units": [m.unit for m in document.members]}
        case papers.Session():
            return {
                "convicts": list(document.convicts),
                "present": {seat: "+".join(places) for seat, places in document.present.items()},
                "absent": dict(document.absent),
                "extra": document.extra,
                "open_session": document.open_session,
                "unit_employee": document.unit_employee,
            }
        case papers.ListChange():
            flags = {number: "+".join(named) for number, named in document.flags.items()}
            return {"add": list(document.add), "remove": list(document.remove), "flags": flags}
        case papers.Select():
            departs = document.departs and bool(document.reason.strip())
            return {
                "convicts": list(document.convicts),
                "dated": document.dated,
                "departs": departs,
                "present": list(document.present),
            }
        case papers.AppointMember():
            return {"unit": document.unit, "presented_by": document.presented_by}
        case papers.PutMatter():
            return {"what": document.what}
        case papers.GiveTask():
            return {}
        case _:
            return None
