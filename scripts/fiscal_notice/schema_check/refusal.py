"""That other commands refuse a package in which nothing is wrong by its schemas, and why."""

from __future__ import annotations

import re

from fiscal_notice.model import Warn
from fiscal_notice.schema_check.conformance import Conformance
from fiscal_notice.schema_check.subject import Subject

# The commands that read a package strictly, and so do not take what they would have to guess.
_COMMANDS = ("release", "diff", "trace", "site", "explore", "publish")
# Why a package is not read, in Chinese.
_ZH = tuple(
    (re.compile(pattern), says)
    for pattern, says in (
        (
            r"a foreign key of (.*) refers to (.*), which is no table of the package",
            r"\1 的外键指向 \2，而它不是本数据包中的表",
        ),
        (r"(.*) is no name and no list of names", r"\1 不是字段名"),
        (r"remote resources are not read", "不读取远程资源"),
        (r"a path leaves the package", "路径指向数据包之外"),
        (r"a resource has no path", "资源没有路径"),
        (r"a resource has no name", "资源没有名称"),
        (r"two resources are called (.*)", r"两个资源同名：\1"),
        (r"the descriptor lists no resources", "描述文件未列出资源"),
        (r"the type of the field (.*) is no text", r"字段 \1 的类型不是文本"),
        (r"the constraints of (.*) are no object", r"字段 \1 的约束不是对象"),
        (r"(.*): there is no field (.*)", r"\1：没有字段 \2"),
        (r"foreignKeys is no list", "foreignKeys 不是列表"),
        (r"a foreign key has no reference", "外键没有 reference"),
        (r"a foreign key and its reference differ in length", "外键与其引用的字段数不同"),
        (r"the constraint (.*) of (.*) is broken", r"\2 的约束 \1 有误"),
        (r"the schema has no fields", "模式没有字段"),
        (r"a field has no name", "字段没有名称"),
        (r"two fields are called (.*)", r"两个字段同名：\1"),
        (r"the file is missing", "文件缺失"),
    )
)


def refusals(conformance: Conformance, subject: Subject) -> list[Warn]:
    """A warning of that, if so; what frictionless finds wrong is said by its errors."""
    refusal = subject.refusal
    if refusal is None or not conformance.report["valid"]:
        return []
    what = (("found", refusal.found), ("expected", refusal.expected), ("try", refusal.hint))
    told = "; ".join(f"{name} {text}" for name, text in what if text)
    return [
        Warn(
            resource="",
            message=f"{', '.join(_COMMANDS)} refuse this package: {refusal.problem}"
            + (f" ({told})" if told else ""),
            message_zh=f"{'、'.join(_COMMANDS)} 不接受该数据包：{in_chinese(refusal.problem)}"
            + (f"（现为 {refusal.found}）" if refusal.found else ""),
        )
    ]


def in_chinese(problem: str) -> str:
    """Why a package is refused, in Chinese as far as that is known."""
    for pattern, says in _ZH:
        if match := pattern.fullmatch(problem):
            return match.expand(says)
    return problem
