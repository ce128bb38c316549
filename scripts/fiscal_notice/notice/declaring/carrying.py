"""What stood in the errata of another notice, for the same habit: its words, put on other cells.

Words are carried only if every figure and every place in them is one of the cell that they come to.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from fiscal_notice.model import Finding, Rule
from fiscal_notice.notice.declaring.drafts import Draft, facts_of
from fiscal_notice.notice.declaring.habits import habit, weight_of
from fiscal_notice.notice.declaring.places import Places
from fiscal_notice.notice.facts.differences import shape, signature
from fiscal_notice.notice.facts.table_reader import Entry
from fiscal_notice.notice.rules.errata import READERS_NOTE

# Facts that are replaced however short they are; of the others, no number below 100.
_EXACT = (
    "found",
    "expected",
    "line",
    "first_line",
    "difference",
    "found_number",
    "expected_number",
)
_DIGITS = re.compile(r"[0-9][0-9,.]*")
_SHORT = 2
_SMALL = 3
_LINE = re.compile(r"第[0-9]+行")


class Carrier:
    """The errata of another notice, by habit."""

    def __init__(self, other: Places, rules: Mapping[str, Rule]) -> None:
        self.other = other
        self.rules = rules
        self.rows = [row for row in other.tables.rows("errata") if row["rule_id"] in rules]

    def carried(self, draft: Draft, places: Places) -> Draft:
        """The draft with the words and the kind of the nearest erratum, or as it is."""
        for row in self._same_habit(draft.finding):
            words = self._words(row, draft.finding, places)
            if words is not None:
                return replace(
                    draft,
                    kind=row["kind"],
                    weight=row["weight"] or weight_of(row["rule_id"], row["kind"]),
                    zh=words[0],
                    en=words[1],
                    carried=row["erratum_id"],
                )
            if _finding(row).identity == draft.finding.identity:
                # What was said of the very cell doesn't fit it any more: no other words do.
                return draft
        return draft

    def notes(self, places: Places) -> Iterator[Draft]:
        """The readers' notes whose printed words stand in one cell of this notice, too."""
        declared = {
            (row["resource"], row["key"], row["field"])
            for row in places.tables.rows("errata")
            if row["rule_id"] == READERS_NOTE
        }
        for row in self.rows:
            if row["rule_id"] != READERS_NOTE or not row["printed"]:
                continue
            same = [
                entry
                for entry in places.tables.rows(row["resource"])
                if entry[row["field"]] == row["printed"]
            ]
            if len(same) != 1 or (row["resource"], same[0].key, row["field"]) in declared:
                continue
            finding = replace(_finding(row), key=same[0].key, line=None)
            finding = replace(finding, line=places.line(finding))
            if _LINE.search(row["expected"]) and finding.line != _finding(row).line:
                # What should stand there names a line of the other notice; nothing tells ours.
                continue
            words = self._words(row, finding, places)
            if words is not None:
                yield Draft(
                    finding=finding,
                    kind=row["kind"],
                    weight=row["weight"] or weight_of(row["rule_id"], row["kind"]),
                    zh=words[0],
                    en=words[1],
                    line=places.line(finding),
                    carried=row["erratum_id"],
                )

    def _same_habit(self, finding: Finding) -> Iterator[Entry]:
        """Errata on the same field by the same rule: of the very cell, the same text, the habit."""
        same = [
            row
            for row in self.rows
            if (row["rule_id"], row["resource"], row["field"])
            == (finding.rule, finding.table, finding.field)
        ]
        cell = (finding.found or "", finding.expected or "")
        same.sort(key=lambda row: row["key"] != finding.key)
        yield from (row for row in same if (row["printed"], row["expected"]) == cell)
        wanted = signature(*cell)
        yield from (
            row
            for row in same
            if (row["printed"], row["expected"]) != cell
            and signature(row["printed"], row["expected"]) == wanted
        )

    def _words(self, row: Entry, finding: Finding, places: Places) -> tuple[str, str] | None:
        """The explanations of an erratum, put on another cell; None if they do not fit there."""
        old, rule = _finding(row), self.rules[row["rule_id"]]
        words = row["explanation_zh"], row["explanation_en"]
        city = self.other.city(self.other.entry(old), "zh")
        same_city = places.city(places.entry(finding), "zh") == city
        if (old.identity, old.line) == (finding.identity, finding.line) and same_city:
            return words
        there = _texts(facts_of(old, rule, self.other))
        here = _texts(facts_of(finding, rule, places))
        said = habit(row["rule_id"], shape(finding.found, finding.expected))
        around = f"{said.zh} {said.en} "
        # What the words say beyond the cell is true of that cell alone.
        if not all(_fits(text, around + " ".join(there.values())) for text in words):
            return None
        if self._places_named(words[0]) - {city}:
            return None
        put = _put(words[0], there, here), _put(words[1], there, here)
        return put if all(_fits(text, around + " ".join(here.values())) for text in put) else None

    def _places_named(self, text: str) -> set[str]:
        names = {row["name"] for row in self.other.tables.rows("regions")}
        return {name for name in names if name and name in text}


def _finding(row: Entry) -> Finding:
    return Finding(
        rule=row["rule_id"],
        severity="error",
        table=row["resource"],
        key=row["key"],
        field=row["field"],
        line=row.line,
        found=row["printed"] or None,
        expected=row["expected"] or None,
    )


def _texts(facts: Mapping[str, object]) -> dict[str, str]:
    """The facts that are texts of the cell and its place; rules' statements are none."""
    texts = {
        name: str(value)
        for name, value in facts.items()
        if isinstance(value, str | int) and not name.startswith("statement")
    }
    row = facts["row"]
    assert isinstance(row, dict)  # noqa: S101  facts_of gives one
    texts |= {f"row.{name}": str(cell) for name, cell in row.items()}
    grouped = {name: _grouped(cell) for name, cell in texts.items() if name.startswith("row.")}
    texts |= {f"{name}_number": cell for name, cell in grouped.items() if cell}
    item = texts.pop("item", "")
    return texts | ({"item": f"item {item}"} if item else {})


def _grouped(cell: str) -> str:
    """An amount with its digits grouped; empty for any other cell."""
    return f"{int(cell):,}" if cell.isascii() and cell.isdigit() and len(cell) > _SMALL else ""


def _put(text: str, there: Mapping[str, str], here: Mapping[str, str]) -> str:
    """``text`` with the other cell's facts replaced by those of this one, the longest first."""
    pairs: dict[str, str] = {}
    # Where a figure is written as it is stored, grouped digits are as good, and better in words.
    for name in sorted(there, key=lambda each: not each.endswith("_number")):
        old, new = there[name], here.get(name, "")
        least = 1 if name in _EXACT else _SMALL if old.isdigit() else _SHORT
        if len(old.strip()) >= least and new:
            pairs.setdefault(old, new)
    if not pairs:
        return text
    longest = sorted(pairs, key=len, reverse=True)
    # A number is replaced as a whole: 15 is no part of 2015.
    pattern = "|".join(
        rf"(?<![0-9]){re.escape(old)}(?![0-9])" if old.isdigit() else re.escape(old)
        for old in longest
    )
    return re.sub(pattern, lambda match: pairs[match[0]], text)


def _fits(text: str, around: str) -> bool:
    """Whether every figure of ``text`` is one of what it speaks of."""
    known = {_plain(figure) for figure in _DIGITS.findall(around)}
    return all(_plain(figure) in known for figure in _DIGITS.findall(text))


def _plain(figure: str) -> str:
    return figure.strip(",.").replace(",", "")
