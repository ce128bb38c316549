"""Notices of any size, made up after the small one of the tests, as packages to measure with.

A notice has its pattern's letter and colophon, and as many cities, grants, target sheets,
indicators and policies as give the rows that are asked for. Codes, sums and wording agree; each
city has two defects that errata declare, and no rule finds anything else.
"""

from __future__ import annotations

import csv
import io
import json
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from fiscal_notice.package import write_files

ROOT = Path(__file__).resolve().parent.parent
MINI = ROOT / "tests" / "data" / "mini"
MOST_CITIES = 880  # region codes have three digits
CITY_ROWS = 1_000
MOST_ROWS = 1_200_000

# Three times a sign of each of three sets that share none: two different names are at least three
# edits apart, so that no rule takes one for a misprint of the other.
_FIRST = [chr(0x4E10 + i) for i in range(60)]
_SECOND = [chr(0x5110 + i) for i in range(60)]
_THIRD = [chr(0x5410 + i) for i in range(60)]

_FUNCTION = "2300241 一般公共服务共同财政事权转移支付支出"
_DEVOLVED = "2021年下放市县专项资金"
# Level 1 and level 2, and the values that indicators below them print.
_KINDS = (
    ("产出指标", "数量指标", ("不少于{n}家", "{n}场以上", "{n}至{more}场")),
    ("产出指标", "质量指标", ("不低于{n}%",)),
    ("产出指标", "时效指标", ("2021年内完成",)),
    ("产出指标", "成本指标", ()),
    ("效益指标", "社会效益指标", ("逐步提升",)),
    ("效益指标", "服务对象满意度指标", ("不高于{n}%",)),
)
# The defects that errata declare: a level without indicators, and wording that a reader noted.
_EMPTY_LEVEL = "\t\t成本指标\t\t"
_CONTENT = "支出内容\t能力提升项目"


def sign(number: int) -> str:
    """Nine signs for a number below 216,000, far from those of any other."""
    first, rest = divmod(number, 3_600)
    second, third = divmod(rest, 60)
    return (_FIRST[first] + _SECOND[second] + _THIRD[third]) * 3


@dataclass(frozen=True, slots=True, kw_only=True)
class City:
    """A city of a generated notice: how many grants and indicators it has, and what it gets."""

    number: int
    grants: int
    indicators: int

    @property
    def name(self) -> str:
        """A name of three signs that begins no other city's name."""
        first, second = divmod(self.number, 60)
        return _FIRST[first] + _SECOND[second] + "市"

    @property
    def code(self) -> str:
        """The region code."""
        return str(100 + self.number)

    @property
    def amounts(self) -> list[int]:
        """What the earmarked grants are, in 万元."""
        return [1 + (self.number + i) % 90 for i in range(self.grants)]

    @property
    def earmarked(self) -> int:
        """The sum of the earmarked grants, in 万元."""
        return sum(self.amounts)

    @property
    def devolved(self) -> int:
        """The devolved money, in 万元."""
        return 10 + self.number

    @property
    def project(self) -> str:
        """The name of the earmarked project."""
        return f"2021年戴帽转移支付{self.name}专项资金"


def cities_of(rows: int, count: int | None = None) -> list[City]:
    """The cities of a notice of about ``rows`` rows in all tables together; ``count`` if given."""
    count = min(max(1, count or rows // CITY_ROWS), MOST_CITIES)
    free = max(0, rows / count - 55)  # rows that a city has whatever it gets
    grants, indicators = max(1, round(free * 0.5 / 3.1)), max(5, round(free * 0.5 / 4))
    return [City(number=i, grants=grants, indicators=indicators) for i in range(count)]


def transcript(cities: Sequence[City]) -> str:
    """The transcript of a notice to ``cities``."""
    lines = (MINI / "notice.txt").read_text(encoding="utf-8").split("\n")
    first = next(i for i, line in enumerate(lines) if line.startswith("地区\t"))
    second = next(i for i, line in enumerate(lines) if line.startswith("序号\t"))
    annex2 = lines.index("附件2")
    award = lines.index("附件4")
    end = next(i for i, line in enumerate(lines) if line.startswith("公开方式"))
    parts = [
        *lines[: first + 1],
        *_allocations(cities),
        "",
        *lines[annex2 : second + 1],
        *_grants(cities),
        "",
        "附件3",
        "",
        *(line for city in cities for line in _sheets(city)),
        *(line.replace("甲市", cities[0].name) for line in lines[award:end]),
        *lines[end:],
    ]
    return "\n".join(parts)


_AWARD = 5  # 万元, to the first city, as in the notice that is the pattern


def _yuan(wan: int) -> str:
    return f"{wan * 10_000:,}.00"


def _allocations(cities: Sequence[City]) -> Iterator[str]:
    total = _yuan(sum(c.earmarked + c.devolved for c in cities) + _AWARD)
    yield f"合计\t\t\t\t{total}\t"
    yield f"一、各市合计\t\t\t\t{total}\t"
    for city in cities:
        award = 0 if city.number else _AWARD
        unit = f"{city.name}本级\t{city.code}001"
        yield f"{city.name}小计\t{city.code}\t\t\t{_yuan(city.earmarked + city.devolved + award)}\t"
        if award:
            project = "2021年专利奖奖牌制作项目\t2011409 知识产权宏观管理"
            yield f"{unit}\t{project}\t{_yuan(award)}\t"
        yield f"{unit}\t{city.project}\t{_FUNCTION}\t{_yuan(city.earmarked)}\t"
        yield f"{unit}\t{_DEVOLVED}\t{_FUNCTION}\t{_yuan(city.devolved)}\t"


def _grants(cities: Sequence[City]) -> Iterator[str]:
    yield f"地市合计\t\t\t{_AWARD}\t{sum(c.earmarked + c.devolved for c in cities)}"
    number = 0
    for seq, city in enumerate(cities, start=1):
        award = "" if city.number else _AWARD
        yield f"{seq}\t{city.name}小计\t\t{award}\t{city.earmarked + city.devolved}"
        if award:
            yield f"\t{city.name}奖章有限公司\t2021年专利奖奖牌制作项目\t{award}\t"
        for wan in city.amounts:
            number += 1
            body = f"{city.name}{sign(number)}有限公司"
            if number % 10 == 0:
                body += f"、{city.name}研究院"
            yield f"\t{body}\t2021年专利导航项目\t\t{wan}"
        yield f"\t{city.name}市场监督管理局\t{_DEVOLVED}\t\t{city.devolved}"


def _sheets(city: City) -> Iterator[str]:
    for number, (project, need) in enumerate(
        [(city.project, city.earmarked), (_DEVOLVED, city.devolved)]
    ):
        yield f"省财政专项转移支付绩效目标表（知识产权创造运用保护-{city.name}）"
        yield f"项目名称\t{project}"
        yield "资金类型\t省级财政专项资金"
        yield "项目等级\t二级项目"
        yield f"省级主管部门\t省市场监督管理局\t地方主管部门\t{city.name}市场监督管理局"
        yield "预算年度\t2021年"
        yield f"资金需求\t{need}万元"
        yield _CONTENT
        yield (
            "政策依据\t1. 《关于印发〈某办法〉的通知》（某发〔2019〕3号）"
            f" 2. 《{city.name}条例》（{city.name}发〔2020〕{city.number + 1}号）"
        )
        yield "总体绩效目标\t提高创造运用保护能力。"
        yield "\t一级指标\t二级指标\t三级指标\t指标值"
        yield "绩效指标\t产出指标\t数量指标\t开展2场以上展览活动\t不少于2场"
        yield from _indicators(city, number)
        yield ""


def _indicators(city: City, sheet: int) -> Iterator[str]:
    """Nine of ten names stand on the sheets of all cities, one is this sheet's own."""
    before = _KINDS[0][:2]
    own = 2_000 + (2 * city.number + sheet) * (city.indicators // 10 + 1)
    for kind, (level1, level2, values) in enumerate(_KINDS):
        if not values and not sheet:
            yield _EMPTY_LEVEL
        for i in range(kind, city.indicators, len(_KINDS)) if values else ():
            name = "完成" + (sign(own + i // 10) if i % 10 == 7 else sign(i))
            n = i % 90 + 2
            value = values[i // len(_KINDS) % len(values)].format(n=n, more=n + 7)
            first = "" if before[0] == level1 else level1
            second = "" if before[1] == level2 else level2
            yield f"\t{first}\t{second}\t{name}\t{value}"
            before = (level1, level2)


def make_package(folder: Path, rows: int, count: int | None = None) -> None:
    """Write a package with its transcript, and tables that are still to be extracted.

    ``count`` is how many cities it has; by default as many as are usual for the rows.
    """
    cities = cities_of(rows, count)
    shutil.copytree(ROOT / "schemas", folder / "schemas")
    descriptor = json.loads((ROOT / "datapackage.json").read_text(encoding="utf-8"))
    descriptor |= {"name": f"generated-{rows}", "title": "A generated notice"}
    words = ("title@en", "description", "description@zh")
    descriptor |= dict.fromkeys(words, "A generated notice")
    descriptor |= {"sources": [{"title": "generated"}]}
    for entry in descriptor["resources"]:
        if entry["name"] == "transcript":
            entry["path"] = "resources/source/notice.txt"
    divisions = [["gb_code", "name", "name_en"]]
    divisions += [[f"99{city.code}0", city.name, ""] for city in cities]
    glosses = [["text", "text_en", "of"]]
    glosses += [[city.name, f"City {city.code}", "regions.name"] for city in cities]
    text = transcript(cities)
    functions = MINI / "functional_classification.csv"
    files = {
        "datapackage.json": json.dumps(descriptor),
        "resources/source/notice.txt": text,
        "resources/errata.csv": _csv(_errata(text)),
        "resources/glosses.csv": _csv(glosses),
        "resources/codelists/gb_divisions.csv": _csv(divisions),
        "resources/codelists/functional_classification.csv": functions.read_text(encoding="utf-8"),
    }
    write_files(folder, {name: text.encode() for name, text in files.items()})


def _errata(text: str) -> list[list[str]]:
    """The errata of a transcript: one for each empty level, and one for every second sheet."""
    with (ROOT / "resources" / "errata.csv").open(encoding="utf-8") as file:
        rows = [file.readline().strip().split(",")]
    numbers: dict[str, list[int]] = {_EMPTY_LEVEL: [], _CONTENT: []}
    for number, text_line in enumerate(text.split("\n"), start=1):
        if text_line in numbers:
            numbers[text_line].append(number)
    level = ("TXT-08", "empty_levels", "level2", "成本指标", "", "empty_level")
    note = ("RDR-01", "target_sheets", "spending_content", "能力提升项目", "能力提升", "wording")
    entries = [(level, str(line), line) for line in numbers[_EMPTY_LEVEL]]
    entries += [(note, str(2 * i + 1), line) for i, line in enumerate(numbers[_CONTENT][::2])]
    for (rule, table, name, printed, expected, kind), key, line in entries:
        cells = [f"E{len(rows):03d}", rule, table, key, name, printed, expected, kind]
        cells += ["生成的缺陷。", "A defect that was generated.", str(line)]
        rows.append([*cells, "wording", "open", ""])
    return rows


def _csv(rows: Sequence[Sequence[str]]) -> str:
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\n").writerows(rows)
    return buffer.getvalue()
