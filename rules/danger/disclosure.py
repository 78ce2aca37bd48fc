"""Who may see what: the convict after the decision, the team before it, and what a secret is here."""

from collections.abc import Collection
from typing import Literal

from models.base import Frozen
from rules import catalogue
from rules.citing import cites
from rules.danger.edition import Edition

Given = Literal["minutes_and_order", "decision_and_order", "order_alone", "open_extract"]


@cites("o70.15.s1", "dr2.16.1", "dr2.13.6.s1", "dr2.13.6.s2", "dr2.13.10.s1", "o70.12.8.s1")
def with_the_order(edition: Edition, *, secret: bool, low: bool) -> Given:
    """What is served on the convict with the order. Secret minutes stay behind; in a low-risk case what was to be
    known went out with the question of consent."""
    if edition.id == "o70":
        return "order_alone" if low else "decision_and_order"
    return "order_alone" if secret or low else "minutes_and_order"


@cites("dr2.13.10.s1", "dr2.13.6.s1", "dr2.16.2", "o70.12.8.s1")
def with_the_question(edition: Edition, *, secret: bool) -> str:
    """What the convict gets when asked to consent: the decision (Order 70), the minutes, or their open extract."""
    if edition.id == "o70":
        return "decision"
    return "open_extract" if secret else "minutes"


@cites("dr2.13.6.s1")
def minutes_secret(edition: Edition, *, secret_information: bool, cleared: bool) -> bool:
    """Minutes are secret when they reflect information of 12(2); until somebody states that they do not, they are
    held to be. Order 70 knows no secrecy of minutes."""
    return edition.has("secret_minutes") and (secret_information or not cleared)


class Held(Frozen):
    """What a written request brings: what is handed over, what is held back and under which law."""

    given: tuple[str, ...]
    held_back: dict[str, str]
    rule: str


@cites("o70.15.s2", "dr2.16.2")
def on_request(
    edition: Edition, materials: Collection[str], secret: Collection[str], other_laws: dict[str, str]
) -> Held:
    """The materials for the convict's written request. Order 70 hands over all but what a named other law closes;
    the later rule gives what can be separated from the state secret, and holds back nothing else."""
    closed = dict(other_laws) if edition.id == "o70" else dict.fromkeys(sorted(secret), edition.rule("secret"))
    return Held(
        given=tuple(m for m in sorted(materials) if m not in closed),
        held_back=closed,
        rule=edition.rule("file"),
    )


@cites(
    "o70.10.2.d", "o70.10.4", "o70.7.8", "o70.12.2.s1", "dr2.10.2.d", "dr2.10.4", "dr2.7.8", "dr2.11.4", "dr2.11.2.g",
    "dr2.13.2.s1",
)  # fmt: skip
def may_see(edition: Edition, form: str, role: str) -> bool:
    """Whether the catalogue lets a role see a paper of the review; what nobody is named for, nobody sees. Members of
    the team and of the group are of the body that is named."""
    body = {
        "risk_team_head": "risk_team",
        "risk_team_deputy_head": "risk_team",
        "risk_team_member": "risk_team",
        "risk_team_reserve": "risk_team",
        "primary_group_head": "primary_group",
        "primary_group_member": "primary_group",
        "group_member_legal_regime": "primary_group",
        "group_member_social": "primary_group",
        "group_member_special_registration": "primary_group",
        "team_service_unit_employee": "team_service_unit",
        "security_main_division_head": "security_main_division",
    }.get(role, role)
    paper = catalogue.form(form, edition.id)
    return role in paper.visible_to or body in paper.visible_to or body in paper.filled_by


class IndexEntry(Frozen):
    """All that is kept of a secret document: that it exists, its day, its registry number, who holds it."""

    on: str
    registry_number: str
    holder: str


@cites("dr2.12.2", "dr2.13.11.s2")
def only_an_index_entry(secret: bool, words: Collection[str]) -> bool:
    """Whether a document of the secret channel is handed in as the index entry that it must be: without content."""
    return not secret or not any(words)


class Reader(Frozen):
    """Whether a role may read a paper of a review or of its bodies, by which rule, and why."""

    allowed: bool
    rule: str
    reason: str


OF_BODY = ("risk_team_head", "risk_team_deputy_head", "risk_team_member", "risk_team_reserve", "risk_team")


@cites("o70.10.2.d", "o70.10.4", "o70.7.8", "dr2.10.2.d", "dr2.10.4", "dr2.7.8")
def reader(edition: Edition, form: str | None, role: str | None, *, own_document: bool = False) -> Reader:
    """Who reads what: by the catalogue's list for each paper; what it does not list (a vote, a recusal) is the team's
    and its secretariat's. The convict gets papers by a written request and with the order, never by looking here."""
    rule = edition.rule("group_protects")
    member = f"{edition.id}.10.2.d"
    if role is None:
        return Reader(allowed=False, rule=rule, reason="no post of theirs is in this case")
    if own_document:
        return Reader(allowed=True, rule=rule, reason=f"{role} filled it in")
    if role in ("convict", "legal_representative"):
        return Reader(allowed=False, rule=edition.rule("file"), reason="by written request, or with the order")
    name = (form or "").partition(".")[2]
    known = name in catalogue.form_ids(edition.id)
    if known and may_see(edition, name, role):
        return Reader(allowed=True, rule=member if role in OF_BODY else rule, reason=f"{role} is named for this paper")
    if not known and role in (*OF_BODY, edition.secretariat):
        return Reader(allowed=True, rule=member, reason="a paper of the team's own work")
    return Reader(allowed=False, rule=rule, reason=f"{role} is not named for this paper")
