"""The register of posts as a file: institutions, units, staff, posts, absences; and a made-up one to try things on."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from pydantic import Field

from models.base import Frozen

PlaceKind = Literal["penitentiary", "bureau", "council", "danger", "programme"]
"""What kind of house a case lives in."""

UnitKind = Literal["division", "institution", "department", "service"]
Language = Literal["ka", "en"]


class Institution(Frozen):
    """A penitentiary institution or a bureau, by its number. `case_management`: the case management of Order 502."""

    number: str
    name_ka: str
    name_en: str
    municipality: str
    kind: str = "penitentiary"
    case_management: bool = True


class Unit(Frozen):
    """A unit with a head; `parent_id` is the unit above it."""

    id: str
    kind: UnitKind
    parent_id: str | None = None
    institution: str | None = None
    name_ka: str
    name_en: str


class StaffMember(Frozen):
    """A person who works here."""

    id: str
    name_ka: str
    name_en: str
    email: str | None = None
    language: Language = "ka"
    synthetic: bool = False


class Post(Frozen):
    """A post: who acts in which role, in which unit, and from when until when. `head`: the head of that unit."""

    id: str
    unit_id: str
    role: str
    staff_id: str
    head: bool = False
    institution: str | None = None
    from_date: date
    to_date: date | None = None


class Absence(Frozen):
    """Days on which a member of staff is away, and who stands in."""

    staff_id: str
    from_date: date
    to_date: date | None = None
    deputy_staff_id: str | None = None


class Register(Frozen):
    """The whole file."""

    institutions: tuple[Institution, ...] = ()
    units: tuple[Unit, ...] = ()
    staff: tuple[StaffMember, ...] = ()
    posts: tuple[Post, ...] = ()
    absences: tuple[Absence, ...] = Field(default=())


SINCE = date(2020, 1, 1)
SERVICE = "U-service"
DEPARTMENT = "U-resocialisation"
IN_DIVISION = (
    "head_of_division",
    "case_manager",
    "case_administrator",
    "psychologist",
    "legal_regime_officer",
    "special_registration_officer",
    "suicide_prevention_coordinator",
    "professional_supervisor",
)

IN_PROGRAMME = (
    "former_prisoners_division_head",
    "case_manager",
    "programme_social_worker",
    "programme_psychologist",
    "programme_lawyer",
    "programme_employee",
    "professional_supervisor",
)


IN_DANGER_REVIEWS = (
    "head_of_division", "primary_group", "primary_group_head", "primary_group_member",
    "group_member_special_registration", "group_member_legal_regime", "group_member_social", "sentence_planning_mdt",
    "risk_team", "risk_team_head",
    "risk_team_deputy_head", "risk_team_member", "risk_team_reserve", "security_main_division",
    "security_main_division_head", "social_provision_division", "department_director", "analytical_department",
    "general_director", "team_service_unit", "team_service_unit_employee", "penitentiary_department",
    "monitoring_department",
)  # fmt: skip
"""Everybody whom a danger-risk review of either edition names; the bodies above the institution sit in it here."""


@dataclass(frozen=True)
class Staffing:
    """Who works in a made-up house of a kind: at its top, in its one division, and which roles two people hold."""

    top: tuple[str, ...]
    division: tuple[str, ...]
    by_two: tuple[str, ...] = ()
    name_ka: str = "დაწესებულება"
    name_en: str = "Institution"


HELD_BY_TWO = ("case_manager", "case_administrator", "psychologist", "legal_regime_officer")
STAFFING: dict[PlaceKind, Staffing] = {
    "penitentiary": Staffing(("director",), IN_DIVISION, HELD_BY_TWO),
    "danger": Staffing(("institution_director",), IN_DANGER_REVIEWS),
    "council": Staffing(
        ("director",),
        (
            "head_of_division",
            "council_apparatus",
            "apparatus_employee",
            "council_chair",
            "acting_chair",
            "council_member",
            "director_general",
            "institution",
        ),
        name_ka="ადგილობრივი საბჭო",
        name_en="Local council",
    ),
    "programme": Staffing(
        (),
        IN_PROGRAMME,
        ("case_manager", "programme_psychologist"),
        "ყოფილ პატიმართა რესოციალიზაცია-რეაბილიტაციის სამმართველო",
        "Division for former prisoners",
    ),
    "bureau": Staffing(
        (),
        (
            "resocialisation_division_head",
            "probation_officer",
            "agency_social_worker",
            "agency_psychologist",
            "professional_supervisor",
        ),
        ("probation_officer", "agency_social_worker", "agency_psychologist"),
        name_ka="პრობაციის ბიურო",
        name_en="Probation bureau",
    ),
}
HEADS = (
    "head_of_division",
    "resocialisation_division_head",
    "head_of_department",
    "head_of_service",
    "director",
    "institution_director",
    "former_prisoners_division_head",
)
_FIRST_NAMES = (
    ("ნინო", "Nino"),
    ("გიორგი", "Giorgi"),
    ("მარიამი", "Mariami"),
    ("ლევანი", "Levani"),
    ("თამარი", "Tamari"),
    ("დავითი", "Daviti"),
    ("ქეთევანი", "Ketevani"),
    ("ზურაბი", "Zurabi"),
)
SURNAME = ("სინთეზური", "Sinteturi")
"""The surname of everybody made up, so that they are told apart at a glance."""


def sample_register(institutions: Iterable[str], kind: PlaceKind = "penitentiary") -> Register:
    """Made-up staff for these institutions: always the same, and nobody who exists.

    Staff ids read `S-05-case_manager`, and `S-05-case_manager-2` where two people hold a role; each head has a
    deputy, `S-05-director-deputy`. `kind`: what kind of houses they are.
    """
    staffing = STAFFING[kind]
    service = Unit(id=SERVICE, kind="service", name_ka="სპეციალური სამსახური", name_en="The Service")
    department = Unit(
        id=DEPARTMENT,
        kind="department",
        parent_id=SERVICE,
        name_ka="რესოციალიზაციის დეპარტამენტი",
        name_en="Resocialisation Department",
    )
    houses: list[Institution] = []
    units = [service, department]
    posts = [
        *_posts(None, SERVICE, ("head_of_service",)),
        *_posts(None, DEPARTMENT, ("head_of_department",)),
    ]
    for number in dict.fromkeys(institutions):
        house = Institution(
            number=number,
            name_ka=f"{staffing.name_ka} №{number} (სინთეზური)",
            name_en=f"{staffing.name_en} No {number} (synthetic)",
            municipality="სინთეზური",
            kind=kind,
        )
        top, division = f"U-{number.zfill(2)}", f"U-{number.zfill(2)}-social"
        houses.append(house)
        units += [
            Unit(
                id=top,
                kind="institution",
                parent_id=DEPARTMENT,
                institution=number,
                name_ka=house.name_ka,
                name_en=house.name_en,
            ),
            Unit(
                id=division,
                kind="division",
                parent_id=top,
                institution=number,
                name_ka="სოციალური განყოფილება",
                name_en="Social division",
            ),
        ]
        posts += [
            *_posts(number, top, staffing.top, staffing.by_two),
            *_posts(number, division, staffing.division, staffing.by_two),
        ]
    return Register(
        institutions=tuple(houses),
        units=tuple(units),
        staff=tuple(_member(n, post.staff_id) for n, post in enumerate(posts)),
        posts=tuple(posts),
    )


def with_persons(made: Register, people: Mapping[str, str]) -> Register:
    """The same with these people (staff id to role) at its first house, where nobody has such an id yet."""
    new = {staff: role for staff, role in people.items() if staff not in {m.id for m in made.staff}}
    unit = next(u for u in made.units if u.kind == "division")
    posts = tuple(
        Post(
            id=f"post-{staff}",
            unit_id=unit.id,
            role=role,
            staff_id=staff,
            institution=unit.institution,
            from_date=SINCE,
        )
        for staff, role in new.items()
    )
    members = tuple(_member(n, staff) for n, staff in enumerate(new))
    return made.model_copy(update={"staff": (*made.staff, *members), "posts": (*made.posts, *posts)})


def _posts(institution: str | None, unit: str, roles: Sequence[str], by_two: Sequence[str] = ()) -> list[Post]:
    where = institution.zfill(2) if institution else "00"
    made = []
    for role in roles:
        head = role in HEADS
        names = [(f"{where}-{role}", role, head)]
        if role in by_two:
            names.append((f"{where}-{role}-2", role, False))
        if head:
            names.append((f"{where}-{role}-deputy", f"deputy_{role}", False))
        made += [
            Post(
                id=f"post-{name}",
                unit_id=unit,
                role=acting,
                staff_id=f"S-{name}",
                head=leads,
                institution=institution,
                from_date=SINCE,
            )
            for name, acting, leads in names
        ]
    return made


def _member(n: int, staff_id: str) -> StaffMember:
    first_ka, first_en = _FIRST_NAMES[n % len(_FIRST_NAMES)]
    return StaffMember(
        id=staff_id,
        name_ka=f"{first_ka} {SURNAME[0]}",
        name_en=f"{first_en} {SURNAME[1]}",
        email=f"{staff_id.lower().replace('_', '-')}@example.invalid",
        synthetic=True,
    )
