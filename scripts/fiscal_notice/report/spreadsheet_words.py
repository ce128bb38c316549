"""What the spreadsheet of errors says beside the sentences of all reports."""

from __future__ import annotations

from typing import Any

SHEET_WORDS: dict[str, Any] = {
    "en": {
        "sheets": ("Summary", "Findings"),
        "title": "Errors to mend",
        "groups": ("Table", "Column", "Kind", "Count", "Example", "To do"),
        "columns": {
            "number": "No.",
            "table": "Table",
            "file": "File",
            "cell": "Cell",
            "row": "Row",
            "column": "Column",
            "field": "Field",
            "key": "Key",
            "found": "Found",
            "expected": "Expected",
            "what": "What is wrong",
            "mend": "To do",
            "kind": "Kind",
            "rule": "Rule",
            "line": "Source line",
            "severity": "Severity",
        },
        "severity": {"error": "error", "warning": "warning", "advice": "advice"},
        "reading": "Sheet “{sheet}” has a row for each. Filter it by table, column or kind. A "
        "click on “Cell” opens the file.",
        "least": "{count:,} or more",
        "over": "{left:,} findings are not here: a sheet holds no more. --limit gives fewer.",
        "header": "header",
    },
    "zh": {
        "sheets": ("汇总", "问题清单"),
        "title": "待改正的问题",
        "groups": ("表", "列", "类别", "数量", "示例", "处理"),
        "columns": {
            "number": "序号",
            "table": "表",
            "file": "文件",
            "cell": "单元格",
            "row": "行",
            "column": "列",
            "field": "字段",
            "key": "主键",
            "found": "现为",
            "expected": "应为",
            "what": "问题",
            "mend": "处理",
            "kind": "类别",
            "rule": "规则",
            "line": "原文行",
            "severity": "程度",
        },
        "severity": {"error": "错误", "warning": "警告", "advice": "提示"},
        "reading": "“{sheet}”每行一处问题，可按表、列或类别筛选；点击“单元格”可打开所在文件。",
        "least": "至少 {count:,}",
        "over": "另有 {left:,} 处问题未列出：一张工作表已容纳不下。可用 --limit 减少数量。",
        "header": "表头",
    },
}
