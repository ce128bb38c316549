"""How the pages of a follow-up write amounts, days, labels, and where a value stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

from markupsafe import Markup, escape

from fiscal_notice.follow.pages.facts import FollowFacts, Place
from fiscal_notice.follow.progress import Amount, Progress, percent
from fiscal_notice.follow.table_schemas import TABLES, raw_schema, schema_of
from fiscal_notice.model import Finding, Row, Value
from fiscal_notice.notice.facts.figures import Figure
from fiscal_notice.notice.pages.formatting import NoticeFormatter, chinese, english, plain
from fiscal_notice.package.visible import abridged
from fiscal_notice.package.words import said
from fiscal_notice.report import sentence
from fiscal_notice.site.formatting import Formatter
from fiscal_notice.translation import in_chinese


class FollowWords(Formatter):
    """Words of pages on a follow-up; ``f`` is always its facts."""

    # Names

    def region_of(self, f: FollowFacts, code: str) -> Markup:
        """A region's name, in English with the Chinese one."""
        entry = f.regions.get(code)
        own = self.own(entry["name"] if entry else code)
        other = f.announced.facts.english.get(code, "") if self.lang == "en" else ""
        return Markup("{} {}").format(other, own) if other else own

    def city_link(self, f: FollowFacts, code: str) -> Markup:
        """A region's name as a link to what is known of it."""
        if code not in f.regions:
            return self.own(code)
        return Markup('<a href="{}.html">{}</a>').format(f.city_page(code), self.region_of(f, code))

    def column(self, table: str, field: str) -> str:
        """What a column is called."""
        return _titles(table, self.lang).get(field, field)

    def table_title(self, table: str) -> str:
        """What a table is called."""
        return said(raw_schema(table), "title", self.lang) if table in TABLES else table

    def code_of(self, table: str, field: str, code: object) -> str:
        """The label of a code."""
        return _labels(table, field, self.lang).get(str(code), str(code))

    # Values

    def day(self, day: date | None) -> str:
        """A day as it is written everywhere here; words if it is not known."""
        return day.isoformat() if day else self.t("日期不详", "day not known")

    def days(self, number: int) -> str:
        """So many days."""
        return self.t(f"{number:,}天", f"{number:,} day{'' if abs(number) == 1 else 's'}")

    def yuan_of(self, amount: Decimal, form: str = "plain") -> str:
        """Yuan as the notice's pages write them: 万元 or 亿元 in Chinese, yuan in English."""
        if form == "cell":
            return self.t(plain(amount / 10_000), f"{_whole(amount):,}")
        if form == "exact":
            return self.t(f"{_whole(amount):,}元", f"{_whole(amount):,} yuan")
        return self.t(chinese(_whole(amount)), english(_whole(amount)))

    @staticmethod
    def points(number: Decimal) -> str:
        """Points with as many places as they have, at most two as scores have them."""
        return plain(number)

    def signed(self, number: Decimal) -> str:
        """A difference with its sign."""
        return ("+" if number > 0 else "") + plain(number).replace("-", "−")

    def part_of(self, part: Decimal, whole: Decimal) -> str:
        """A part in hundredths with one decimal."""
        return f"{percent(part, whole)}%"

    def scheme(self, f: FollowFacts, name: str) -> Markup:
        """A scheme by its title and source."""
        row = next((r for r in f.record.rows("schemes") if r["scheme_id"] == name), None)
        if row is None:
            return self.own(name)
        title = (self.lang == "en" and row.get("title_en")) or row["title"]
        return Markup("{} <code>{}</code>").format(self.own(str(title)), name)

    def how(self, row: Row | None) -> Markup:
        """How a score was made, without the name of its scheme, which stands beside it."""
        if not row:
            return Markup("")
        text = str((self.lang == "en" and row.get("how_en")) or row.get("how") or "")
        return self.mixed(text.removeprefix(f"{row.get('scheme_id')} "))

    def explained(self, f: FollowFacts, erratum: str) -> str:
        """What an erratum says of a finding."""
        said = f.report.explanations.get(erratum)
        return (said.zh if self.lang == "zh" else said.en) if said else ""

    def why(self, text: object) -> Markup:
        """Why something has no place: a sentence of the program, in the page's language."""
        return self.own(in_chinese(str(text)) if self.lang == "zh" else str(text))

    def formulas(self, p: Progress) -> list[tuple[str, str, str]]:
        """What is worked out of a city's money: words, value (empty if unknown), formula."""
        rest, lag = p.unallocated, p.shortfall
        return [
            (
                self.t("未分配", "Not allocated"),
                "" if rest is None else self.yuan_of(rest),
                self.t("下达 − 本级 − 下级", "passed on − own level − lower levels"),
            ),
            (
                self.t("分配进度", "Allocation progress"),
                "" if p.allocation_progress is None else f"{p.allocation_progress}%",
                self.t("（本级＋下级）÷ 下达", "(own + lower levels) ÷ passed on"),
            ),
            (
                self.t("支出进度", "Payment progress"),
                "" if p.payment_progress is None else f"{p.payment_progress}%",
                self.t("支出 ÷ 已分配", "paid ÷ allocated"),
            ),
            (
                self.t("与时间进度之差", "Against the year gone by"),
                ""
                if lag is None
                else self.t(f"{self.signed(lag)}个百分点", f"{self.signed(lag)} points"),
                self.t(
                    f"支出进度 − 已过时间（{p.year_gone}%）"
                    if p.year_gone is not None
                    else "支出进度 − 已过时间",
                    f"payment progress − year gone by ({p.year_gone}%)"
                    if p.year_gone is not None
                    else "payment progress − year gone by",
                ),
            ),
        ]

    def grade(self, grade: str) -> Markup:
        """A grade: in English with the word in use."""
        return self.own(grade)

    def value(self, table: str, field: str, value: Value) -> Markup:
        """Any value of a table in words."""
        if value is None or value == "":
            return Markup("")
        if isinstance(value, bool):
            return escape(self.t("是", "yes") if value else self.t("否", "no"))
        if isinstance(value, date):
            return escape(value.isoformat())
        if isinstance(value, Decimal):
            if field.endswith("_yuan"):
                return escape(self.yuan_of(value, "exact"))
            return escape(plain(value))
        label = _labels(table, field, self.lang).get(str(value))
        return escape(label) if label else self.own(str(value))

    def at_cell(self, place: Place | None) -> str:
        """A sheet and cell in words."""
        if place is None or not (place.sheet or place.cell):
            return self.t("位置未记", "place not recorded")
        return " ".join(part for part in (place.sheet, place.cell) if part)

    def seen(self, f: FollowFacts, table: str, row: Row, field: str, form: str = "") -> Markup:
        """A value as a link to its form and cell; nothing where there is no value."""
        value = row.get(field)
        if value is None or value == "":
            return Markup("")
        amount = isinstance(value, Decimal) and form
        text = self.yuan_of(value, form) if amount else self.value(table, field, value)  # type: ignore[arg-type]
        return self.to_cell(f.place(table, row, field), text)

    def to_cell(self, place: Place | None, text: object) -> Markup:
        """A text as a link to a form and cell."""
        if place is None:
            return escape(text)
        return Markup('<a class="fc" href="{}" title="{}">{}</a>').format(
            place.address, self.at_cell(place), text
        )

    def sum_of(self, f: FollowFacts, amount: Amount, rows: str, form: str = "cell") -> Markup:
        """A sum as a link: to its cell if it is one, else to the ``rows`` that it is made of."""
        text = self.yuan_of(amount.value, form)
        if len(amount.cells) == 1:
            table, key, field = amount.cells[0]
            row = f.row(table, key)
            return self.to_cell(f.place(table, row, field) if row else None, text)
        words = self.t(f"{len(amount.cells)}笔之和", f"sum of {len(amount.cells)} amounts")
        return Markup('<a class="fc" href="{}" title="{}">{}</a>').format(rows, words, text)

    def finding(self, finding: Finding) -> str:
        """What a rule found, without the column, which stands before it."""
        if finding.message is not None:
            return sentence(finding, self.lang)
        expected = abridged(finding.expected or "")
        nothing = self.t("空", "empty")
        found = abridged(finding.found or "") or nothing
        if self.lang == "zh":
            return f"{found}，应为 {in_chinese(expected) or nothing}"
        return f"{found}, expected {expected or nothing}"

    def levels_of(self, names: Sequence[str]) -> Markup:
        """Levels of an indicator, the first one first."""
        return self.own(" › ".join(name for name in names if name))

    # The notice

    def announced(self, figure: Figure | None, form: str = "plain") -> Markup:
        """What the notice announced."""
        if figure is None:
            return escape(self.t("未列金额", "no amount"))
        text = escape(self.yuan_of(Decimal(figure.value), form))
        return self.to_line(figure.line, text)

    def to_line(self, line: int | None, text: object) -> Markup:
        """A text of the notice, with its line if that can be shown."""
        if line is None:
            return escape(text)
        words = self.t(f"通知原文第{line}行", f"line {line} of the notice")
        return Markup('<span title="{}">{}</span>').format(words, text)


class BesideFormatter(FollowWords, NoticeFormatter):
    """The words of the site of a notice with the pages of its follow-up."""

    def announced(self, figure: Figure | None, form: str = "plain") -> Markup:
        """What the notice announced, as a link to its lines."""
        if figure is None:
            return super().announced(figure, form)
        return self.fig(figure, form)

    def to_line(self, line: int | None, text: object) -> Markup:
        """A text of the notice as a link to its line."""
        if line is None:
            return escape(text)
        return Markup('<a class="f" href="{}" title="{}">{}</a>').format(
            self.href(line), self.where(line), text
        )


def _whole(amount: Decimal) -> int | Decimal:
    return int(amount) if amount == int(amount) else amount


@cache
def _titles(table: str, lang: str) -> Mapping[str, str]:
    if table not in TABLES:
        return {}
    return {f.name: said(f.raw, "title", lang) for f in schema_of(table).fields}


@cache
def _labels(table: str, field: str, lang: str) -> Mapping[str, str]:
    found: Any = schema_of(table).field(field)
    return found.labels(lang) if found else {}
