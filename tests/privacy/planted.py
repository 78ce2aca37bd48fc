"""Stories with unmistakable personal values in every place that takes words, and the walk that looks for them."""

import json
import re
from base64 import b64encode
from collections.abc import AsyncIterator, Iterable
from typing import Any

from pydantic import BaseModel
from temporalio.client import Client

from models.forms.registry import FORMS, action_form
from starter.scenario import Scenario, StoryAct

FIRST, LAST = "ზურმუხტოსლავი", "ნერგიაშვილიანთი"
NUMBER = "98706054321"
BORN = "1971-03-29"
WORDS_KA = "ჩანერგილი შენიშვნა: მოწმე ლუარსაბ ქაჯაიასი"
WORDS_EN = "Planted remark about Luarsab Kajaiani"

PERSON = (FIRST, LAST, NUMBER, BORN, "29.03.1971", "29 March 1971")
WORDS = (WORDS_KA, WORDS_EN, "ლუარსაბ", "Luarsab")
PLANTED: tuple[str, ...] = (*PERSON, *WORDS)
"""What must be found nowhere; with it the names and addresses of the register's staff."""


def planted(story: Scenario) -> Scenario:
    """The story, about the planted person, with the planted words wherever a form takes words."""
    if "person" not in story.case:
        return story.model_copy(update={"acts": tuple(_wordy(a, story) for a in story.acts)})
    person = {**story.case["person"], "first_name": FIRST, "last_name": LAST, "personal_number": NUMBER}
    if story.case["person"]["sex"] == "male":
        person["birth_date"] = BORN
    case = {**story.case, "person": person}
    if "referral" in case:
        case["referral"] = {**case["referral"], "contact": WORDS_KA, "conviction": WORDS_EN}
        case["needs"] = [WORDS_KA]
    return story.model_copy(update={"case": case, "acts": tuple(_wordy(a, story) for a in story.acts)})


def _wordy(act: StoryAct, story: Scenario) -> StoryAct:
    form = str((act.document or {}).get("form") or action_form(story.process, act.act))
    model = FORMS.get(f"{story.case.get('edition')}.{form}") or FORMS.get(form)
    if model is None:
        return act
    document = {**(act.document or {}), **words_of(model)}
    if isinstance(document.get("measures"), list | tuple):
        document["measures"] = [
            {**m, "service": WORDS_EN, "by": WORDS_KA} if isinstance(m, dict) else m for m in document["measures"]
        ]
    if isinstance(document.get("programmes"), list | tuple):
        document["programmes"] = [{**p, "service": WORDS_EN} for p in document["programmes"]]
    return act.model_copy(update={"document": document})


def words_of(form: type[BaseModel]) -> dict[str, str]:
    """The planted words for every field of a form that takes any words."""
    found = {}
    for name, field in form.model_fields.items():
        patterns = [getattr(m, "pattern", None) for m in field.metadata]
        longest = min([m.max_length for m in field.metadata if getattr(m, "max_length", None)], default=10_000)
        if field.annotation is str and not any(patterns):
            found[name] = f"{WORDS_KA}; {WORDS_EN}"[:longest]
    return found


# ---------------------------------------------------------------------- the walk


def found_in(content: bytes | str, values: Iterable[str] = PLANTED) -> list[str]:
    """The planted values in it: as they are, as JSON escapes them, in base64 at any offset."""
    raw = content.encode() if isinstance(content, str) else content
    seen = []
    for value in values:
        utf8 = value.encode()
        shapes = [utf8, json.dumps(value)[1:-1].encode(), json.dumps(value)[1:-1].upper().encode()]
        for offset in range(3):
            coded = b64encode(b"\0" * offset + utf8)
            shapes.append(coded[(offset * 8 + 5) // 6 : (offset + len(utf8)) * 8 // 6])
        if any(shape in raw for shape in shapes):
            seen.append(value)
    return seen


async def everything(client: Client) -> AsyncIterator[tuple[str, bytes]]:
    """Each place in Temporal where something is kept, with its raw bytes: lists, descriptions, every event."""
    async for listed in client.list_workflows():
        where = f"{listed.id} {listed.run_id[:8]}"
        yield f"list of {where}", listed.raw_info.SerializeToString()
        handle = client.get_workflow_handle(listed.id, run_id=listed.run_id)
        shown = await handle.describe()
        yield f"description of {where}", shown.raw_description.SerializeToString()
        async for event in handle.fetch_history_events():
            yield f"event {event.event_id} ({_kind(event)}) of {where}", event.SerializeToString()


def _kind(event: Any) -> str:
    return re.sub(r"_event_attributes$", "", event.WhichOneof("attributes") or "unknown")
