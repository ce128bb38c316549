"""What ``follow read`` prints: a line a form, all problems, and what the package has now."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from fiscal_notice.follow.reading.merge import Conflict
from fiscal_notice.follow.reading.one import Form
from fiscal_notice.follow.reading.private import shown_name
from fiscal_notice.follow.reading.read import Order, Result
from fiscal_notice.follow.table_schemas import TABLES, raw_schema
from fiscal_notice.model import Count, Row

Translate = Callable[[str], str]
_SHOWN = 80


def form_line(form: Form, regions: dict[str, str], lang: str) -> str:
    """One line on a form: its region, its rows by table, its problems.

    It begins with ✓, with ! if not all of it was taken, with – if nothing is filled in.
    """
    zh = lang == "zh"
    region = regions.get(str(form.evidence.get("region_code")), "")
    rows = form.rows
    counted = "  ".join(
        f"{_table(table, lang)} {rows[table]}" for table in TABLES if rows.get(table)
    )
    nothing = "未填写，未收录" if zh else "nothing is filled in, so it is no report"
    refused = sum(problem.refused for problem in form.problems)
    said = [
        (len(form.unplaced), "处未能理解" if zh else "not understood"),
        (refused, "处不予收录" if zh else "refused"),
        (len(form.problems) - refused, "处待查看" if zh else "to look at"),
    ]
    notes = (", " if not zh else "，").join(f"{n} {what}" for n, what in said if n)
    parts = [
        "!" if refused or form.unplaced else "–" if form.blank else "✓",
        region,
        form.name,
        counted or (nothing if form.blank else ""),
        notes,
    ]
    return "  ".join(part for part in parts if part).replace("\n", " ")


def problem_lines(form: Form, lang: str, translate: Translate) -> Iterator[str]:
    """All that was refused, not understood or decided in a form, each with its cell."""
    zh = lang == "zh"
    expected = "应为" if zh else "expected"
    for problem in form.problems:
        where = _where(form.name, problem.sheet, problem.cell)
        more = f" ({expected}: {translate(problem.expected)})" if problem.expected else ""
        yield f"{where}: {translate(problem.what)}{more}"
    same: dict[tuple[str, str, str], list[str]] = {}
    for sheet, cell, text, why in form.unplaced:
        same.setdefault((sheet, text, why), []).append(cell)
    for (sheet, text, why), cells in same.items():
        where = _where(form.name, sheet, ("、" if zh else ", ").join(cells))
        yield f"{where}: {_short(text)} — {translate(why)}"
    for remark in form.remarks:
        yield f"{form.name}: {translate(remark)}"


def conflict_text(conflict: Conflict, *, settled: bool, lang: str) -> str:
    """Two versions of one form: which is the newer, and what became of them."""
    older, newer = (_version(v.evidence, lang) for v in (conflict.older, conflict.newer))
    if lang == "zh":
        if settled:
            return f"{newer} 取代 {older}；后者只在材料表中留一行。"
        return (
            f"同一表格有两个版本：{older} 与 {newer}。以哪个为准？"
            "较新者为后者；若以新代旧，请加 --newer-wins。"
        )
    if settled:
        return f"{newer} stands for {older}, of which only its row of evidence is kept."
    return (
        f"two versions of one form: {older} and {newer}. Which of them holds? "
        "The newer is the second; --newer-wins lets it stand for the first."
    )


def kept_text(gone: str, by: str, lang: str) -> str:
    """A version that is read again after another came to stand for it."""
    if lang == "zh":
        return f"{gone} 已被 {by} 取代，未再收录。"
    return f"{gone} was replaced by {by} before, and is not taken again."


def same_text(first: str, second: str, lang: str) -> str:
    """Two files of the same bytes, which are one form."""
    if lang == "zh":
        return f"{second} 与 {first} 内容完全相同，只计一次。"
    return f"{second} is the same file as {first}, and counts once."


def _version(evidence: Row, lang: str) -> str:
    day = evidence.get("reported_on")
    said = ("填报日期 " if lang == "zh" else "reported on ") + str(day) if day else ""
    inside = ", ".join(filter(None, (said, str(evidence.get("sha256") or "")[:8])))
    return f"{shown_name(str(evidence.get('path') or evidence['evidence_id']))} ({inside})"


def summary(order: Order, result: Result, lang: str) -> str:
    """What the package has now: regions heard of and missing, and where it lies."""
    zh = lang == "zh"
    names = {code: row["name"] for code, row in result.announced.regions.items()}
    unread = sum(form.error is not None for form in result.forms)
    taken = len(result.forms) - unread
    heard, missing = len(result.heard), result.missing
    lacking = ("、" if zh else ", ").join(names[code] for code in missing)
    if zh:
        text = f"\n{len(result.forms)} 份表格：读入 {taken} 份，{unread} 份无法读取。\n"
        text += f"已有情况的地区 {heard} 个，尚无情况的 {len(missing)} 个"
        text += f"：{lacking}。\n" if missing else "。\n"
    else:
        text = f"\n{Count(len(result.forms)):form}: {taken} read, {unread} that cannot be read.\n"
        text += f"Heard of: {Count(heard):region}. Missing: {len(missing)}"
        text += f": {lacking}.\n" if missing else ".\n"
    return text + _written(order, result, zh=zh)


def _written(order: Order, result: Result, *, zh: bool) -> str:
    if order.check_only:
        said = ("Nothing was written (--check-only).", "未写入任何文件（--check-only）。")
    elif not result.merged.record.rows("evidence"):
        said = ("There was nothing to write.", "没有可写入的内容。")
    elif not result.changed:
        said = (f"{order.folder} is as it was.", f"{order.folder} 无变化。")
    else:
        count = len(result.changed)
        said = (
            f"Written to {order.folder} ({Count(count):file} changed).",
            f"已写入 {order.folder}（{count} 个文件有变化）。",
        )
    return said[zh] + "\n"


def _table(table: str, lang: str) -> str:
    raw = raw_schema(table)
    return str(raw["title@en"] if lang == "en" else raw["title"])


def _where(name: str, sheet: str, cell: str) -> str:
    return f"{name}  {sheet}!{cell}" if sheet else f"{name}  {cell}"


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"
