"""What the record knows decides at receipt, not what the intake says (Order 320 arts. 6(1), 10, 23(1))."""

from datetime import date

import pytest
from sqlalchemy import text

from models.views import CaseView
from storage import documents, worklists
from tests.support.servers import House, fresh_number
from tests.workflows.tales import Tale, at

PERSON = {
    "id": "P-level-1", "first_name": "ნიმუში", "last_name": "სინთეზური", "sex": "male", "birth_date": date(1990, 2, 11),
}  # fmt: skip


@pytest.mark.rule("o320.6.1.a.2")
async def test_the_level_in_force_counts_and_not_what_the_intake_says(house: House) -> None:
    tale = await Tale(house, "2026-06-01 09:00").open("2026-06-01 09:00")

    def found_high(conn):  # type: ignore[no-untyped-def]
        who = conn.execute(text("SELECT person_id FROM cases WHERE number = :n"), {"n": tale.number}).scalar_one()
        conn.execute(
            text(
                'INSERT INTO danger_levels (person_id, kind, since, edition, rule, "case", set_at) '
                "VALUES (:p, 'high', '2026-05-04', 'dr2', 'dr2.5.1', :n, :at)"
            ),
            {"p": who, "n": tale.number, "at": at("2026-05-04 10:00")},
        )
        return who

    person = await tale.gateway.in_transaction(found_high)
    for received, stage in (("2026-06-01", "outside_power"), ("2026-05-03", "without_hearing")):
        view = await petition(tale, person, received_on=received)
        assert view.stage == stage


async def petition(tale: Tale, person: str, **given: str | bool) -> CaseView:
    """A petition of the institution for parole, opened."""
    number = fresh_number("PAR")
    intake = {"institution_municipality": "Tbilisi", "matter": "parole", "received_on": "2026-06-01"}
    who = {**PERSON, "id": person}
    await tale.gateway.open_case(
        "parole_petition",
        {"number": number, "person": who, "sentence_ends_on": "2028-06-30", **intake, **given},
        synthetic=True,
    )
    await tale.stage.opened(number)
    return await tale.gateway.in_transaction(lambda conn: worklists.case(conn, number))


@pytest.mark.rule("o320.23.1.1", "o320.10.2.4", "o320.23.1.4")
async def test_a_refusal_in_the_record_bars_the_matter_and_a_refused_paper_is_kept(house: House) -> None:
    tale = Tale(house, "2026-05-30 09:00")
    first = await petition(tale, "P-bar-1", received_on="2026-05-30")

    def refused_in_november(conn):  # type: ignore[no-untyped-def]
        facts = '{"result": "refuse", "considered_on": "2025-11-30"}'
        query = text("UPDATE cases SET facts = facts || CAST(:f AS jsonb) WHERE number = :n")
        conn.execute(query, {"f": facts, "n": first.number})

    await tale.gateway.in_transaction(refused_in_november)
    assert (await petition(tale, "P-bar-1", received_on="2026-05-30")).stage == "barred", "the last day of six months"
    await tale.stage.go_to(at("2026-05-31 09:00"))
    first_open = {"received_on": "2026-05-31"}
    assert (await petition(tale, "P-bar-1", **first_open)).stage == "without_hearing"
    labour = {"matter": "commutation_labour", "petitioner": "convict", **first_open}
    assert (await petition(tale, "P-bar-1", **labour)).stage == "without_hearing", "another matter is not barred"
    special = await petition(tale, "P-bar-1", petitioner="convict", special_circumstance=True, **first_open)
    assert special.stage == "without_hearing", "after a refusal, with a special circumstance"

    unfit = await petition(tale, "P-bar-1", characterisation=False, **first_open)
    assert unfit.closed == "not_accepted"
    kept = await tale.gateway.in_transaction(lambda conn: documents.refused_at_opening(conn, unfit.number))
    assert kept is not None and kept.refusal is not None and kept.refusal.rule == "o320.10.2.4"
    assert kept.content["matter"] == "parole" and "person" not in kept.content
