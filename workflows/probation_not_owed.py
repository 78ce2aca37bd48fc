"""Why chapter III of Order 502 does not ask for a step that somebody wants to do."""

from models.acts import Refusal
from models.probation_cycle import Facts
from workflows import probation_duties as d
from workflows import probation_facts as know
from workflows.steps.voice import actor

WOMEN_RULES = ("women", "o502.22.1", "o502.22.2")
PART_THREE = ("assess_worker", "assess_psychologist", "fields", "o502.21.5.1", "o502.21.11.1", "o502.21.2.2")
REQUESTS = (
    *(f"{word}_{short}" for word in ("ask", "assign") for short in d.SHORT.values()),
    *("o502.21.3.c.1", "o502.21.3.c.2", "o502.21.3.d.1", "o502.21.3.d.2", "o502.21.4.1", "o502.21.4.2"),
    *("o502.21.10.1", "o502.21.10.2", "o502.21.10.3"),
)
TEAM_RULES = ("meeting", "plan", "introduce", "o502.23.4", "o502.24.1", "o502.24.4.1")


def not_owed(f: Facts, name: str) -> Refusal | None:
    """Why the law does not ask for a step here."""
    if name in WOMEN_RULES and not f.adult_woman:
        return Refusal(
            rule="o502.22.1",
            because="The screening questionnaire is filled in only for adult women convicts",
            way_on="Nothing is to be filled in here; if the sex or birth date is wrong in the register, correct it",
        )
    if name in WOMEN_RULES and f.screened_on is None:
        return Refusal(
            rule="o502.22.2",
            because="The questionnaire is filled in after the serious-harm risk assessment",
            way_on="Fill in part I of Annex 1 first; the questionnaire opens then",
        )
    if name not in (*PART_THREE, *TEAM_RULES, *REQUESTS) or not know.officer_alone(f):
        return None
    called = know.row(f).calls_for
    by = "o502.21.3.b.1" if called is None else "o502.21.3.a"
    if name in REQUESTS:
        return Refusal(
            rule="o502.21.3.b.2" if called is None else by,
            because="No specialist is asked for on this row of article 21"
            if called is None
            else f"The levels call for the {actor(called)}, and no specialist serves the territory",
            way_on="The case stays with the probation officer; the yearly review shows when that changes"
            if called is None
            else "The head of the division may assign one from elsewhere (act 'assign_elsewhere')",
        )
    if name in PART_THREE:
        return Refusal(
            rule=by,
            because="On this row of article 21 the dynamic factors are not filled in",
            way_on="The case stays with the probation officer; the yearly review shows when that changes",
        )
    return Refusal(
        rule="o502.23.2",
        because="There is no specialist in the case, so there is no team and no Annex 12",
        way_on="The probation officer works alone here",
    )
