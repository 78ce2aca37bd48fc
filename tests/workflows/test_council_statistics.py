"""The quarterly statistics of the councils, from a real record (Order 320 art. 9(2)(d)-(e))."""

from datetime import date

import pytest

from rules.terms.dates import start_of_day
from storage.council_decisions import decided
from tests.starter_cli.test_cli_entry import vada
from tests.support.servers import House


@pytest.mark.rule("o320.9.2.d")
async def test_a_decision_is_counted_and_nobody_is_named(house: House) -> None:
    played = await house.play("parole_tie_broken_by_the_chair")
    assert not played.expectations.failed
    with house.pool.connect() as conn:
        quarter = (start_of_day(date(2026, 1, 1)), start_of_day(date(2026, 4, 1)))
        found = decided(conn, *quarter, synthetic=True)
        assert decided(conn, *quarter) == (), "samples are counted only when asked for"
    assert [(d.council, d.matter, d.result) for d in found] == [("east_3", "parole", "grant_parole")]
    assert (found[0].received, found[0].decided) == (date(2026, 2, 13), date(2026, 3, 5))
    url = house.pool.url.render_as_string(hide_password=False)
    told = vada(
        "council",
        "statistics",
        "--quarter",
        "2026-Q1",
        "--csv",
        "--synthetic",
        folder=house.mail,
        VADA_DATABASE_URL=url,
    )
    assert told.returncode == 0, told.stderr
    head, line = told.stdout.strip().splitlines()
    assert head.startswith("quarter,council,matter,result,decisions")
    assert line == "2026-Q1,east_3,parole,grant_parole" + ",·" * 7
    assert played.case not in told.stdout and "P-" not in told.stdout
    wrong = vada("council", "statistics", "--quarter", "spring", folder=house.mail, VADA_DATABASE_URL=url)
    assert wrong.returncode == 2 and "2026-Q1" in wrong.stderr
