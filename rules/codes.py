"""From a document to the codes that a case may know: levels, points, choices. Never words, never a name.

The gateway works them out when a document is received; the activity works them out again when it is filed and refuses
a mismatch. Each act's own module knows its forms.
"""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Annotated, Any, Literal, get_args, get_origin

from pydantic.fields import FieldInfo

from models.acts import Codes
from models.base import Frozen
from models.forms.registry import is_action, read
from rules.council import codes as council
from rules.danger import body_codes
from rules.danger import codes as danger
from rules.order_502 import codes as order_502
from rules.order_502 import former_codes, leading, probation_codes, psychology_codes
from rules.order_502.instrument import Instrument

Earlier = Mapping[str, Mapping[str, Any]]
"""Documents filed before, by their form."""

Coder = Callable[[str, Frozen, Earlier, Instrument], Codes | None]
"""The codes of one document of the act's own, or None when the form is not its."""

CODERS: tuple[Coder, ...] = (
    order_502.codes,
    leading.codes,
    probation_codes.codes,
    psychology_codes.codes,
    former_codes.codes,
    danger.codes,
    body_codes.codes,
    council.codes,
)

NEEDS_EARLIER: dict[str, tuple[str, ...]] = {
    **order_502.NEEDS_EARLIER,
    **probation_codes.NEEDS_EARLIER,
    **former_codes.NEEDS_EARLIER,
}
"""Forms whose codes rest on documents filed before them."""


def plain(document: Frozen) -> Codes:
    """Every field that is no free text: choices, days, numbers, ids by a pattern. Nested forms stay out."""
    told = {name for name, field in type(document).model_fields.items() if _is_code(field)}
    return {k: v for k, v in document.model_dump(mode="json", include=told - {"form"}).items() if v is not None}


_SCALARS = (int, bool, date)


def _is_code(field: FieldInfo) -> bool:
    """Whether what stands in the field can be no words: a choice, a number, a day, a text with a pattern."""
    kinds = [k for k in get_args(field.annotation) if k is not type(None)] or [field.annotation]
    if get_origin(field.annotation) is Literal:
        return True
    patterned = any(getattr(m, "pattern", None) for m in field.metadata)
    return all(k in _SCALARS or get_origin(k) is Literal or (k is str and patterned) or _by_pattern(k) for k in kinds)


def _by_pattern(kind: object) -> bool:
    """Whether a type inside of a choice is a text with a pattern of its own (`Number | None`)."""
    if get_origin(kind) is not Annotated:
        return False
    text, *about = get_args(kind)
    marks = (m for a in about for m in getattr(a, "metadata", ()))
    return text is str and any(getattr(m, "pattern", None) for m in marks)


def codes_of(form: str, content: Mapping[str, Any], earlier: Earlier, instrument: Instrument) -> Codes:
    """The codes of a document. Raises BadDocument, BadScore or NotAllowed with what to mend."""
    document = read(form, content)
    for coder in CODERS:
        found = coder(form, document, earlier, instrument)
        if found is not None:
            return found
    if is_action(form):
        return plain(document)
    return {}
