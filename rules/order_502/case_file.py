"""The case management file: what is in it, who may read it, what is given out of it (articles 3(j), 4(1)(f), 17)."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Protocol, TypeVar

from models.base import Frozen
from models.forms.registry import ACTIONS_OF
from models.ids import PREFIX, Process
from rules.catalogue import UnknownName, form
from rules.citing import cites
from rules.order_502.access import PERSONS, Access, Track, may_see

ON_REQUEST, CLOSED, EXCHANGE, PRINCIPLE = "o502.17.6.2", "o502.17.6.1", "o502.17.8", "o502.4.1.f"
CHAPTER_II = ("penitentiary_cycle", "administrator_plan", "psychology_service")
PARTS = ("annex-01-part-1", "annex-01-part-2", "annex-01-part-3", "annex-01-part-4", "annex-01")
ASK_A_LAWYER = "The right of access in the law on personal data may go further: ask a lawyer before leaving it at that"

AGENCIES = ("agency", "special_penitentiary_service")
"""Between whom a beneficiary passes (17(8))."""

OF_THE_PLAN = (
    "plan-presentation",
    "plan-signatures",
    "plan-adoption",
    "director-decision",
    "director-agreement",
    "act-vote",
)
"""Papers of ours that belong to the plan: whoever may see the plan may see them."""

ON_ANNEX: dict[str, str] = {
    f"{PREFIX[process].lower()}-{act}": str(model.model_fields["form"].default)
    for process in map(Process, CHAPTER_II)
    for act, model in ACTIONS_OF.get(process, {}).items()
    if "form" in model.model_fields
}
"""Acts of a process that are recorded on an annex: a new screening on part I of Annex 1."""


class Paper(Protocol):
    """A document of the file, as far as access turns on it."""

    @property
    def id(self) -> str: ...
    @property
    def form(self) -> str | None: ...
    @property
    def corrects(self) -> str | None: ...
    @property
    def state(self) -> str: ...


P = TypeVar("P", bound=Paper)


class Given(Frozen):
    """One document that was asked for: given or not, by which rule, and why."""

    document: str
    form: str
    allowed: bool
    rule: str
    reason: str


def on_annex(kept_as: str | None) -> str:
    """The catalogue's form of a stored document: papers without a form of the order are the case file's."""
    found = ON_ANNEX.get(kept_as or "", kept_as or "doc-case-file")
    try:
        form(found, "o502", "o502-a")
    except UnknownName:
        return "doc-case-file"
    return found


@cites("o502.3.j", "o502.11.3", "o502.17.4")
def in_the_file(papers: Iterable[P]) -> tuple[P, ...]:
    """What the file holds: every document that the case took, with every version; nothing is left out for its age."""
    return tuple(p for p in papers if p.state in ("filed", "settled"))


def track_of(process: str, facts: Mapping[str, Any]) -> Track:
    """Who stands for the team: the administrator while the case is with him, else the team itself."""
    if process == "administrator_plan":
        return "team" if facts.get("handed_back_on") else "administrator"
    return "administrator" if facts.get("handed_over_on") else "team"


@cites("o502.4.1.f")
def reader(
    kept_as: str | None,
    role: str | None,
    *,
    process: str,
    facts: Mapping[str, Any],
    referred_psychologist: bool = False,
    own_document: bool = False,
) -> Access:
    """Whether a member of staff may read a document; confidential (4(1)(f)) unless 17(6) opens it to the role.

    `facts` are those of the case: its team, its invited supervisor, who holds it. `role` None: no post there.
    """
    if role is None:
        return Access(allowed=False, rule=CLOSED, reason="open only to people with a role in the case")
    if process not in CHAPTER_II:
        return Access(
            allowed=own_document,
            rule=PRINCIPLE,
            reason=f"{role} filled it in" if own_document else "confidential: chapter II opens its own files alone",
        )
    if kept_as in OF_THE_PLAN:
        named = "annex-08" if process == "administrator_plan" else "annex-04"
    else:
        named = on_annex(kept_as)
    return may_see(
        named,
        role,
        in_team=role in (facts.get("team") or ()),
        is_supervisor=role == "professional_supervisor" and bool(facts.get("supervisor_on")),
        track=track_of(process, facts),
        referred_psychologist=referred_psychologist or process == "psychology_service",
        own_document=own_document,
    )


@cites("o502.17.6.2")
def asked_by(requester: str, authority: str | None) -> Access:
    """Whether the request itself can be taken: of the convict, or of a representative with a document of authority."""
    if requester not in PERSONS:
        return Access(
            allowed=False,
            rule=ON_REQUEST,
            reason=f"documents are given on request to {' and '.join(PERSONS)} alone; everything is closed to others",
        )
    if requester == "official_representative" and not (authority or "").strip():
        return Access(
            allowed=False, rule=ON_REQUEST, reason="an official representative shows a document of authority first"
        )
    return Access(allowed=True, rule=ON_REQUEST, reason="asked by a person who may ask")


@cites("o502.17.6.2")
def on_request(papers: Sequence[P], requester: str) -> tuple[Given, ...]:
    """What the convict or a representative gets: the last version of the annexes of 17(6); the rest is refused."""
    answer = []
    for paper in latest(in_the_file(papers)):
        seen = may_see(on_annex(paper.form), requester)
        answer.append(
            Given(
                document=paper.id, form=paper.form or "note", allowed=seen.allowed, rule=seen.rule, reason=seen.reason
            )
        )
    return tuple(answer)


@cites("o502.17.8")
def last_annex_1(papers: Sequence[P]) -> tuple[P, ...]:
    """The last risk and needs form, part by part: what passes to the other agency with the beneficiary."""
    newest: dict[str, P] = {}
    for paper in latest(in_the_file(papers)):
        if (part := on_annex(paper.form)) in PARTS:
            newest[part] = paper
    return tuple(newest[part] for part in PARTS if part in newest)


def latest(papers: Iterable[P]) -> tuple[P, ...]:
    """The papers that no later version replaces."""
    kept = tuple(papers)
    replaced = {p.corrects for p in kept if p.corrects}
    return tuple(p for p in kept if p.id not in replaced)
