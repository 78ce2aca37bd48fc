"""Holds the law coverage report to what the test run proved.

    python tools/law_coverage.py --check      after the whole suite: fails when a rule is lost or a limit broken
    python tools/law_coverage.py --accept     the same, then take over what is newly proved into law/evidence.json
    python tools/law_coverage.py --unearned   the marks under which nothing ran, in the latest whole run

A rule that is truly given up is dropped by name: `--accept --drop o502.8.3`.
"""

import argparse
import sys
from collections.abc import Iterable
from pathlib import Path

from law.evidence_data import EVIDENCE_FILE, Evidence, read_evidence
from rules.catalogue import UnknownRule, cite
from rules.coverage import limits, report

RUN = Path(__file__).resolve().parents[1] / "var" / "law-evidence.json"


def lost(run: Evidence, accepted: Evidence) -> list[str]:
    """A sentence for each rule that was implemented and that this run no longer proved."""
    return [
        f"{_named(rule)} was implemented and is no longer: no test marked with it passed and ran code that cites it. "
        f"Before: {accepted.rules[rule][0].test} ran {accepted.rules[rule][0].code}"
        for rule in accepted.rules
        if rule not in run.rules
    ]


def gained(run: Evidence, accepted: Evidence) -> list[str]:
    """The rules that this run proved and that are not accepted yet."""
    return [rule for rule in run.rules if rule not in accepted.rules]


def check(run: Evidence | None, accepted: Evidence, dropped: Iterable[str] = ()) -> list[str]:
    """Everything for which the build fails, a sentence each."""
    if run is None or not run.complete:
        return ["There is no evidence of a whole test run: run the whole suite first (`make test`)"]
    kept = {rule: proofs for rule, proofs in accepted.rules.items() if rule not in set(dropped)}
    return lost(run, accepted.model_copy(update={"rules": kept})) + limits(evidence=run)


def _named(rule: str) -> str:
    try:
        return f"{rule} ({cite(rule)})"
    except UnknownRule:
        return f"{rule} (no longer in the catalogue)"


def main(arguments: list[str] | None = None, run_file: Path = RUN, accepted_file: Path = EVIDENCE_FILE) -> int:
    """Print what was found; 1 when the build fails."""
    parser = argparse.ArgumentParser(
        description=__doc__.split("\n\n")[0] if __doc__ else None,
    )
    todo = parser.add_mutually_exclusive_group(required=True)
    todo.add_argument("--check", action="store_true", help="compare the latest whole run with what is accepted")
    todo.add_argument("--accept", action="store_true", help="take the latest whole run over into law/evidence.json")
    todo.add_argument("--unearned", action="store_true", help="list the marks under which nothing ran")
    parser.add_argument("--drop", nargs="+", default=[], metavar="RULE", help="with --accept: give these rules up")
    asked = parser.parse_args(arguments)
    run = read_evidence(run_file) if run_file.exists() else None
    accepted = read_evidence(accepted_file)
    if asked.unearned:
        for rule, tests in (run.unearned if run else {}).items():
            print(f"{rule}: {', '.join(tests)}")
        return 0
    wrong = check(run, accepted, asked.drop)
    if wrong or run is None:
        print("\n".join(["Law coverage fails:", *(f"- {sentence}" for sentence in wrong)]), file=sys.stderr)
        return 1
    new = gained(run, accepted)
    if asked.accept:
        accepted_file.write_text(run.model_copy(update={"unearned": {}}).text(), encoding="utf-8")
        print(f"Accepted: {len(run.rules)} rules implemented, {len(new)} of them new")
        return 0
    if new:
        shown = ", ".join(new[:12]) + (f" and {len(new) - 12} more" if len(new) > 12 else "")
        print(f"New: {shown}; accept with `python tools/law_coverage.py --accept`")
    t = report(evidence=run).totals
    print(
        f"Law coverage: {t.implemented} of {t.rules} rules implemented, "
        f"{t.not_software} not software, {t.missing} missing"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
