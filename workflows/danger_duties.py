"""The duties of a danger-risk review, by edition: the same duties, with the rules, actors and forms of each.

A duty that one edition lacks is None there; the articles in `danger_review` ask for it by `if`.
"""

from dataclasses import dataclass, fields, replace

from models.record import Counting
from rules.danger.edition import BOTH, Edition
from workflows.steps.duty import Duty

NONE = Counting.none
PARTS = {"I": "data_i", "II": "data_ii", "III": "data_iii"}
"""Part of Order 70's annex 2 → the step in which its own filler hands it in."""


@dataclass(frozen=True)
class Duties:
    """All duties of one edition."""

    select: Duty
    data: tuple[Duty, ...]
    ask_mdt: Duty | None
    mdt_info: Duty | None
    seal: Duty
    present: Duty
    send: Duty
    security: Duty
    members: Duty | None
    consider: Duty
    decide: Duty
    depart_reason: Duty
    decide_again: Duty
    contact: Duty
    change_team: Duty
    second: Duty | None
    new_head: Duty
    send_decision: Duty
    to_registry: Duty
    register: Duty
    case_register: Duty | None
    consent_target: Duty | None
    ask_consent: Duty
    consent: Duty
    give_back: Duty
    order: Duty
    notify: Duty
    appeal_window: Duty
    give_file: Duty
    reassess: dict[str, Duty]
    plan_ahead: dict[str, Duty]
    give_info: Duty
    returned: Duty | None
    answer: Duty
    pass_on: Duty | None
    newcomer_place: Duty | None
    newcomer_follow: Duty | None
    newcomer_send: Duty | None
    newcomer_info: Duty | None
    temporary: Duty | None
    temporary_reassess: Duty | None
    temporary_return: Duty | None
    juvenile: Duty | None

    def all(self) -> tuple[Duty, ...]:
        """Every duty there is."""
        found: list[Duty] = []
        for field in fields(self):
            value = getattr(self, field.name)
            if isinstance(value, Duty):
                found.append(value)
            elif isinstance(value, tuple):
                found += value
            elif isinstance(value, dict):
                found += value.values()
        return tuple(found)


def _data(e: Edition) -> tuple[Duty, ...]:
    """The parts of the data form, each by its filler; the later rule's form has no known parts."""
    also = ("primary_group_head", "primary_group_member", "primary_group")
    if e.id == "dr2":
        rules = e.rules("fill", "process", "coordinate")
        by = ("primary_group_head", "primary_group")
        return (Duty("data", rules, "primary_group_member", "convicts_selected", e.data_form, NONE, also_by=by),)
    fillers = {
        "I": ("group_member_special_registration", ("o70.a2.I", "o70.a2.3.4")),
        "II": ("group_member_legal_regime", ("o70.a2.II",)),
        "III": ("group_member_social", ("o70.a2.III", "o70.a2.III.lead")),
    }
    return tuple(
        Duty(
            PARTS[part],
            (*own, *e.rules("fill", "process", "coordinate")),
            filler,
            "processing_order_set",
            e.data_form,
            NONE,
            also_by=("sentence_planning_mdt", *also),
        )
        for part, (filler, own) in fillers.items()
    )


def _of(e: Edition) -> Duties:
    later = e.id == "dr2"
    r, act = e.rules, e.id
    team = ("risk_team_head", "risk_team_deputy_head", e.secretariat)
    planning = () if later else ("sentence_planning_mdt",)
    group = ("primary_group_head", "primary_group_member", *planning)

    def paper(name: str) -> str:
        return f"{act}.{name}"

    def only(duty: Duty) -> Duty | None:
        return duty if later else None

    info_form = e.data_form
    return Duties(
        select=Duty("select", r("select", "priority", "processing_order", "group_session", "group", "list"),
                    "primary_group", "group_list_made", counting=NONE, also_by=group),
        data=_data(e),
        ask_mdt=only(Duty("ask_mdt", r("mdt_source"), "primary_group", "convicts_selected", counting=NONE,
                          also_by=group)),
        mdt_info=only(Duty("mdt_info", r("mdt_gives", "mdt_source"), "sentence_planning_mdt", "convicts_selected",
                           paper("mdt-information"), NONE)),
        seal=Duty("seal", r("seal", "stamp"), "primary_group_head", "form_completed", paper("sealing"), NONE,
                  also_by=planning),
        present=Duty("present", r("present"), "primary_group_head", "form_completed", counting=NONE, also_by=planning),
        send=Duty("send", r("send", "security_list", "electronic"), "institution_director",
                  "forms_received_by_director", paper("security-list")),
        security=Duty("security", r("security", "security_sources"), "security_main_division", "security_list_received",
                      e.security_form, also_by=("security_main_division_head",)),
        members=only(Duty("members", r("materials_to_members", "read_list"), "team_service_unit",
                          "security_materials_received", counting=NONE, also_by=("team_service_unit_employee",))),
        consider=Duty("consider", r("consider", "read_list", "closed_session", "receive_electronically"), "risk_team",
                      "security_materials_received", paper("session-list"), NONE, also_by=team),
        decide=Duty("decide", r("decide", "independent", "no_hearing", "judge", "minutes", "majority", "quorum"),
                    "risk_team", "security_materials_received", paper("session-minutes"), also_by=team,
                    period=not later, by_hand=not later),
        depart_reason=Duty("depart_reason", r("decide"), "risk_team_head", counting=NONE,
                           also_by=("risk_team_deputy_head",)),
        decide_again=Duty("decide_again", r("decide_again", "majority"), "risk_team", "decision_returned_to_team",
                          paper("session-minutes"), NONE, also_by=team),
        contact=Duty("contact", r("contact_reserve", "reserve_sits", "same_unit"), "risk_team_head",
                     "recusal_declared", counting=NONE, also_by=("risk_team_deputy_head",)),
        change_team=Duty("change_team", r("team"), e.actor("team"), "recusal_declared", counting=NONE),
        second=only(Duty("second", r("second_reserve", "which_reserve"), "general_director",
                         "member_and_reserve_recused")),
        new_head=Duty("new_head", r("new_head") or r("team", "head_recused"), e.director,
                      "head_and_deputy_recused" if later else "head_recused", paper("new-head"), NONE),
        send_decision=Duty("send_decision", r("send_decision"), "risk_team", "risk_decided", also_by=team),
        to_registry=Duty("to_registry", r("to_registry"), e.secretariat, "risk_decided", counting=NONE,
                         also_by=("team_service_unit_employee",) if later else ()),
        register=Duty("register", r("registered"), e.registry, counting=NONE),
        case_register=only(Duty("case_register", r("case_register"), "team_service_unit", "risk_decided", counting=NONE,
                                also_by=("team_service_unit_employee",))),
        consent_target=only(Duty("consent_target", r("ask_consent"), e.director, "risk_decided", period=True)),
        ask_consent=Duty("ask_consent", r("ask_consent"), e.director,
                         "low_risk_decision_received" if later else "low_risk_decision_seen"),
        consent=Duty("consent", r("consent", "consent_says"), "convict", counting=NONE,
                     form=paper("low-risk-consent"), also_by=("institution_director",)),
        give_back=Duty("give_back", r("return"), e.director, "low_risk_consent_refused", counting=NONE),
        order=Duty("order", r("order", "may_transfer", "choice", "nearest"), e.director,
                   "decision_handed_to_general_director" if later else "decision_handed_to_director",
                   paper("transfer-order")),
        notify=Duty("notify", r("notify"), e.actor("notify"), "transfer_order_issued" if later
                    else "convict_left_or_transferred", also_by=("institution_director", e.secretariat, e.director)),
        appeal_window=Duty("appeal_window", r("appeal_window", "appeal", "appeal_to"), "convict", "order_served",
                           period=True),
        give_file=Duty("give_file", r("file"), "risk_team" if not later else "team_service_unit",
                       "written_file_request", paper("file-given"), NONE, also_by=team),
        reassess={
            kind: Duty("reassess", (*r(f"reassess_{kind}"), *r("periodic", "reassess_procedure")), "risk_team",
                       {"high": "high_risk_set", "increased": "increased_risk_set"}.get(kind, "risk_assessed")
                       if later else "risk_assessed")
            for kind in e.kinds if e.has(f"reassess_{kind}")
        },
        plan_ahead={
            kind: Duty("plan_ahead", r("give_info"), "institution_director", "risk_assessed", period=True)
            for kind in e.kinds if e.has(f"reassess_{kind}")
        },
        give_info=Duty("give_info", r("give_info", "reassess_procedure"), "institution_director",
                       counting=Counting.before, form=info_form),
        returned=only(Duty("returned", r("returned"), "risk_team", "returned_from_hospital")),
        answer=Duty("answer", r("informed", "petition"), "institution_director", "special_circumstance",
                    paper("on-petition"), NONE),
        pass_on=only(Duty("pass_on", r("application"), "institution_director", "convict_applied", paper("on-petition"),
                          NONE)),
        newcomer_place=only(Duty("newcomer_place", r("newcomer_placed", "newcomer"), "general_director",
                                 "imprisonment_imposed", paper("transfer-order"))),
        newcomer_follow=only(Duty("newcomer_follow", r("newcomer_assessed"), "general_director", "imprisonment_imposed",
                                  paper("transfer-order"), NONE)),
        newcomer_send=only(Duty("newcomer_send", r("newcomer_sent"), "penitentiary_department",
                                "placement_order_copy_received", paper("reception"))),
        newcomer_info=only(Duty("newcomer_info", r("newcomer_info"), "institution_director", "received_to_serve",
                                info_form, not_before=True)),
        temporary=only(Duty("temporary", r("temporary", "temporary_regime"), "general_director",
                            "temporary_transfer_ordered", period=True)),
        temporary_reassess=only(Duty("temporary_reassess", r("temporary_reassess"), "risk_team",
                                     "temporary_transfer_ordered", paper("session-minutes"),
                                     term_rule=e.rule("temporary") if later else None, also_by=team)),
        temporary_return=only(Duty("temporary_return", r("temporary"), "general_director", counting=NONE)),
        juvenile=only(Duty("juvenile", r("left_juvenile_adult", "left_juvenile_21", "left_juvenile_education",
                                         "left_juvenile_rights"), "general_director", form=paper("transfer-order"),
                           counting=NONE)),
    )  # fmt: skip


def sent_in_the_window(e: Edition, duties: Duties) -> Duty:
    """The director's sending of what the group presented too early about a newly arrived convict: within 15(4)."""
    assert duties.newcomer_info is not None
    rules, event = (*e.rules("newcomer_info"), *duties.send.rules), duties.newcomer_info.event
    return replace(duties.send, rules=rules, event=event, not_before=True)


OF: dict[str, Duties] = {e.id: _of(e) for e in BOTH}
"""The duties of each edition."""
