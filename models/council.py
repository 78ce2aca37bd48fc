"""What a local council is made of, as cases know it: seats, terms and codes, never a name or a birth date."""

from datetime import date

from pydantic import Field

from models.acts import Codes
from models.base import Mutable

MP = "mp"
"""The Member of Parliament who attends: no seat of the council, a vote all the same (Order 320 art. 4(7))."""


class Member(Mutable):
    """The holder of a seat: from when until when, by staff id, with the special experience that article 4 asks for."""

    since: date
    until: date
    staff: str | None = None
    experience: list[str] = Field(default_factory=list)
    terms: int = 1


class Composition(Mutable):
    """A council as it stands. `by_age` is the order of the seats, the oldest holder first: the age itself stays out."""

    members: dict[str, Member] = Field(default_factory=dict)
    chair: str | None = None
    acting: str | None = None
    by_age: list[str] = Field(default_factory=list)
    released: dict[str, date] = Field(default_factory=dict)

    def to_codes(self) -> Codes:
        """As one case tells it to another."""
        return {
            "since": {s: m.since.isoformat() for s, m in self.members.items()},
            "until": {s: m.until.isoformat() for s, m in self.members.items()},
            "staff": {s: m.staff for s, m in self.members.items() if m.staff},
            "released": {s: on.isoformat() for s, on in self.released.items()},
            "by_age": list(self.by_age),
            "chair": self.chair,
            "acting": self.acting,
        }

    @classmethod
    def from_codes(cls, codes: Codes) -> "Composition":
        """As it was told."""
        until, staff = _days(codes, "until"), codes.get("staff")
        return cls(
            members={
                seat: Member(since=since, until=until[seat], staff=staff.get(seat) if isinstance(staff, dict) else None)
                for seat, since in _days(codes, "since").items()
            },
            chair=_text(codes.get("chair")),
            acting=_text(codes.get("acting")),
            by_age=[str(s) for s in by_age] if isinstance(by_age := codes.get("by_age"), list) else [],
            released=_days(codes, "released"),
        )


def _days(codes: Codes, name: str) -> dict[str, date]:
    given = codes.get(name)
    return {s: date.fromisoformat(d) for s, d in given.items()} if isinstance(given, dict) else {}


def _text(value: object) -> str | None:
    return None if value is None else str(value)
