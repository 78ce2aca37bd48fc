"""The acts of articles 10(5) and 17(7): leading the team, preparing the release with other agencies."""

from datetime import date

from models.acts import Act, Refusal
from models.penitentiary_cycle import Facts
from rules.order_502.leading import LED, RELEASE, may_lead, may_prepare
from workflows.steps.effects import Effects

ACTS: dict[str, tuple[str, ...]] = {
    "lead": ("case_manager",),
    "prepare_release": ("case_manager", "case_administrator", "psychologist", "legal_regime_officer"),
}
"""Who may do them; the release is prepared by whoever leads the case or takes part in it."""


def rule_of(act: Act) -> str:
    """The article that the act stands on."""
    return RELEASE if act.act == "prepare_release" else LED[str(act.codes.get("what"))]


def check(f: Facts, act: Act) -> Refusal | None:
    """What cannot be done now."""
    if act.act == "prepare_release":
        holder = "case_administrator" if f.handed_over_on else "case_manager"
        return may_prepare(act.by, holder=holder, opened=f.release_prepared_on is not None)
    return may_lead(
        act.codes["what"],  # type: ignore[arg-type]
        _members(act),
        f.team if f.team_on else (),
        plan_approved=f.running is not None,
    )


def apply(f: Facts, act: Act, day: date, effects: Effects) -> None:
    """Write it into the timeline; the first cooperation opens the preparation for release."""
    if act.act == "prepare_release":
        first, f.release_prepared_on = f.release_prepared_on is None, f.release_prepared_on or day
        effects.happened("release_prepared", RELEASE, opened=first, by=act.by, agencies=act.codes.get("agencies"))
        return
    effects.happened("team_led", rule_of(act), what=act.codes.get("what"), members=_members(act))


def _members(act: Act) -> list[str]:
    return [str(m) for m in (act.codes.get("members") or [])]  # type: ignore[union-attr]
