"""How a page of one language writes figures and lines."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from functools import partial

from markupsafe import Markup, escape

from fiscal_notice.notice.facts.figures import Figure, count, ranges
from fiscal_notice.notice.facts.table_reader import Entry
from fiscal_notice.notice.facts.targets import Indicator, Target
from fiscal_notice.notice.pages.charts import place
from fiscal_notice.notice.pages.erratum_cells import stated
from fiscal_notice.notice.pages.facts import NoticeSiteFacts
from fiscal_notice.notice.pages.flow import Node
from fiscal_notice.notice.pages.labels import Labels
from fiscal_notice.notice.pages.quote import Lines, Piece, Sentence
from fiscal_notice.notice.pages.taken import taken
from fiscal_notice.notice.pages.target_words import brief, english_unit, in_english
from fiscal_notice.site.taking import Taken

_LINE = re.compile(r"第\s?([0-9]+)\s?行|\blines? ([0-9]+)")
# A link that names more lines than this would be longer than it is useful.
_MARKED = 48


class NoticeFormatter(Labels):
    """The words of one page. It keeps the sums that were written, for the notes at its end."""

    def __init__(self, facts: NoticeSiteFacts, lang: str) -> None:
        super().__init__(facts, lang)
        self.notes: list[Figure] = []

    # Figures

    def fig(self, figure: Figure, form: str = "plain") -> Markup:
        """A figure as a link to its line; what was added up has a mark that leads to its note."""
        text = self.say(figure, form)
        if figure.line is None:
            return Markup('<span class="f">{}</span>').format(text)
        among = figure.lines if figure.how != "printed" else ()
        # data-y: the line prints this amount of yuan; data-v: the value is worked out.
        mark = Markup("data-{}").format("y" if figure.how == "printed" else "v")
        link = Markup('<a class="f" href="{}" title="{}" {}="{}">{}</a>').format(
            self.href(figure.line, among), self._hover(figure), mark, figure.exact, text
        )
        return link + self._mark(figure)

    def bare(self, figure: Figure) -> Markup:
        """A figure as a link without a note, where what it counts stands beside it."""
        if figure.line is None:
            return Markup('<span class="f">{}</span>').format(self.say(figure))
        return Markup('<a class="f" href="{}" data-v="{}">{}</a>').format(
            self.href(figure.line, figure.lines), figure.exact, self.say(figure)
        )

    def svg_fig(self, figure: Figure) -> Markup:
        """A figure as a link inside a picture, in the unit of the picture."""
        text = self.say(figure, "tiny")
        if figure.line is None:
            return escape(text)
        mark = Markup("data-{}").format("y" if figure.how == "printed" else "v")
        return Markup('<a class="f" href="{}" {}="{}">{}</a>').format(
            self.href(figure.line, figure.lines), mark, figure.exact, text
        )

    def note_number(self, figure: Figure) -> int:
        """The number of a figure's note; there is one from now on."""
        if figure not in self.notes:
            self.notes.append(figure)
        return self.notes.index(figure) + 1

    def _mark(self, figure: Figure) -> Markup:
        if figure.how == "printed":
            return Markup("")
        number = self.note_number(figure)
        return Markup('<a class="m" href="#n{}" aria-label="{}">{}</a>').format(
            number, self.t(f"出处{number}", f"note {number}"), number
        )

    def _hover(self, figure: Figure) -> str:
        exact = self.say(figure, "exact")
        if figure.how == "printed":
            return self.t(f"{exact}，原文第{figure.line}行", f"{exact}, line {figure.line}")
        number = len(figure.lines)
        return self.t(
            f"{exact}，由原文{number}行得出", f"{exact}, made from {number} lines of the notice"
        )

    def say(self, figure: Figure, form: str = "plain") -> str:
        """A figure in words, without its link.

        ``plain`` and ``big`` are short and with a unit, ``cell`` is for columns, ``tiny`` for
        pictures, ``exact`` is whole.
        """
        if figure.unit == "share":
            return percent(Decimal(figure.value))
        if figure.unit != "yuan":
            return plain(Decimal(figure.value))
        return _YUAN[self.lang, form](figure.value)

    def units(self) -> str:
        """The units of money for the scripts of the page."""
        return "|".join(f"{size}/{step}/{words}" for size, step, words in _UNITS[self.lang])

    def amount(self, yuan: int, form: str = "plain") -> str:
        """An amount that no line gives, such as the bound of a shade, in words."""
        return _YUAN[self.lang, form](yuan)

    @staticmethod
    def part(of: Figure, whole: Figure) -> float:
        """A figure in hundredths of another, as the length of a bar: none below nothing."""
        return place(of, whole.value)

    @staticmethod
    def room(text: str) -> int:
        """How much room a word takes, in letters: a Chinese character takes that of two."""
        return sum(1 if sign.isascii() else 2 for sign in text)

    def node(self, node: Node, short: bool = False) -> str:
        """What a node of the flow picture is called."""
        if node.stage == 0:
            issuer = self.facts.tables.notice["issuer"]
            return self.t("省" if short or not issuer else issuer, "Province")
        if node.stage == 1:
            return self.transfer_type(node.name)
        row = self.facts.regions.get(node.name)
        return self.english(node.name) or (row["name"] if row else node.name)

    # Sentences of figures

    def told(self, sentence: Sentence) -> Markup:
        """A sentence with its figures and lines as links."""
        return Markup("").join(self._piece(piece) for piece in sentence)

    def _piece(self, piece: Piece) -> Markup:
        if isinstance(piece, Figure):
            return self.fig(piece)
        if isinstance(piece, Lines):
            return self.lines(piece.lines)
        if isinstance(piece, str):
            return escape(piece)
        if isinstance(piece, Target):
            words, printed = self.mixed(self.said_value(piece)), f"{piece.text} · "
        else:
            words, printed = self.own(piece.text), ""
        if piece.line is None:
            return words
        return Markup('<a class="f" href="{}" title="{}">{}</a>').format(
            self.href(piece.line), printed + self.where(piece.line), words
        )

    def plainly(self, sentence: Sentence) -> str:
        """A sentence without links."""
        return "".join(
            self.say(piece)
            if isinstance(piece, Figure)
            else self.lines(piece.lines).striptags()
            if isinstance(piece, Lines)
            else self.said_value(piece)
            if isinstance(piece, Target)
            else piece
            if isinstance(piece, str)
            else self.own(piece.text).striptags()
            for piece in sentence
        )

    # Lines

    def href(self, line: int | None, among: tuple[int, ...] = ()) -> str:
        """Where a line is; ``among`` are lines to be marked with it, which needs a script."""
        runs = ranges(among)
        marked = "?lines=" + ",".join(f"{a}-{b}" if a != b else str(a) for a, b in runs)
        return f"transcript.html{marked if len(among) > 1 and len(runs) <= _MARKED else ''}#L{line}"

    def where(self, line: int | None) -> str:
        """A line in words."""
        return self.t(f"原文第{line}行", f"line {line} of the notice")

    def who(self, target: Target) -> Markup:
        """The region of a target as a link to the line that says so."""
        if target.line is None:
            return self.region(target.region, short=True)
        return Markup('<a class="f nobr" href="{}" title="{}">{}</a>').format(
            self.href(target.line),
            self.where(target.line),
            self.region(target.region, short=True),
        )

    def taken(self, name: str) -> Taken:
        """What can be taken along of a list."""
        return taken(self.facts, name, self.lang)

    def at(self, line: int | None) -> Markup:
        """A line of the transcript as a link; words alone if the transcript has no such line."""
        if line is None:
            return Markup("")
        if not 1 <= line <= len(self.facts.tables.transcript):
            return escape(self.t(f"第{line}行", f"line {line}"))
        return Markup('<a class="l" href="{}">{}</a>').format(
            self.href(line), self.t(f"第{line}行", f"line {line}")
        )

    def lines(self, lines: tuple[int, ...]) -> Markup:
        """Many lines as links, runs put together."""
        links = [
            Markup('<a href="{}">{}</a>').format(
                self.href(first), str(first) if first == last else f"{first}–{last}"
            )
            for first, last in ranges(lines)
        ]
        return escape(self.t("、", ", ")).join(links)

    def spread(self, indicator: Indicator) -> Markup:
        """How many regions have a target for an indicator."""
        return self.bare(count(indicator.regions, (p.line for p in indicator.targets)))

    def cell(self, entry: Entry, name: str) -> Markup:
        """A cell as printed, with the line that it stands on."""
        line = self.facts.tables.line(entry, name)
        if line is None:
            return self.own(entry[name])
        return Markup('<a class="f" href="{}" title="{}">{}</a>').format(
            self.href(line), self.where(line), self.own(entry[name])
        )

    def yuan(self, entry: Entry, name: str) -> Markup:
        """A cell of money with its thousands parted, and the line that it stands on."""
        line, text = self.facts.tables.line(entry, name), f"{Decimal(entry[name]):,f}"
        if line is None:
            return Markup("{}").format(text)
        link = Markup('<a class="f" href="{}" title="{}">{}</a>')
        return link.format(self.href(line), self.where(line), text)

    def stated(self, erratum: Entry, column: str) -> Markup:
        """What an erratum says is printed or expected, so that one sees what is wrong."""
        return stated(self, erratum, column)

    def linked(self, text: str) -> Markup:
        """A text in which every line that it names is a link."""
        last = len(self.facts.tables.transcript)

        def link(found: re.Match[str]) -> str:
            line = int(found[1] or found[2])
            if not 1 <= line <= last:
                return found[0]
            return f'<a class="l" href="{self.href(line)}">{found[0]}</a>'

        return Markup(_LINE.sub(link, str(self.mixed(text))))  # noqa: S704  escaped

    def brief(self, target: Target, indicator: Indicator) -> str:
        """A target in a few signs, for the matrix; with its unit where the row doesn't name it."""
        return brief(target) if indicator.common_unit else self.quantity(target)

    def quantity(self, target: Target) -> str:
        """A target in a few signs, with its unit."""
        part = target.first
        unit = part["unit"] if part else ""
        english = english_unit(part) if part and self.lang == "en" else None
        return brief(target, unit if english is None else english.strip())

    def row_unit(self, indicator: Indicator) -> str:
        """The unit of all quantities of an indicator; empty if they have none or several."""
        parts = [p.first for p in indicator.measured if p.first] if indicator.common_unit else []
        if not parts or parts[0]["unit"] in ("%", "‰"):
            return ""
        english = english_unit(max(parts, key=lambda part: part["lower"] != "1"))
        return self.t(parts[0]["unit"], parts[0]["unit"] if english is None else english.strip())

    def target_value(self, target: Target) -> Markup:
        """The value of a target as printed; in English before it what was read, else a gloss."""
        said = self.said_value(target)
        return self.own(said) if said == target.text else self.glossed(said, target.text)

    def said_value(self, target: Target) -> str:
        """The value of a target in words of the page's language, as far as there are any."""
        if self.lang == "zh":
            return target.text
        read = in_english(target, partial(self.label, "indicator_targets", "qualitative_code"))
        return read or self.facts.glosses.get(target.text, target.text)


def percent(value: Decimal) -> str:
    """A share; one that is not nothing, or not the whole, is not rounded to it."""
    if 0 < value < Decimal("0.0005"):
        return "<0.1%"
    if Decimal("0.9995") <= value < 1:
        return ">99.9%"
    return f"{100 * value:.1f}%"


def plain(value: Decimal) -> str:
    """A number with separators, and no more digits than it has."""
    text = f"{value:,.6f}"
    return text.rstrip("0").rstrip(".")


# Units of money: how large an amount is at least, in what steps it goes, and its words; the last
# one is for all others. Scripts of the pages write sums in them too.
_UNITS: dict[str, tuple[tuple[int, int, str], ...]] = {
    "zh": ((100_000_000, 10_000, "{}亿元"), (10_000, 1, "{}万元"), (1, 0, "{}元")),
    "en": ((1_000_000, 100, "¥{} million"), (1, 0, "¥{}")),
}


def _in_words(yuan: int | Decimal, lang: str) -> str:
    *larger, (_, _, last) = _UNITS[lang]
    for size, step, words in larger:
        if yuan >= size and yuan % step == 0:
            return words.format(plain(Decimal(yuan) / size))
    return last.format(f"{yuan:,}")


def chinese(yuan: int | Decimal) -> str:
    """An amount in 亿元, 万元 or 元, never rounded: 万元 and 亿元 take as many digits as needed."""
    return _in_words(yuan, "zh")


def english(yuan: int | Decimal) -> str:
    """An amount in millions where that needs no rounding, or in yuan."""
    return _in_words(yuan, "en")


_YUAN: dict[tuple[str, str], Callable[[int | Decimal], str]] = {
    ("zh", "plain"): chinese,
    ("zh", "big"): chinese,
    ("zh", "cell"): lambda yuan: plain(Decimal(yuan) / 10_000),
    ("zh", "tiny"): lambda yuan: plain(Decimal(yuan) / 10_000),
    ("zh", "exact"): lambda yuan: f"{yuan:,}元",
    ("en", "plain"): english,
    ("en", "big"): english,
    ("en", "cell"): lambda yuan: f"{yuan:,}",
    ("en", "tiny"): lambda yuan: plain(Decimal(yuan) / 1_000_000),
    ("en", "exact"): lambda yuan: f"{yuan:,} yuan",
}
