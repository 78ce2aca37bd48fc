"""What a line of the file of acts says besides what was done and when: `months=12 new_plan=no`, as codes."""

from collections.abc import Mapping
from typing import Literal, get_args

from models.acts import Code, Codes
from models.base import Frozen
from models.brought_in import Ground, Holder, Women
from models.forms.leading import Led
from models.ids import Process
from rules.catalogue import cite, rule
from starter.import_cells import WORDS, day_of, yes_or_no

PRISON, ADMIN, PSYCHOLOGY = Process.penitentiary_cycle, Process.administrator_plan, Process.psychology_service
MARK = "abcdefghijklmnopqrstuvwxyz0123456789_-"
"""What a code is written in; words of a document are not told."""


class Detail(Frozen):
    """One detail of a line: what may be said, whether it must be, and what holds when it is not said."""

    kind: Literal["choice", "list", "yes", "number", "day", "code"]
    among: tuple[str, ...] = ()
    needed: bool = False
    silent: Code = None
    at_most: str | None = None
    """The rule whose number of months bounds it."""


def _one_of(*words: str, needed: bool = False, silent: Code = None) -> Detail:
    return Detail(kind="choice", among=words, needed=needed, silent=silent)


LEVELS = ("low", "medium", "high")
LEVEL = _one_of(*LEVELS, needed=True)
YES = Detail(kind="yes")
SCREENED = {"serious_harm": LEVEL, "instant": YES}
PLANNED = Detail(kind="number", needed=True, at_most="o502.13.2.2")
ASSESSED = {"consultation_record": _one_of("kept", "to_follow")}
SERVICES = {"decision": _one_of("suspend", "change_plan", "goes_on", needed=True)}
DECIDED = {"decision": _one_of("approved", "returned", silent="approved")}
ASKED = {"by": Detail(kind="code", needed=True)}

DETAILS: Mapping[Process, Mapping[str, Mapping[str, Detail]]] = {
    PRISON: {
        "screening": SCREENED,
        "static": {"static": LEVEL},
        "dynamic": {"dynamic": LEVEL},
        "women": {"services": Detail(kind="list", among=get_args(Women))},
        "conclusion": {"outcome": _one_of(*get_args(Holder), needed=True)},
        "team_order": {"members": Detail(kind="list")},
        "meeting": {"present": Detail(kind="list")},
        "part_iv": {"agreed": Detail(kind="yes", silent=True), "reoffending": _one_of(*LEVELS)},
        "draft": {"months": Detail(kind="number", needed=True, at_most="o502.14.1")},
        "vote": {"vote": _one_of("for", "against", needed=True), "by": Detail(kind="code", needed=True)},
        "adopt": {"casting": _one_of("adopt", "reject")},
        "sign": {"convict": Detail(kind="yes", silent=True), "case_manager": Detail(kind="yes", silent=True)},
        "approve": DECIDED,
        "monitor": {"follows": _one_of("plan_goes_on", "reassessment")},
        "refuse": {"what": Detail(kind="code", needed=True)},
        "lead": {"what": _one_of(*get_args(Led), needed=True), "members": Detail(kind="list")},
        "review_services": SERVICES,
    },
    ADMIN: {
        "assess": {"months": PLANNED, "refused_services": Detail(kind="number")},
        "revise": {"months": PLANNED, "refused_services": Detail(kind="number")},
        "agree": {"decision": _one_of("agreed", "returned", silent="agreed")},
        "reassess": {
            "new_plan": Detail(kind="yes", silent=True),
            "months": Detail(kind="number", at_most="o502.13.2.2"),
            "refused_services": Detail(kind="number"),
        },
        "screen": SCREENED,
        "refuse": {"what": _one_of("service", "plan", needed=True)},
        "review_services": SERVICES,
    },
    PSYCHOLOGY: {
        **dict.fromkeys(("assess", "assess_high", "assess_instant", "assess_planned", "assess_again"), ASSESSED),
        "plan": {
            "ends": Detail(kind="day", needed=True),
            "convict_took_part": Detail(kind="yes", silent=True),
            "discussed": YES,
        },
        "approve": DECIDED,
        "monitor": {"carried_out": _one_of("wholly", "partly", "not")},
        "monitor_early": {"carried_out": _one_of("wholly", "partly", "not")},
        "refer": {"specialist": Detail(kind="code", needed=True)},
        "contact": {"with_whom": Detail(kind="code", needed=True)},
        "request_characteristic": {"purpose": _one_of("parole", "pardon", "other", needed=True), **ASKED},
        "request_consultation": ASKED,
        "request_meeting": ASKED,
    },
}
"""Process → what was done → its details. What is not listed has none; who did it (`by`, `staff`) may always be said."""

ALWAYS = {"by": Detail(kind="code"), "staff": Detail(kind="code")}
LEDGER = {
    "suspend": {"ground": _one_of(*get_args(Ground), needed=True)},
    "resume": {"ground": _one_of(*get_args(Ground))},
}
"""Article 15(1) by its letter; without one, whatever is suspended is resumed."""


def details_of(process: Process, done: str, text: str) -> Codes:
    """The details of a line as codes. Raises ValueError with what is wrong and what may be said."""
    ledger = {} if process is PSYCHOLOGY else LEDGER
    known = {**ALWAYS, **ledger.get(done, {}), **DETAILS[process].get(_base(done), {})}
    said: dict[str, str] = {}
    for part in text.replace(",", " ").split():
        name, mark, value = part.partition("=")
        if not mark or name not in known:
            raise ValueError(f"'{name}' is no detail of '{done}': {_known(known)}")
        said[name] = value
    codes: Codes = {}
    for name, detail in known.items():
        if name in said:
            codes[name] = _read(name, said[name], detail)
        elif detail.needed:
            raise ValueError(f"'{done}' needs the detail '{name}': {_known({name: detail})}")
        elif detail.silent is not None:
            codes[name] = detail.silent
    if done in LEDGER and "ground" in codes:
        codes["ground"] = f"o502.15.1.{codes['ground']}"
    if process is ADMIN and done == "reassess" and codes["new_plan"] and "months" not in codes:
        raise ValueError("'reassess' with a new plan needs its months: write months=12, or new_plan=no")
    return codes


def _base(done: str) -> str:
    return done.partition("@")[0].partition("#")[0]


def _known(known: Mapping[str, Detail]) -> str:
    return "write " + " ".join(f"{name}={_example(detail)}" for name, detail in known.items())


def _example(d: Detail) -> str:
    plain = {"yes": "yes|no", "number": "1", "day": "2026-03-02", "code": "a_word", "list": "one+two"}
    return "|".join(d.among) if d.kind == "choice" else "+".join(d.among) or plain[d.kind]


def _read(name: str, text: str, d: Detail) -> Code | list[str]:
    match d.kind:
        case "yes":
            return yes_or_no(name, text)
        case "day":
            return day_of(text, name).isoformat()
        case "number":
            return _number(name, text, d.at_most)
        case "list":
            return [_word(name, word, d.among) for word in text.split("+")]
        case _:
            return _word(name, WORDS.get(text.lower(), text), d.among)


def _number(name: str, text: str, at_most: str | None) -> int:
    cap = rule(at_most).duration if at_most else None
    if not text.isdigit() or (int(text) < 1 and cap is not None):
        raise ValueError(f"'{name}' is not a whole number")
    if at_most and cap is not None and int(text) > cap.value:
        raise ValueError(f"'{name}' {text} is more than the {cap.value} months of {cite(at_most)}")
    return int(text)


def _word(name: str, text: str, among: tuple[str, ...]) -> str:
    if among and text.lower() in among:
        return text.lower()
    if among or not text or any(c not in MARK for c in text.lower()):
        raise ValueError(f"'{name}' is {'one of ' + ', '.join(among) if among else 'a code, without spaces or words'}")
    return text


def listed() -> list[tuple[str, str, str]]:
    """Each kind of case, what may be told of it, and its details: for those who fill in the file."""
    rows = []
    for process, things in DETAILS.items():
        ledger = {} if process is PSYCHOLOGY else LEDGER
        for done, details in {**things, **ledger}.items():
            rows.append((process.value, done, _known(details).removeprefix("write ")))
    return rows
