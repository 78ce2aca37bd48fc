"""Annexes 6, 7 and 10, and the papers of psychological service (Order 502 art. 12)."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from models.base import Frozen

TEXT = Field(default="", max_length=20000)
REASON = Field(default="", max_length=4000)
Role = Annotated[str, Field(pattern=r"^[a-z_]{1,60}$")]


class Session(Frozen):
    """One part of the service: what, how often, in a group or alone (art. 12(9))."""

    service: str = Field(min_length=2, max_length=500)
    mode: Literal["individual", "group"] = "individual"
    sessions: int | None = Field(default=None, ge=1, le=500)


class Annex06(Frozen):
    """The psychological service plan: its last day, its services, and whether the convict took part (12(1), 12(7)).

    The act sets it no longest length. `mode`: in a group, individually, or both (12(9)).
    """

    form: Literal["annex-06"] = "annex-06"
    ends: date
    mode: Literal["individual", "group", "both"] = "individual"
    convict_took_part: bool = False
    discussed: bool = False
    """Whether it was discussed with the holder of the case while it was drawn up (12(2)(d), 12(4))."""
    services: tuple[Session, ...] = ()
    goals: str = TEXT


class Annex07(Frozen):
    """Monitoring of the psychological service plan (12(10)-(11)); its findings stay on paper and in the document."""

    form: Literal["annex-07"] = "annex-07"
    carried_out: Literal["wholly", "partly", "not"] = "wholly"
    further_need: bool = False
    findings: str = TEXT


class Recommendations(Frozen):
    """Recommendations for the team meeting (12(8)); a finished assessment is not asked for."""

    form: Literal["doc-recommendations"] = "doc-recommendations"
    text: str = TEXT


class ConsultationRecord(Frozen):
    """The record of a consultation (12(4)); its content follows another order and stays on paper."""

    form: Literal["doc-consultation-record"] = "doc-consultation-record"
    summary: str = TEXT


class OwnForm(Frozen):
    """The psychologist's own form for parole, pardon or another characteristic (12(12))."""

    form: Literal["doc-psychologist-own-form"] = "doc-psychologist-own-form"
    text: str = TEXT


class Contact(Frozen):
    """Word with somebody who can tell about the person (12(5)): who by role or relation, never by name."""

    with_whom: Role
    means: Literal["meeting", "call", "letter", "other"] = "meeting"
    notes: str = TEXT


class Refer(Frozen):
    """The person is to see another specialist, by way of the social worker (12(6))."""

    specialist: Role
    reason: str = REASON


class Reassess(Frozen):
    """The psychologist assesses again where there is need (12(11))."""

    reason: str = REASON


class MonitorEarly(Frozen):
    """The psychologist monitors the plan before its end (12(11)); Annex 7 follows in its step."""

    reason: str = REASON


class RequestConsultation(Frozen):
    """A consultation at the person's own request, or through the case manager (12(13)); no annex is asked for."""

    asked_by: Literal["person", "case_manager"] | None = None
    notes: str = REASON


class Annex10(Frozen):
    """Annex 10: another specialist asks for a meeting with the psychologist (12(13))."""

    form: Literal["annex-10"] = "annex-10"
    purpose: str = TEXT


class RequestCharacteristic(Frozen):
    """Somebody asks for a characteristic of the convict (12(12))."""

    purpose: Literal["parole", "pardon", "other"]
    notes: str = REASON


FORMS: dict[str, type[Frozen]] = {
    "annex-06": Annex06,
    "annex-07": Annex07,
    "annex-10": Annex10,
    "doc-recommendations": Recommendations,
    "doc-consultation-record": ConsultationRecord,
    "doc-psychologist-own-form": OwnForm,
}
"""The documents of its steps."""

ACTIONS: dict[str, type[Frozen]] = {
    "contact": Contact,
    "refer": Refer,
    "reassess": Reassess,
    "monitor_early": MonitorEarly,
    "request_consultation": RequestConsultation,
    "request_meeting": Annex10,
    "request_characteristic": RequestCharacteristic,
}
"""The content of its own acts."""
