"""The evidence laid beside each criterion of article 4. It shows; it never computes, weighs or suggests a kind."""

from collections.abc import Mapping
from typing import Any

from models.base import Frozen
from rules.citing import cites
from rules.danger.edition import Edition

FIELDS: dict[str, tuple[str, ...]] = {
    "personal_traits": ("extra_personal", "extra_personality"),
    "motive": ("offence_nature",),
    "crime_category": ("offence_article", "sentence_kinds", "sentence_length"),
    "crime_category_and_motive": ("offence_article", "offence_nature", "sentence_kinds", "sentence_length"),
    "unlawful_result": ("offence_nature", "court_gang_member", "court_state_security", "court_terrorism"),
    "behaviour": ("discipline_count", "discipline_grave", "discipline_history", "extra_behaviour"),
    "confrontation": ("aggression_inmates", "extra_behaviour"),
    "attitude_to_staff_and_convicts": ("influence_on_staff", "aggression_staff", "aggression_inmates"),
    "compliance": ("discipline_count", "prohibited_items"),
    "dependence": ("dependence_alcohol", "dependence_psychotropic", "dependence_narcotic"),
    "past_crimes": ("past_less_grave", "past_grave", "past_especially_grave"),
    "remaining_sentence": ("remaining_years", "remaining_months", "remaining_days", "sentence_end"),
    "escape": ("escapes",),
    "past_imprisonment": ("past_less_grave_sentence", "past_grave_sentence", "past_especially_grave_sentence"),
    "age": ("age", "birth_date"),
    "thieves_world_terrorism": (
        "court_gang_member", "court_thief_in_law", "court_terrorism", "criminal_self_admission", "criminal_clear_link",
        "criminal_contact", "criminal_financial_support", "criminal_activity", "terror_self_admission",
        "terror_clear_link", "terror_contact", "terror_financial_support", "state_security_threat_information",
    ),
    "programmes": ("social_programmes", "employment_programmes", "study_programmes", "programmes_not_offered"),
    "self_harm": ("self_harm_1y", "self_harm_5y", "self_harm_10y"),
    "encouragement_and_penalties": ("encouragement_count", "discipline_count", "discipline_grave"),
}  # fmt: skip
"""Criterion → the fields of the data form and of the security form that speak of it. Ours: the act ties none."""


class Laid(Frozen):
    """One criterion with what the files say of it; `nothing` where no field does."""

    key: str
    en: str
    ka: str
    rule: str
    evidence: dict[str, Any]


@cites("o70.4", "o70.12.6", "dr2.4", "dr2.13.8")
def beside_criteria(edition: Edition, *forms: Mapping[str, Any]) -> tuple[Laid, ...]:
    """Each criterion of article 4 in its order, with the fields of the forms that say something."""
    known: dict[str, Any] = {}
    for form in forms:
        known |= {k: v for k, v in form.items() if v not in (None, "", (), [], False)}
    return tuple(
        Laid(
            key=c["key"],
            en=c["en"],
            ka=c["ka"],
            rule=edition.rule("criteria"),
            evidence={name: known[name] for name in FIELDS[c["key"]] if name in known},
        )
        for c in edition.values("criteria")["criteria"]
    )
