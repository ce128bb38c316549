"""The errata of a notice: how much they matter, how far they have come, which are one defect."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from fiscal_notice.model import WEIGHTS
from fiscal_notice.notice.facts.differences import shape
from fiscal_notice.notice.facts.figures import Figure, count
from fiscal_notice.notice.facts.regions import Regions
from fiscal_notice.notice.facts.table_reader import Entry, TableReader

ERRATA = "errata"
OPEN = "open"
OTHER = ""
"""The part of errata whose weight the table does not say."""
# What the site tells apart: matters of form are one part, whether in the words or in their layout.
_PARTS = {"material": "material", "structure": "structure", "wording": "form", "layout": "form"}
PARTS = tuple(dict.fromkeys(_PARTS[weight] for weight in WEIGHTS))

LANGUAGES = ("zh", "en")
_GAP = "…"
_MARKS = "；;、, “”"
_SOME_REGION = {"zh": "某市", "en": "a city"}
_CJK = r"\u3000-\u303f\u3400-\u9fff\uff00-\uffef"
# What differs between explanations of one defect: what is quoted or put in brackets, lines and
# other numbers, and in English the words of the notice.
_VARIES = (
    r"“[^”]*”|（[^（）]*）|\([^()]*\)|第\s?[0-9]+\s?行|\blines? [0-9]+|[0-9]+(?:[,.][0-9]+)*",
    rf"[^\s,;:.()]*[{_CJK}][^\s,;:()]*",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Same:
    """Errata that are one defect in several places; of one place if it stands alone.

    ``regions`` are the codes of the regions where it stands, those of no region left out;
    ``said`` is the one explanation by language, in which … and "a city" stand for what differs.
    Where the words themselves differ in a language, it is the first one, and the language is in
    ``worded_apart``.
    """

    rows: tuple[Entry, ...]
    number: Figure
    regions: tuple[str, ...]
    said: Mapping[str, str]
    worded_apart: tuple[str, ...]

    @property
    def first(self) -> Entry:
        """The erratum on the first line."""
        return self.rows[0]

    @property
    def one_each(self) -> bool:
        """Whether it stands once in each of its regions, and nowhere else."""
        return len(self.regions) == len(self.rows)


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """The errata of one weight, by defect, those that repeat most first."""

    name: str
    number: Figure
    defects: tuple[Same, ...]


class Errata:
    """The errata of a package; none if it has no such table."""

    def __init__(self, tables: TableReader, regions: Regions, english: Iterable[str] = ()) -> None:
        """``english`` are the names of regions as English explanations have them."""
        self.tables = tables
        self.regions = regions
        self._english = tuple(english)

    @cached_property
    def rows(self) -> tuple[Entry, ...]:
        """All, in the order of their lines."""
        return tuple(sorted(self.tables.rows(ERRATA), key=lambda row: row.line or 0))

    @cached_property
    def number(self) -> Figure:
        """How many there are."""
        return self._number(self.rows)

    @cached_property
    def weighed(self) -> bool:
        """Whether the table says how much they matter."""
        return any(row["weight"] for row in self.rows)

    @property
    def all_open(self) -> bool:
        """Whether each of them says that nobody was told of it yet."""
        return bool(self.rows) and all(row["status"] == OPEN for row in self.rows)

    @cached_property
    def statuses(self) -> dict[str, Figure]:
        """How many have come how far; nothing where all are open."""
        present = dict.fromkeys(row["status"] for row in self.rows)
        if not {*present} - {"", OPEN}:
            return {}
        known = [*self.tables.codes(ERRATA, "status", "zh"), *present]
        return {
            status: self._number([row for row in self.rows if row["status"] == status])
            for status in dict.fromkeys(known)
            if status in present
        }

    @cached_property
    def kinds(self) -> dict[str, Figure]:
        """How many there are of each kind, in the order of the schema."""
        return {kind: self._number(rows) for kind, rows in self.regions.by_kind(self.rows).items()}

    @cached_property
    def parts(self) -> tuple[Part, ...]:
        """All by weight, the heaviest first."""
        return self.parts_of(self.rows)

    def of_region(self, region: str) -> tuple[Part, ...]:
        """Those of one region, by weight."""
        return self.parts_of(self.regions.errata_of(region))

    def weights(self, parts: Iterable[Part]) -> dict[str, Figure]:
        """How many of some errata have which weight, also none; nothing if no weights are known."""
        known = {part.name: part.number for part in parts}
        return {name: known.get(name, self._number(())) for name in PARTS} if self.weighed else {}

    def _number(self, rows: Sequence[Entry]) -> Figure:
        return count(rows, (self.tables.line(row, "") for row in rows))

    @staticmethod
    def part_of(row: Entry) -> str:
        """The part that an erratum belongs to by its weight; OTHER of an unknown one."""
        return _PARTS.get(row["weight"], OTHER)

    def parts_of(self, rows: Iterable[Entry]) -> tuple[Part, ...]:
        """Some errata by weight, and each part by defect. A part is there if it has errata.

        Without weights all are one part.
        """
        by_part: dict[str, list[Entry]] = {name: [] for name in (*PARTS, OTHER)}
        for row in rows:
            by_part[self.part_of(row)].append(row)
        return tuple(
            Part(name=name, number=self._number(found), defects=self._defects(found))
            for name, found in by_part.items()
            if found
        )

    def _defects(self, rows: Sequence[Entry]) -> tuple[Same, ...]:
        found: dict[tuple[object, ...], list[Entry]] = {}
        for row in rows:
            found.setdefault(self._defect(row), []).append(row)
        return tuple(self._same(rows) for rows in sorted(found.values(), key=lambda r: -len(r)))

    def _defect(self, row: Entry) -> tuple[object, ...]:
        """What two errata have in common if they are one defect.

        Their rule, their field and kind, in what way the cell is wrong, and their explanation but
        for names, numbers and what it quotes.
        """
        return (
            *(row[name] for name in ("rule_id", "resource", "field", "kind", "weight")),
            shape(row["printed"], row["expected"]),
            _constant(self._pieces(row["explanation_zh"])),
        )

    def _same(self, rows: Sequence[Entry]) -> Same:
        places = dict.fromkeys(self.regions.errata[row["erratum_id"]] for row in rows)
        said = {lang: self._said(rows, lang) for lang in LANGUAGES}
        return Same(
            rows=tuple(rows),
            number=self._number(rows),
            regions=tuple(place for place in places if place),
            said={lang: text or rows[0][f"explanation_{lang}"] for lang, text in said.items()},
            worded_apart=tuple(lang for lang, text in said.items() if text is None),
        )

    def _said(self, rows: Sequence[Entry], lang: str) -> str | None:
        """What the explanations have in common; None if they differ in their words."""
        texts = dict.fromkeys(row[f"explanation_{lang}"] for row in rows)
        pieces = [self._pieces(text) for text in texts]
        if len({_constant(each) for each in pieces}) > 1:
            return None
        said = "".join(self._common(each, lang) for each in zip(*pieces, strict=True))
        return said[:1].upper() + said[1:]

    def _common(self, each: Sequence[str], lang: str) -> str:
        """A piece that is the same in all, or what stands for it."""
        if len({*each}) == 1:
            return each[0]
        return _SOME_REGION[lang] if {*each} <= self._names else _GAP

    @cached_property
    def _names(self) -> set[str]:
        names = {row["name"] for row in self.tables.rows("regions")} | {*self._english}
        return names - {""}

    @cached_property
    def _varies(self) -> re.Pattern[str]:
        longest = sorted(map(re.escape, self._names), key=lambda name: (-len(name), name))
        return re.compile("(" + "|".join([*longest, *_VARIES[:1]]) + ")")

    @cached_property
    def _varies_english(self) -> re.Pattern[str]:
        return re.compile(self._varies.pattern[:-1] + "|" + _VARIES[1] + ")")

    def _pieces(self, text: str) -> list[str]:
        """A text as words, what may differ, words, and so on."""
        # Chinese has no spaces between words, which would tell the words of the notice from others.
        pattern = self._varies if len(re.findall(f"[{_CJK}]", text)) * 2 > len(text) else None
        return _joined((pattern or self._varies_english).split(text))


def _joined(pieces: Sequence[str]) -> list[str]:
    """Words and what may differ, in turn; what no more than a mark parts becomes one piece."""
    joined = list(pieces[:1])
    for varying, words in zip(pieces[1::2], pieces[2::2], strict=True):
        if len(joined) > 1 and not joined[-1].strip(_MARKS):
            marks = joined.pop()
            joined[-1] += marks + varying
        else:
            joined.append(varying)
        joined.append(words)
    return joined


def _constant(pieces: Sequence[str]) -> tuple[str, ...]:
    return tuple(pieces[::2])
