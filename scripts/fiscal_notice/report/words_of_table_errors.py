"""What is said of cells, rows and headers that do not conform: frictionless's types of errors.

``says`` is filled with what is known of the finding; where one sentence won't do, a kind has
variants: ``KIND:VARIANT``.
"""

from __future__ import annotations

from fiscal_notice.report.error_words import CHECK_VALUE, ErrorWords

_FILL = ("fill in the value", "补填该值")
_HEADER = (
    "give the header the names of the schema's fields, in their order",
    "使表头与模式的字段名及其顺序一致",
)
_BOUNDS = (
    "correct the value, or the bound in the schema if the value is right",
    "改正该值；若该值无误，则修改模式中的限值",
)
_FORM = (
    "correct the value; a unit or a remark belongs elsewhere",
    "改正该值；单位和说明应另写",
)
_LENGTH = (
    "correct the value, or the length in the schema if the value is right",
    "改正该值；若该值无误，则修改模式中的长度",
)

CELL_ERRORS = {
    "type-error": ErrorWords(
        ("wrong type", "类型不符"), ("{found} is {no_type}", "{found}{no_type}"), _FORM
    ),
    "constraint-error": ErrorWords(
        ("not as the schema asks", "不符合约束"),
        (
            "{found} breaks the constraint {constraint}: {value}",
            "{found}不符合约束 {constraint}：{value}",
        ),
        _FORM,
    ),
    "constraint-error:required": ErrorWords(
        ("value missing", "缺值"),
        ("the cell is empty, and may not be", "单元格为空，此列必填"),
        _FILL,
    ),
    "constraint-error:enum": ErrorWords(
        ("not in the list of values", "不在允许值之内"),
        ("{found} is none of {value}", "{found}不在允许值之内：{value}"),
        (
            "use one of the values that the schema lists, or add this one to the list",
            "改用模式所列的值，或将该值补入模式",
        ),
    ),
    "constraint-error:pattern": ErrorWords(
        ("wrong form", "格式不符"),
        ("{found} does not have the form {value}", "{found}不符合格式 {value}"),
        _FORM,
    ),
    "constraint-error:minimum": ErrorWords(
        ("too small", "过小"), ("{found} is less than {value}", "{found}小于 {value}"), _BOUNDS
    ),
    "constraint-error:maximum": ErrorWords(
        ("too large", "过大"), ("{found} is more than {value}", "{found}大于 {value}"), _BOUNDS
    ),
    "constraint-error:exclusiveMinimum": ErrorWords(
        ("too small", "过小"),
        ("{found} is not more than {value}", "{found}未大于 {value}"),
        _BOUNDS,
    ),
    "constraint-error:exclusiveMaximum": ErrorWords(
        ("too large", "过大"),
        ("{found} is not less than {value}", "{found}未小于 {value}"),
        _BOUNDS,
    ),
    "constraint-error:minLength": ErrorWords(
        ("too short", "过短"),
        ("{found} is shorter than {value}", "{found}的长度不足 {value}"),
        _LENGTH,
    ),
    "constraint-error:maxLength": ErrorWords(
        ("too long", "过长"),
        ("{found} is longer than {value}", "{found}的长度超过 {value}"),
        _LENGTH,
    ),
    "unique-error": ErrorWords(
        ("value repeated", "值重复"),
        ("{found} stands in row {other} already", "{found}已见于第{other}行"),
        (
            "make each value of this column differ, or remove the row",
            "使此列各值互不相同，或删去该行",
        ),
    ),
    "missing-cell": ErrorWords(
        ("row too short", "行过短"),
        ("the row ends before the column {field}", "该行在 {field} 列之前结束"),
        ("add the missing separators and cells to the row", "补足该行的分隔符和单元格"),
        2,
    ),
    "extra-cell": ErrorWords(
        ("row too long", "行过长"),
        ("{found} stands beyond the last column", "{found}超出最后一列"),
        (
            "quote a cell that has the separator in it, or remove the surplus cells",
            "含分隔符的单元格应加引号，或删去多余的单元格",
        ),
        2,
    ),
    "deviated-value": ErrorWords(
        ("value far from the others", "偏离的值"), ("{note}", "{note}"), CHECK_VALUE
    ),
    "deviated-cell": ErrorWords(
        ("cell far from the others", "偏离的单元格"), ("{note}", "{note}"), CHECK_VALUE
    ),
    "truncated-value": ErrorWords(
        ("perhaps cut off", "可能被截断"), ("{note}", "{note}"), CHECK_VALUE
    ),
    "forbidden-value": ErrorWords(
        ("forbidden value", "禁用的值"), ("{note}", "{note}"), CHECK_VALUE
    ),
    "sequential-value": ErrorWords(
        ("out of sequence", "不连续的值"), ("{note}", "{note}"), CHECK_VALUE
    ),
    "ascii-value": ErrorWords(("not ASCII", "非 ASCII 的值"), ("{note}", "{note}"), CHECK_VALUE),
    "required-value": ErrorWords(("value missing", "缺值"), ("{note}", "{note}"), CHECK_VALUE),
    "unchecked-cell": ErrorWords(
        ("cannot be checked", "无法检查"),
        ("{found} could not be checked: {note}", "{found}无法检查：{note}"),
        CHECK_VALUE,
    ),
}

ROW_ERRORS = {
    "blank-row": ErrorWords(
        ("empty row", "空行"), ("the row is empty", "该行是空行"), ("remove the row", "删去该行")
    ),
    "primary-key": ErrorWords(
        ("key repeated", "主键重复"),
        ("the key {found} stands in row {other} already", "主键{found}已见于第{other}行"),
        ("give each row a key of its own, or remove the row", "使各行主键互不相同，或删去该行"),
    ),
    "primary-key:empty": ErrorWords(
        ("key empty", "主键为空"),
        ("all cells of the key are empty", "主键各单元格均为空"),
        ("fill in the key", "补填主键"),
    ),
    "foreign-key": ErrorWords(
        ("not in the other table", "所指不存在"),
        (
            "{found} is not among {targets} of {resource}",
            "{found}不在 {resource} 的 {targets} 之中",
        ),
        (
            "correct the value, or add the row that it refers to",
            "改正该值，或在所指的表中补上该行",
        ),
    ),
    "duplicate-row": ErrorWords(
        ("row repeated", "行重复"), ("{note}", "{note}"), ("remove the row", "删去该行")
    ),
    "row-constraint": ErrorWords(
        ("row not as asked", "行不符合约束"), ("{note}", "{note}"), CHECK_VALUE
    ),
    "row-error": ErrorWords(("wrong row", "行有误"), ("{note}", "{note}"), CHECK_VALUE),
    "unchecked-row": ErrorWords(
        ("cannot be checked", "无法检查"),
        ("the row could not be checked: {note}", "该行无法检查：{note}"),
        CHECK_VALUE,
    ),
}

HEADER_ERRORS = {
    "blank-header": ErrorWords(
        ("header empty", "表头为空"), ("the header is empty", "表头是空的"), _HEADER, 1
    ),
    "blank-label": ErrorWords(
        ("name of a column missing", "缺列名"),
        ("the column has no name{should}", "该列没有列名{should}"),
        ("name the column, or remove it", "补上列名，或删去该列"),
        1,
    ),
    "duplicate-label": ErrorWords(
        ("name of a column repeated", "列名重复"),
        (
            "the name {found} stands in column {positions} already{should}",
            "列名{found}已见于第{positions}列{should}",
        ),
        ("give each column a name of its own", "使各列列名互不相同"),
        1,
    ),
    "missing-label": ErrorWords(
        ("column missing", "缺列"),
        ("the column {field} is missing", "缺少 {field} 列"),
        ("add the column, or remove the field from the schema", "补上该列，或从模式中删去该字段"),
        1,
    ),
    "extra-label": ErrorWords(
        ("column too many", "多余的列"),
        ("the column {found} has no field in the schema", "{found}列在模式中没有对应的字段"),
        ("remove the column, or add a field to the schema", "删去该列，或在模式中补上字段"),
        1,
    ),
    "incorrect-label": ErrorWords(
        ("wrong name of a column", "列名不符"),
        ("the column is called {found}, expected “{field}”", "列名为{found}，应为“{field}”"),
        _HEADER,
        1,
    ),
    "unmatched-header": ErrorWords(
        ("no field in the header", "表头不符"),
        ("no column has the name of a field", "没有任何一列的列名是模式中的字段"),
        _HEADER,
        1,
    ),
    "header-error": ErrorWords(("wrong header", "表头有误"), ("{note}", "{note}"), _HEADER, 1),
    "label-error": ErrorWords(
        ("wrong name of a column", "列名有误"), ("{note}", "{note}"), _HEADER, 1
    ),
}
