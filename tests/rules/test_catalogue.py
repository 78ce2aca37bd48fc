"""The catalogue as it is loaded."""

import subprocess
import sys
from datetime import date

import pytest

from models.law import Rule
from rules import catalogue
from rules.catalogue import UnknownName, UnknownRule


def test_every_rule_is_there_and_belongs_to_its_act() -> None:
    """Seven part files, one id each, actors and triggers known."""
    found = catalogue.rules()
    assert len(found) == 1055
    assert len({r.part for r in found}) == 7
    for rule in found:
        assert rule.id.split(".")[0] == rule.act
        if rule.actor:
            assert catalogue.actor(rule.actor)
        if rule.trigger:
            assert catalogue.event(rule.trigger)
        for form in rule.forms:
            assert catalogue.form(form)


def test_no_quotation_and_no_place_of_this_machine() -> None:
    """The Georgian text of the acts stays out; so do file names of the source catalogue."""
    for rule in catalogue.rules():
        assert "quote_ka" not in rule.model_dump()
        assert "terms-and-calendar" not in str(rule)


def test_an_unknown_id_names_its_neighbours() -> None:
    """The message helps to find the right one."""
    with pytest.raises(UnknownRule, match=r"'o502\.8\.33' is no rule .*o502\.8\.3"):
        catalogue.rule("o502.8.33")
    with pytest.raises(UnknownRule, match=r"it has parts: o502\.8\.9\.1"):
        catalogue.rule("o502.8.9")
    with pytest.raises(UnknownName, match="case_manager"):
        catalogue.actor("case_manger")


def test_the_same_annex_number_is_another_paper_in_another_act() -> None:
    """Annex 1 of three acts."""
    assert catalogue.form("annex-01").act == "o502"
    assert "interpreter" in catalogue.form("annex-01", "o320").en
    assert catalogue.form("annex-02", "o502", "o502-c").part == "o502-c"


def test_an_edition_is_chosen_by_its_day() -> None:
    """The value in force on a day; before the first edition, the first one."""
    rule = Rule.model_validate(
        {**catalogue.rule("o502.8.3").model_dump(by_alias=True),
         "terms": [{"from": "2020-03-12", "value": 1, "unit": "week", "bound": "at_most"},
                   {"from": "2027-01-01", "value": 5, "unit": "working_day", "bound": "at_most"}]}
    )  # fmt: skip
    values = [
        term.value
        for day in (date(2019, 1, 1), date(2026, 12, 31), date(2027, 1, 1), date(2027, 1, 2))
        if (term := rule.term_on(day))
    ]
    assert values == [1, 1, 5, 5]


def test_citations() -> None:
    """As a lawyer writes them, in both languages."""
    assert catalogue.cite("o502.8.3") == "Order 502 art. 8(3)"
    assert catalogue.cite("o70.a2.4.1") == "Order 70, Annex 2, item 4.1"
    assert catalogue.cite("o502.8.3", "ka") == "ბრძანება №502, მუხლი 8(3)"
    assert catalogue.cite("o502.3.k.3", "ka") == "ბრძანება №502, მუხლი 3(ლ)"
    assert catalogue.cite("o502.15.1.f") == "Order 502 art. 15(1)(f)"
    assert catalogue.cite("o502.15.1.f", "ka") == "ბრძანება №502, მუხლი 15(1)(ვ)"


def test_the_law_commands_need_no_temporal_and_no_sql() -> None:
    """Neither is imported when a deadline is counted or a form scored."""
    code = (
        "import sys, starter.law_commands, starter.scoring_command, rules.terms.counting, rules.escalation\n"
        "sys.exit(any(m.split('.')[0] in ('temporalio', 'sqlalchemy') for m in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
