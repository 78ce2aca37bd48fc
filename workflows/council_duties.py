"""The duties of a local council's own life, as Order 320 lists them."""

from models.record import Counting
from rules.council.seats import APPOINTED_BY, GROUNDS, SEATS
from workflows.parole_duties import APPARATUS, LEADERS
from workflows.steps.duty import Duty

NONE = Counting.none
DG = "director_general"
MEMBERS = ("council_member", *LEADERS)

APPOINT = {
    seat: Duty(
        "appoint",
        (APPOINTED_BY[seat], point, "o320.4.1", "o320.4.8.1", *(("o320.4.8.2",) if seat == "ngo" else ())),
        DG,
        form="dg-order-appointment",
        counting=NONE,
    )
    for seat, point in SEATS.items()
}
TERM = Duty("term", ("o320.4.11.1",), DG, "member_appointed", period=True)
RENEW = Duty(
    "renew", ("o320.5.d", "o320.5", "o320.4.11.2"), DG, "member_appointed", "dg-order-appointment",
    term_rule="o320.4.11.1",
)  # fmt: skip
RELEASE = {
    ground: Duty("release", (ground, "o320.5"), DG, "removal_ground_arises", "o320.dg-order-release", counting=NONE)
    for ground in GROUNDS.values()
}
ELECT = Duty(
    "elect_chair", ("o320.8.2", "o320.8.1.1"), "council", form="chair-election", counting=NONE,
    also_by=(*MEMBERS, *APPARATUS),
)  # fmt: skip
CHAIR_ORDER = Duty("chair_order", ("o320.8.1.2",), DG, form="o320.dg-order-chair", counting=NONE)
EXPERIENCE = {rule: Duty("experience", (rule,), DG, counting=NONE) for rule in ("o320.4.9.1", "o320.4.9.2")}
QUORUM = Duty("quorum", ("o320.14.2.1", "o320.4.1"), DG, counting=Counting.at_once)
MP_NOTICE = Duty(
    "mp_notice",
    ("o320.4.7.4", "o320.4.7.5", "o320.4.7.1"),
    "council_chair",
    "session_held",
    "o320.mp-notice",
    counting=Counting.before,
    also_by=("acting_chair", "oldest_member", *APPARATUS),
)
SITTING = Duty(
    "sitting",
    ("o320.9.2.a", "o320.9.3.1", "o320.9.3.2", "o320.8.3.c", "o320.8.3.d", "o320.8.3.f", "o320.8.5.b"),
    "apparatus_employee",
    "session_held",
    "session-record",
    counting=Counting.at_once,
    also_by=("council_apparatus", *LEADERS),
)
QUARTER = Duty("quarter", ("o320.9.2.e",), "council_apparatus", "quarter_ended", period=True)
STATISTICS = Duty(
    "statistics", ("o320.9.2.e",), "council_apparatus", "quarter_ended", "o320.quarterly-statistics", counting=NONE,
    also_by=("apparatus_employee",),
)  # fmt: skip

DUTIES = (
    *APPOINT.values(), TERM, RENEW, *RELEASE.values(), ELECT, CHAIR_ORDER, *EXPERIENCE.values(), QUORUM, MP_NOTICE,
    SITTING, QUARTER, STATISTICS,
)  # fmt: skip
"""All of them; the variants of one key differ in rules only."""
