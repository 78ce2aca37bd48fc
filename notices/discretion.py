"""Keeps what an assessment found out of the mail, also when a duty of the law is worded by it.

The acts word duties by their ground: "with high risk, meet in week six". Told with a case number, that
sentence says what the assessment of a person found. Then the notice says only that the duty is the one of the
cited article.
"""

import re

from models.notices import Language

_TELLING: dict[Language, re.Pattern[str]] = {
    "en": re.compile(
        r"\b(low|medium|increased|high)\b|\bscores?\b|\bpoints?\b|suicid|self-harm|violen|victim|infect|diseas"
        r"|\bdiagnos|hospital|medical|doctor|health|\bdisciplin|solitary|addict|\bdependence|\bdie[sd]\b|\bdeath\b",
        re.IGNORECASE,
    ),
    "ka": re.compile(
        "დაბალ|დაბლ|საშუალო|მომეტებულ|მაღალ|მაღლ|ქულ|სუიციდ|თვითდაზიან|ძალადობ|მსხვერპლ|ინფექცი|დაავად|დიაგნოზ"
        "|სამკურნალო|სამედიცინო|ექიმ|ჯანმრთელ|(?<!მულტი)დისციპლინ|სამარტო|დამოკიდებულ|გარდაცვ|გარდაიცვ"
    ),
}

_INSTEAD: dict[Language, dict[str, str]] = {
    "en": {
        "duty": "The duty set out in the provision cited below",
        "form": "The one named in the provision cited below",
        "because": "The reason is stated in the case",
        "way_on": "What can be done instead is stated in the case",
    },
    "ka": {
        "duty": "ქვემოთ მითითებული ნორმით გათვალისწინებული ვალდებულება",
        "form": "ქვემოთ მითითებული ნორმით გათვალისწინებული ფორმა",
        "because": "საფუძველი მითითებულია საქმეში",
        "way_on": "შემდგომი მოქმედების წესი მითითებულია საქმეში",
    },
}


def tells_too_much(text: str, language: Language) -> bool:
    """Whether a sentence says what an assessment found, or speaks of health, violence or discipline."""
    return _TELLING[language].search(text) is not None


def broadly(citation: str) -> str:
    """A citation without the lettered point at its end: art. 15(1)(d) → art. 15(1)."""
    return re.sub(r"(\(\d+\))(?:\([a-zა-ჰ]\)(?:\.\d+)?)+", r"\1", citation)


def discreet(fact: str, text: str, language: Language) -> str:
    """`text`, or a sentence that leads to the case when `text` says too much for the mail."""
    return _INSTEAD[language][fact] if tells_too_much(text, language) else text
