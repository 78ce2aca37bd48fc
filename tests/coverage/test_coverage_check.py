"""The report, and the check that fails the build when a rule is lost or a limit is broken."""

import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from law.evidence_data import NOT_SOFTWARE, Evidence, NotSoftware, Proof, read_not_software
from rules import catalogue
from rules.coverage import MOST, NEVER, Status, always_software, limits, report
from starter.coverage_command import coverage
from tools import law_coverage

PROOF = Proof(test="tests/test_it.py::test_it", code="rules.somewhere:function", kind="function")


def proved(*ids: str, complete: bool = True) -> Evidence:
    """Evidence for these rules."""
    return Evidence(complete=complete, rules=dict.fromkeys(ids, (PROOF,)))


def claims(*ids: str) -> list[NotSoftware]:
    """These rules are called not software."""
    return [NotSoftware(rule=r, reason="People do it.") for r in ids]


def files(folder: Path, run: Evidence | None, accepted: Evidence) -> tuple[Path, Path]:
    """The two files of the check."""
    if run is not None:
        (folder / "run.json").write_text(run.text())
    (folder / "accepted.json").write_text(accepted.text())
    return folder / "run.json", folder / "accepted.json"


# ---------------------------------------------------------------------- the check


def test_a_lost_rule_fails_by_name(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It says which article, and which test proved it before."""
    where = files(tmp_path, proved("o502.8.3"), proved("o502.8.3", "o502.8.5"))
    assert law_coverage.main(["--check"], *where) == 1
    said = capsys.readouterr().err
    assert "o502.8.5 (Order 502 art. 8(5)) was implemented and is no longer" in said
    assert PROOF.test in said
    assert law_coverage.main(["--accept"], *where) == 1, "what is lost is not accepted in silence"
    assert law_coverage.main(["--accept", "--drop", "o502.8.5"], *where) == 0
    assert json.loads(where[1].read_text())["rules"].keys() == {"o502.8.3"}


def test_a_rule_that_left_the_catalogue_is_lost_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Its article can no longer be cited; its name still is."""
    assert law_coverage.main(["--check"], *files(tmp_path, proved(), proved("o502.8.99"))) == 1
    assert "o502.8.99 (no longer in the catalogue) was implemented" in capsys.readouterr().err


def test_a_new_rule_passes_and_is_named_until_it_is_accepted(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What is accepted once can be lost afterwards."""
    where = files(tmp_path, proved("o502.8.3", "o502.8.5"), proved("o502.8.3"))
    assert law_coverage.main(["--check"], *where) == 0
    assert "New: o502.8.5; accept with" in capsys.readouterr().out
    assert law_coverage.main(["--accept"], *where) == 0
    assert law_coverage.main(["--check"], *where) == 0
    assert "New" not in capsys.readouterr().out.split("Accepted")[1]


@pytest.mark.parametrize("run", [None, proved("o502.8.3", complete=False)])
def test_without_a_whole_run_nothing_is_decided(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], run: Evidence | None
) -> None:
    """Neither checked nor accepted."""
    for asked in ("--check", "--accept"):
        assert law_coverage.main([asked], *files(tmp_path, run, proved())) == 1
        assert "whole" in capsys.readouterr().err


# ---------------------------------------------------------------------- the limits


def test_the_shipped_claims_keep_the_limits() -> None:
    """Of the rules in force today."""
    assert limits() == []


@pytest.mark.parametrize("kind", sorted(NEVER & {r.kind for r in catalogue.rules()}))
def test_such_a_rule_is_never_not_software(kind: str) -> None:
    """One of each kind."""
    rule = next(r for r in catalogue.rules() if r.kind == kind)
    (wrong,) = limits(claims(rule.id), Evidence())
    assert f"{rule.id} (" in wrong
    assert "never not software" in wrong


def test_a_term_is_always_software_whatever_its_kind() -> None:
    """The eight months of article 3(k) stand in a definition."""
    assert catalogue.rule("o502.3.k.1").kind == "definition"
    (wrong,) = limits(claims("o502.3.k.1"), Evidence())
    assert "gives a term" in wrong


def test_at_most_fifteen_per_cent_of_the_rest_of_an_act() -> None:
    """Definitions are free; one rule over the limit is too much."""
    rest = [r.id for r in catalogue.rules(act="o502") if not always_software(r) and r.kind != "definition"]
    free = [r.id for r in catalogue.rules(act="o502") if r.kind == "definition" and not always_software(r)]
    most = len(rest) * MOST // 100
    assert limits(claims(*free, *rest[:most]), Evidence()) == []
    (wrong,) = limits(claims(*free, *rest[: most + 1]), Evidence())
    assert wrong.startswith(f"o502: {most + 1} of {len(rest)} rules")


def test_a_claim_names_a_rule_a_reason_and_no_rule_that_is_proved() -> None:
    """Each fault has its sentence."""
    assert "no rule of the catalogue" in limits(claims("o502.99"), Evidence())[0]
    assert "without a reason" in limits([NotSoftware(rule="o502.2", reason=" ")], Evidence())[0]
    assert "yet tests/test_it.py::test_it proves it" in limits(claims("o502.2"), proved("o502.2"))[0]
    assert "no rule of the catalogue" in limits([], proved("o502.99"))[0]
    with pytest.raises(ValueError, match=r"o502\.2 stands twice"):
        read_not_software([{"rules": ["o502.2"], "reason": "a"}, {"rules": ["o502.2"], "reason": "b"}])


# ---------------------------------------------------------------------- the report


def test_each_rule_stands_in_one_way() -> None:
    """With its code and tests, with its reason, or missing."""
    evidence = proved("o502.8.3").model_copy(update={"counted": {"o502.8.5": ("t",)}})
    found = report(evidence=evidence, not_software=claims("o502.2"))
    by_id = {r.id: r for r in found.rules}
    assert len(by_id) == found.totals.rules == len(catalogue.rules())
    assert by_id["o502.8.3"].status is Status.implemented
    assert (by_id["o502.8.3"].code, by_id["o502.8.3"].tests) == ((PROOF.code,), (PROOF.test,))
    assert (by_id["o502.2"].status, by_id["o502.2"].reason) == (Status.not_software, "People do it.")
    assert (by_id["o502.8.5"].status, by_id["o502.8.5"].counted) == (Status.missing, ("t",))
    assert (found.totals.implemented, found.totals.not_software) == (1, 1)
    (act,) = [a for a in found.acts if a.id == "o502"]
    assert sum(p.totals.rules for p in act.parts) == sum(a.totals.rules for a in act.articles) == act.totals.rules
    eighth = next(a for a in act.articles if a.article == "8")
    assert eighth.totals.rules == report("o502", "8").totals.rules == eighth.totals.missing + 1


def command(*arguments: str) -> tuple[int, str]:
    """The exit code and what was printed."""
    app = typer.Typer()
    app.command()(coverage)
    done = CliRunner().invoke(app, list(arguments))
    return done.exit_code, done.output


def test_the_command_prints_json_for_programs() -> None:
    """Totals, acts and rules; the reason of a rule that is no software."""
    code, text = command("--act", "o502", "--json")
    body = json.loads(text)
    assert code == 0
    assert body.keys() == {"totals", "acts", "rules"}
    assert [a["id"] for a in body["acts"]] == ["o502"]
    assert {r["status"] for r in body["rules"]} <= {"implemented", "not_software", "missing"}
    reasons = {r["id"]: r["reason"] for r in body["rules"] if r["status"] == "not_software"}
    assert reasons == {n.rule: n.reason for n in NOT_SOFTWARE if n.rule.startswith("o502")}
    everything = json.loads(command("--json")[1])
    missing = json.loads(command("--missing", "--json")[1])
    assert missing["rules"] == [r for r in everything["rules"] if r["status"] == "missing"]
    assert missing["totals"] == everything["totals"]


def test_the_command_prints_a_table_for_people() -> None:
    """And says what it does not know."""
    code, text = command("--article", "8(3)", "--act", "o502")
    assert code == 0
    assert "o502.8.3" in text
    assert "all " in text
    assert command("--act", "o999")[0] == command("--article", "999")[0] == 2
