"""What ``new`` and ``extract`` tell a person: what is open and how to answer it, what was made."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from fiscal_notice.model import Count, Row, Rows
from fiscal_notice.notice.new.make import Made, total_of
from fiscal_notice.notice.questions import Question
from fiscal_notice.notice.standing import as_words
from fiscal_notice.notice.table_schemas.fitting import in_order

Translate = Callable[[str], str]
_LABELS = {
    "en": {"found": "found:", "nearest": "nearest:", "answer": "answer:"},
    "zh": {"found": "发现：", "nearest": "相近：", "answer": "作答："},
}
_SHOWN = 160
# A row of layout.csv that is to be written: the same with an option.
_COLUMN = re.compile(r"layout\.csv: ([0-9]+),[^,]*,([0-9]+),.*,([a-z_0-9]+),true")


def questions_as_text(
    questions: Sequence[Question], tables: Mapping[str, Rows], lang: str, translate: Translate
) -> str:
    """All open questions, in the order of the notice: where, what, and how each is answered."""
    if not questions:
        return ""
    ordered = sorted(questions, key=lambda question: question.line or 0)
    title = f"开放问题（{len(ordered)}）" if lang == "zh" else f"Open questions: {len(ordered)}"
    lines = [title]
    for number, question in enumerate(ordered, start=1):
        where = _where(question.line, tables, lang)
        said = translate(question.what)
        lines += ["", f"{number}. {where}", f"   {said}"] if where else ["", f"{number}. {said}"]
        lines += [f"   {label} {text}" for label, text in _parts(question, lang, translate)]
    return "\n".join(lines) + "\n"


def _parts(question: Question, lang: str, translate: Translate) -> Iterator[tuple[str, str]]:
    labels = _LABELS[lang]
    width = max(map(len, labels.values()))
    for name, text in (("found", question.found), ("nearest", question.nearest)):
        if text:
            yield labels[name].ljust(width), _shortened(text.replace("\t", " | "))
    if question.answer:
        yield labels["answer"].ljust(width), translate(question.answer)
        column = _COLUMN.match(question.answer)
        if column:
            yield " " * width, "--set layout/{}/{}/meaning={}".format(*column.groups())


def _shortened(text: str) -> str:
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"


def _where(line: int | None, tables: Mapping[str, Rows], lang: str) -> str:
    if line is None:
        return ""
    place = _place_of(line, tables.get("places", ()))
    number = f"转录文本第{line}行" if lang == "zh" else f"line {line} of the transcript"
    if place is None:
        return number
    path = next(
        str(row["path"])
        for row in tables["originals"]
        if str(row["original_id"]) == str(place["original_id"])
    )
    words = as_words(place, path, lang)
    return f"{words}（{number}）" if lang == "zh" else f"{words} ({number})"


def _place_of(line: int, places: Sequence[Row]) -> Row | None:
    return next((row for row in places if str(row["source_line"]) == str(line)), None)


def remarks_as_text(
    remarks: Sequence[tuple[str, Question]], lang: str, translate: Translate
) -> str:
    """What a person should know about the reading: equal remarks on one file once."""
    if not remarks:
        return ""
    counted: dict[tuple[str, str], list[Question]] = {}
    for name, remark in remarks:
        counted.setdefault((name, remark.what), []).append(remark)
    lines = ["读取说明" if lang == "zh" else "About the reading"]
    for (name, what), same in counted.items():
        found = "；".join(_shortened(each.found) for each in same[:3] if each.found)
        numbers = [str(each.line) for each in same if each.line]
        at = ""
        if numbers:
            some = ", ".join(numbers[:8]) + (" …" if len(numbers) > 8 else "")  # noqa: PLR2004
            at = f"（第{some}行）" if lang == "zh" else f" (line {some})"
        lines.append(f"  {name}: {translate(what)}{at}" + (f": {found}" if found else ""))
    return "\n".join(lines) + "\n"


def columns_as_text(tables: Mapping[str, Rows], schema: Mapping[str, Any], lang: str) -> str:
    """What each column of the tables was taken for, and how to correct one.

    ``schema`` is that of the table layout. Nothing for tables all of whose columns are confirmed.
    """
    zh = lang == "zh"
    labels = {
        each["value"]: each["label"]
        for field in schema.get("fields", ())
        for each in field.get("categories", ())
        if field["name"] == "meaning"
    }
    by_table: dict[str, Rows] = {}
    for row in tables.get("layout", ()):
        by_table.setdefault(str(row["table_no"]), []).append(row)
    lines = [
        _columns_of(number, rows, labels if zh else {})
        for number, rows in by_table.items()
        if any(str(row["confirmed"]).lower() != "true" for row in rows)
    ]
    if not lines:
        return ""
    title = "各栏含义（如有误，以 --set layout/表号/栏号/meaning=含义 更正；见 layout.csv）"
    if not zh:
        title = "What the columns mean (correct one by --set layout/TABLE/COLUMN/meaning=MEANING)"
    return "\n".join([title, *lines]) + "\n"


def _columns_of(number: str, rows: Rows, labels: Mapping[str, str]) -> str:
    zh, annex = bool(labels), rows[0]["annex_no"]
    place = f"（附件{annex}）" if zh else f" (annex {annex})"
    head = (f"表{number}" if zh else f"table {number}") + (place if annex else "")
    columns = []
    for row in rows:
        meaning = str(row["meaning"])
        said = f"{labels[meaning]} {meaning}" if meaning in labels else meaning
        columns.append(f"{row['position']} {_shortened(str(row['header'] or '—'))} = {said}")
    return f"  {head}{'：' if zh else ': '}{('；' if zh else '; ').join(columns)}"


def summary_as_text(made: Made, folder: str, *, written: bool, lang: str) -> str:
    """What was made: the dataset, its tables with their rows, the total; and what to do next."""
    tables, zh = made.built.tables, lang == "zh"
    name, title = made.built.descriptor["name"], made.built.descriptor["title"]
    total = total_of(tables)
    lines = [f"{name}  {title}"]
    if isinstance(total, int | Decimal):
        figure = f"{total:,f}" if isinstance(total, Decimal) else f"{total:,}"
        lines.append(f"  合计 {figure} 元" if zh else f"  total {figure} yuan")
    width = max(map(len, tables))
    for table in in_order(tables):
        schema = made.built.schemas.get(table, {})
        rows = Count(len(tables[table]))
        count = f"{int(rows)} 行" if zh else f"{rows:row}"
        said = schema.get("title" if zh else "title@en", "")
        lines.append(f"  {table:<{width}}  {count:>9}  {said}")
    return "\n".join([*lines, "", *_next(made, folder, written, zh)]) + "\n"


def _next(made: Made, folder: str, written: bool, zh: bool) -> Iterator[str]:
    questions = len(made.built.extraction.questions)
    if not written:
        yield "未写入任何文件（--check-only）。" if zh else "Nothing was written (--check-only)."
        return
    if zh:
        yield f"已写入 {folder}，{len(made.changed)} 个文件有变化。"
    else:
        yield f"Written to {folder}: {Count(len(made.changed)):file} changed."
    if questions and zh:
        yield f"下一步：按上列办法作答后再次运行 fiscal-notice new {folder} --set …，或直接"
        yield f"fiscal-notice --root {folder} validate 查看检查结果。"
    elif questions:
        yield f"Next: answer, and run fiscal-notice new {folder} --set … again; or go on with"
        yield f"fiscal-notice --root {folder} validate"
    else:
        yield f"{'下一步：' if zh else 'Next: '}fiscal-notice --root {folder} validate"
    if "licenses" not in made.built.descriptor:
        yield (
            "数据包尚无许可协议：可用 --like 从另一个数据包取得。"
            if zh
            else "The package has no licence yet: --like takes it over from another package."
        )
