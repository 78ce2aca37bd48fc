"""Who sits for a convict's case and what the votes come to, as the facts of a review know it."""

from models.danger_review import Facts
from rules.danger.edition import edition
from rules.danger.team import Sitting, sitting
from rules.danger.voting import Decision, decision


def sits(f: Facts) -> Sitting:
    """Who sits now: those present for each seat, without the recused."""
    now = f.now
    return sitting(edition(f.edition), now.present, now.recused, now.head, now.deputy, now.named, now.second)


def nobody_leads(f: Facts) -> bool:
    """Whether recusal leaves a convict's case without anybody in the chair."""
    now = f.now
    return bool(now.head) and "main" in now.recused.get(now.head, []) and sits(f).chair is None


def come_to(f: Facts, votes: dict[str, str]) -> Decision:
    """What these votes come to with the chair as it is."""
    return decision(edition(f.edition), votes, sits(f).chair_seat)
