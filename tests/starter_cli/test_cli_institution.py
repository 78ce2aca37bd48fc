"""A condition of a whole institution on the command line: previewed, approved, entered, shown, ended, refused."""

from datetime import timedelta

from tests.starter_cli.conftest import CM, DIRECTOR, STRANGER, TODAY, Cli
from tests.support.servers import eventually

E = ("--ground", "o502.15.1.e")


async def suspensions(cli: Cli, number: str) -> list[tuple[str, str, str | None]]:
    """The ledger of a case."""
    shown = (await cli("case", "show", number, "--json")).json
    return [(s["ground"], s["start"], s["end"]) for s in shown["suspensions"]]


async def heard(cli: Cli, number: str, of: int) -> list[tuple[str, str, str | None]]:
    """The ledger when the facts that are queued have arrived."""
    await cli.house.relay(cli.house.gateway()).drain()

    async def there() -> bool:
        return sum(1 + (end is not None) for _, _, end in await suspensions(cli, number)) == of

    await eventually(there, "the case has taken it in")
    return await suspensions(cli, number)


async def test_suspended_after_a_preview_shown_and_resumed(cli: Cli) -> None:
    number = await cli.opened()
    since = str(TODAY - timedelta(days=1))
    args = ("institution", "suspend", "5", *E, "--by", DIRECTOR, "--on", since)
    seen = (await cli(*args, "--preview", "--list", "--json")).json
    assert (seen["plans"], seen["cases"], seen["done"]) == (0, 1, False)
    assert [c["case"] for c in seen["list"]] == [number]
    told = await cli(*args, "--preview", "--list")
    assert "0 plans stop, in 1 case that is told" in told.out and "Order 502 art. 15(1)(e) begins" in told.out
    assert "Nothing was changed" in (await cli(*args, code=2)).err
    assert (await cli(*args, "--json", code=2)).json["says"] == seen["says"]
    assert all(not i["conditions"] for i in (await cli("institution", "list", "--json")).json)

    done = (await cli(*args, "--yes", "--json")).json
    assert (done["done"], done["told"]) == (True, 1)
    assert await heard(cli, number, 1) == [("o502.15.1.e", since, None)]
    listed = await cli("institution", "list")
    assert f"o502.15.1.e (Order 502 art. 15(1)(e)) since {since}, by {DIRECTOR}" in listed.out
    assert "holds in institution 5 since" in (await cli(*args, code=1)).err

    later = await cli.opened(days_ago=1)
    assert await heard(cli, later, 1) == [("o502.15.1.e", str(TODAY), None)]
    back = ("institution", "resume", "5", *E, "--as", CM)
    assert (await cli(*back, "--preview", "--json")).json["cases"] == 2
    early = await cli(*back, "--on", str(TODAY - timedelta(days=9)), "--json", code=1)
    assert early.json["rule"] == "o502.15.2"
    assert "2 case(s) are told" in (await cli(*back, "--yes")).out
    assert await heard(cli, number, 2) == [("o502.15.1.e", since, str(TODAY))]
    ended = next(i for i in (await cli("institution", "list", "--ended", "--json")).json if i["number"] == "5")
    assert [(c["until"], c["ended_by"]) for c in ended["conditions"]] == [(str(TODAY), CM)]
    assert "until" in (await cli("institution", "list", "--ended")).out
    assert "does not hold in institution 5" in (await cli(*back, "--yes", code=1)).err
    assert (await cli("audit", "verify", "--json")).json == {"holds": True, "breaks": []}


async def test_what_is_refused(cli: Cli) -> None:
    for args, words, code in (
        (("5", "--ground", "o502.15.1.a", "--by", CM), "no ground that covers a whole institution", 1),
        (("5", *E, "--by", STRANGER), "holds no post today at institution 5", 1),
        (("5", *E, "--by", "S-05-psychologist"), "not for the psychologist", 1),
        (("5", "--ground", "o502.26.1.c", "--by", CM), "not for the case_manager", 1),
        (("77", *E, "--by", CM), "not in the register", 2),
        (("5", *E, "--by", CM, "--on", str(TODAY + timedelta(days=1))), "lies in the future", 1),
        (("5", *E, "--by", CM, "--on", "now"), "is not a date", 2),
    ):
        refused = await cli("institution", "suspend", *args, "--yes", code=code)
        assert words in refused.err
    assert (await cli("institution", "suspend", "5", *E, "--by", CM, "--preview")).out.count("told") == 1
