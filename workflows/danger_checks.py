"""What the danger-risk rule refuses, each with its article and the way on."""

from collections.abc import Callable
from datetime import date

from models.acts import Act, Refusal
from models.danger_review import Facts
from rules.danger.edition import Edition, edition
from rules.danger.periods import circumstances_hold, early_allowed
from workflows import danger_placing, danger_votes
from workflows.danger_arrivals import being_placed
from workflows.danger_duties import PARTS
from workflows.danger_own import being_asked
from workflows.danger_roles import LATER_ALONE
from workflows.danger_votes import no
from workflows.steps.duty import base


def check(f: Facts, act: Act, key: str | None) -> Refusal | None:
    """What the law forbids now."""
    e = edition(f.edition)
    matter = LATER_ALONE.get(act.act)
    if matter is not None and not e.has(matter):
        return Refusal(
            rule=e.rule("order"),
            because=f"Order 70 knows no '{act.act.replace('_', ' ')}'; it came with the later rule",
            way_on="Look at what is open in this case, or see by which edition it runs",
        )
    found: Callable[[Facts, Edition, Act], Refusal | None] | None = None
    if act.act == "complete" and key is not None:
        found = STEPS.get(base(key))
        if base(key) in (*PARTS.values(), "data"):
            return _part(f, e, act, base(key))
    elif act.act == "correct" and key is not None:
        return _correct(f, e, key)
    else:
        found = OWN.get(act.act)
    return found(f, e, act) if found else None


def _correct(f: Facts, e: Edition, key: str) -> Refusal | None:
    """What was entered wrongly may be corrected until somebody has acted on it; both versions stay."""
    cycle = int(key.split("#")[0].split("@")[1]) if "@" in key else 1
    match base(key):
        case "data" | "data_i" | "data_ii" | "data_iii" | "security" if cycle == f.cycle:
            if f.now.decided_on is None:
                return None
            return no(e.rule("consider"), "The team has decided on it", "Ask for an early reassessment: act 'petition'")
        case "send_decision" if cycle == f.cycle and f.now.handed_on and f.now.ordered_on is None:
            return None
        case "newcomer_place" if f.received_on is None:
            return None
        case "notify" if cycle == f.cycle - 1 and f.served_on is not None:
            return None
    return no(
        rule=e.rule("consider"),
        because=f"'{key}' is not corrected but done again, or it belongs to an assessment that is over",
        way_on="Correct the data and the security form before the decision, the sending before the order, the day of "
        "service while the appeal runs, a newcomer's placement before the reception",
    )


# ---------------------------------------------------------------------- data and security


def _part(f: Facts, e: Edition, act: Act, key: str) -> Refusal | None:
    """Each part of Order 70's form is filled in by its own member (or the planning team in the group's place)."""
    parts = [str(p) for p in (act.codes.get("parts") or [])]  # type: ignore[union-attr]
    mine = next((part for part, name in PARTS.items() if name == key), None)
    strange = [p for p in parts if p != mine]
    if mine is not None and strange and act.by != "sentence_planning_mdt":
        return no(
            f"o70.a2.{mine}",
            f"Part {', '.join(strange)} is not for the one who fills in part {mine}",
            "Hand in your own part alone; each part has its own filler",
        )
    if mine is None and act.codes.get("source") == "sentence_planning_mdt" and act.by == "sentence_planning_mdt":
        return no(e.rule("fill"), "Only the group's members answer for the form", "Let a member confirm the draft")
    return None


def _seal(f: Facts, e: Edition, act: Act) -> Refusal | None:
    if act.codes.get("sealed", True):
        return None
    return no(e.rule("stamp"), "Not every page bears the seal", "Stamp every page in its lower right corner first")


def _security(f: Facts, e: Edition, act: Act) -> Refusal | None:
    if not act.codes.get("signed", True):
        return no(e.rule("security"), "The head of the Main Security Division has not signed it", "Have it signed")
    if act.codes.get("secret") and not e.has("secret"):
        return no(e.rule("security"), "Order 70 sets no secret class for this form", "Hand the form in as it is")
    return None


# ---------------------------------------------------------------------- consent, order, appeal


def _answer(f: Facts, e: Edition, act: Act) -> Refusal | None:
    person = act.codes.get("person")
    if person is not None and person != f.person:
        return no(
            e.rule("consent"),
            "The paper is signed by another person than the convict of this case",
            "Only the convict's own written consent counts",
        )
    if act.act in ("consent", "refuse") and not (being_asked(f) or being_placed(f)):
        return no(
            e.rule("consent"),
            "The convict is not being asked now",
            "The director sends the decision first; an answer is given once",
        )
    consents = act.codes.get("consents", act.act != "refuse")
    if consents and act.codes.get("whole") is False:
        return no(
            e.rule("consent_says"),
            "The consent does not agree to the duties of the low-risk institution",
            "It names study or work and the rehabilitation measures",
        )
    return None


def _received(f: Facts, e: Edition, act: Act) -> Refusal | None:
    if f.now.handed_on is None or f.now.ordered_on is not None:
        return no(
            e.rule("order"),
            "No decision lies with the director that waits for an order",
            "Record it between the sending of the decision and the order",
        )
    return None


def _appeal(f: Facts, e: Edition, act: Act) -> Refusal | None:
    if not f.served_for:
        return no(e.rule("appeal"), "No order has been served yet", "The appeal goes with the order: serve it first")
    if e.id == "dr2" and act.codes.get("to") != "court":
        return no(e.rule("appeal_to"), "The appeal goes to court", "File it with the court")
    if e.id == "dr2" and f.served_for in f.appealed:
        return no(e.rule("appeal"), "This decision was appealed already; it may be once", "Wait for the court")
    return None


def _file(f: Facts, e: Edition, act: Act) -> Refusal | None:
    """Later rule 16(2): nothing but a state secret is held back on this ground, and a refusal says why."""
    if act.codes.get("refused") and not act.codes.get("reasoned"):
        return no(e.rule("file"), "A refusal of the written request gives its reason", "State the reason in the paper")
    if e.has("secret") and act.codes.get("held_back") and not (f.secret or f.now.secret):
        return no(
            e.rule("file"),
            "Nothing in this case is a state secret, so nothing is held back",
            "Hand over the minutes and the materials",
        )
    return None


# ---------------------------------------------------------------------- reassessment


def _petition(f: Facts, e: Edition, act: Act) -> Refusal | None:
    ground = str(act.codes.get("ground"))
    if early_allowed(e, f.last_kind, ground) is None:
        return no(
            e.rule("petition"),
            f"'{ground}' is no special case",
            "It is: behaviour, environment or unjustified_stay" + (", attitude" if e.id == "o70" else ""),
        )
    if f.now.sent_on is not None and f.now.decided_on is None:
        return no(e.rule("petition"), "The team has the case already", "Add what is new to the materials")
    on = act.codes.get("circumstances_on")
    if not circumstances_hold(e, date.fromisoformat(str(on)) if on else None, f.last_on):
        return no(e.rule("petition_says"), "The circumstances are older than the last assessment", "State new ones")
    if e.has("petition_annex") and not act.codes.get("annex", True):
        return no(e.rule("petition_annex"), "The primary data form is not attached", "Attach annex 1")
    return None


def _apply_for(f: Facts, e: Edition, act: Act) -> Refusal | None:
    if f.last_kind != "medium":
        return no(
            e.rule("application"),
            "Only a convict of medium danger risk applies for reassessment",
            "Inform the director of the new circumstances instead: act 'inform'",
        )
    return None


STEPS: dict[str, Callable[[Facts, Edition, Act], Refusal | None]] = {
    "seal": _seal,
    "security": _security,
    "consider": danger_votes.consider,
    "decide": danger_votes.decide,
    "decide_again": danger_votes.decide,
    "temporary_reassess": danger_votes.decide,
    "new_head": danger_votes.new_head,
    "consent": _answer,
    "give_file": _file,
    **danger_placing.STEPS,
}
OWN: dict[str, Callable[[Facts, Edition, Act], Refusal | None]] = {
    "vote": danger_votes.vote,
    "recuse": danger_votes.recuse,
    "sign": danger_votes.sign,
    "hear": danger_votes.hear,
    "decision_received": _received,
    "consent": _answer,
    "refuse": _answer,
    "appeal": _appeal,
    "petition": _petition,
    "apply": _apply_for,
    **danger_placing.OWN,
}
