"""Which rules of the acts are kept by the service: earned in the test run, not software, or missing."""

from collections.abc import Iterable, Mapping
from enum import StrEnum

from law.evidence_data import EVIDENCE, NOT_SOFTWARE, Evidence, NotSoftware
from models.base import Frozen
from models.law import ActInfo, Rule
from rules import catalogue

NEVER = frozenset(
    (
        *("deadline", "window", "recurrence", "routing", "scoring", "voting"),
        *("quorum", "recusal", "suspension", "termination"),
    )
)
"""Kinds that are always for software; so is every rule with a term, whatever its kind."""

MOST = 15
"""Per cent of an act's other rules, definitions apart, that may be no software."""


class Status(StrEnum):
    """How a rule stands."""

    implemented = "implemented"
    """A test marked with the rule passed and ran the function or step that cites it."""
    not_software = "not_software"
    missing = "missing"


class RuleCoverage(Frozen):
    """One rule: how it stands, the code that carries it, the tests that proved it, the reason when it is no software.

    `counted` are tests in which only its term was counted, which proves the calendar and not the duty.
    """

    id: str
    act: str
    part: str
    article: str
    process: str
    kind: str
    status: Status
    code: tuple[str, ...] = ()
    tests: tuple[str, ...] = ()
    counted: tuple[str, ...] = ()
    reason: str | None = None


class Totals(Frozen):
    """How many rules stand how."""

    rules: int
    implemented: int
    not_software: int
    missing: int


class ArticleCoverage(Frozen):
    """The rules of one article."""

    article: str
    totals: Totals


class PartCoverage(Frozen):
    """The rules of one part file of an act."""

    part: str
    covers: str | None
    totals: Totals


class ActCoverage(Frozen):
    """The rules of one act, by part and by article."""

    id: str
    title: Mapping[str, str]
    totals: Totals
    parts: tuple[PartCoverage, ...]
    articles: tuple[ArticleCoverage, ...]


class Coverage(Frozen):
    """The report."""

    totals: Totals
    acts: tuple[ActCoverage, ...]
    rules: tuple[RuleCoverage, ...]


def report(
    act: str | None = None,
    article: str | None = None,
    *,
    evidence: Evidence = EVIDENCE,
    not_software: Iterable[NotSoftware] = NOT_SOFTWARE,
) -> Coverage:
    """Every rule of the catalogue, or of an act, or of an article ("8" takes in "8(3)")."""
    reasons = {n.rule: n.reason for n in not_software}
    covered = tuple(
        _covered(rule, evidence, reasons)
        for rule in catalogue.rules(act=act)
        if article is None or rule.article == article or rule.article.startswith(f"{article}(")
    )
    acts = tuple(dict.fromkeys(r.act for r in covered))
    heads = {info.part: info for info in catalogue.acts()}
    return Coverage(totals=totals(covered), acts=tuple(_act(a, covered, heads) for a in acts), rules=covered)


def totals(covered: Iterable[RuleCoverage]) -> Totals:
    """The counts of some rules."""
    found = [r.status for r in covered]
    return Totals(
        rules=len(found),
        implemented=found.count(Status.implemented),
        not_software=found.count(Status.not_software),
        missing=found.count(Status.missing),
    )


def limits(not_software: Iterable[NotSoftware] = NOT_SOFTWARE, evidence: Evidence = EVIDENCE) -> list[str]:
    """What is wrong with the claims that rules are no software, or with ids that name no rule; a sentence each."""
    known = {r.id: r for r in catalogue.rules()}
    wrong = [f"{r} is in the evidence and is no rule of the catalogue" for r in evidence.rules if r not in known]
    claimed: list[Rule] = []
    for claim in not_software:
        rule = known.get(claim.rule)
        if rule is None:
            wrong.append(f"{claim.rule} is in law/not-software.yaml and is no rule of the catalogue")
            continue
        claimed.append(rule)
        if not claim.reason.strip():
            wrong.append(f"{rule.id} is called not software without a reason")
        if always_software(rule):
            wrong.append(
                f"{rule.id} ({catalogue.cite(rule.id)}) is of kind {rule.kind}"
                f"{' and gives a term' if _has_term(rule) else ''}: that is never not software"
            )
        if evidence.rules.get(rule.id):
            wrong.append(f"{rule.id} is called not software, yet {evidence.rules[rule.id][0].test} proves it")
    for act in dict.fromkeys(r.act for r in known.values()):
        rest = sum(1 for r in known.values() if r.act == act and _in_the_rest(r))
        listed = sum(1 for r in claimed if r.act == act and _in_the_rest(r))
        if listed * 100 > rest * MOST:
            wrong.append(
                f"{act}: {listed} of {rest} rules (terms and decisions aside, definitions apart) are called not "
                f"software; at most {MOST} % may be, {rest * MOST // 100} rules"
            )
    return wrong


def always_software(rule: Rule) -> bool:
    """Whether the rule may never be called not software."""
    return rule.kind in NEVER or _has_term(rule)


def _has_term(rule: Rule) -> bool:
    return bool(rule.terms) or "to_week" in rule.values


def _in_the_rest(rule: Rule) -> bool:
    return rule.kind != "definition" and not always_software(rule)


def _covered(rule: Rule, evidence: Evidence, reasons: Mapping[str, str]) -> RuleCoverage:
    proofs = evidence.rules.get(rule.id, ())
    if proofs:
        status = Status.implemented
    elif rule.id in reasons:
        status = Status.not_software
    else:
        status = Status.missing
    return RuleCoverage(
        id=rule.id,
        act=rule.act,
        part=rule.part,
        article=rule.article,
        process=rule.process,
        kind=rule.kind,
        status=status,
        code=tuple(sorted({p.code for p in proofs})),
        tests=tuple(sorted({p.test for p in proofs})),
        counted=evidence.counted.get(rule.id, ()),
        reason=reasons.get(rule.id) if status is Status.not_software else None,
    )


def _whole(article: str) -> str:
    """The article without its paragraphs: "8" of "8(3)", "(a)" of an act that has letters only."""
    return article.split("(")[0] or article


def _act(act: str, covered: Iterable[RuleCoverage], heads: Mapping[str, ActInfo]) -> ActCoverage:
    own = [r for r in covered if r.act == act]
    parts: dict[str, list[RuleCoverage]] = {}
    articles: dict[str, list[RuleCoverage]] = {}
    for r in own:
        parts.setdefault(r.part, []).append(r)
        articles.setdefault(_whole(r.article), []).append(r)
    return ActCoverage(
        id=act,
        title=catalogue.act_info(act).title,
        totals=totals(own),
        parts=tuple(PartCoverage(part=p, covers=heads[p].covers, totals=totals(rs)) for p, rs in parts.items()),
        articles=tuple(ArticleCoverage(article=a, totals=totals(rs)) for a, rs in articles.items()),
    )
