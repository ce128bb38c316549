"""What a scoring came to, form by form: computed beside reported, and what was not computed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from fiscal_notice.follow.scores.compute import differs
from fiscal_notice.follow.scores.said import Said
from fiscal_notice.follow.scores.schemes import Scheme
from fiscal_notice.model import Row

_NOTHING = "—"


@dataclass(frozen=True, slots=True, kw_only=True)
class Scoring:
    """A self-evaluation with its rows of the table ``scores``; ``scheme`` is None if unknown."""

    form: Row
    rows: Sequence[Row]
    scheme: Scheme | None

    @property
    def total(self) -> Row:
        """The row of the total."""
        return self.rows[-1]

    @property
    def open(self) -> list[Row]:
        """The parts without a score, or the total if it alone has none."""
        parts = [row for row in self.rows[:-1] if row["computed"] is None]
        return parts or [row for row in self.rows[-1:] if row["computed"] is None]

    @property
    def differing(self) -> list[Row]:
        """The parts and the total whose reported score is another one."""
        places = self.scheme.places if self.scheme else 0
        return [row for row in self.rows if differs(row, places)]

    @property
    def other_grade(self) -> bool:
        """Whether the form has a grade that the total does not give, at either of its ends."""
        reported, best = self.form.get("grade"), self.total["grade"]
        if not reported or not best or self.scheme is None:
            return False
        labels = [grade.label for grade in self.scheme.grades]
        least = self.total["grade_low"] or best
        return reported not in labels[labels.index(str(best)) : labels.index(str(least)) + 1]

    @property
    def fine(self) -> bool:
        """Whether the form says nothing else than the scheme gives."""
        return not self.differing and not self.other_grade


def scorings(
    forms: Iterable[Row], rows: Iterable[Row], schemes: Mapping[str, Scheme]
) -> list[Scoring]:
    """The rows of ``scores`` by form, in their order."""
    by_form: dict[str, list[Row]] = {}
    for row in rows:
        by_form.setdefault(str(row["evaluation_id"]), []).append(row)
    known = {str(form["evaluation_id"]): form for form in forms}
    return [
        Scoring(form=known[key], rows=found, scheme=schemes.get(str(found[0]["scheme_id"])))
        for key, found in by_form.items()
    ]


def listing(found: Sequence[Scoring], names: Mapping[str, tuple[str, str]], lang: str) -> str:
    """All forms in words; ``names`` are those of the regions, Chinese and English."""
    words = {key: said.zh if lang == "zh" else said.en for key, said in _WORDS.items()}
    if not found:
        return words["none"] + "\n"
    how = "how" if lang == "zh" else "how_en"
    lines = [line for each in found for line in _form(each, names, words, how)]
    return "\n".join([*lines, *_summary(found, words)]) + "\n"


Words = Mapping[str, str]
_WORDS = {
    "none": Said("没有绩效自评", "there is no self-evaluation"),
    "name": Said("0", "1"),
    "execution": Said("预算执行率", "execution"),
    "indicator": Said("指标", "indicators"),
    "total": Said("总分", "total"),
    "form": Said("{}（工作表 {}）", "{} (sheet {})"),
    "line": Said("  {}：{} / {}（上报 {}）", "  {}: {} of {} (reported {})"),
    "grade": Said("  等级：{}（上报 {}）", "  grade: {} (reported {})"),
    "other": Said("，不一致", ": differs"),
    "open": Said("  未计算：{}：{}", "  not computed: {}: {}"),
    "differs": Said(
        "  不一致：{}：计算 {}，上报 {}，差 {}（{}）",
        "  differs: {}: computed {}, reported {}, {} ({})",
    ),
    "row": Said("第 {} 行", "row {}"),
    "row of": Said("第 {} 行（指标 {}）", "row {} (indicator {})"),
    "summary": Said(
        "自评表 {} 份，算得总分 {} 份；未计算 {} 处；不一致 {} 处",
        "forms: {}, with a total: {}; not computed: {}; other than reported: {}",
    ),
    "unsure": Said("办法 {} 的分值未经全文核实", "the points of the scheme {} are not sure"),
}


def _form(
    each: Scoring, names: Mapping[str, tuple[str, str]], words: Words, how: str
) -> Iterator[str]:
    code, total = str(each.form["region_code"]), each.total
    name = names.get(code, ("", ""))[int(words["name"])]
    scheme = str(total["scheme_id"])
    project, sheet = (str(each.form.get(key) or "") for key in ("project_name", "sheet"))
    yield " ".join(filter(None, (code, name, str(each.form["evaluation_id"]), scheme)))
    if project or sheet:
        yield "  " + words["form"].format(project or _NOTHING, sheet or _NOTHING)
    for part in ("execution", "indicator", "total"):
        rows = [row for row in each.rows if row["part"] == part]
        if rows:
            yield words["line"].format(words[part], *_sums(rows))
    best, least, said = total["grade"], total["grade_low"], each.form.get("grade")
    if best or said:
        given = f"{least}–{best}" if least else best or _NOTHING
        line = words["grade"].format(given, said or _NOTHING)
        yield line + (words["other"] if each.other_grade else "")
    for row in each.open:
        why = str(row[how]).removeprefix(f"{scheme} ")
        yield words["open"].format(_place(row, words), why)
    for row in each.differing:
        values = _band([row]), _number(row["reported"]), f"{_decimal(row['difference']):+}"
        why = str(row[how]).removeprefix(f"{scheme} ")
        yield words["differs"].format(_place(row, words), *values, why)


def _sums(rows: Sequence[Row]) -> tuple[str, str, str]:
    """Computed, points and reported of several rows."""
    points = sum((_decimal(row["points"]) for row in rows if row["points"] is not None), Decimal(0))
    reported = [row["reported"] for row in rows]
    known = None if None in reported else sum(map(_decimal, reported), Decimal(0))
    return _band(rows), _number(points), _number(known)


def _band(rows: Sequence[Row]) -> str:
    if any(row["computed"] is None for row in rows):
        return _NOTHING
    high = sum((_decimal(row["computed"]) for row in rows), Decimal(0))
    ends = (row["computed_low"] for row in rows), (row["computed"] for row in rows)
    least = (top if low is None else low for low, top in zip(*ends, strict=True))
    low = sum(map(_decimal, least), Decimal(0))
    return f"{high}" if low == high else f"{low}–{high}"


def _summary(found: Sequence[Scoring], words: Words) -> Iterator[str]:
    yield words["summary"].format(
        len(found),
        sum(each.total["computed"] is not None for each in found),
        sum(len(each.open) for each in found),
        sum(len(each.differing) + each.other_grade for each in found),
    )
    unsure = {each.scheme.id for each in found if each.scheme and not each.scheme.sure}
    yield from (words["unsure"].format(each) for each in sorted(unsure))


def _place(row: Row, words: Words) -> str:
    if row["part"] != "indicator":
        return words[str(row["part"])]
    if row["indicator_id"] is None:
        return words["row"].format(row["position"])
    return words["row of"].format(row["position"], row["indicator_id"])


def _decimal(value: object) -> Decimal:
    return Decimal(str(value))


def _number(value: object) -> str:
    return _NOTHING if value is None else f"{_decimal(value).normalize():f}"
