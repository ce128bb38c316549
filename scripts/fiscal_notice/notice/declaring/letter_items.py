"""An entry of the letter: what is wrong, where a person finds it, what is printed and expected."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import Any

from fiscal_notice.notice.declaring.habits import cell_in_words
from fiscal_notice.notice.declaring.places import Places
from fiscal_notice.notice.facts import NoticeFacts
from fiscal_notice.notice.facts.differences import changes, number
from fiscal_notice.notice.facts.errata import Same
from fiscal_notice.notice.facts.table_reader import Entry
from fiscal_notice.notice.rules.errata import READERS_NOTE

# Cells as short as these are told of each place; of longer ones, or of more places, an example.
_SHORT = 10
_FEW = 25
_LONG = 60
_NAME = 40
_PIECES = 3
_MONEY_TABLES = ("allocations", "allocation_totals", "grants", "grant_totals", "amounts")
_UNITS = {"元": "yuan", "万元": "wan"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """An entry: its sentence, and the lines below it."""

    says: str
    below: tuple[str, ...]


class Teller:
    """Tells defects of a notice in one language."""

    def __init__(self, facts: NoticeFacts, lang: str, words: Mapping[str, Any]) -> None:
        self.facts, self.lang, self.words = facts, lang, words
        self._at = Places(facts.package)
        self._ours = re.compile("|".join(words["ours"]))

    @property
    def has_originals(self) -> bool:
        """Whether the package says where lines stand in the originals."""
        return bool(self._originals)

    def item(self, defect: Same) -> Item:
        """The entry of a defect, in one place or in many."""
        says = self._ours.sub("", defect.said[self.lang])
        if self.lang in defect.worded_apart:
            says = self.words["example"] + says
        if len(defect.rows) == 1:
            return Item(says=says, below=tuple(self._single(defect.first, says)))
        says += self._between + self.words["several"].format(count=f"{len(defect.rows):,}")
        return Item(says=says, below=tuple(self._several(defect.rows)))

    def _single(self, row: Entry, says: str) -> Iterator[str]:
        comma = self.words["comma"]
        place = comma.join([*self._place(row, says), *self._lines([row])])
        yield self.words["where"].format(places=place)
        cells = self._cells(row)
        if self._is_ours(row):
            return
        if not all(len(cell) > 1 and cell.strip("“”") in says for cell in cells):
            yield self.words["cells"].format(printed=cells[0], expected=cells[1])

    def _several(self, rows: Sequence[Entry]) -> Iterator[str]:
        cells = [self._cells(row) for row in rows]
        alike = self._is_ours(rows[0]) or len({*cells}) == 1
        short = all(len(row[name]) <= _SHORT for row in rows for name in ("printed", "expected"))
        each = not alike and short and len(rows) <= _FEW
        groups = groupby(rows, key=self._whose)
        chunks = [self._chunk(whose, list(some), each) for whose, some in groups]
        yield self.words["where"].format(places=self.words["semicolon"].join(chunks))
        if self._is_ours(rows[0]):
            return
        if alike:
            yield self.words["cells"].format(printed=cells[0][0], expected=cells[0][1])
        elif not each:
            place = self.words["comma"].join([self._whose(rows[0]), *self._lines(rows[:1])])
            yield self.words["cells_example"].format(
                place=place, printed=cells[0][0], expected=cells[0][1]
            )

    def _chunk(self, whose: str, rows: Sequence[Entry], each: bool) -> str:
        comma = self.words["comma"]
        if each:
            told = (comma.join([*self._lines([row]), self._chunk_cells(row)]) for row in rows)
            return str(self.words["chunk"]).format(
                place=whose, what=self.words["semicolon"].join(told)
            )
        what = list(self._lines(rows))
        if len(rows) > 1:
            what.insert(0, self.words["times"].format(count=f"{len(rows):,}"))
        return str(self.words["chunk"]).format(place=whose, what=comma.join(what))

    def _chunk_cells(self, row: Entry) -> str:
        printed, expected = self._cells(row)
        said: str = self.words["chunk_cells"].format(printed=printed, expected=expected)
        return said

    def _whose(self, row: Entry) -> str:
        """The city of a row, or else the part of the notice in which it stands."""
        entry = self._entry(row)
        sheet = self._at.sheet(entry)
        place = self._at.place(entry, self.lang) if sheet else self._at.city(entry, self.lang)
        if sheet and self.lang == "en":
            place = place.removeprefix("On ").strip()
        return place or self._part(row)

    def _place(self, row: Entry, says: str) -> Iterator[str]:
        """Part of the notice, name of the row and title of the column, as far as there are such."""
        entry = self._entry(row)
        sheet = self._at.sheet(entry)
        yield (sheet["heading"] if sheet else "") or self._part(row)
        city = "" if sheet else self._at.city(entry, self.lang)
        if city:
            yield city
        name = self._at.indicator(entry)["level3_clean"]
        if name and name not in says:
            yield self.words["indicator"].format(_cut(name, _NAME))
        field = self.facts.package.field(row["resource"], row["field"])
        if field is not None and not self._is_ours(row):
            yield field.title(self.lang)

    def _is_ours(self, row: Entry) -> bool:
        """Whether a cell holds a code or a line of the data, which no notice prints."""
        field = self.facts.package.field(row["resource"], row["field"])
        if field is None or field.name.endswith("_line"):
            return field is not None
        return any(label != code for code, label in field.labels("zh").items())

    def _part(self, row: Entry) -> str:
        """The letter, an annex, or what the table is called."""
        if row["resource"] in ("notice", "clauses", "bases"):
            return str(self.words["body"])
        if row["resource"] == "annexes":
            return str(self.words["annex"].format(row["key"]))
        if row["resource"] in _MONEY_TABLES and row.line is not None:
            before = [no for line, no in self._annexes if line <= row.line]
            if before:
                return str(self.words["annex"].format(before[-1]))
        resource = self.facts.package.resource(row["resource"])
        return resource.title(self.lang) if resource else row["resource"]

    @cached_property
    def _annexes(self) -> list[tuple[int, str]]:
        """Where each annex begins, and its number."""
        rows = self.facts.tables.rows("annexes")
        marked = [(row["marker_line"], row["annex_no"]) for row in rows]
        return sorted((int(line), no) for line, no in marked if line.isdecimal())

    def _lines(self, rows: Sequence[Entry]) -> Iterator[str]:
        """The lines of rows, runs of them as one, and of a single one its place in the original."""
        lines = sorted({row.line for row in rows if row.line is not None})
        if lines:
            said = self.words["and"].join(_runs(lines, self.words["range"]))
            yield self.words["line"].format(lines=said)
        if len(lines) == 1:
            yield from self._original(lines[0])

    def _original(self, line: int) -> Iterator[str]:
        place = self._originals.get(str(line))
        if place is None:
            return
        path = self._paths.get(place["original_id"], "")
        if path:
            yield path.rpartition("/")[2]
        if place["page"]:
            yield self.words["page"].format(place["page"])
        spot = "!".join(part for part in (place["sheet"], place["cell"]) if part)
        if spot:
            yield spot
        elif place["paragraph"]:
            yield self.words["paragraph"].format(place["paragraph"])

    @cached_property
    def _originals(self) -> dict[str, Entry]:
        return {row["source_line"]: row for row in self.facts.tables.rows("places")}

    @cached_property
    def _paths(self) -> dict[str, str]:
        rows = self.facts.tables.rows("originals")
        return {row["original_id"]: row["path"] for row in rows}

    def _cells(self, row: Entry) -> tuple[str, str]:
        """What is printed and what is expected, in words; of long texts what differs."""
        printed, expected = row["printed"], row["expected"]
        if row["rule_id"] != READERS_NOTE and min(len(printed), len(expected)) > _LONG:
            differing = changes(printed, expected)[:_PIECES]
            return (
                self._quoted("…".join(change.found for change in differing)),
                self._quoted("…".join(change.expected for change in differing)),
            )
        return self._cell(row, "printed"), self._cell(row, "expected")

    def _cell(self, row: Entry, column: str) -> str:
        value = row[column]
        words = cell_in_words(row["rule_id"], column, value, self.lang)
        if words is not None:
            return re.sub(self.words["doubled"], "", words)
        if not value:
            return str(self.words["nothing"])
        label = self._label(row, value)
        if label:
            return label
        # What a reader would expect is told in words of their own.
        reader = row["rule_id"] == READERS_NOTE and column == "expected"
        return value if reader else self._quoted(_cut(value, _LONG))

    def _label(self, row: Entry, value: str) -> str:
        """What a region or an amount is called; empty of what stands there itself."""
        field = self.facts.package.field(row["resource"], row["field"])
        if field is None:
            return ""
        if field.name == "region_code":
            return self._at.names.get(value, ("", ""))[self.lang == "en"]
        unit, amount = _UNITS.get(str(field.raw.get("unit"))), number(value)
        if unit and amount is not None:
            return str(self.words[unit].format(f"{amount:,f}"))
        return ""

    def _quoted(self, text: str) -> str:
        return str(self.words["quoted"].format(text))

    @property
    def _between(self) -> str:
        return "" if self.lang == "zh" else " "

    def _entry(self, row: Entry) -> Entry:
        known = self.facts.tables.index(row["resource"])
        return known.get(row["key"], Entry(table=row["resource"], key=row["key"], cells={}))


def _runs(lines: Iterable[int], pattern: str) -> Iterator[str]:
    """Numbers in a row as the first and the last."""
    for _, some in groupby(enumerate(lines), key=lambda pair: pair[1] - pair[0]):
        run = [line for _, line in some]
        if len(run) > 2:  # noqa: PLR2004  two in a row are as short by themselves
            yield pattern.format(first=run[0], last=run[-1])
        else:
            yield from map(str, run)


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"
