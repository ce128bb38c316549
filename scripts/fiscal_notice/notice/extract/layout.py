"""What each column of a printed table means: proposed by its title and by its cells, or answered.

Meanings are those of the table ``layout``. Nothing is dropped: a column that nobody can name is
``ignored`` where it has text, and ``unknown``, with a question, where it has figures.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from fiscal_notice.model import Rows
from fiscal_notice.notice.extract.amounts import figure, is_nothing, plain
from fiscal_notice.notice.extract.column_titles import (
    LABEL,
    bare,
    exact_meaning,
    is_rate_or_count,
    meaning_of,
    money_unit,
)
from fiscal_notice.notice.extract.printed_table import PrintedTable
from fiscal_notice.notice.extract.recipients import recipient_kind
from fiscal_notice.notice.extract.region_names import RegionNames

CONFIRMED = "true"
_SUMS = re.compile(r".*(?:合计|总计|小计|共计)")
_NUMBER = re.compile(r"[0-9]{1,6}")
_CODE = re.compile(r"[0-9]+")
#: Lower titles that say something only with the one above: 功能科目 over 编码 and 名称.
_HALVES = ("编码", "代码", "名称")
# Columns that say how far the money has come, not what it is for.
_STAGE = re.compile(
    r".*(?:[0-9]{4}年|下达|拨付|安排|分配|预算|决算|执行|清算|结算|应拨|已拨|实拨|核定|调整|支出).*"
)
_UNIT_CODE = re.compile(r"[0-9]{3,9}[-—－–]")
_TAKEN_BACK = ("核减", "扣减", "调减", "追减", "收回", "扣回")
_THIS_TIME = ("本次", "此次", "这次", "本批", "此批")
_IN_ADVANCE = ("提前", "预下达", "预拨")
_BEFORE = ("提前", "已下达", "已预", "预下达", "预拨", "上年", "前期", "此前", "已安排", "已拨")
_TOTALS = ("合计", "总计", "小计", "总额")
_GENERAL = re.compile(
    r"(?:分配|下达|安排|拨付|补助|资助|预算|资金|奖补|奖励|支持|转移支付)?总?(?:金额|资金|额度|资金额|经费|数|额)"
)
_MOST = 0.5


@dataclass(slots=True)
class Layout:
    """The meanings of a table's columns, in order; ``confirmed`` are those that a person gave."""

    meanings: list[str]
    confirmed: list[bool]
    purposes: dict[int, str] = field(default_factory=dict)

    def places(self, *meanings: str) -> list[int]:
        """The places of the columns that have one of the meanings."""
        return [place for place, meaning in enumerate(self.meanings) if meaning in meanings]

    @property
    def amounts(self) -> list[int]:
        """The places of the columns of money, of this notice or not."""
        return self.places("amount", "other_amount")


def layout_of(
    table: PrintedTable,
    answers: Rows,
    names: RegionNames,
    purposes: Mapping[str, str],
    *,
    has_unit: bool,
    in_advance: bool,
    year: int | None = None,
) -> Layout:
    """The layout of a table: what ``answers`` confirm, and what words and cells propose.

    ``has_unit`` says that a unit of money is printed above the table: then its figures are money
    unless their title says otherwise. ``purposes`` are the labels that are known to head columns
    of money; ``in_advance`` says that the notice notifies in advance, and ``year`` for which year
    it is: by both it is told which of several columns of money is its own.
    """
    columns = [_Column(place, table, names) for place in range(len(table.columns))]
    meanings = [column.meaning(purposes, has_unit=has_unit) for column in columns]
    given = [_answer(table, place, answers) for place in range(len(columns))]
    meanings = [answer or meaning for answer, meaning in zip(given, meanings, strict=True)]
    layout = Layout(meanings=meanings, confirmed=[answer is not None for answer in given])
    _settle_labels(layout, columns)
    _settle_amounts(layout, table, given, purposes, _wanted(year, in_advance=in_advance))
    return layout


def _answer(table: PrintedTable, place: int, answers: Rows) -> str | None:
    """The confirmed meaning of a column: that of this table, else of one with the same header."""
    header = plain(table.columns[place])
    sure = [row for row in answers if str(row.get("confirmed")).lower() == CONFIRMED]
    same = [row for row in sure if plain(str(row.get("header") or "")) == header]
    here = [
        row
        for row in same
        if str(row.get("table_no")) == str(table.table_no)
        and str(row.get("position")) == str(place + 1)
    ]
    annex = [row for row in same if str(row.get("annex_no") or "") == (table.annex_no or "")]
    found = here or annex or (same if header else [])
    return str(found[0]["meaning"]) if found else None


@dataclass(slots=True)
class _Column:
    place: int
    table: PrintedTable
    names: RegionNames
    cells: list[str] = field(init=False)

    def __post_init__(self) -> None:
        self.cells = [row.cells[self.place] for row in self.table.rows if row.cells[self.place]]

    @property
    def title(self) -> str:
        return self.table.columns[self.place]

    def share(self, cells: Sequence[str], of: Sequence[str]) -> float:
        return len(cells) / len(of) if of else 0.0

    @property
    def figures(self) -> float:
        return self.share([c for c in self.cells if figure(c) or is_nothing(c)], self.cells)

    @property
    def bodies(self) -> float:
        """The share of cells that name a company, a university … but no government."""
        kinds = [recipient_kind(cell) for cell in self.cells if not self.names.knows(cell)]
        return self.share([k for k in kinds if k not in ("other", "government")], self.cells)

    @property
    def numbered_units(self) -> float:
        """The share of cells that begin with the code of a budget unit: 001001-…."""
        return self.share([c for c in self.cells if _UNIT_CODE.match(c)], self.cells)

    @property
    def regions(self) -> float:
        details = [cell for cell in self.cells if not _SUMS.fullmatch(plain(cell))]
        return self.share([c for c in details if self.names.is_region(c)], details)

    def meaning(self, purposes: Mapping[str, str], *, has_unit: bool) -> str:
        last = self.title.rpartition("/")[2]
        if last in purposes or bare(last) in purposes:
            return "amount" if self.figures >= _MOST or not self.cells else "ignored"
        said = meaning_of(last) if last else None
        if last in _HALVES and "/" in self.title:
            above = self.title.rpartition("/")[0].rpartition("/")[2]
            said = meaning_of(f"{bare(above)}{last}") or said
        if said in (None, "ignored") and "/" in self.title:
            parent = meaning_of(self.title.rpartition("/")[0].rpartition("/")[2])
            said = parent if parent in ("amount", "quantity") else said
        if said == "amount":
            return "amount" if self.figures >= _MOST or not self.cells else "ignored"
        if said == "quantity" and money_unit(last):
            said = "amount"
        if said in (LABEL, "region", "unit", "recipient", "project") and self._numbers_only():
            said = None
        if said:
            return said
        return self._by_cells(has_unit=has_unit)

    def _numbers_only(self) -> bool:
        return bool(self.cells) and self.figures == 1.0

    def _by_cells(self, *, has_unit: bool) -> str:
        if not self.cells:
            return "ignored"
        if self.figures >= _MOST:
            return self._figures(has_unit=has_unit)
        if self.regions > _MOST:
            return "region"
        return "recipient" if self.bodies > _MOST else "ignored"

    def _figures(self, *, has_unit: bool) -> str:
        digits = [plain(cell) for cell in self.cells]
        if all(_NUMBER.fullmatch(text) for text in digits):
            numbers = [int(text) for text in digits]
            if numbers == list(range(1, len(numbers) + 1)) and len(numbers) > 1:
                return "sequence"
        if all(_CODE.fullmatch(text) for text in digits):
            lengths = {len(text) for text in digits}
            if lengths <= {5, 7} and all(text.startswith("2") for text in digits):
                return "function_code"
            if lengths == {6} and all(self.names.is_code(text) for text in digits):
                return "region_code"
        if money_unit(self.title):
            return "amount"
        if is_rate_or_count(self.title):
            return "quantity"
        return "amount" if has_unit else "unknown"


def _settle_labels(layout: Layout, columns: Sequence[_Column]) -> None:
    """Tell by its cells whether a column of labels has regions, budget units or recipients."""
    for place, meaning in enumerate(layout.meanings):
        column = columns[place]
        if meaning == LABEL:
            if column.regions > _MOST:
                layout.meanings[place] = "region"
            elif column.numbered_units > _MOST:
                layout.meanings[place] = "unit"
            elif column.bodies > 0.3 or "地区" in column.title:  # noqa: PLR2004
                layout.meanings[place] = "recipient"
            else:
                layout.meanings[place] = "unit"
    if not layout.places("region", "unit", "recipient", "project", "function", "purpose"):
        texts = [c for c in columns if layout.meanings[c.place] == "ignored" and c.cells]
        if texts and layout.places("amount", "unknown"):
            # Whatever it is that gets the money: it labels the rows.
            layout.meanings[texts[0].place] = "unknown"


def _settle_amounts(
    layout: Layout,
    table: PrintedTable,
    given: Sequence[str | None],
    purposes: Mapping[str, str],
    wanted: Sequence[Sequence[str]],
) -> None:
    """Tell the columns of this notice's money from others, and those that are purposes."""
    places = layout.places("amount")
    titles = {place: plain(table.columns[place]) for place in places}
    for place in places:
        last = table.columns[place].rpartition("/")[2]
        if last in purposes or bare(last) in purposes:
            layout.purposes[place] = last if last in purposes else bare(last)
    if any(given[place] == "amount" for place in places):
        own = [place for place in places if given[place] == "amount"]
    else:
        rows = [_values(row.cells, places) for row in table.rows]
        own = _own_amounts(titles, layout.purposes, rows, wanted)
    if not layout.purposes and len(own) > 1:
        lasts = {place: bare(table.columns[place].rpartition("/")[2]) for place in own}
        # 中央 and 省级 say who pays, 下达 how far the money has come: neither is a purpose.
        layout.purposes = {
            place: last
            for place, last in lasts.items()
            if exact_meaning(last) is None and not _STAGE.fullmatch(last)
        }
        if not layout.purposes and any(_STAGE.fullmatch(last) for last in lasts.values()):
            own = own[:1]
    for place in places:
        if place not in own and given[place] is None:
            layout.meanings[place] = "other_amount"


def _values(cells: Sequence[str], places: Sequence[int]) -> dict[int, Decimal]:
    return {place: printed.value for place in places if (printed := figure(cells[place]))}


def _wanted(year: int | None, *, in_advance: bool) -> list[Sequence[str]]:
    """Words in the titles of this notice's own money; the first that some titles have decide."""
    words: list[Sequence[str]] = [_THIS_TIME]
    words += [_IN_ADVANCE] if in_advance else []
    words += [("实际", "实拨")]
    return [*words, (f"{year}年",)] if year else words


def _own_amounts(
    titles: Mapping[int, str],
    purposes: Mapping[int, str],
    rows: Sequence[Mapping[int, Decimal]],
    wanted: Sequence[Sequence[str]],
) -> list[int]:
    for words in wanted:
        this = [place for place, title in titles.items() if any(word in title for word in words)]
        this = [place for place in this if not any(w in titles[place] for w in _TAKEN_BACK)]
        if this and len(this) < len(titles):
            return _sum_or_all(this, titles, rows)
    if purposes:
        return list(purposes)
    others = (*_BEFORE, *_TAKEN_BACK)
    now = [place for place, title in titles.items() if not any(w in title for w in others)]
    return _sum_or_all(now or list(titles), titles, rows)


def _sum_or_all(
    places: list[int], titles: Mapping[int, str], rows: Sequence[Mapping[int, Decimal]]
) -> list[int]:
    """The one column of a sum, told by its title or by arithmetic; all of them if there is none."""
    whole = [place for place in places if not any("其中" in part for part in (titles[place],))]
    if len(whole) < len(places) and whole:
        return _sum_or_all(whole, titles, rows)
    lasts = {place: bare(titles[place].rpartition("/")[2]) for place in places}
    sums = [place for place in places if lasts[place].endswith(_TOTALS)]
    general = [place for place in places if _GENERAL.fullmatch(lasts[place])]
    added = [place for place in places if len(places) > 2 and _adds_up(place, places, rows)]  # noqa: PLR2004
    found = sums or general or added
    return [found[0]] if found and len(places) > 1 else places


def _adds_up(place: int, places: Sequence[int], rows: Sequence[Mapping[int, Decimal]]) -> bool:
    others = [other for other in places if other != place]
    return bool(rows) and all(
        row.get(place, Decimal(0)) == sum(row.get(other, Decimal(0)) for other in others)
        for row in rows
    )
