"""What reports say, whatever their form: the verdict, what was counted, what was cut."""

from __future__ import annotations

import re
from collections.abc import Iterator

from fiscal_notice.model import Count, Report
from fiscal_notice.package.visible import abridged
from fiscal_notice.report.counting import (
    advice_ids,
    counts,
    judged_by_rules,
    resources_of,
    schemas_checked,
)
from fiscal_notice.report.weights import weights_in_words

WORDS = {
    "en": {
        "valid": "VALID: {what}",
        "valid_advised": "VALID by its schemas, with {advice} that may matter: {ids}.",
        "valid_notice_advised": "VALID: nothing was found that the errata do not declare; "
        "{advice} may matter: {ids}.",
        "invalid": "NOT VALID: {least}{count:error} in {places}.",
        "invalid_notice": "NOT VALID: {least}{count:finding} that no erratum declares.",
        "advised": "Besides, {advice} may matter: {ids}.",
        "advice": "{count:finding} of our own",
        "no_errata": "nothing was found that the errata do not declare.",
        "conform": "{tables:table}, {rows:row} conform to their schemas.",
        "conforms": "{tables:table}, {rows:row} conform to the schema.",
        "but": "{tables:table}, {rows:row} conform to their schemas; without a schema, and so "
        "checked for their form alone: {names}.",
        "bare": "{tables:table}, {rows:row} are sound in form. There is no schema, so no value was "
        "checked.",
        "no_table": "the descriptor and its files are in order; there is no table among them.",
        "nothing": "nothing was found.",
        "least": "at least ",
        "many_places": "{count:resource}",
        "and": " and ",
        "comma": ", ",
        "shown": "{shown:,} of {least}{count:finding} shown; a higher --limit shows more.",
        "cut": "Table {resource}: stopped after {errors:error}, at row {row:,} of its file; it has "
        "at least so many. A higher --limit goes on.",
        "cut_header": "Table {resource}: stopped after {errors:error}; it has at least so many. "
        "A higher --limit goes on.",
        "known": "{count:finding} declared in the errata ({path}){weights}.",
        "weights": ": {}",
        "counts": "{tables:table}, {least}{rows:row}; {rules:rule}, {checked:statement} checked.",
        "size": "{tables:table}, {least}{rows:row}.",
        "skipped": "skipped",
        "left_out": "{count:rule} skipped; -v says why.",
        "all": "All findings",
        "groups": "By table, column and kind",
        "more_groups": "{count:,} more kinds of errors; the list has them, and so have --format "
        "html and xlsx.",
        "advice_title": "Findings of our own: what is no error, but may matter",
        "warnings": "Warnings",
        "times": "{count:,} times",
        "times_least": "{count:,} times or more",
        "found": "{least}{count:finding}",
        "mend": "To do: ",
        "header": "header not as in the schema",
        "follows": "The other errors of this table may follow from this.",
        "unlisted": "{count:,} more of these are not listed.",
        "package": "package",
        "stands_for": "({count:error})",
    },
    "zh": {
        "valid": "通过：{what}",
        "valid_advised": "通过：符合模式；另有 {advice}，值得留意：{ids}。",
        "valid_notice_advised": "通过：除勘误表已列者外，未发现问题；"
        "另有 {advice}，值得留意：{ids}。",
        "invalid": "未通过：{places} 有{least} {count:,} 处错误。",
        "invalid_notice": "未通过：发现{least} {count:,} 处勘误表未列的问题。",
        "advised": "另有 {advice}，值得留意：{ids}。",
        "advice": "{count:,} 处本程序自查的问题",
        "no_errata": "除勘误表已列者外，未发现问题。",
        "conform": "{tables:,} 张表、{rows:,} 行均符合各自的模式。",
        "conforms": "{tables:,} 张表、{rows:,} 行符合其模式。",
        "but": "{tables:,} 张表、{rows:,} 行均符合各自的模式；没有模式、因此只检查了形式的："
        "{names}。",
        "bare": "{tables:,} 张表、{rows:,} 行形式完整；没有模式，因此未检查任何值。",
        "no_table": "描述文件和各文件均无误；其中没有表。",
        "nothing": "未发现问题。",
        "least": "至少",
        "many_places": "{count:,} 个资源",
        "and": "、",
        "comma": "、",
        "shown": "共{least} {count:,} 处，显示 {shown:,} 处；增大 --limit 可显示更多。",
        "cut": "表 {resource}：发现 {errors:,} 处错误后停止，至该文件第 {row:,} 行；至少有这么多，"
        "增大 --limit 可继续检查。",
        "cut_header": "表 {resource}：发现 {errors:,} 处错误后停止；至少有这么多，"
        "增大 --limit 可继续检查。",
        "known": "{count:,} 处问题已列入勘误表（{path}）{weights}。",
        "weights": "：{}",
        "counts": "{tables:,} 张表，{least} {rows:,} 行；{rules:,} 条规则，检查 {checked:,} 项。",
        "size": "{tables:,} 张表，{least} {rows:,} 行。",
        "skipped": "未检查",
        "left_out": "{count:,} 条规则未检查；-v 可查看原因。",
        "all": "全部问题",
        "groups": "按表、列和类别汇总",
        "more_groups": "另有 {count:,} 类错误，见下列清单，或用 --format html、xlsx 查看。",
        "advice_title": "本程序自查：不属错误、但值得留意之处",
        "warnings": "提示",
        "times": "{count:,} 处",
        "times_least": "至少 {count:,} 处",
        "found": "{least} {count:,} 处",
        "mend": "处理：",
        "header": "表头与模式不符",
        "follows": "此表的其他错误可能由此引起。",
        "unlisted": "另有 {count:,} 处同类问题未列出。",
        "package": "数据包",
        "stands_for": "（共 {count:,} 处）",
    },
}
_NAMED = 3


def least(report: Report, lang: str) -> str:
    """The words for a lower bound where the errors are not all known, else nothing."""
    return WORDS[lang]["least"] if report.cut else ""


def verdict(report: Report, lang: str = "en") -> str:
    """Whether the package is valid, in one sentence; what is not known to be all says so."""
    words, numbers, notice = WORDS[lang], counts(report), judged_by_rules(report)
    advice = words["advice"].format(count=numbers["advice"])
    ids = words["comma"].join(advice_ids(report))
    if report.valid:
        if numbers["advice"]:
            name = "valid_notice_advised" if notice else "valid_advised"
            return words[name].format(advice=advice, ids=ids)
        return words["valid"].format(what=_conforms(report, lang))
    said = words["invalid_notice" if notice else "invalid"].format(
        least=least(report, lang), count=numbers["undeclared"], places=_places(report, lang)
    )
    if numbers["advice"]:
        said += ("" if lang == "zh" else " ") + words["advised"].format(advice=advice, ids=ids)
    return said


def _conforms(report: Report, lang: str) -> str:
    words, numbers = WORDS[lang], counts(report)
    if judged_by_rules(report):
        return words["no_errata"]
    if not schemas_checked(report):
        return words["nothing"]
    if not numbers["tables"]:
        return words["no_table"]
    tables = [stat for stat in report.resources if stat.rows is not None]
    bare = [abridged(stat.name) for stat in tables if not stat.schema]
    if bare and len(bare) == len(tables):
        return words["bare"].format(**numbers)
    name = "but" if bare else "conforms" if len(tables) == 1 else "conform"
    names = words["comma"].join([*bare[:_NAMED], *("…" for _ in bare[_NAMED : _NAMED + 1])])
    return words[name].format(names=names, **numbers)


def _places(report: Report, lang: str) -> str:
    words, names = WORDS[lang], [abridged(name) for name in resources_of(report.undeclared)]
    if len(names) > _NAMED:
        return words["many_places"].format(count=Count(len(names)))
    *first, last = names
    return words["and"].join(part for part in (words["comma"].join(first), last) if part)


def size_line(report: Report, lang: str = "en") -> str:
    """How much was read and, of a notice, how much was checked."""
    name = "counts" if judged_by_rules(report) else "size"
    return (
        WORDS[lang][name].format(least=least(report, lang), **counts(report)).replace("， ", "，")
    )


def cut_lines(report: Report, lang: str = "en") -> Iterator[str]:
    """Where the check stopped, table by table."""
    for cut in report.cut:
        name = "cut" if cut.row else "cut_header"
        yield WORDS[lang][name].format(
            resource=abridged(cut.resource), errors=Count(cut.errors), row=cut.row or 0
        )


def declared_line(report: Report, lang: str = "en") -> str | None:
    """How many findings are declared, where, and how much they matter; None if none is."""
    count = counts(report)["declared"]
    if not count:
        return None
    words, matter = WORDS[lang], weights_in_words(report, lang)
    paths = (stat.path for stat in report.resources if stat.name == "errata")
    return words["known"].format(
        count=count,
        path=abridged(next(paths, "errata")),
        weights=words["weights"].format(matter) if matter else "",
    )


def shown_line(report: Report, listed: int, lang: str = "en") -> str | None:
    """How many findings are listed, if those are not all."""
    count = counts(report)["undeclared"]
    if listed >= count:
        return None
    return WORDS[lang]["shown"].format(shown=listed, count=count, least=least(report, lang))


_SKIPPED = (
    (re.compile(r"not available: (.*)"), "数据包中没有 {}"),
    (re.compile(r"nothing to check"), "没有可检查的内容"),
    (
        re.compile(r"(.*): its header or rows do not fit the schema.*", re.DOTALL),
        "{} 的表头或各行不符合模式",
    ),
    (re.compile(r"(.*): the row does not fit the header"), "{} 有的行与表头不符"),
)


def skipped_because(reason: str, lang: str = "en") -> str:
    """Why a rule was skipped, from the ``skipped`` of its Outcome."""
    if lang == "en":
        return reason.removesuffix(", see SCH-01")
    for pattern, words in _SKIPPED:
        if found := pattern.fullmatch(reason):
            return words.format(*found.groups())
    return f"原因见说明：{reason}"


def warning_lines(report: Report, lang: str = "en") -> Iterator[str]:
    """What frictionless warns of, and what later commands will not do, a line each."""
    colon = "：" if lang == "zh" else ": "
    for warn in report.warnings:
        message = warn.message_zh if lang == "zh" else warn.message
        yield f"{abridged(warn.resource)}{colon}{message}" if warn.resource else message
