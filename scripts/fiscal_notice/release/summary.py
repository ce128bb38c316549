"""The last page of a release: what it says in a few lines, and where it lies."""

from __future__ import annotations

from pathlib import Path

from fiscal_notice.export.forms import FORMS
from fiscal_notice.package import read_package
from fiscal_notice.package.kind import kind_of
from fiscal_notice.release import Bundle
from fiscal_notice.report import counts
from fiscal_notice.report.weights import weights_in_words

_WORDS = {
    "en": {
        "checks": "{rules:rule}, {checked:statement}: {undeclared} undeclared findings, "
        "{declared} declared in the errata",
        "schemas": "{checked:statement}, no finding",
        "archive": "release",
        "files": "{count} files, {size:,} bytes, SHA-256 {sha256}",
        "downloads": "downloads",
        "forms": "{count} files: {forms}",
        "left_out": "left out",
        "check": "check it with",
    },
    "zh": {
        "checks": "{rules} 条规则、{checked:,} 项检查："
        "未列勘误 {undeclared} 处，已列勘误 {declared} 处",
        "schemas": "{checked:,} 项检查，没有发现问题",
        "archive": "发布包",
        "files": "{count} 个文件，{size:,} 字节，SHA-256 {sha256}",
        "downloads": "下载文件",
        "forms": "{count} 个文件：{forms}",
        "left_out": "未能生成",
        "check": "检查命令",
    },
}


def release_summary(
    root: Path, bundle: Bundle, program: str = "fiscal-notice", lang: str = "en"
) -> str:
    """What was released, for a person at a terminal; ``program`` is what to call it by."""
    words = _WORDS[lang]
    package = read_package(root, shown=".")
    assert bundle.archive is not None  # noqa: S101  only a release that was made has a summary
    lines = ["", bundle.report.title or bundle.report.package, ""]
    lines += kind_of(package).summary(package, lang)
    checks = words["checks" if bundle.report.notice else "schemas"]
    weighed = weights_in_words(bundle.report, lang)
    weighed = {"zh": "（{}）", "en": " ({})"}[lang].format(weighed) if weighed else ""
    lines.append("  " + checks.format(**counts(bundle.report)) + weighed)
    size = bundle.archive.stat().st_size
    files = words["files"].format(
        count=len(bundle.release.files), size=size, sha256=bundle.sha256[:16] + "…"
    )
    lines += ["", f"  {words['archive']}  {_shown(bundle.archive)}", f"           {files}"]
    if bundle.downloads:
        listed = ("、" if lang == "zh" else ", ").join(form.titled(lang) for form in FORMS)
        forms = words["forms"].format(count=len(bundle.downloads), forms=listed)
        folder = bundle.downloads[-1].path.parent
        lines.append(f"  {words['downloads']}  {_shown(folder)}: {forms}")
    for each in bundle.left_out:
        reason = each.reason_zh if lang == "zh" else each.reason
        lines.append(f"  {words['left_out']}  {each.name}: {reason}")
    lines.append(f"  {words['check']}  {program} validate {_shown(bundle.archive)}")
    return "\n".join(lines) + "\n"


def _shown(path: Path) -> str:
    try:
        return str(path.resolve().relative_to(Path.cwd()))
    except ValueError:
        return str(path)
