"""The code lists of the program: divisions by year, budget classifications, purposes.

They are package data in ``codelists/``, whose README says where each comes from and how complete it
is. Read when first asked for, kept after that; no table library.
"""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Literal

Level = Literal["province", "prefecture", "county"]

NATIONALITIES = (
    "蒙古 回 藏 维吾尔 苗 彝 壮 布依 朝鲜 满 侗 瑶 白 土家 哈尼 哈萨克 傣 黎 傈僳 佤 畲 "
    "高山 拉祜 水 东乡 纳西 景颇 柯尔克孜 土 达斡尔 仫佬 羌 布朗 撒拉 毛南 毛难 仡佬 锡伯 "
    "阿昌 普米 塔吉克 怒 乌孜别克 俄罗斯 鄂温克 德昂 保安 裕固 京 塔塔尔 独龙 鄂伦春 赫哲 "
    "门巴 珞巴 基诺 各"
)
"""Names of nationalities (族), as they stand in the names of autonomous divisions."""

_NATIONALITY = "|".join(sorted(NATIONALITIES.split(), key=len, reverse=True))
_AUTONOMOUS = re.compile(
    rf"(?P<short>..+?)(?:(?:(?:{_NATIONALITY})族?)*(?:联合)?自治(?:区|州|县|旗)|(?:{_NATIONALITY})族[区乡])"
)
_ENDINGS = (
    "特别行政区", "各族自治县", "地区", "林区", "矿区", "新区", "特区",
    "省", "市", "盟", "区", "县", "旗", "州",
)  # fmt: skip


def short_name(name: str) -> str:
    """The name of a division without what kind of division it is: 广州, 内蒙古, 恩施, 番禺.

    A name of one character keeps its ending (沙县), as people write it.
    """
    if autonomous := _AUTONOMOUS.fullmatch(name):
        return autonomous["short"].removesuffix("族")
    for ending in _ENDINGS:
        if name.endswith(ending) and len(name) - len(ending) >= 2:  # noqa: PLR2004
            return name.removesuffix(ending)
    return name


@dataclass(frozen=True, slots=True)
class Division:
    """A province, prefecture or county as GB/T 2260 lists it.

    ``first`` and ``last`` are the first and last year whose list (as of its end) has this code with
    this name; None means before the lists begin (1980), or still. ``name_en`` is empty where no
    source has an English name; ``pinyin`` is that of the short name.
    """

    gb_code: str
    name: str
    level: Level
    parent_code: str
    first: int | None
    last: int | None
    name_en: str
    pinyin: str

    @property
    def short(self) -> str:
        """The name without what kind of division it is."""
        return short_name(self.name)

    def in_force(self, year: int) -> bool:
        """Whether the division existed at any time of a year: at its end or its beginning."""
        return (self.first or year) <= year <= (self.last or year) + 1

    def lies_in(self, code: str) -> bool:
        """Whether it is, or lies in, the division of a code; every division lies in "" ."""
        return self.gb_code.startswith(re.sub("(00)+$", "", code) if code else "")


@dataclass(frozen=True, slots=True)
class Account:
    """A code of a budget classification (科目) with one of its names.

    ``first`` and ``last`` are the years in which it has this name, as far as they are known.
    ``checked`` says whether a public copy was seen: a name that was not is no ground for a finding.
    """

    code: str
    name: str
    first: int | None
    last: int | None
    checked: bool
    source: str

    @property
    def parent_code(self) -> str | None:
        """The code of the level above (款 of a 项, 类 of a 款); None at the highest level."""
        return self.code[:-2] if len(self.code) > CLASS_DIGITS else None

    @property
    def level(self) -> int:
        """1 类, 2 款, 3 项."""
        return (len(self.code) - 1) // 2

    def in_force(self, year: int) -> bool:
        """Whether the code has this name in a year, as far as is known."""
        return (self.first or year) <= year <= (self.last or year)


@dataclass(frozen=True, slots=True)
class Purpose:
    """What a fund spends money on: the label that notices print, its code and English label."""

    label: str
    code: str
    label_en: str


CLASS_DIGITS = 3

Classification = Literal["function", "revenue", "economic"]
"""支出功能分类, 收入分类 (as far as transfers go), 支出经济分类 of governments and departments."""

_FILES: Mapping[Classification, str] = {
    "function": "functional_classification.csv",
    "revenue": "revenue_classification.csv",
    "economic": "economic_classification.csv",
}


def _rows(name: str) -> list[list[str]]:
    """The rows of a code list, without its header."""
    text = resources.files("fiscal_notice.notice").joinpath("codelists", name).read_text("utf-8")
    return list(csv.reader(text.splitlines()))[1:]


def _year(cell: str) -> int | None:
    return int(cell) if cell else None


@cache
def all_divisions() -> tuple[Division, ...]:
    """All divisions of all years, in the order of their codes."""
    return tuple(
        Division(code, name, level, parent, _year(first), _year(last), english, pinyin)  # type: ignore[arg-type]
        for code, name, level, parent, first, last, english, pinyin in _rows("gb_divisions.csv")
    )


@cache
def _by_name() -> Mapping[str, tuple[Division, ...]]:
    """The divisions by full name and by short name; full names first."""
    found: dict[str, dict[Division, None]] = defaultdict(dict)
    for division in all_divisions():
        found[division.name][division] = None
    for division in all_divisions():
        found[division.short][division] = None
    return {name: tuple(divisions) for name, divisions in found.items()}


def divisions(
    name: str, *, within: str = "", year: int | None = None, level: Level | None = None
) -> tuple[Division, ...]:
    """The divisions of a full or short name: none, one, or several that share it.

    ``within`` is the code of a division in which they lie, ``year`` one in which they are in force.
    Those of the higher level come first. A name that is full for one division and short for
    another (吉林 for the province and its city) gives both.
    """
    found = [
        division
        for division in _by_name().get(name.strip(), ())
        if division.lies_in(within)
        and (level is None or division.level == level)
        and (year is None or division.in_force(year))
    ]
    ranks = ("province", "prefecture", "county")
    return tuple(sorted(_one_each(found), key=lambda d: ranks.index(d.level)))


def _one_each(found: Iterable[Division]) -> Iterable[Division]:
    """Each code once: where it had the name, or two names so spoken, the one that came last."""
    by_code: dict[str, Division] = {}
    for division in found:
        known = by_code.get(division.gb_code)
        if known is None or (division.first or 0) > (known.first or 0):
            by_code[division.gb_code] = division
    return by_code.values()


@cache
def _by_code() -> Mapping[str, tuple[Division, ...]]:
    found: dict[str, list[Division]] = defaultdict(list)
    for division in all_divisions():
        found[division.gb_code].append(division)
    return {code: tuple(sorted(named, key=lambda d: d.first or 0)) for code, named in found.items()}


def division(gb_code: str, *, year: int | None = None) -> Division | None:
    """The division of a code in a year, or that which had the code last; None if none had."""
    named = [d for d in _by_code().get(gb_code, ()) if year is None or d.in_force(year)]
    return named[-1] if named else None


@cache
def divisions_in(
    gb_code: str, *, year: int | None = None, level: Level | None = None
) -> tuple[Division, ...]:
    """The divisions below a division, in the order of their codes; "" stands for the country."""
    within = re.sub("(00)+$", "", gb_code)
    return tuple(
        d
        for d in all_divisions()
        if d.gb_code.startswith(within)
        and d.gb_code != gb_code
        and (level is None or d.level == level)
        and (year is None or d.in_force(year))
    )


@cache
def accounts(classification: Classification) -> Mapping[str, tuple[Account, ...]]:
    """The codes of a classification with their names; a code may have had several."""
    found: dict[str, list[Account]] = defaultdict(list)
    for code, name, first, last, checked, source in _rows(_FILES[classification]):
        account = Account(code, name, _year(first), _year(last), checked == "true", source)
        found[code].append(account)
    return {code: tuple(named) for code, named in found.items()}


def account(
    classification: Classification, code: str, *, year: int | None = None
) -> tuple[Account, ...]:
    """The names of a code (in a year); none if the list does not have it, which proves nothing."""
    named = accounts(classification).get(code, ())
    return tuple(one for one in named if year is None or one.in_force(year))


@cache
def purposes() -> Mapping[str, Purpose]:
    """The purposes that have a code of their own, by the label that notices print."""
    return {label: Purpose(label, code, en) for label, code, en in _rows("purposes.csv")}


@cache
def tile_places() -> Mapping[str, tuple[int, int]]:
    """Column from the west and row from the north of the cities that a map of tiles has."""
    return {code: (int(column), int(row)) for code, column, row in _rows("tile_grid.csv")}
