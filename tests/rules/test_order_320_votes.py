"""Order 320 articles 4, 7, 12, 14, 20: quorum, choices, majority, tie, recusal."""

from datetime import date

import pytest

from models.council import MP, Composition, Member
from rules.bodies import BadVote, count
from rules.council import seats, voting

DAY = date(2026, 3, 9)
ALL = tuple(seats.SEATS)


def council(*filled: str, chair: str | None = "service", acting: str | None = "agency", **until: date) -> Composition:
    return Composition(
        members={s: Member(since=date(2026, 1, 12), until=until.get(s, date(2027, 1, 12))) for s in (filled or ALL)},
        chair=chair,
        acting=acting,
        by_age=["education", "ngo", "service", "justice", "agency"],
    )


@pytest.mark.rule("o320.14.2.1", "o320.9.3.1")
def test_three_make_a_session_two_do_not() -> None:
    assert not voting.quorum(("service", "ngo"), ()).reached
    assert voting.quorum(("service", "ngo", "justice"), ()).reached
    assert not voting.quorum(("service", "ngo", "justice"), ("ngo",)).reached


@pytest.mark.rule("o320.4.7.3")
def test_an_attending_member_of_parliament_counts_and_the_session_is_marked() -> None:
    found = voting.quorum(("service", "ngo", MP), ())
    assert found.reached and found.rests_on_mp
    assert not voting.quorum(("service", "ngo", "justice", MP), ()).rests_on_mp
    assert not voting.quorum(("service", MP), ()).reached


@pytest.mark.rule(
    "o320.7.2",
    "o320.7.4",
    "o320.7.6",
    "o320.7.7",
    "o320.13.3.a",
    "o320.13.3.b",
    "o320.13.3.c",
    "o320.13.4.a",
    "o320.13.4.b",
)
def test_what_may_be_voted_for() -> None:
    assert voting.choices("without_hearing", "parole") == ("grant_parole", "admit_to_oral_hearing", "refuse")
    assert voting.choices("without_hearing", "commutation_labour") == ("admit_to_oral_hearing", "refuse")
    assert voting.choices("hearing", "commutation_home_arrest") == ("grant", "refuse")
    for kind, matter, choice, by in (
        ("without_hearing", "commutation_labour", "grant", "o320.7.7"),
        ("without_hearing", "parole", "abstain", "o320.7.4"),
        ("hearing", "parole", "admit_to_oral_hearing", "o320.7.6"),
    ):
        no = voting.not_open(kind, matter, choice)
        assert no is not None and no.rule == by and "Open are" in no.way_on
    assert voting.not_open("hearing", "parole", "grant") is None


@pytest.mark.rule("o320.14.2.2", "o320.14.3", "o320.7.1")
def test_more_than_half_of_those_attending() -> None:
    open_ = voting.choices("without_hearing", "parole")
    voters = ("service", "agency", "justice", "ngo", "education")
    votes = dict.fromkeys(voters[:3], "refuse") | {"ngo": "grant_parole"}
    assert voting.decide(votes, voters, open_, "service").missing == ("education",)
    assert voting.decide(votes | {"education": "refuse"}, voters, open_, "service").decided == "refuse"
    split = {"service": "refuse", "agency": "refuse", "justice": "grant_parole", "ngo": "grant_parole"}
    undecided = voting.decide(split | {"education": "admit_to_oral_hearing"}, voters, open_, "service")
    assert undecided.decided is None and set(undecided.leading) == {"refuse", "grant_parole"}
    with pytest.raises(BadVote, match="not open"):
        voting.decide({"service": "abstain"}, voters, open_, "service")
    with pytest.raises(BadVote, match="no vote here"):
        voting.decide({"justice": "refuse"}, ("service", "agency", "ngo"), open_, "service")


@pytest.mark.rule("o320.14.4")
def test_on_an_equal_split_the_chair_decides_and_only_then() -> None:
    four = ("service", "agency", "justice", "ngo")
    split = {"service": "grant", "agency": "grant", "justice": "refuse", "ngo": "refuse"}
    found = voting.decide(split, four, ("grant", "refuse"), "service")
    assert found.decided == "grant" and found.tie
    assert voting.decide(split, four, ("grant", "refuse"), "ngo").decided == "refuse"
    partial = {"service": "grant", "agency": "grant", "justice": "refuse"}
    assert voting.decide(partial, four, ("grant", "refuse"), "service").decided is None
    three_ways = {"service": "grant_parole", "agency": "refuse", "ngo": "admit_to_oral_hearing"}
    found = voting.decide(three_ways, tuple(three_ways), voting.choices("without_hearing", "parole"), "service")
    assert found.decided is None and len(found.leading) == 3


@pytest.mark.rule("o320.4.7.2")
def test_the_member_of_parliament_votes_like_a_member() -> None:
    six = (*ALL, MP)
    votes = dict.fromkeys(six[:3], "grant") | dict.fromkeys(six[3:], "refuse")
    found = voting.decide(votes, six, ("grant", "refuse"), "service")
    assert found.tie and found.decided == "grant"
    votes = dict.fromkeys(("service", "ngo"), "refuse") | {MP: "refuse", "agency": "grant"}
    assert voting.decide(votes, ("service", "ngo", "agency", MP), ("grant", "refuse"), "agency").decided == "refuse"


@pytest.mark.rule("o320.14.3", "o320.14.2.2")
def test_who_may_not_vote() -> None:
    body = council("service", "agency", "ngo", "education", education=date(2026, 3, 8))
    body.released["justice"] = date(2026, 3, 1)
    given = {"attending": ("service", "agency", "ngo", "education"), "recused": ("ngo",), "votes": ("agency",)}
    for seat, by in (
        ("minister", "o320.14.3"),
        ("justice", "o320.5"),
        ("education", "o320.4.11.1"),
        ("ngo", "o320.12.2.1"),
        ("agency", "o320.14.3"),
        (MP, "o320.14.2.2"),
    ):
        no = voting.may_vote(body, DAY, seat, **given)
        assert no is not None and no.rule == by and no.way_on, seat
    assert voting.may_vote(body, DAY, "service", **given) is None
    no = voting.may_vote(council("service"), DAY, "justice", attending=(), recused=(), votes=())
    assert no is not None and "vacant" in no.because
    early = voting.may_vote(council(), date(2026, 1, 11), "service", attending=ALL, recused=(), votes=())
    assert early is not None and early.rule == "o320.4.11.1"


@pytest.mark.rule("o320.12.2.2", "o320.12.2.3", "o320.12.2.4", "o320.12.2.5", "o320.12.2.6")
def test_the_vote_on_a_recusal() -> None:
    one = voting.recusal(council(), DAY, "ngo", {"agency": "for"}, ())
    assert one.decided == "for", "no quorum is asked for: one remaining member can decide"
    with pytest.raises(BadVote):
        voting.recusal(council(), DAY, "ngo", {"ngo": "against"}, ())
    tie = voting.recusal(council(), DAY, "ngo", {"service": "for", "agency": "against"}, ())
    assert tie.decided == "for" and tie.tie, "the chair's vote decides"
    chair = voting.recusal(council(), DAY, "service", {"education": "against", "agency": "for"}, ())
    assert chair.decided == "against" and chair.tie, "the oldest member's vote decides about the chair"
    no_oldest = voting.recusal(council(), DAY, "service", {"ngo": "for", "agency": "against"}, ("education",))
    assert no_oldest.decided == "for", "the next oldest who takes part"


@pytest.mark.rule("o320.12.4.1")
def test_fewer_than_three_left_moves_the_case_and_absence_does_not() -> None:
    assert not voting.lost_by_recusal(council(), ("ngo", "education"), DAY)
    assert voting.lost_by_recusal(council(), ("ngo", "education", "agency"), DAY)
    assert not voting.lost_by_recusal(council("service", "agency"), (), DAY)


@pytest.mark.rule("o320.12.1.1", "o320.12.1.2", "o320.12.1.3", "o320.12.2.1")
def test_grounds_of_self_recusal() -> None:
    assert [voting.self_recusal(g) for g in ("kinship", "counsel", "doubt")] == [
        "o320.12.1.1", "o320.12.1.2", "o320.12.1.3",
    ]  # fmt: skip


@pytest.mark.rule("o320.20.2", "o320.10.5.1", "o320.10.5.2")
def test_what_must_be_on_file_before_commutation_is_granted() -> None:
    assert voting.grant_barred("parole", consent=False, guarantee=False) is None
    no = voting.grant_barred("commutation_labour", consent=False, guarantee=False)
    assert no is not None and no.rule == "o320.20.2"
    assert voting.grant_barred("commutation_labour", consent=True, guarantee=False) is None
    no = voting.grant_barred("commutation_home_arrest", consent=True, guarantee=False)
    assert no is not None and no.rule == "o320.10.5.1" and "insurance_policy" in no.way_on
    assert voting.grant_barred("commutation_home_arrest", consent=True, guarantee=True) is None


@pytest.mark.rule("o320.8.1.1", "o320.8.4", "o320.12.3.1", "o320.12.3.2")
def test_who_leads() -> None:
    body = council()
    lead = seats.leader(body, DAY, recused=())
    assert (lead.seat, lead.as_) == ("service", "council_chair")
    lead = seats.leader(body, DAY, recused=("service",))
    assert (lead.seat, lead.as_, lead.rule) == ("agency", "acting_chair", "o320.12.3.1")
    lead = seats.leader(body, DAY, recused=(), absent=("service",))
    assert (lead.seat, lead.rule) == ("agency", "o320.8.4")
    lead = seats.leader(body, DAY, recused=("service", "agency"))
    assert (lead.seat, lead.as_, lead.rule) == ("education", "oldest_member", "o320.12.3.2")
    assert seats.leader(council(acting=None), DAY, recused=(), absent=("service",)).seat is None
    assert seats.leader(body, DAY, recused=(), absent=("service", "agency")).seat is None


def test_the_count_names_who_is_leading_when_the_second_place_is_level() -> None:
    found = count(
        {"a": "x", "b": "x", "c": "y", "d": "z"}, ("a", "b", "c", "d"), ("x", "y", "z"),
        majority_of="attending", casting="a",
    )  # fmt: skip
    assert found.decided is None and found.leading == ("x", "y", "z")


@pytest.mark.rule("o320.14.3")
def test_everybody_speaks_for_the_own_seat_alone() -> None:
    sits = council()
    sits.members["ngo"].staff = "S-1"
    for by, seat, staff in (
        ("council_chair", "agency", None),
        ("acting_chair", "service", None),
        ("mp", "justice", None),
        ("council_member", "mp", None),
        ("council_member", "ngo", "S-2"),
    ):
        no = seats.own_seat(sits, seat, by, staff)
        assert no is not None and no.rule == "o320.14.3", (by, seat)
    for by, seat, staff in (
        ("council_chair", "service", None),
        ("acting_chair", "agency", None),
        ("mp", "mp", None),
        ("council_member", "service", None),
        ("council_member", "ngo", "S-1"),
    ):
        assert seats.own_seat(sits, seat, by, staff) is None, (by, seat)
