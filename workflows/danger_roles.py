"""Who may do which act of a danger-risk review, and the article each stands on."""

from models.acts import Act
from rules.danger.edition import Edition
from workflows.danger_votes import HEADS, TEAM

CONVICT = ("convict", "institution_director")
"""The convict's own acts, recorded by the institution for him or her."""
GROUP = ("primary_group", "primary_group_head", "primary_group_member")


def acts(e: Edition) -> dict[str, tuple[str, ...]]:
    """The acts of the rule, by the roles that may do them."""
    return {
        "vote": (*TEAM, "invited_person"),
        "recuse": TEAM,
        "recusal_found": (*HEADS, e.secretariat),
        "hear": ("risk_team", *HEADS),
        "invite": HEADS,
        "request_materials": ("risk_team", *HEADS, e.secretariat),
        "request_mdt": GROUP,
        "sign": (*TEAM, e.secretariat),
        "decision_received": (e.director, e.secretariat),
        "consent": CONVICT,
        "refuse": CONVICT,
        "withdraw_consent": CONVICT,
        "appeal": (*CONVICT, "legal_representative", e.secretariat),
        "request_file": ("convict", "institution_director", e.secretariat),
        "petition": ("institution_director",),
        "inform": ("convict", "legal_representative", *GROUP, "institution_director"),
        "apply": CONVICT,
        "override": (e.director,),
        "transfer_temporarily": (e.director,),
        "placed_outside": ("institution_director", "group_member_special_registration", e.secretariat),
        "returned": ("institution_director", "group_member_special_registration", e.secretariat),
        "left_juvenile": ("institution_director", e.secretariat),
    }


_RULE_OF = {
    "vote": "majority", "recuse": "recuse", "recusal_found": "recuse", "hear": "no_hearing", "invite": "advisory",
    "request_materials": "request_materials", "decision_received": "order",
    "sign": "minutes_signed", "consent": "consent", "refuse": "return", "withdraw_consent": "consent",
    "appeal": "appeal", "request_file": "file", "petition": "petition", "inform": "informed",
}  # fmt: skip
LATER_ALONE = {
    "request_mdt": "mdt_source", "apply": "application", "override": "override", "transfer_temporarily": "temporary",
    "left_juvenile": "left_juvenile_adult",
}  # fmt: skip


def rule_of(e: Edition, act: Act) -> str | None:
    """The article that an act stands on, in this edition."""
    matter = _RULE_OF.get(act.act) or LATER_ALONE.get(act.act)
    if matter is None:
        return None
    return e.rule(matter) if e.has(matter) else None
