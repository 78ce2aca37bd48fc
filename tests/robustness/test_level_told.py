"""kill -9 of the worker while two relays tell a danger level to a person's open cases: each hears it once."""

import asyncio
from datetime import UTC, date, datetime
from typing import Any

import pytest

from rules.danger.edition import edition
from rules.terms.dates import local_date
from starter.gateway import NewAct
from storage import audit, outbox
from tests.robustness.rig import Rig
from tests.support.servers import fresh_number

pytestmark = pytest.mark.slow

PERSON = {
    "id": "P-level-robust", "first_name": "ნიმუში", "last_name": "სინთეზური", "sex": "male", "birth_date": "1988-05-14",
}  # fmt: skip
SEATS = edition("dr2").seats
HEARD = "SELECT data->>'kind' AS kind FROM timeline WHERE \"case\" = :c AND event = 'danger_level_heard' ORDER BY seq"


def review(kind: str) -> list[dict[str, Any]]:
    """A petition, the group's work, the session and its decision; one day."""
    head, deputy = SEATS[0], SEATS[1]
    return [
        {"act": "petition", "by": "institution_director",
         "document": {"ground": "behaviour", "circumstances": "new circumstances"}},
        {"act": "complete", "step": "data", "by": "primary_group_member", "document": {"form": "annex-01", "age": 38}},
        {"act": "complete", "step": "seal", "by": "primary_group_head", "document": {"form": "sealing"}},
        {"act": "complete", "step": "present", "by": "primary_group_head"},
        {"act": "complete", "step": "send", "by": "institution_director", "document": {"form": "security-list"}},
        {"act": "complete", "step": "security", "by": "security_main_division", "document": {"form": "annex-02"}},
        {"act": "complete", "step": "consider", "by": "team_service_unit",
         "document": {"form": "session-list", "head": head, "deputy": deputy}},
        {"act": "complete", "step": "decide", "by": "risk_team",
         "document": {"form": "session-minutes", "positions": dict.fromkeys(SEATS, kind)}},
    ]  # fmt: skip


CARRIED_OUT: list[dict[str, Any]] = [
    {"act": "complete", "step": "send_decision", "by": "risk_team"},
    {"act": "complete", "step": "order", "by": "general_director",
     "document": {"form": "transfer-order", "stays": True}},
    {"act": "complete", "step": "notify", "by": "institution_director"},
]  # fmt: skip


async def open_all(rig: Rig, today: date) -> tuple[str, list[str]]:
    """A review of a convict of high risk; beside it the petition, the prison case and the probation case."""
    day = today.isoformat()
    petition = {"institution_municipality": "Tbilisi", "matter": "parole", "petitioner": "institution",
                "received_on": day, "sentence_ends_on": f"{today.year + 3}-01-10"}  # fmt: skip
    cases: dict[str, tuple[str, dict[str, Any]]] = {
        "danger_review": ("DNG", {"edition": "dr2", "institution": 8, "sentenced_on": "2023-03-02",
                                  "received_on": "2023-04-01", "last_assessed": {"date": day, "kind": "high"}}),
        "parole_petition": ("PAR", petition),
        "penitentiary_cycle": ("PEN", {"institution": 8, "placed_in_institution": day,
                                      "left_classification_cell": day}),
        "probation_cycle": ("PRO", {"bureau": 3, "services": ["social_worker"], "registered_on": day}),
    }  # fmt: skip
    numbers = []
    for process, (prefix, given) in cases.items():
        numbers.append(fresh_number(prefix))
        await rig.gateway.open_case(process, {"number": numbers[-1], "person": PERSON, **given}, synthetic=True)
        await rig.opened([numbers[-1]])
    return numbers[0], numbers[1:]


async def play(rig: Rig, number: str, acts: list[dict[str, Any]]) -> None:
    """Act after act, each accepted."""
    for given in acts:
        outcome = await rig.gateway.act(number, NewAct.model_validate(given))
        assert outcome.accepted, (given, outcome)


async def heard(rig: Rig, number: str) -> list[str]:
    """The levels that a case has heard, in their order."""
    return [row.kind for row in await rig.rows(HEARD, c=number)]


async def test_a_level_is_heard_once_and_in_order_though_the_worker_is_killed(rig: Rig) -> None:
    own, others = await open_all(rig, local_date(datetime.now(UTC)))
    await play(rig, own, [*review("medium"), *CARRIED_OUT])
    await rig.kill(rig.children["worker"])
    await asyncio.gather(rig.relay().messages(), rig.relay().messages())
    await rig.run("worker", "worker.py")
    await play(rig, own, review("high"))
    told = asyncio.gather(rig.relay().messages(), rig.relay().messages())
    await rig.kill(rig.children["worker"])
    await told
    await rig.run("worker", "worker.py")

    async def arrived() -> bool:
        await rig.relay().messages()
        waiting = await rig.gateway.in_transaction(outbox.messages_waiting)
        return waiting == 0 and not await rig.gateway.in_transaction(outbox.unheard)

    await rig.until(arrived, "every level is told and heard", 60)
    assert [await heard(rig, n) for n in others] == [["medium", "high"]] * len(others)
    ((stage,),) = await rig.rows("SELECT stage FROM cases WHERE number = :c", c=others[0])
    assert stage == "outside_power"
    assert await rig.gateway.in_transaction(lambda conn: audit.verify(conn)) == []
