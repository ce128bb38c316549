"""A conformance in this project's terms: errors, resources, what was cut, warnings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fiscal_notice.errors import PackageError
from fiscal_notice.model import Cut, ResourceStat, Warn
from fiscal_notice.package import Package
from fiscal_notice.package.naming import check_releasable
from fiscal_notice.schema_check.conformance import Conformance, Task, errors_in
from fiscal_notice.schema_check.frictionless_report import SchemaError, error_of
from fiscal_notice.schema_check.hashing import Digest, digest, size_at
from fiscal_notice.schema_check.subject import Subject
from fiscal_notice.translation import in_chinese


@dataclass(frozen=True, slots=True, kw_only=True)
class SchemaResult:
    """What the check found, resource by resource, and how many cells it looked at.

    ``cut`` are the resources whose errors are not all given, because there are more than wanted;
    ``warnings`` are frictionless's. ``proven`` is the conformance's.
    """

    errors: tuple[SchemaError, ...]
    resources: tuple[ResourceStat, ...]
    cells: int
    cut: tuple[Cut, ...] = ()
    warnings: tuple[Warn, ...] = ()
    proven: bool = False


def schema_result(
    conformance: Conformance, subject: Subject, *, wanted: bool = True
) -> SchemaResult:
    """All that is in the report of a conformance and beside it; no errors unless ``wanted``.

    Errors and resources are in the order of the report.
    """
    tasks = conformance.tasks
    descriptor = subject.place.shown_file
    errors = (
        error_of(error, resource or descriptor, field)
        for resource, field, error in errors_in(conformance)
    )
    return SchemaResult(
        errors=tuple(errors) if wanted else (),
        resources=tuple(_stat(task, conformance, subject) for task in tasks),
        cells=sum(task["stats"].get("rows", 0) * task["stats"].get("fields", 0) for task in tasks),
        cut=tuple(
            Cut(resource=task["name"], errors=len(task["errors"]), row=_last_row(task))
            for task in tasks
            if wanted and any(map(_is_cut, task["warnings"]))
        ),
        warnings=(*_warnings(conformance), *_slashes(subject), *_refusals(conformance, subject)),
        proven=conformance.proven,
    )


def _stat(task: Task, conformance: Conformance, subject: Subject) -> ResourceStat:
    stats, name = task["stats"], task["name"]
    known = conformance.digests.get(name) or _digest(task, subject)
    return ResourceStat(
        name=name,
        path=task["place"],
        # frictionless leaves out a count of 0.
        rows=stats.get("rows", 0 if "fields" in stats else None)
        if task["type"] == "table"
        else None,
        bytes=known.bytes,
        sha256=known.sha256,
        checked_by="frictionless" if name in conformance.whole else "fast path",
        schema=name not in subject.schemaless,
    )


def _digest(task: Task, subject: Subject) -> Digest:
    """Hash and size of a file; no hash if the check stopped in it: it would be read for that."""
    stats: Mapping[str, Any] = task["stats"]
    if any(map(_is_cut, task["warnings"])):
        return Digest("", "", size_at(_path(task, subject)))
    if {"md5", "sha256", "bytes"} <= set(stats):
        return Digest(stats["md5"], stats["sha256"], stats["bytes"])
    try:
        return digest(_path(task, subject))
    except (OSError, ValueError):
        # No file, or not one alone.
        return Digest("", "", 0)


def _path(task: Task, subject: Subject) -> Path:
    return subject.place.root / subject.slashed.get(task["place"], task["place"])


def _last_row(task: Task) -> int | None:
    return max((error.get("rowNumber") or 0 for error in task["errors"]), default=0) or None


def _is_cut(warning: str) -> bool:
    return "error limit" in warning


# What frictionless warns of, in Chinese.
_ZH = {
    "hash is ignored; supported algorithms: md5/sha256": "哈希值未核对：只支持md5和sha256",
}


def _warnings(conformance: Conformance) -> list[Warn]:
    texts = [("", text) for text in conformance.report["warnings"]]
    texts += [(task["name"], text) for task in conformance.tasks for text in task["warnings"]]
    return [
        Warn(resource=name, message=text, message_zh=_ZH.get(text, f"frictionless提示：{text}"))
        for name, text in texts
        if not _is_cut(text)
    ]


def _slashes(subject: Subject) -> list[Warn]:
    return [
        Warn(
            resource="",
            message=f"the path {written} is read as {path}; only Windows does so, write slashes",
            message_zh=f"路径 {written} 按 {path} 读取；仅Windows如此，请改用正斜杠",
        )
        for written, path in subject.slashed.items()
    ]


# The commands that read a package strictly, and so do not take what they would have to guess.
_COMMANDS: tuple[str, ...] = ("release", "diff", "trace", "site", "explore", "publish")


def _refusals(conformance: Conformance, subject: Subject) -> list[Warn]:
    """That other commands refuse a package in which nothing is wrong by its schemas, and why."""
    if not conformance.report["valid"]:
        return []
    refusal, commands = subject.refusal, _COMMANDS
    if refusal is None and subject.package is not None:
        refusal, commands = _unnamed(subject.package), _COMMANDS[:1]
    if refusal is None:
        return []
    what = (("found", refusal.found), ("expected", refusal.expected), ("try", refusal.hint))
    refuse = "refuse" if len(commands) > 1 else "refuses"
    told = "; ".join(f"{name} {text}" for name, text in what if text)
    return [
        Warn(
            resource="",
            message=f"{', '.join(commands)} {refuse} this package: {refusal.problem}"
            + (f" ({told})" if told else ""),
            message_zh=f"{'、'.join(commands)} 不接受该数据包：{in_chinese(refusal.problem)}"
            + (f"（现为 {refusal.found}）" if refusal.found else ""),
        )
    ]


def _unnamed(package: Package) -> PackageError | None:
    """Why a release could not be named, dated or written."""
    try:
        check_releasable(package)
    except PackageError as error:
        return error
    return None
