"""What may enter Temporal by its type: a field that is not on this list is looked at by a person first."""

import typing
from typing import Any

import pytest
from pydantic import BaseModel, ValidationError

from models.acts import Act, Answer, Refusal, Told
from models.forms.registry import FORMS, BadDocument
from models.record import Consequence, Recorded
from rules.codes import codes_of
from rules.errors import NotAllowed
from rules.order_502.instrument import development_instrument
from starter.gateway import NewAct
from tests.privacy import planted as plant
from tests.privacy.least_former import FORMER
from workflows.registry import STATES

ENTERING: tuple[type[BaseModel], ...] = (Act, Told, Answer, Refusal, Consequence, Recorded, *STATES.values())
"""Arguments and results of Updates, Signals, queries and activities, and the input of every workflow."""

ALLOWED: dict[str, str] = {
    "acts.Act": "act at by codes document form on staff step",
    "acts.Answer": "closed done late opened stage",
    "acts.Owing": "actor due rule step",
    "acts.Refusal": "because rule way_on",
    "acts.Told": "at codes fact id on source",
    "administrator_plan.Facts": (
        "assessed_on begun_by_hand_over ended_ground ended_on ended_terms handed_back_on handed_over held_at_the_end "
        "instant monitored_on months number over plan proposed_on psychology returned_on rose_on "
        "serious_harm services_in_doubt_on services_reviews version"
    ),
    "administrator_plan.Running": "agreed_on cycle months",
    "administrator_plan.State": (
        "answers brought case clock_shift closed done facts institution late_entries opened_at run_number "
        "sequence stage steps suspensions synthetic told"
    ),
    "brought_in.Brought": "by source steps",
    "brought_in.PastStep": "due late on presumed rule step",
    "case.StepState": (
        "actor alarm anchor due expected extended extension first_day form holder key length level opened opens "
        "outer overdue period rule rules stopped"
    ),
    "case.Suspension": "end ground house start until",
    "data_group.Facts": ("batches created_on edition ended_ground instead members opened_on taken units waiting"),
    "data_group.State": (
        "answers brought case clock_shift closed done facts institution late_entries opened_at "
        "run_number sequence stage steps suspensions synthetic told"
    ),
    "risk_team.Facts": (
        "attendance created_on deputy edition ended_ground head held held_before named opened_on seats sessions tasks "
        "tasks_done vacated week week_on"
    ),
    "risk_team.State": (
        "answers brought case clock_shift closed done facts institution late_entries opened_at "
        "run_number sequence stage steps suspensions synthetic told"
    ),
    "danger_review.Cycle": (
        "asked_on consents decided_on decisions departed_on deputy filled_on goes_to handed_on head kind "
        "list_on mdt_asked_on members_on minutes_secret moved_on named ordered_on overtaken parts present "
        "presented_on recused recused_on refused_on returned_on round sealed_on second secret security_on "
        "seen_on selected_on sent_on session_on start started_on stays votes"
    ),
    "danger_review.Facts": (
        "answered appeal_over appealed applied assessments away away_since back_on consented_on cycle edition "
        "ended_ground ended_on file_asked file_given group informed juvenile juvenile_on last_kind last_on level "
        "level_since newcomer now opened_on override_to passed_on person placed_on planning received_on secret "
        "sentenced_on served_for served_on stayed stood temporary_on temporary_over temporary_used to_note "
        "to_register to_send unsigned"
    ),
    "danger_review.State": (
        "answers brought case clock_shift closed done facts institution late_entries opened_at run_number "
        "sequence stage steps suspensions synthetic told"
    ),
    "former_prisoner_case.Facts": (
        "absence_extra_since absence_extra_used active_on adult_woman applied_before assessed_on "
        "assigned_on before_log below_minimum certificate certificate_found certificate_requested_on circumstances "
        "closed_on consent consent_services contact_given counted_calls died_on discussions dynamic "
        "exception expunged extension_wanted extension_wanted_on extensions extensions_asked failed "
        "filled_on form_asked_on form_from form_lacks form_received_on ground home_visits identified_on identity "
        "legal limit_months log meetings minutes missed_on monitored monitored_before monitored_since "
        "not_done notice_on ongoing_on over_five_years part_1_on part_2_on part_3_on place plan_signed_on "
        "plan_version plan_wanted_on previous_case proof_asked_on proof_brought_on psych_reports "
        "psychology quarterly reached reassess_since reassessed_on reassessments reentry "
        "rehabilitation_ended_on release_expected_on released_on "
        "reoffending resumed_on "
        "reviewed_on reviews ripe run run_calls run_forms runs serious_harm services silence silence_rows specialists "
        "silence_since specialists_decided static status summaries warnings_assessment warnings_rehabilitation "
        "women_on women_services"
    ),
    "former_prisoner_case.Contact": "due extra home kind not_done on phase result steps",
    "former_prisoner_case.Standing": (
        "counted_calls failed home_visits meetings missed_on monitored not_done quarterly reached run silence"
    ),
    "former_prisoner_case.Legal": "beyond done_on n planned_on",
    "former_prisoner_case.Psychology": (
        "assessed_on basis beyond closed_on ground n referred_on reports started_on warnings"
    ),
    "former_prisoner_case.Run": "calls forms kind n since",
    "former_prisoner_case.ServiceGiven": "kind on outside to",
    "former_prisoner_case.State": (
        "answers brought case clock_shift closed done facts institution late_entries opened_at run_number "
        "sequence stage steps suspensions synthetic told"
    ),
    "penitentiary_cycle.Facts": (
        "adopted_on adult_woman agreed_on agreed_once approved_on assessed_on assessment_refused_on assessments "
        "awaiting behaviour carried_out_on day0 running screened_elsewhere services_in_doubt_on services_reviews "
        "conclusion consented_on cycle director_informed_on disagreed_on drafted_on dynamic dynamic_on ended_ground "
        "ended_on handed_over_on instant left_cell met_on motivated_until offer placed plan_months "
        "plan_refused_on presented_on refusals related reoffending returned_on screened_on serious_harm "
        "release_prepared_on "
        "service_refusals service_refused_on signature_withdrawn signed_on static static_on submitted_on "
        "supervisor_on team team_on version votes women_on women_services"
    ),
    "penitentiary_cycle.RunningPlan": "approved_on by_term completed_on cycle monitored_on months",
    "penitentiary_cycle.State": (
        "answers brought case clock_shift closed done facts institution late_entries opened_at run_number "
        "sequence stage steps suspensions synthetic told"
    ),
    "probation_cycle.Facts": (
        "active_in_all adult_woman aims_reached archived assessed_on away_ground back_on called_on cycle "
        "difficulties dynamic ended_ground ended_on extra fields_marked fields_on half_of_sentence_on "
        "marked mitigation moved moved_roles pauses plan registered releases reoffending review reviews "
        "screened_on serious_harm services static static_on status summarised terminated through told_on "
        "tracks women_asked women_assigned women_on women_services"
    ),
    "probation_cycle.Pause": "ended_on expected_end ground since",
    "probation_cycle.PlanFacts": (
        "agreed_on aims_reached changed_by changes completed_on consented delivered disagreed_on "
        "draft_refused_on drafted_on dropped entries measures met_from met_on months needs_on next_met_on passive "
        "presented_on programmes recorded results_on returns review_wanted reviewed signed supervisor_on "
        "terminated_on"
    ),
    "probation_cycle.ReviewFacts": "officer part_i part_ii specialists",
    "probation_cycle.State": (
        "answers brought case clock_shift closed done facts institution late_entries opened_at "
        "run_number sequence stage steps suspensions synthetic told"
    ),
    "probation_cycle.Track": (
        "asked_on assessed_on assigned_on elsewhere extended_on extension_asked extension_asked_on fields meetings "
        "rule second visit_refused visits"
    ),
    "psychology_service.Facts": (
        "assessed_on attended_on cycle drafts ended_ground ended_on holder in_case_management in_team "
        "individual_plan_ends left_cell meeting_week_over met_on opened_on plans psychologist recommended_on requests "
        "status ways withdrawn worked"
    ),
    "psychology_service.Plan": (
        "approved_on assessed_on by_term completed_on discussed_on draft drafted_on dropped ends given_on monitored_on "
        "replaced returned_on submitted_on track"
    ),
    "psychology_service.Request": "done_on kind n on rule",
    "psychology_service.State": (
        "answers brought case clock_shift closed done facts institution late_entries opened_at run_number "
        "sequence stage steps suspensions synthetic told"
    ),
    "psychology_service.Way": "assessed_on cycle day0 kind n on recorded_on started_on strategy_on",
    "record.Closing": "because done_on key late rule state",
    "record.Consequence": (
        "act assign at case cause close closed events facts institution key moved notices open process redate "
        "ring stage tell told"
    ),
    "record.Dated": "alarm due expected first_day holder key opens",
    "record.DoneAct": "act by codes document on staff step",
    "record.Event": "data event rule step",
    "record.NoticeOrder": "about rule step to",
    "record.Opening": (
        "actor anchor anchor_event counting extended_by form key length outer paused period policy rule rules "
        "stood stoppable stopped "
        "term_rule wait_for_window"
    ),
    "record.Recorded": "holders steps",
    "record.Redating": "because if_it_moves opening was",
    "record.Ringing": "actor alarm due form holder key rule rules since",
    "record.Tell": "case codes fact known on place process",
    "terms.Alarm": "at kind level",
    "terms.Duration": "bound unit value",
    "terms.Interval": "end start",
    "terms.Outer": "event rule since",
    "council.Composition": "acting by_age chair members released",
    "council.Member": "experience since staff terms until",
    "parole_petition.Facts": (
        "admitted_on appealed attendance_refused_on bar_over barred_until composition consent_on "
        "considered_on copies_on council council_kept danger delivered due_since ended_ground ended_on "
        "filed guarantee_on interpreter last_considered life matter minor moved next_case petitioner "
        "probation_bureau probation_case programmes received recusals recused refused_on result sentence_ends sessions "
        "special territorial transfer_since unfit video windows_over woman"
    ),
    "parole_petition.Recusal": "decided n seat votes",
    "parole_petition.Session": (
        "attending ballot convened_by form interpreter_warned issued_on kind leader materials_n moved n notified_on on "
        "opened parties result rounds specialists surveillance_warned told votes"
    ),
    "parole_petition.State": (
        "answers brought case clock_shift closed done facts institution late_entries opened_at run_number "
        "sequence stage steps suspensions synthetic told"
    ),
    "local_council.Facts": (
        "attendance candidate composition council elections ended_ground filled opened petitions "
        "quarter_since quarters removals short_since sittings statistics_due terms vacancies version"
    ),
    "local_council.Removal": "ground n on seat",
    "local_council.Sitting": "agenda kind n on",
    "local_council.State": (
        "answers brought case clock_shift closed done facts institution late_entries opened_at run_number "
        "sequence stage steps suspensions synthetic told"
    ),
    "local_council.Term": "ended n seat since",
}
"""Ids, rule ids, dates, levels, scores, codes. `because`, `way_on` and `cause` are sentences that our own code makes of
those; `data`, `facts` and `codes` hold codes alone, which the walk over real histories proves."""


def entering() -> dict[str, set[str]]:
    """Every model that can be inside one of them, with its fields."""
    found: dict[str, set[str]] = {}

    def look(annotation: Any) -> None:
        for inner in typing.get_args(annotation):
            look(inner)
        if isinstance(annotation, type) and issubclass(annotation, BaseModel):
            name = f"{annotation.__module__.removeprefix('models.')}.{annotation.__name__}"
            if name not in found:
                found[name] = set(annotation.model_fields)
                for field in annotation.model_fields.values():
                    look(field.annotation)

    for model in ENTERING:
        look(model)
    return found


def test_every_field_that_enters_temporal_is_on_the_list() -> None:
    unknown = {
        model: sorted(new)
        for model, fields in entering().items()
        if (new := fields - set(ALLOWED.get(model, "").split()))
    }
    assert not unknown, (
        f"{unknown}: may it hold a name, a number of a person, an address or free words? If never, add it to ALLOWED"
    )


def test_the_list_names_nothing_that_is_gone() -> None:
    there = entering()
    gone = {model: set(fields.split()) - there.get(model, set()) for model, fields in ALLOWED.items()}
    assert not {model: sorted(fields) for model, fields in gone.items() if fields}


def test_every_model_that_enters_refuses_unknown_fields() -> None:
    """Else a field could be carried through without a type."""
    assert all(model.model_config.get("extra") == "forbid" for model in ENTERING)


@pytest.mark.parametrize("form", sorted(FORMS))
def test_words_of_a_form_never_become_codes(form: str) -> None:
    """Whatever the form: words in its text fields are not in the codes that travel."""
    content: dict[str, Any] = {**_least(form), **plant.words_of(FORMS[form])}
    assert plant.found_in(repr(_codes(form, content))) == []


@pytest.mark.parametrize(
    ("form", "field"),
    [
        pytest.param(form, name, id=f"{form} {name}")
        for form, model in sorted(FORMS.items())
        for name, field in model.model_fields.items()
        if field.annotation in (tuple[str, ...], list[str])
    ],
)
def test_names_in_a_list_of_a_form_never_become_codes(form: str, field: str) -> None:
    assert plant.found_in(repr(_codes(form, {**_least(form), field: [plant.WORDS_KA]}))) == []


@pytest.mark.parametrize("field", ["id", "act", "by", "step", "staff"])
def test_an_act_takes_no_words_where_it_takes_a_code(field: str) -> None:
    with pytest.raises(ValidationError):
        NewAct.model_validate({"act": "vote", "by": "case_manager", field: plant.WORDS_KA})


def _least(form: str) -> dict[str, Any]:
    """What the form must have."""
    least: dict[str, dict[str, Any]] = {
        "annex-01": {"outcome": "case_manager"},
        "annex-01-part-1": {"points": dict.fromkeys(range(1, 11), 0)},
        "annex-01-part-2": {"points": {1: 0, 2: 0}},
        "annex-01-part-3": {"points": dict.fromkeys(range(3, 17), 0)},
        "annex-02": {"domestic_violence": [0, 0, 0, 0], "violence_against_women": [0, 0, 0, 0]},
        "intake-dates": {"placed_in_institution": "2026-03-02", "left_classification_cell": "2026-03-02"},
        "adm-screen": {"points": dict.fromkeys(range(1, 11), 0)},
        "act-suspend": {"ground": "o502.15.1.a"},
        "act-end": {"ground": "o502.17.2.1"},
        "act-extend": {"value": 1},
        "act-assign": {"to": "S-05-case_manager"},
        "act-transfer": {"to": "8"},
        "services-review": {"decision": "goes_on", "reason": "because"},
        "act-vote": {"vote": "for"},
        "act-refuse": {"what": "plan"},
        "annex-06": {"ends": "2026-09-30"},
        "pen-lead": {"what": "first_information"},
        "pen-prepare_release": {"agencies": ["said"]},
        "psy-contact": {"with_whom": "doctor"},
        "psy-refer": {"specialist": "doctor"},
        "psy-request_characteristic": {"purpose": "parole"},
        "registration": {"registered_on": "2026-03-02"},
        "extension-decision": {"value": 1},
        "annex-12": {"measures": ["educational_measures"]},
        "yes-or-no": {"needed": True, "reason": "seen"},
        "doc-mitigation-recommendation": {"lifting": True},
        "pro-suspend": {"ground": "o502.26.1.b"},
        "pro-ask_extension": {"value": 1, "officer_agrees": True, "reason": "needed"},
        "pro-assign_elsewhere": {"specialist": "agency_psychologist"},
        "pro-consent": {"programme": 1},
        "pro-deliver": {"programme": 1},
        "pro-refuse": {"what": "home_visit"},
        "pro-change_plan": {"what": "own_part"},
        "pro-transfer": {"to": "8"},
        "pro-exchange": {"to": "other_agency"},
        "o70.team-order": {"seats": {}, "head": "operative", "deputy": "psychologist"},
        "dr2.team-order": {"seats": {}, "head": "operative", "deputy": "psychologist"},
        "o70.appointment": {"member": {"unit": "operative_division", "by": "curator_deputy"}},
        "dr2.appointment": {"member": {"unit": "operative_division", "by": "penitentiary_department_director"}},
        "rtm-release": {"seat": "operative", "ground": "bad_faith"},
        "grp-select": {"convicts": ["DNG-2026-000001"]},
        "grp-release": {"unit": "social_division"},
        "grp-appoint": {"unit": "social_division"},
        "grp-name_head": {"unit": "social_division"},
        **{f"{act}.team-heads": {"head": "operative", "deputy": "psychologist"} for act in ("o70", "dr2")},
        "dng-vote": {"seat": "operative", "kind": "low"},
        "dng-recuse": {"seat": "operative"},
        "dng-sign": {"seat": "operative"},
        "dng-recusal_found": {"seat": "operative"},
        "dng-hear": {"considering": "high"},
        "dng-invite": {"who": "doctor"},
        "dng-appeal": {"to": "court"},
        "dng-petition": {"ground": "behaviour", "circumstances": "what happened"},
        "dng-override": {"ground": "protect_from_discrimination", "to": "closed"},
        "dng-placed_outside": {"place": "18"},
        "dng-left_juvenile": {"ground": "adult"},
        "o70.new-head": {"head": "operative"},
        "dr2.new-head": {"head": "operative"},
        **COUNCIL,
        **FORMER,
    }
    return least.get(form, {})


_NOTE = {"note": "noted"}
_SIGNED = {"signed_by_chair": True}
_VOTES = {"votes": {"ngo": "refuse"}, "final_decision": "refuse"}
COUNCIL: dict[str, dict[str, Any]] = {
    "o320.annex-01": {"warned": True, "signed_on": "2026-03-02"},
    "o320.annex-02": {"agrees": True, "signed_on": "2026-03-02"},
    "o320.annex-03": {"agrees": True, "signed_on": "2026-03-02"},
    "o320.petition": {"characterisation": True},
    "council-choice": {"council": "west", "reason": "because"},
    "o320.hearing-notice": {
        "reached": {"convict": "2026-03-02", "institution": "2026-03-02"},
        **dict.fromkeys(
            ("says_may_decide_without_party", "explains_convicts_rights", "invites", "materials_sent"), True
        ),
    },
    "o320.surveillance-warning": {"warned": ["convict"], "given_on": "2026-03-02"},
    "o320.home-arrest-guarantee": {"kind": "deposit_proof"},
    "o320.minutes-without-hearing": {**_VOTES, **_SIGNED},
    "o320.minutes-hearing": {
        **_VOTES,
        **_SIGNED,
        **dict.fromkeys(("proceedings", "council", "place", "subject", "petition_content"), "said"),
        "time": "10:00",
        "chair": "service",
        "members": ["ngo"],
        "parties": ["convict"],
        "parties_heard": True,
        "signed_by_drafter": True,
    },
    "o320.decision": {
        **_SIGNED,
        "result": "refuse",
        "reasons": "said",
        "criteria": dict.fromkeys(("crime", "conduct", "past", "family", "personality"), _NOTE),
    },
    "o320.decision-notice": {"told": {"convict": "2026-03-02"}},
    "decision-delivery": {"delivered": {"convict": "2026-03-02"}},
    "decision-copies": {"to_institution": True, "to_agency": True},
    "o320.dg-order-transfer": {"council": "west"},
    "o320.dg-order-acting-chair": {"seat": "ngo"},
    "dg-order-appointment": {"seat": "ngo"},
    "o320.dg-order-release": {"seat": "ngo"},
    "o320.dg-order-chair": {"seat": "ngo"},
    "chair-election": {"votes": {"ngo": "ngo"}},
    "session-record": {"attended": ["ngo"], "employee_attended": True},
    "o320.quarterly-statistics": {"quarter": "2026-Q1", "counts_only": True},
    "par-composition": {"members": {"ngo": {"since": "2026-01-12", "until": "2027-01-12"}}},
    "par-schedule": {"kind": "hearing", "session_on": "2026-03-02"},
    "par-open_session": {"attending": ["ngo"]},
    "par-vote": {"seat": "ngo", "vote": "refuse"},
    "par-recuse": {"seat": "ngo"},
    "par-recusal_vote": {"seat": "ngo", "vote": "for"},
    "par-appeal": {"party": "convict"},
    "par-apply_again": {"number": "PAR-2026-000001"},
    "par-deliver": {"delivered": {"convict": "2026-03-02"}},
    "cnc-removal_ground": {"seat": "ngo", "ground": "o320.5.a"},
    "cnc-acting_order": {"seat": "ngo"},
    "cnc-convene": {"kind": "hearing", "session_on": "2026-03-02", "agenda": ["PAR-2026-000001"]},
}


def _codes(form: str, content: dict[str, Any]) -> Any:
    """The codes; nothing when the form itself refuses such content, for then nothing travels."""
    try:
        return codes_of(form, content, {}, development_instrument())
    except BadDocument as refused:
        assert not any(word in str(refused) for word in ("is missing", "does not belong")), f"{form}: {refused}"
        return {}
    except NotAllowed:
        return {}
