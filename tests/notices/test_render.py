"""Every notice in both languages: complete, cited, discreet."""

import re
from datetime import date
from pathlib import Path

import pytest

from models.notices import Fact, Language
from notices.abouts import ABOUTS, BY_NAME, FACTS, Audience, Kind
from notices.render import TEMPLATES, BadNotice, day, on_day, render
from tests.notices.sample import CITED, notice
from tests.notices.sample import FACTS as SAMPLE

LANGUAGES: tuple[Language, ...] = ("ka", "en")
EVERY = [(a.name, language) for a in ABOUTS for language in LANGUAGES]
MTAVRULI = re.compile("[\u1c90-\u1cbf]")


@pytest.mark.parametrize(("about", "language"), EVERY)
@pytest.mark.parametrize("full", [False, True])
def test_a_notice_says_its_case_and_its_article(about: str, language: Language, full: bool) -> None:
    kind = BY_NAME[about]
    said = {fact: SAMPLE[fact] for fact in kind.optional} if full else {}
    found = render(notice(about, language, {"article": CITED, **said}))
    assert "PEN-2026-000001" in found.subject
    assert "PEN-2026-000001" in found.text
    assert CITED[language] in found.text
    assert "\n" not in found.subject
    both = found.subject + found.text
    assert not MTAVRULI.search(both)
    assert not re.search(r"[{}]|None|undefined|Undefined", both)
    assert not re.search(r"\n{4,}|[ \t]\n", found.text), found.text


@pytest.mark.parametrize(("about", "language"), EVERY)
def test_every_listed_fact_is_said_when_it_is_given(about: str, language: Language) -> None:
    kind = BY_NAME[about]
    whole = {fact: SAMPLE[fact] for fact in kind.optional}
    base = render(notice(about, language, whole))
    other: dict[Kind, Fact] = {
        Kind.code: "XXX-2031-000009",
        Kind.label: "xxx",
        Kind.words: "xxx",
        Kind.day: date(2031, 12, 31),
        Kind.number: 2,
    }
    for fact in (*kind.required, *kind.optional):
        if kind.to is Audience.person and fact == "process":
            continue
        changed = render(notice(about, language, {**whole, fact: other[FACTS[fact]]}))
        assert changed != base, fact


@pytest.mark.parametrize(("about", "language"), EVERY)
def test_a_missing_fact_is_named_with_its_template(about: str, language: Language) -> None:
    for fact in BY_NAME[about].required:
        with pytest.raises(BadNotice, match=rf"{language}/{about}\.txt\.j2 needs the fact '{fact}'"):
            render(notice(about, language, {fact: None}))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_template_is_a_known_notice(language: Language) -> None:
    found = {p.name.removesuffix(".txt.j2") for p in (TEMPLATES / language).glob("[!_]*")}
    assert found == set(BY_NAME)


def test_no_template_has_upper_case_georgian() -> None:
    for path in Path(TEMPLATES).rglob("*.j2"):
        assert not MTAVRULI.search(path.read_text("utf-8")), path


def test_no_fact_is_named_like_a_person() -> None:
    telling = re.compile("name|person|convict|holder|staff|birth|address|phone|number|score|risk|level_of|diagnos")
    for about in ABOUTS:
        assert not [f for f in (*about.required, *about.optional) if telling.search(f)]


@pytest.mark.parametrize(("about", "language"), EVERY)
def test_a_fact_that_is_not_listed_reaches_no_reader(about: str, language: Language) -> None:
    extra: dict[str, Fact] = {"name": "PLANTED", "person": "PLANTED", "score": 4711}
    found = render(notice(about, language, extra))
    assert "PLANTED" not in found.subject + found.text
    assert "4711" not in found.subject + found.text


def test_a_notice_to_the_person_bears_no_name() -> None:
    for language in LANGUAGES:
        assert notice("plan_presented", language).reader_name not in render(notice("plan_presented", language)).text
    assert "Nino" in render(notice("reminder", "en")).text


@pytest.mark.parametrize(
    ("language", "fact", "telling"),
    [
        ("en", "duty", "With high serious-harm risk, the team meets in week 6."),
        ("en", "duty", "At a sum of 6-30 points give the convict information."),
        ("en", "because", "The convict was taken to the medical institution"),
        ("ka", "duty", "მნიშვნელოვანი ზიანის მაღალი რისკის შემთხვევაში გუნდი იკრიბება"),
        ("ka", "because", "არსებობს ექიმის რეკომენდაცია"),
    ],
)
def test_what_an_assessment_found_stays_in_the_case(language: Language, fact: str, telling: str) -> None:
    text = render(notice("step_cancelled", language, {fact: telling})).text
    assert telling.rstrip(".") not in text
    assert CITED[language] in text


@pytest.mark.parametrize(
    ("language", "plain"),
    [
        ("en", "The multidisciplinary team presents the working version of the plan to the convict"),
        ("en", "Fill in the serious-harm risk screening"),
        ("ka", "მულტიდისციპლინური გუნდი მსჯავრდებულს აცნობს გეგმის სამუშაო ვერსიას"),
        ("ka", "მნიშვნელოვანი ზიანის რისკის სკრინინგის შევსება"),
    ],
)
def test_a_duty_that_tells_nothing_is_said_in_full(language: Language, plain: str) -> None:
    assert plain in render(notice("reminder", language, {"duty": plain})).text


@pytest.mark.parametrize(
    ("level", "ka", "en"),
    [
        (1, "სამმართველოს უფროსს:", "the head of the division:"),
        (2, "დეპარტამენტის უფროსს:", "the head of the department:"),
        (3, "სამსახურის ხელმძღვანელს:", "the head of the service:"),
    ],
)
def test_an_escalation_speaks_to_its_rung(level: int, ka: str, en: str) -> None:
    assert ka in render(notice("escalation", "ka", {"level": level})).text
    text = render(notice("escalation", "en", {"level": level})).text
    assert en in text
    assert "Social worker (case manager)" in text
    assert "The term runs from: 2 March 2026" in text
    assert "Late by: 3 days" in text
    assert "reassign" in text
    assert "look at the case" in text
    assert "extend the term" not in text


def test_an_extension_is_offered_where_the_law_lets() -> None:
    given = {"extension_article": SAMPLE["extension_article"]}
    text = render(notice("escalation", "en", given)).text
    assert "extend the term, if the ground that the act asks for exists (Order 502 art. 21(5))" in text


def test_a_step_without_a_term_says_so() -> None:
    assert "the act sets none" in render(notice("step_opened", "en")).text
    assert "აქტით განსაზღვრული არ არის" in render(notice("step_opened", "ka")).text


def test_a_reminder_of_a_step_without_a_term_tells_its_age() -> None:
    text = render(notice("reminder", "en", {"since": date(2026, 3, 2)})).text
    assert "for which the act sets no term" in text
    assert "Owed since: 2 March 2026" in text
    assert "Last day" not in text


@pytest.mark.parametrize(
    ("about", "point", "cited"),
    [
        ("suspended", "Order 502 art. 15(1)(d)", "Order 502 art. 15(1)\n"),
        ("psychologist_referred", "Order 502 art. 8(10)(a)", "Order 502 art. 8(10)\n"),
        ("psychologist_referred", "ბრძანება №502, მუხლი 9(8)(გ)", "ბრძანება №502, მუხლი 9(8)\n"),
        ("suspended", "Order 502 art. 15(2)", "Order 502 art. 15(2)\n"),
        ("reminder", "Order 502 art. 8(10)(a)", "Order 502 art. 8(10)(a)\n"),
    ],
)
def test_a_point_that_tells_the_ground_is_not_cited(about: str, point: str, cited: str) -> None:
    assert cited in render(notice(about, "en", {"article": point})).text


def test_a_changed_date_gives_both() -> None:
    text = render(notice("due_changed", "ka", {"was": "2026-03-06"})).text
    assert "ადრინდელი ბოლო დღე: 2026 წლის 6 მარტი" in text
    assert "ახალი ბოლო დღე: 2026 წლის 9 მარტი" in text


def test_dates_are_written_as_the_acts_write_them() -> None:
    assert day(date(2026, 3, 9), "ka") == "2026 წლის 9 მარტი"
    assert day(date(2026, 3, 9), "en") == "9 March 2026"
    assert on_day(date(2026, 3, 9), "en") == "on 9 March 2026"
    assert [on_day(date(2026, m, 1), "ka").split()[-1] for m in range(1, 13)] == [
        "იანვარს",
        "თებერვალს",
        "მარტს",
        "აპრილს",
        "მაისს",
        "ივნისს",
        "ივლისს",
        "აგვისტოს",
        "სექტემბერს",
        "ოქტომბერს",
        "ნოემბერს",
        "დეკემბერს",
    ]


@pytest.mark.parametrize(
    ("fact", "wrong", "said"),
    [
        ("due", "tomorrow", "is not a date"),
        ("due", 7, "is a date, not 7"),
        ("days_late", -1, "a number of 0 or more"),
        ("days_late", True, "a number of 0 or more"),
        ("level", 4, "the level is 1, 2 or 3"),
        ("case", 5, "is a code"),
        ("duty", {"en": "only English"}, "has no words in 'ka'"),
    ],
)
def test_a_wrong_fact_is_named(fact: str, wrong: Fact, said: str) -> None:
    with pytest.raises(BadNotice, match=rf"'{fact}'|{fact} is") as caught:
        render(notice("escalation", "ka", {fact: wrong}))
    assert said in str(caught.value)


def test_an_unknown_notice_is_named() -> None:
    with pytest.raises(BadNotice, match="there is no notice about 'gossip'"):
        render(notice("reminder").model_copy(update={"about": "gossip"}))


def test_words_cannot_start_a_line_of_their_own() -> None:
    found = render(notice("reminder", "en", {"case": "PEN-2026-000001\r\nBcc: all@example.ge"}))
    assert "\nBcc" not in found.subject + found.text
