"""What each kind of advice says, in English and in Chinese: what was found, and what to do.

``found``, ``expected``, ``field`` and ``row`` are those of the finding.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple


class Message(NamedTuple):
    """A message in English and in Chinese, with places for what was met."""

    en: str
    zh: str


MESSAGES: Mapping[str, Message] = {
    "quote-never-closed": Message(
        en="a quote opens on line {line} and is never closed; lines after it that were read into "
        "the same cell: {lines} (row {row}: {found}). Close it, or write it twice if it is part "
        "of the text",
        zh="第{line}行的引号未闭合；其后被读入同一单元格的行数：{lines}（第{row}行：{found}）。"
        "请补上右引号；如引号为正文内容，请写两遍",
    ),
    "quote-closed-late": Message(
        en="a quote opens on line {line} and is closed inside a cell further on; lines after it "
        "that were read into the same row: {lines} (row {row}: {found}). Close it where the cell "
        "ends, or write it twice if it is part of the text",
        zh="第{line}行的引号在后面某行的单元格内部才闭合；其后被读入同一行的行数：{lines}"
        "（第{row}行：{found}）。请在单元格末尾闭合引号；如引号为正文内容，请写两遍",
    ),
    "empty-key-part": Message(
        en="{field} is empty, but part of the primary key ({key}): {found}. Fill it, "
        "or take the field out of the key",
        zh="主键（{key}）中的 {field} 为空：{found}。请补填，或将该字段移出主键",
    ),
    "no-category": Message(
        en="{field} is {found}, which is none of its categories: {expected}. Correct "
        "the cell, or add the value; an enum with the same values makes this an error",
        zh="{field} 为 {found}，不在所列类别之中：{expected}。"
        "请更正单元格或补充类别；另设取值相同的 enum 可使其成为错误",
    ),
    "category-label": Message(
        en="{field} is {found}, the label of a category; its value is {expected}. Write the value",
        zh="{field} 为 {found}，这是类别的标签，其取值为 {expected}。请填写取值",
    ),
    "unique-key": Message(
        en="{field} is {found}, as in row {first}, but a unique key. Correct one of "
        "the rows, or take the key out of uniqueKeys",
        zh="唯一键 {field} 的取值 {found} 与第{first}行重复。"
        "请更正其一，或从 uniqueKeys 中删去该键",
    ),
    "categories-misshapen": Message(
        en="the categories of {field} are {found}, which is no list: no value was held against "
        'them. Write a list of the values, such as categories: ["a", "b"]',
        zh="{field} 的 categories 为 {found}，不是列表：取值未经核对。请改为取值的列表，"
        '如 categories: ["a", "b"]',
    ),
    "unique-keys-misshapen": Message(
        en="uniqueKeys has {found}, which is no list of fields: no row was held against it. Write "
        'a list of keys, each a list of names of fields, such as uniqueKeys: [["a"]]',
        zh="uniqueKeys 含 {found}，不是字段的列表：各行未经核对。请改为键的列表，"
        '每个键为字段名的列表，如 uniqueKeys: [["a"]]',
    ),
    "unread-type": Message(
        en="it has a schema or a dialect, but its {found} says that it is no table: nothing in "
        'it was checked. Write "{expected}"',
        zh="该资源有模式或dialect，但其 {found} 表明并非表格：内容未经检查。请改为 {expected}",
    ),
    "unread-json": Message(
        en="{path} was not read as a table, and nothing in it was checked: {found} is a table "
        'only where the resource says so. Add "{expected}"',
        zh="{path} 未按表格读取，内容未经检查：{found} 仅在资源声明时才视为表格。请添加 {expected}",
    ),
    "unread-no-extension": Message(
        en="{found} was not read as a table, and nothing in it was checked: its name has no "
        'extension. Add "{expected}" (or what it is), or name the file with its extension',
        zh="{found} 未按表格读取，内容未经检查：文件名没有扩展名。请添加 "
        "{expected}（或实际格式），或为文件名补上扩展名",
    ),
    "unread-format": Message(
        en="{path} was not read as a table, and nothing in it was checked: {found} is no form "
        'of table that is known. If it is text in columns, add "{expected}"',
        zh="{path} 未按表格读取，内容未经检查：{found} 不是已知的表格格式。若为分列文本，"
        "请添加 {expected}",
    ),
    "encoding-undeclared": Message(
        en="no encoding is declared, and the bytes are {expected}, not UTF-8; this time they "
        'were guessed right ({meant}). Add "encoding: {expected}", or save the file as UTF-8',
        zh="未声明编码，而文件为 {expected}，不是UTF-8；这次猜对了（{meant}）。"
        "请添加 encoding: {expected}，或将文件存为UTF-8",
    ),
    "encoding-guessed": Message(
        en="no encoding is declared, and the bytes are not UTF-8; they were taken for {found} "
        '(“{read}”). If that is right, add "encoding: {found}"; or save the file as UTF-8',
        zh="未声明编码，而文件不是UTF-8；读取时被当作 {found}（“{read}”）。"
        "如无误，请添加 encoding: {found}；或将文件存为UTF-8",
    ),
    "encoding-guessed-wrong": Message(
        en="no encoding is declared, and the bytes were "
        "taken for {found}: “{read}”. As {expected} "
        'they read “{meant}”. Add "encoding: '
        '{expected}", or save the file as UTF-8',
        zh="未声明编码，文件被当作 {found}，读成“{read}”；按 {expected} "
        "则为“{meant}”。请添加 encoding: {expected}，"
        "或将文件存为UTF-8",
    ),
    "encoding-not-declared-one": Message(
        en="the declared encoding reads “{read}”, but the "
        "bytes are {expected}: “{meant}”. Correct the "
        'descriptor: "encoding: {expected}"',
        zh="按声明的编码读成“{read}”，而文件实为 {expected}：“{meant}”。"
        "请将描述文件改为 encoding: {expected}",
    ),
    "parts-glued": Message(
        en="{found} does not end with a line end: its last row and the first line of {path} may "
        "become one. End the file with a line end",
        zh="{found} 末尾没有换行：其最后一行可能与 {path} 的首行连成一行。请在文件末尾加上换行",
    ),
    "parts-order": Message(
        en="{path} has its columns in another order ({found}) than the first file ({expected}): "
        "its header is left out, and its cells stand under the wrong names. Put them in one "
        "order",
        zh="{path} 的列序（{found}）与首个文件（{expected}）不同：其表头被略去，"
        "单元格归入错误的列名之下。请统一列序",
    ),
    "parts-row-lost": Message(
        en="the first line of {path} ({found}) is not the header of the first file "
        "({expected}), but was left out as a header: the row is lost. Give every file the "
        "header",
        zh="{path} 的首行（{found}）并非首个文件的表头（{expected}），"
        "却被当作表头略去，该行丢失。请为每个文件加上表头",
    ),
    "parts-header-row": Message(
        en="the header of {path} ({found}) was read as a row. Only in format csv are the "
        "headers of later files left out; take it out of the file",
        zh="{path} 的表头（{found}）被读作一行数据。只有csv格式才会略去后续文件的表头；"
        "请从文件中删去",
    ),
    "parts-rows": Message(
        en="the files have {expected} rows, read one by one, but {found} as one table. See that "
        "each ends with a line end and begins with the same header of one line",
        zh="各文件分别读取共{expected}行，合为一表只有{found}行。"
        "请确认各文件均以换行结尾，且以相同的单行表头开头",
    ),
    "hash-unknown": Message(
        en="the hash was not checked: {found} is no "
        "algorithm that is known here. Write "
        "{expected}:…",
        zh="哈希值未经检查：{found} 不是已知的算法。请改用 {expected}:…",
    ),
    "hash-differs": Message(
        en="the {by} of the data is {found}, not {expected}. Restore the file, or correct the "
        "descriptor; sha256 is what others check, too",
        zh="数据的 {by} 为 {found}，而非 {expected}。请恢复文件，"
        "或更正描述文件；其他程序也检查的是sha256",
    ),
    "label-unseen": Message(
        en="the label of column {number} has signs that "
        "no reader sees: “{found}”, expected "
        "“{expected}”. Take them out of the file",
        zh="第{number}列的列名含不可见字符：“{found}”，应为“{expected}”。请从文件中删去",
    ),
    "label-alike": Message(
        en="columns whose names differ only by case or width: {found}. SQLite and spreadsheets "
        "take them for one; rename all but one",
        zh="列名之间只有大小写或全半角之别：{found}。SQLite和电子表格视之为同名；请改名",
    ),
    "refused": Message(
        en="{found}: {form} {limit}. Part the table or shorten the text, or do without this form",
        zh="{found_zh}：{form} {limit_zh}。请拆分该表或缩短文字，或不用此格式",
    ),
    "digits-not-ascii": Message(
        en="{field} is {found}, with digits that only some programs read. Write 0 to 9",
        zh="{field} 为 {found}，其中的数字并非所有程序都能识别。请用半角0至9",
    ),
    "digits-underscore": Message(
        en="{field} is {found}, which Python takes for a number and others do not. "
        "Take out the underscores",
        zh="{field} 为 {found}，Python视为数字，其他程序则不然。请删去下划线",
    ),
    "number-not-finite": Message(
        en="{field} is {found}, which no sum survives and no download holds. Leave "
        "the cell empty, or declare the text as a missing value",
        zh="{field} 为 {found}，无法求和，下载格式也无法保存。请留空，或声明为缺失值",
    ),
    "number-magnitude": Message(
        en="{field} is {found}, of which only the number was read, without its "
        "magnitude. Write the whole number, and the unit in the schema",
        zh="{field} 为 {found}，只读出其中的数字，数量级被丢弃。请写出完整数字，单位写入模式",
    ),
    "integer-too-long": Message(
        en="{field} is {found}, more than 64 bits: Parquet and SQLite cannot hold "
        "it. If it is a code, its type is string",
        zh="{field} 为 {found}，超过64位，Parquet与SQLite无法保存。如为编码，类型应为string",
    ),
    "date-form": Message(
        en="{field} is {found}, which frictionless takes for a date and others do "
        "not. Write YYYY-MM-DD",
        zh="{field} 为 {found}，frictionless视为日期，其他程序则不然。请写作YYYY-MM-DD",
    ),
    "header-guessed": Message(
        en="row {row} was taken for the header, and {above} above it left out: {found}. Take "
        'them out of the file, or declare it: "dialect: {{headerRows: [{row}]}}"',
        zh="第{row}行被当作表头，其上{above}行被略去：{found}。请从文件中删去，"
        "或声明 dialect: {{headerRows: [{row}]}}",
    ),
    "delimiter-guessed": Message(
        en='the cells are parted by {found}, which is declared nowhere. Declare it: "dialect: '
        '{{delimiter: \\"{found}\\"}}"',
        zh='单元格以 {found} 分隔，但未声明。请声明 dialect: {{delimiter: "{found}"}}',
    ),
}
