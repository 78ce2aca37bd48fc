"""The danger level that a review has set decides at receipt whether the council may consider (Order 320 art. 6(1))."""

from datetime import date

import pytest
from sqlalchemy import text

from storage import worklists
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
        number = fresh_number("PAR")
        await tale.gateway.open_case(
            "parole_petition",
            {
                "number": number,
                "person": {**PERSON, "id": person},
                "institution_municipality": "Tbilisi",
                "matter": "parole",
                "received_on": received,
                "danger_level": "low",
                "sentence_ends_on": "2028-06-30",
            },
            synthetic=True,
        )
        await tale.stage.opened(number)
        view = await tale.gateway.in_transaction(lambda conn, n=number: worklists.case(conn, n))  # type: ignore[misc]
        assert view.stage == stage
