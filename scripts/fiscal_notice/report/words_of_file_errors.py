"""What is said of files and descriptors that are not as they should be: frictionless's types."""

from __future__ import annotations

from fiscal_notice.report.error_words import CHECK_VALUE, ErrorWords

_DESCRIPTOR = ("correct the descriptor", "修改描述文件")
_STATE = (
    "if the file is right, correct what the descriptor says; else restore the file",
    "若文件无误，则修改描述文件；否则恢复该文件",
)
FILE_ERRORS = {
    "hash-count": ErrorWords(
        ("another hash", "哈希不符"),
        (
            "the hash of the file is {actual}, expected {expected}",
            "文件的哈希为 {actual}，应为 {expected}",
        ),
        _STATE,
        0,
    ),
    "byte-count": ErrorWords(
        ("another size", "大小不符"),
        (
            "the file has {actual} bytes, expected {expected}",
            "文件大小为 {actual} 字节，应为 {expected} 字节",
        ),
        _STATE,
        0,
    ),
    "row-count": ErrorWords(
        ("other number of rows", "行数不符"),
        (
            "the table has {actual} rows, expected {expected}",
            "表有 {actual} 行，应为 {expected} 行",
        ),
        _STATE,
        0,
    ),
    "field-count": ErrorWords(
        ("other number of columns", "列数不符"),
        (
            "the table has {actual} columns, expected {expected}",
            "表有 {actual} 列，应为 {expected} 列",
        ),
        _STATE,
        0,
    ),
    "table-dimensions": ErrorWords(
        ("other size of the table", "表的行列数不符"), ("{note}", "{note}"), _STATE, 0
    ),
    "encoding-error": ErrorWords(
        ("another encoding", "编码不符"),
        (
            "the file is not {codec}: {unread} after {position} bytes",
            "文件不是 {codec} 编码：第 {position} 字节之后{unread}",
        ),
        (
            "save the file as UTF-8, or state its encoding in the descriptor",
            "将文件另存为 UTF-8，或在描述文件中写明其编码",
        ),
        0,
    ),
    "compression-error": ErrorWords(
        ("compression", "压缩有误"),
        ("{note}", "{note}"),
        ("compress the file again, as the descriptor says", "按描述文件所记重新压缩该文件"),
        0,
    ),
    "source-error": ErrorWords(
        ("no table in the file", "文件中没有表"),
        ("{note}", "{note}"),
        ("restore the file", "恢复该文件"),
        0,
    ),
    "scheme-error": ErrorWords(
        ("file cannot be read", "无法读取文件"),
        ("{note}", "{note}"),
        ("restore the file, or correct its path", "恢复该文件，或改正其路径"),
        0,
    ),
    "format-error": ErrorWords(
        ("format of the file", "文件格式有误"),
        ("{note}", "{note}"),
        (
            "save the file in the format that its name and the descriptor tell",
            "按文件名和描述文件所示的格式保存该文件",
        ),
        0,
    ),
    "unchecked-resource": ErrorWords(
        ("cannot be checked", "无法检查"),
        ("could not be checked: {note}", "无法检查：{note}"),
        ("look at the file and its entry in the descriptor", "核对该文件及其在描述文件中的条目"),
        0,
    ),
    "unchecked-package": ErrorWords(
        ("cannot be checked", "无法检查"),
        ("could not be checked: {note}", "无法检查：{note}"),
        ("look at what the descriptor says of its resources", "核对描述文件中各资源的内容"),
        0,
    ),
    "file-error": ErrorWords(
        ("file", "文件有误"), ("{note}", "{note}"), ("restore the file", "恢复该文件"), 0
    ),
    "table-error": ErrorWords(("table", "表有误"), ("{note}", "{note}"), CHECK_VALUE, 0),
    "data-error": ErrorWords(("data", "数据有误"), ("{note}", "{note}"), CHECK_VALUE, 0),
}

DESCRIPTOR_ERRORS = {
    name: ErrorWords(
        (title, title_zh), (f"{title}: {{note}}", f"{title_zh}：{{note}}"), _DESCRIPTOR, 0
    )
    for name, title, title_zh in (
        ("package-error", "descriptor of the package", "数据包描述有误"),
        ("resource-error", "entry of the resource", "资源描述有误"),
        ("schema-error", "schema", "模式有误"),
        ("field-error", "field of the schema", "模式字段有误"),
        ("dialect-error", "dialect", "表格读法（dialect）有误"),
        ("control-error", "dialect", "表格读法（dialect）有误"),
        ("detector-error", "detector", "探测设置有误"),
        ("stats-error", "stated sizes", "统计信息有误"),
        ("metadata-error", "descriptor", "描述文件有误"),
        ("dataset-error", "dataset", "数据集描述有误"),
        ("catalog-error", "catalogue", "目录描述有误"),
        ("checklist-error", "checklist", "检查清单有误"),
        ("check-error", "check", "检查项有误"),
        ("inquiry-error", "inquiry", "检查任务有误"),
        ("inquiry-task-error", "inquiry", "检查任务有误"),
        ("report-error", "report", "报告有误"),
        ("report-task-error", "report", "报告有误"),
        ("pipeline-error", "pipeline", "流程有误"),
        ("step-error", "step", "步骤有误"),
        ("cell-error", "cell", "单元格有误"),
        ("error", "error", "有误"),
    )
}
