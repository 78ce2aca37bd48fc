"""The primary data form: annex 2 of Order 70 (annex 1 of the later rule, whose own text is not known).

Fields in the annex's order with its numbers; every one may be left empty, for a part that is handed in is complete.
Its words stay in PostgreSQL.
"""

from datetime import date
from typing import Literal

from pydantic import Field

from models.base import Frozen

TEXT = Field(default="", max_length=4000)
FORM = Field(default="", pattern=r"^[a-z0-9.-]{0,60}$")


class PersonalPart(Frozen):
    """Part I: personal data, crime and sentence, facts of the judgment, past crimes, escapes. The days on which past
    crimes were committed (`..._on`) are ours: item 4 looks back from the day of filling in."""

    # header
    institution_no: int | None = Field(default=None, ge=0)
    # 1.1
    first_name: str = TEXT
    surname: str = TEXT
    father_name: str = TEXT
    # 1.2
    personal_no: str = TEXT
    # 1.3
    birth_date: date | None = None
    # 1.4
    birth_place: str = TEXT
    # 1.5
    age: int | None = Field(default=None, ge=0)
    # 1.6
    legal_address: str = TEXT
    # 1.7
    actual_address: str = TEXT
    # 1.8
    residential_block: str = TEXT
    cell_no: str = TEXT
    # 2.1
    sentencing_court: str = TEXT
    # 2.2
    judgment_date: date | None = None
    judgment_no: str = TEXT
    # 2.3
    offence_article: str = TEXT
    # 2.4
    offence_nature: str = TEXT
    # 2.5
    sentence_kinds: str = TEXT
    # 2.6
    sentence_length: str = TEXT
    # 2.7
    sentence_start: date | None = None
    sentence_end: date | None = None
    # 2.8
    remaining_years: int | None = Field(default=None, ge=0)
    remaining_months: int | None = Field(default=None, ge=0)
    remaining_days: int | None = Field(default=None, ge=0)
    # 2.9
    stay_years: int | None = Field(default=None, ge=0)
    stay_months: int | None = Field(default=None, ge=0)
    stay_days: int | None = Field(default=None, ge=0)
    # 3.1
    court_gang_member: bool | None = None
    # 3.2
    court_state_security: bool | None = None
    # 3.3
    court_thief_in_law: bool | None = None
    # 3.4
    court_terrorism: bool | None = None
    court_terrorism_text: str = TEXT
    # 4.1
    past_less_grave: Literal["yes", "no"] | None = None
    past_less_grave_on: date | None = None
    past_less_grave_article: str = TEXT
    past_less_grave_sentence: str = TEXT
    # 4.2
    past_grave: Literal["yes", "no"] | None = None
    past_grave_on: date | None = None
    past_grave_article: str = TEXT
    past_grave_sentence: str = TEXT
    # 4.3
    past_especially_grave: Literal["yes", "no"] | None = None
    past_especially_grave_on: date | None = None
    past_especially_grave_article: str = TEXT
    past_especially_grave_sentence: str = TEXT
    # 5
    escapes: tuple[
        Literal[
            "temporary_isolator",
            "during_leave",
            "during_escort",
            "restriction_of_liberty",
            "remand",
            "medical",
            "low_risk",
            "semi_open",
            "closed",
            "special_risk",
            "juvenile",
            "with_violence",
        ],
        ...,
    ] = ()
    # I-extra
    extra_personal: str = TEXT


class BehaviourPart(Frozen):
    """Part II: discipline, penalties, encouragement, self-harm. `no_discipline` and `no_encouragement` are the
    explicit none that items 6 and 9 have no box for; `last_penalty_on` is shown where item 8 has no true box. The
    numbers of cases and the days of self-harm are ours: where they are given, the boxes must say the same."""

    # 6
    discipline_count: Literal["1", "2", "3+"] | None = None
    discipline_cases: int | None = Field(default=None, ge=0)
    discipline_count_detail: str = TEXT
    # 7
    discipline_grave: str = TEXT
    # 8
    discipline_history: Literal["none_25_plus", "none_19_24", "none_13_18", "none_7_12", "none_6"] | None = None
    # 9
    encouragement_count: Literal["1", "2", "3+"] | None = None
    encouragement_cases: int | None = Field(default=None, ge=0)
    encouragement_count_detail: str = TEXT
    # 10
    self_harm_on: tuple[date, ...] = ()
    self_harm_1y: bool | None = None
    self_harm_1y_count: int | None = Field(default=None, ge=0)
    self_harm_1y_degree: str = TEXT
    self_harm_5y: bool | None = None
    self_harm_5y_count: int | None = Field(default=None, ge=0)
    self_harm_5y_degree: str = TEXT
    self_harm_10y: bool | None = None
    self_harm_10y_count: int | None = Field(default=None, ge=0)
    self_harm_10y_degree: str = TEXT
    # II-extra
    extra_behaviour: str = TEXT
    no_discipline: bool | None = None
    no_encouragement: bool | None = None
    last_penalty_on: date | None = None


class PersonalityPart(Frozen):
    """Part III: involvement in social, employment and study programmes. `programmes_not_offered` is ours: no
    involvement must not count against a convict to whom nothing was offered; so are the months of a programme."""

    # 11
    social_programmes: Literal["once", "3_months", "6_months", "12_plus_months"] | None = None
    social_programmes_months: int | None = Field(default=None, ge=0)
    social_programmes_detail: str = TEXT
    # 12
    employment_programmes: Literal["once", "3_months", "6_months", "12_plus_months"] | None = None
    employment_programmes_months: int | None = Field(default=None, ge=0)
    employment_programmes_detail: str = TEXT
    # 13
    study_programmes: Literal["once", "incomplete", "complete", "complete_high"] | None = None
    study_programmes_detail: str = TEXT
    # III-extra
    extra_personality: str = TEXT
    programmes_not_offered: bool | None = None


class PrimaryData(PersonalPart, BehaviourPart, PersonalityPart):
    """The whole form; who fills which part is checked when it is handed in."""

    form: str = FORM
    filled_on: date | None = None
    """The day of filling in, from which its items look back; needed where a day is given that they look back to."""
    source: Literal["group", "sentence_planning_mdt"] = "group"
    """Where the data come from; a draft of the sentence-planning team is confirmed by the group's members."""


PARTS: dict[str, type[Frozen]] = {"I": PersonalPart, "II": BehaviourPart, "III": PersonalityPart}


def parts_filled(document: PrimaryData) -> list[str]:
    """The parts of which anything was filled in."""
    return [
        part
        for part, model in PARTS.items()
        if any(getattr(document, name) not in (None, "", ()) for name in model.model_fields)
    ]
