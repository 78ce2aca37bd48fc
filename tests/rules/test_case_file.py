"""Order 502, articles 3(j), 4(1)(f), 11(3), 17(4), (6), (8): the case file, who reads it, what is given out."""

from typing import Any

import pytest

from models.base import Frozen
from rules.order_502.case_file import AGENCIES, asked_by, in_the_file, last_annex_1, on_annex, on_request, reader


class Kept(Frozen):
    """A paper of a made-up file."""

    id: str
    form: str | None
    corrects: str | None = None
    state: str = "settled"


FILE = (
    Kept(id="D-1", form="annex-01-part-1"),
    Kept(id="D-2", form="annex-01-part-1", corrects="D-1"),
    Kept(id="D-3", form="annex-03"),
    Kept(id="D-4", form="annex-08"),
    Kept(id="D-5", form="adm-reassess"),
    Kept(id="D-6", form="adm-screen"),
    Kept(id="D-7", form="director-agreement"),
    Kept(id="D-8", form="annex-04", state="refused"),
    Kept(id="D-9", form="annex-02"),
    Kept(id="D-10", form="doc-summary-report"),
    Kept(id="D-11", form="annex-01-part-2"),
    Kept(id="D-12", form=None),
)


@pytest.mark.rule("o502.3.j", "o502.11.3", "o502.17.4")
def test_the_file_holds_every_version_of_what_was_taken() -> None:
    assert [p.id for p in in_the_file(FILE)] == [p.id for p in FILE if p.id != "D-8"]


@pytest.mark.rule("o502.17.6.2")
@pytest.mark.parametrize("requester", ["convict", "official_representative"])
def test_on_request_only_the_five_annexes_are_given(requester: str) -> None:
    answers = {a.document: a for a in on_request(FILE, requester)}
    assert {d for d, a in answers.items() if a.allowed} == {"D-4", "D-5"}
    assert "D-1" not in answers, "an old version is not handed out beside the new one"
    assert "D-8" not in answers, "what was refused is not in the file"
    assert {a.rule for a in answers.values()} == {"o502.17.6.2"}
    assert all("lawyer" in a.reason for a in answers.values() if not a.allowed)


@pytest.mark.rule("o502.17.6.2")
@pytest.mark.parametrize(
    ("requester", "authority", "taken"),
    [
        ("convict", None, True),
        ("official_representative", None, False),
        ("official_representative", "  ", False),
        ("official_representative", "power of attorney of 1 May", True),
        ("relative", "none", False),
        ("agency", None, False),
    ],
)
def test_who_may_ask(requester: str, authority: str | None, taken: bool) -> None:
    answer = asked_by(requester, authority)
    assert (answer.allowed, answer.rule) == (taken, "o502.17.6.2")


@pytest.mark.rule("o502.17.8")
def test_the_last_annex_1_alone_passes_to_the_other_agency() -> None:
    assert [p.id for p in last_annex_1(FILE)] == ["D-6", "D-11"], "part I as screened last, part II as it stands"
    assert last_annex_1(FILE[2:4]) == ()
    assert len(AGENCIES) == 2


@pytest.mark.rule("o502.4.1.f")
@pytest.mark.parametrize(
    ("form", "role", "how", "allowed"),
    [
        ("annex-01-part-1", None, {}, False),
        ("annex-01-part-1", "case_manager", {}, True),
        ("annex-01-part-1", "case_administrator", {}, False),
        ("annex-01-part-1", "case_administrator", {"facts": {"team": ["case_administrator"]}}, True),
        ("annex-01-part-1", "case_manager", {"facts": {"handed_over_on": "2026-06-10"}}, False),
        ("annex-01-part-1", "case_administrator", {"facts": {"handed_over_on": "2026-06-10"}}, True),
        ("adm-screen", "case_administrator", {"process": "administrator_plan"}, True),
        ("adm-screen", "case_manager", {"process": "administrator_plan"}, False),
        ("adm-screen", "case_manager",
         {"process": "administrator_plan", "facts": {"handed_back_on": "2026-08-03"}}, True),
        ("director-agreement", "director", {"process": "administrator_plan"}, True),
        ("adm-monitor", "director", {"process": "administrator_plan"}, False),
        ("annex-01-part-1", "professional_supervisor", {}, False),
        ("annex-01-part-1", "professional_supervisor", {"facts": {"supervisor_on": "2026-07-01"}}, True),
        ("note", "head_of_division", {}, False),
        ("annex-12", "case_manager", {"process": "probation_cycle"}, False),
    ],
)  # fmt: skip
def test_a_paper_is_confidential_unless_the_order_opens_it(
    form: str, role: str | None, how: dict[str, Any], allowed: bool
) -> None:
    answer = reader(form, role, **({"process": "penitentiary_cycle", "facts": {}} | how))
    assert answer.allowed is allowed
    assert answer.reason


def test_papers_without_a_form_of_the_order_are_the_case_files() -> None:
    assert [on_annex(f) for f in ("note", None, "act-suspend", "adm-monitor", "psy-request_meeting")] == [
        "doc-case-file", "doc-case-file", "doc-case-file", "annex-09", "annex-10",
    ]  # fmt: skip
