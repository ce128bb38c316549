"""The paragraph at the head of a city's page, made from its figures, to be quoted.

It is made of sentences, and a sentence of pieces: words of the page, figures, words of the notice,
lines. So the page shows it with links, and its description and the clipboard without.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from fiscal_notice.notice.facts.figures import Figure, count, difference
from fiscal_notice.notice.facts.money import NOTHING, Sum
from fiscal_notice.notice.facts.targets import Target
from fiscal_notice.notice.pages.facts import NoticeSiteFacts

_EXAMPLES = 2
"""How many targets are named as examples."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Own:
    """Words of the notice, and the line that prints them."""

    text: str
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Lines:
    """Lines of the transcript."""

    lines: tuple[int, ...]


Piece = str | Figure | Own | Lines | Target
Sentence = tuple[Piece, ...]


def quote(facts: NoticeSiteFacts, money: Sum, lang: str) -> list[Sentence]:
    """At most five sentences on a city: money, rank, targets, what has none, where it stands."""
    return [tuple(sentence) for sentence in _Quote(facts, money, lang).sentences() if sentence]


class _Quote:
    def __init__(self, facts: NoticeSiteFacts, money: Sum, lang: str) -> None:
        self.facts, self.money, self.zh = facts, money, lang == "zh"
        tables = facts.tables
        self.sheets = [s for s in tables.rows("target_sheets") if s["region_code"] == money.code]
        self.labels = facts.money.labels(lang)
        self.comma, self.stop = ("、", "。") if self.zh else (", ", ".")

    def t(self, zh: str, en: str) -> str:
        return zh if self.zh else en

    @property
    def city(self) -> list[Piece]:
        name = self.facts.regions[self.money.code]["name"]
        english = "" if self.zh else self.facts.english.get(self.money.code, "")
        return [english or Own(text=name)]

    def sentences(self) -> Iterator[list[Piece]]:
        yield self._amount()
        if self.money.amount.value and len(self.facts.regions) > 1:
            yield self._rank()
        yield self._targets()
        if self.money.amount.value and self.sheets:
            yield self._uncovered()
        yield self._source()

    def _notice(self) -> list[Piece]:
        notice = self.facts.tables.notice
        number = notice["document_number"]
        line = self.facts.tables.line(notice, "document_number")
        day = notice["printed_on"]
        if not number:
            return [self.t("通知", "The notice")]
        dated = self.t(f"（{day}）", f" ({day})") if day else ""
        return [Own(text=number, line=line), dated]

    def _amount(self) -> list[Piece]:
        """What the notice announces for the city, and of which kinds."""
        notice, money = self.facts.tables.notice, self.money
        if not self.facts.money.rows:
            # Without the table nothing is known, which is not the same as nothing.
            if self.zh:
                return [*self._notice(), "：本数据没有", *self.city, "的金额。"]
            return [*self._notice(), ": the data have no amount for ", *self.city, "."]
        if not money.by_type:
            if self.zh:
                return [*self._notice(), "没有告知", *self.city, "任何资金。"]
            return [*self._notice(), " announces no money for ", *self.city, "."]
        fund = notice["fund_name"]
        own: list[Piece] = []
        if fund:
            own = [Own(text=fund, line=self.facts.tables.line(notice, "fund_name"))]
        year = notice["budget_year"]
        without = self.facts.regions[money.code]["excludes_direct_counties"] == "true"
        if self.zh:
            told = [*self.city, f"{year}年度" if year else "", *own, money.amount]
            only = "（只是告知，不是花出去的钱" + ("；不含省直管县）" if without else "）")
            return [*self._notice(), "告知", *told, only, *self._of_kinds(), self.stop]
        when = f" for {year}" if year else ""
        source: list[Piece] = [" from the fund ", *own] if own else []
        head = [*self._notice(), " announces ", money.amount, " to ", *self.city, when, *source]
        counties = ", and without counties that the province administers directly"
        tail = "; announced, not spent" + (counties if without else "")
        return [*head, *self._of_kinds(), tail, self.stop]

    def _of_kinds(self) -> list[Piece]:
        """The transfer types of the money."""
        codes = list(self.money.by_type)
        if len(codes) == 1:
            label = self.labels[codes[0]]
            return [self.t(f"，均为{label}", f", all of it {_lower(label)}")]
        return [self.t("：", ": "), *self._kinds(self.money.by_type)] if codes else []

    def _kinds(self, amounts: dict[str, Figure]) -> list[Piece]:
        found: list[Piece] = []
        for code, figure in amounts.items():
            label = self.labels[code] if self.zh else f"{_lower(self.labels[code])} "
            found += [(self.comma if found else "") + label, figure]
        return found

    def _rank(self) -> list[Piece]:
        facts, money = self.facts, self.money
        number = count(list(facts.regions), (row.line for row in facts.regions.values()))
        away, median = money.from_median, facts.money.median
        if self.zh:
            found: list[Piece] = ["在", number, "个市中排第", money.rank]
            if not away:
                return [*found, "，正是中位数。"]
            more = "多" if money.above_median else "少"
            return [*found, "，比中位数", median, more, away, "。"]
        found = ["It ranks ", money.rank, " of ", number, " cities"]
        if not away:
            return [*found, ", at the median."]
        more = " above" if money.above_median else " below"
        return [*found, ", ", away, more, " the median of ", median, "."]

    def _targets(self) -> list[Piece]:
        """What is to be delivered and by when, or that nothing of it is printed."""
        if not self.sheets:
            zh = "没有绩效目标表，要做到什么、何时完成均未印。"
            return [self.t(zh, "It has no target sheet: what is due, and when, is not printed.")]
        targets = self.facts.targets.of_region(self.money.code)
        if not targets:
            return [self.t("绩效目标表未印指标。", "Its target sheets print no indicator.")]
        number = count(targets, (self.facts.tables.line(p.entry, "") for p in targets))
        indicators = " indicator" if number.value == 1 else " indicators"
        print_ = "Its target sheet prints " if len(self.sheets) == 1 else " target sheets print "
        sheets: list[Piece] = []
        if len(self.sheets) > 1:
            sheets = [count(self.sheets, (self.facts.tables.line(s, "") for s in self.sheets))]
        head: list[Piece] = [*sheets, print_, number, indicators]
        if self.zh:
            head = [*sheets, "张" if sheets else "", "绩效目标表印有", number, "项指标"]
        return [*head, *self._examples(targets), *self._deadlines(targets), self.stop]

    def _examples(self, targets: Sequence[Target]) -> list[Piece]:
        """The first targets that are quantities; what is printed leads to its line."""
        found: list[Piece] = []
        for target in [p for p in targets if p.measure is not None and p.text][:_EXAMPLES]:
            name = Own(text=target.entry["level3_clean"])
            found.append(self.t("，如", ", such as ") if not found else self.comma)
            found += ["“", name, "”", target] if self.zh else [name, " (", target, ")"]
        return found

    def _deadlines(self, targets: Sequence[Target]) -> list[Piece]:
        """The deadlines as printed, each once."""
        due = {p.text: p for p in targets if p.text and any(part["deadline"] for part in p.parts)}
        if not due:
            return [self.t("；完成期限未印", "; no deadline is printed")]
        found: list[Piece] = [self.t("；期限：", "; deadline: ")]
        for target in due.values():
            found += [self.comma if len(found) > 1 else "", target]
        return found

    def _uncovered(self) -> list[Piece]:
        """The money without a target sheet, by kind."""
        money = self.money
        if not money.uncovered:
            return [self.t("全部资金都有绩效目标表。", "All of the money has a target sheet.")]
        rest = {
            code: difference(amount, money.covered_by_type.get(code, NOTHING))
            for code, amount in money.by_type.items()
        }
        kinds = self._kinds({code: figure for code, figure in rest.items() if figure})
        several = sum(bool(figure) for figure in rest.values()) > 1
        zh, en = "没有绩效目标表", " has no target sheet"
        if self.zh:
            return [money.uncovered, zh, *(["：", *kinds] if several else []), "。"]
        return [money.uncovered, en, *([": ", *kinds] if several else []), "."]

    def _source(self) -> list[Piece]:
        """The lines of the city's money, and the version of the data."""
        figures = [self.money.amount, *self.money.by_type.values()]
        lines = tuple(sorted({line for figure in figures for line in figure.lines}))
        version, day = self.facts.package.version, self.facts.created
        if self.zh:
            data = f"数据{version}版" + (f"（{day}）" if day else "")
            where: list[Piece] = ["原文第", Lines(lines), "行；"] if lines else []
            return ["出处：", *where, data, "。"]
        data = f"data version {version}" + (f" ({day})" if day else "")
        one = "line " if len(lines) == 1 else "lines "
        where = [one, Lines(lines), " of the notice; "] if lines else []
        return ["Source: ", *where, data, "."]


def _lower(label: str) -> str:
    """A label inside an English sentence."""
    return label[:1].lower() + label[1:] if label[1:2].islower() else label
