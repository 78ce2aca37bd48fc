"""The acts of a former prisoner's case besides completing a step: what each one says."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from models.base import Frozen
from models.forms.former import GROUND, KIND, REASON, Annex23, ConsentChoice, ContactRecord


class ContactAttempt(ContactRecord):
    """A phone call or another attempt to reach the beneficiary (arts. 32(10), 37(2)-(3)), kept in Annex 16."""


class Meeting(ContactRecord):
    """A meeting held or missed, kept in Annex 16 (arts. 33(2)-(3), 37(2)(c))."""

    way: Literal["phone", "meeting", "home_visit", "other"] = "meeting"


class ExpectRelease(Frozen):
    """The release of a person whose form was filled in in an institution is expected on another day (art. 32(5))."""

    expected_on: date
    reason: str = REASON


class SetStatus(Frozen):
    """A status given by hand: only to and from 'waiting' (art. 35(f)); the others follow from what is done."""

    to: str = Field(pattern=r"^[a-z_]{2,40}$")
    reason: str = REASON


class Ascertain(Frozen):
    """A circumstance of article 37 (or the end of the rehabilitation, or a death) is confirmed.

    The further fields say what the ground needs: of a judgment the `sentence`; of a need beyond competence whether it
    is the `whole`; of a one-off service the `own_wish` and that there is `no_further_need`; of wrong contact data how
    it was `confirmed`; of criteria which `criterion`.
    """

    what: Literal[
        "participation_refused",
        "contact_data_unusable",
        "one_off_service_given",
        "sentenced_to_imprisonment",
        "beyond_competence",
        "criteria_not_met",
        "proof_not_found",
        "plan_measures_not_done",
        "assessment_hindered",
        "absence_broke_assessment",
        "rehabilitation_ended",
        "conviction_expunged",
        "died",
    ]
    sentence: Literal["imprisonment", "conditional", "fine", "detention"] | None = None
    whole: bool | None = None
    own_wish: bool | None = None
    no_further_need: bool | None = None
    confirmed: bool | None = None
    criterion: Literal["former_prisoner", "group", "five_years"] | None = None
    reason: str = Field(min_length=3, max_length=4000)


class Retract(Frozen):
    """What was confirmed holds no longer: the beneficiary takes part again, another way to the person was found.

    A `verbal_warning` entered wrongly is taken back by who gave it, on the day (`done_on`) under which it stands.
    """

    what: Literal[
        "participation_refused",
        "contact_data_unusable",
        "one_off_service_given",
        "sentenced_to_imprisonment",
        "beyond_competence",
        "criteria_not_met",
        "proof_not_found",
        "plan_measures_not_done",
        "assessment_hindered",
        "verbal_warning",
    ]
    reason: str = Field(min_length=3, max_length=4000)


class Warn(Frozen):
    """A verbal warning for not being sober, for an incident of its own (arts. 37(2)(i), 37(3)(b), 39(6)(b))."""

    reason: str = Field(min_length=3, max_length=4000)


class GiveService(Frozen):
    """A service given: which kind of article 38, to whom, by whom (arts. 31(4), 31(6), 32(8), 38)."""

    service: str = KIND
    to: Literal["beneficiary", "family_member"] = "beneficiary"
    helps_beneficiary: bool = False
    outside: bool = False
    criteria_met: bool = True
    reason: str = REASON


class ReferPsychologist(Frozen):
    """The case manager refers to the psychologist, on one of the three bases (art. 39(1))."""

    basis: Literal["urgent_need", "beneficiary_request", "circumstances_found_in_assessment"]
    reason: str = REASON


class ReferLawyer(Frozen):
    """The case manager plans a visit to the lawyer or another communication (art. 40(2))."""

    way: Literal["visit", "other_communication"] = "visit"
    reason: str = REASON


class ShareDocuments(Frozen):
    """The case manager opens to the lawyer what the problem needs, and nothing else (art. 40(4))."""

    documents: tuple[Annotated[str, Field(pattern=r"^D-[A-Za-z0-9-]{1,60}$")], ...] = Field(min_length=1)
    reason: str = Field(min_length=3, max_length=4000)


class Exchange(Frozen):
    """Psychologist and case manager tell each other of achievements and challenges, plan measures (art. 39(5))."""

    joint_measures: int = Field(default=0, ge=0, le=100)
    reason: str = REASON


class ClosePsychology(Annex23):
    """Annex 23: the psychologist ends the psychological service (art. 39(6)-(8))."""


class Discuss(Frozen):
    """A multidisciplinary discussion is called (art. 41(1))."""

    reason: str = REASON


class InviteSpecialist(Frozen):
    """The case manager decides to invite a specialist of the field (art. 41(3)-(4))."""

    field: str = KIND
    reason: str = REASON


class RefusePlan(Frozen):
    """The beneficiary does not sign the plan, or refuses one service: no refusal of the programme (art. 36(1))."""

    what: Literal["plan", "service"]
    reason: str = REASON


class EndOnGround(Frozen):
    """The case is closed on a ground of article 37, with its form."""

    ground: str = GROUND
    closing_form: Literal["annex-17", "annex-20"] | None = None
    reason: str = REASON


class AskForm(Frozen):
    """The form is in another house, or was handed over by it (art. 42). `lacks`: parts of Annex 1 not in it."""

    source: Literal["institution", "convicts_division"]
    dated: date | None = None
    lacks: tuple[Annotated[int, Field(ge=1, le=3)], ...] = ()


ACTIONS: dict[str, type[Frozen]] = {
    "contact_attempt": ContactAttempt,
    "meeting": Meeting,
    "expect_release": ExpectRelease,
    "set_status": SetStatus,
    "ascertain": Ascertain,
    "retract": Retract,
    "warn": Warn,
    "consent": ConsentChoice,
    "refuse": RefusePlan,
    "give_service": GiveService,
    "refer_psychologist": ReferPsychologist,
    "refer_lawyer": ReferLawyer,
    "share_documents": ShareDocuments,
    "exchange": Exchange,
    "close_psychology": ClosePsychology,
    "discuss": Discuss,
    "invite_specialist": InviteSpecialist,
    "form_elsewhere": AskForm,
    "end": EndOnGround,
}
"""The content of each act of this process."""
