"""Bringing a whole institution to its data group: reviews opened from a file, listed, selected in order, filled in,
sealed and submitted to the director, with progress told. Repeated, it goes on where it was.
"""

import asyncio
import csv
from collections.abc import Awaitable, Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from models.forms.danger_data import PARTS, PrimaryData
from rules.danger.edition import Edition, edition
from rules.danger.group import alphabetical, proposed_order
from rules.danger.items import check_items
from rules.errors import NotAllowed
from starter.gateway import Gateway, NewAct, Outcome
from starter.openers import NotOpened
from starter.opening import new_case
from starter.output import BAD_INPUT, Stop
from storage import worklists
from storage.errors import StorageError

PERSON = ("first_name", "last_name", "sex", "birth_date", "personal_number")
NEEDED = ("number", "first_name", "last_name", "sex", "birth_date", "sentenced_on")
OWN = (*NEEDED, "personal_number", "received_on", "last_assessed_on", "last_kind", "flags")
FIELDS = ("filled_on", *(name for model in PARTS.values() for name in model.model_fields))
AT_ONCE = 8
BATCH = 100
LARGEST = 20_000_000

Progress = Callable[[str, int, int], None]
FILLERS = {"I": "group_member_special_registration", "II": "group_member_legal_regime", "III": "group_member_social"}


class Convict:
    """One row of the file and what became of it."""

    def __init__(self, line: int, cells: dict[str, str]) -> None:
        self.line = line
        self.cells = {k: v.strip() for k, v in cells.items() if v and v.strip()}
        self.number = self.cells.get("number", "")
        self.flags = [f for f in self.cells.get("flags", "").replace(";", " ").split() if f]
        self.because: str | None = None

    def intake(self, e: Edition, institution: int, group: str) -> dict[str, Any]:
        """The row as an intake of a review."""
        cells = self.cells
        last = (
            {"date": cells["last_assessed_on"], "kind": cells.get("last_kind")} if "last_assessed_on" in cells else None
        )
        return {
            "number": self.number,
            "edition": e.id,
            "person": {k: cells[k] for k in PERSON if k in cells},
            "institution": institution,
            "sentenced_on": cells.get("sentenced_on"),
            "received_on": cells.get("received_on"),
            "last_assessed": last,
            "group": group,
        }

    def data(self, part: str | None = None) -> dict[str, Any]:
        """What the row says of the data form (of one part)."""
        names = ("filled_on", *PARTS[part].model_fields) if part else FIELDS
        return {k: v for k, v in self.cells.items() if k in names and k not in OWN}

    def name(self) -> tuple[str, str, str]:
        """By what the alphabetical list orders."""
        return self.cells["last_name"], self.cells["first_name"], self.cells.get("personal_number", "")


def read(file: Path) -> list[Convict]:
    """The rows of the file; a `Stop` when it cannot be read as what it should be."""
    try:
        if file.stat().st_size > LARGEST:
            raise Stop(BAD_INPUT, f"{file} is larger than {LARGEST // 1_000_000} MB: split it.")
        text = file.read_text(encoding="utf-8-sig")
    except OSError as gone:
        raise Stop(BAD_INPUT, f"{file} cannot be read: {gone.strerror}. Give the path of a CSV file.") from None
    except UnicodeDecodeError:
        raise Stop(BAD_INPUT, f"{file} is not UTF-8 text. Save it as CSV UTF-8.") from None
    reader = csv.DictReader(text.splitlines())
    names = list(reader.fieldnames or [])
    missing = [n for n in NEEDED if n not in names]
    strange = [n for n in names if n not in (*OWN, *FIELDS)]
    if missing or strange:
        raise Stop(
            BAD_INPUT,
            f"{file}: the line of column names lacks {missing} and does not know {strange}. "
            f"Needed: {', '.join(NEEDED)}; besides them the fields of the data form.",
        )
    rows = [Convict(n, dict(row)) for n, row in enumerate(reader, 2)]
    if not rows:
        raise Stop(BAD_INPUT, f"{file} holds no row below its line of column names.")
    return rows


class GroupLoad:
    """The work. `progress` is told the stage, how many are done and of how many."""

    def __init__(self, gateway: Gateway, group: str, rows: Sequence[Convict], progress: Progress) -> None:
        self._gateway = gateway
        self._group = group
        self._rows = rows
        self._progress = progress
        self._e = edition("o70")
        self._institution = 0

    async def run(self, *, submit: bool) -> list[Convict]:
        """Open, list, select; with `submit` also fill in, seal and present. The rows that were refused."""
        view = await self._gateway.in_transaction(lambda conn: worklists.case(conn, self._group))
        if view.process != "data_group":
            raise Stop(BAD_INPUT, f"{self._group} is no data group: its number begins with GRP")
        self._e, self._institution = edition(str(view.facts["edition"])), int(view.institution)
        known = {*view.facts.get("waiting", {}), *view.facts.get("taken", [])}
        for row in self._rows:
            self._check(row)
        good = [r for r in self._rows if r.because is None]
        new = [r for r in good if r.number not in known]
        await self._act(
            self._group, "list", "institution_director",
            document={"add": [r.number for r in new], "flags": {r.number: r.flags for r in new if r.flags}},
        )  # fmt: skip
        await self._each("opened", good, self._open)
        await self._select([r for r in good if r.number not in view.facts.get("taken", [])])
        if submit:
            await self._each("submitted", [r for r in good if r.because is None], self._submit)
        return [r for r in self._rows if r.because is not None]

    def _check(self, row: Convict) -> None:
        """Refuse what cannot be opened or filled in, before anything is written."""
        try:
            given = row.intake(self._e, self._institution, self._group)
            new_case("danger_review", given, self._gateway.clock.now(), by="group")
            data = PrimaryData.model_validate(row.data())
            if self._e.id == "o70":
                check_items(data.model_dump())
        except (NotOpened, NotAllowed) as no:
            row.because = str(no)
        except ValueError as wrong:
            row.because = f"the data form does not hold: {type(wrong).__name__}"

    async def _open(self, row: Convict) -> None:
        try:
            given = row.intake(self._e, self._institution, self._group)
            await self._gateway.open_case("danger_review", given, by="group", synthetic=False, source="imported")
        except StorageError as no:
            row.because = str(no)

    async def _select(self, rows: Sequence[Convict]) -> None:
        """Flagged convicts first; inside a batch by the alphabet (later rule) or as listed (Order 70)."""
        order = proposed_order({r.number: r.flags for r in rows})
        names = {r.number: r.name() for r in rows}
        flagged = sum(1 for r in rows if r.flags)
        cuts = [order[:flagged], *(order[i : i + BATCH] for i in range(flagged, len(order), BATCH))]
        done = 0
        for batch in filter(None, cuts):
            chosen = alphabetical({n: names[n] for n in batch}) if self._e.id == "dr2" else batch
            await self._act(self._group, "select", "primary_group_head", document={"convicts": list(chosen)})
            done += len(batch)
            self._progress("selected", done, len(order))

    async def _submit(self, row: Convict) -> None:
        """The form by its fillers, the seal, the presentation to the director; what is done already is passed over."""
        form = self._e.data_form
        if self._e.id == "o70":
            for part, by in FILLERS.items():
                step = {"I": "data_i", "II": "data_ii", "III": "data_iii"}[part]
                await self._step(row, step, by, {"form": form, **row.data(part)})
        else:
            await self._step(row, "data", "primary_group_member", {"form": form, **row.data()})
        await self._step(row, "seal", "primary_group_head", {"form": f"{self._e.id}.sealing"})
        await self._step(row, "present", "primary_group_head", None)

    async def _step(self, row: Convict, step: str, by: str, document: dict[str, Any] | None) -> None:
        """Complete a step under an id that is the same on every repeat; after a fault no further step is tried."""
        if row.because is not None:
            return
        made = f"G-{row.number}-{step}"
        outcome = await self._gateway.act(
            row.number, NewAct(id=made, act="complete", by=by, step=step, document=document)
        )
        if not outcome.accepted:
            row.because = outcome.refusal.sentence() if outcome.refusal else f"{step}: no answer yet"

    async def _act(self, case: str, act: str, by: str, document: dict[str, Any]) -> Outcome:
        outcome = await self._gateway.act(case, NewAct(act=act, by=by, document=document))
        if outcome.refusal is not None:
            raise Stop(1, outcome.refusal.sentence())
        if not outcome.accepted:
            raise Stop(3, f"{case} does not answer; repeat the same command")
        return outcome

    async def _each(self, what: str, rows: Iterable[Convict], work: Callable[[Convict], Awaitable[None]]) -> None:
        todo, gate, done = list(rows), asyncio.Semaphore(AT_ONCE), 0

        async def one(row: Convict) -> None:
            nonlocal done
            async with gate:
                await work(row)
            done += 1
            self._progress(what, done, len(todo))

        await asyncio.gather(*(one(row) for row in todo))
