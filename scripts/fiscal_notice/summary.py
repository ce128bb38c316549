"""The last page of a release: what it says in a few lines, and where it lies."""

from __future__ import annotations

from pathlib import Path

from fiscal_notice.facts import NoticeFacts
from fiscal_notice.package import Package, read_package
from fiscal_notice.picture import can_be_drawn
from fiscal_notice.release import Bundle
from fiscal_notice.report import counts

_WORDS = {
    "en": {
        "cities": "cities",
        "targets": "{share:.1f}% of the money stands under a stated target sheet",
        "checks": "{rules:rule}, {checked:statement}: {undeclared} undeclared findings, "
        "{declared} declared in the errata",
        "schemas": "{checked:statement}, no finding",
        "archive": "release",
        "files": "{count} files, {size:,} bytes, SHA-256 {sha256}",
        "downloads": "downloads",
        "forms": "{count} files: CSV, CSV for Excel, XLSX, SQLite, Parquet, JSON Lines",
        "left_out": "left out",
        "check": "check it with",
    },
    "zh": {
        "cities": "个市",
        "targets": "{share:.1f}% 的资金有绩效目标表",
        "checks": "{rules} 条规则、{checked:,} 项检查："
        "未列勘误 {undeclared} 处，已列勘误 {declared} 处",
        "schemas": "{checked:,} 项检查，没有发现问题",
        "archive": "发布包",
        "files": "{count} 个文件，{size:,} 字节，SHA-256 {sha256}",
        "downloads": "下载文件",
        "forms": "{count} 个文件：CSV、Excel 用 CSV、XLSX、SQLite、Parquet、JSON Lines",
        "left_out": "未能生成",
        "check": "检查命令",
    },
}
_BAR = 30


def release_summary(
    root: Path, bundle: Bundle, program: str = "fiscal-notice", lang: str = "en"
) -> str:
    """What was released, for a person at a terminal; ``program`` is what to call it by."""
    words = _WORDS[lang]
    package = read_package(root, shown=".")
    assert bundle.archive is not None  # noqa: S101  only a release that was made has a summary
    lines = ["", bundle.report.title or bundle.report.package, ""]
    if can_be_drawn(package):
        lines += _money(package, words, lang)
    checks = words["checks" if bundle.report.notice else "schemas"]
    lines.append("  " + checks.format(**counts(bundle.report)))
    size = bundle.archive.stat().st_size
    files = words["files"].format(
        count=len(bundle.release.files), size=size, sha256=bundle.sha256[:16] + "…"
    )
    lines += ["", f"  {words['archive']}  {_shown(bundle.archive)}", f"           {files}"]
    if bundle.downloads:
        forms = words["forms"].format(count=len(bundle.downloads))
        folder = bundle.downloads[-1].path.parent
        lines.append(f"  {words['downloads']}  {_shown(folder)}: {forms}")
    for each in bundle.left_out:
        reason = each.reason_zh if lang == "zh" else each.reason
        lines.append(f"  {words['left_out']}  {each.name}: {reason}")
    lines.append(f"  {words['check']}  {program} validate {_shown(bundle.archive)}")
    return "\n".join(lines) + "\n"


def _money(package: Package, words: dict[str, str], lang: str) -> list[str]:
    money = NoticeFacts(package=package).money
    whole, labels = int(money.whole.amount.value), money.labels(lang)
    lines = [f"  ¥{whole:,}  {len(money.cities)} {words['cities']}"]
    for each in sorted(money.by_type, key=lambda each: -int(each.amount.value)):
        amount = int(each.amount.value)
        bar = "█" * max(1, round(_BAR * amount / whole)) if whole else ""
        lines.append(f"    {_pad(labels[each.code], 10)} {amount:>15,}  {bar}")
    share = 100 * money.whole.coverage.value
    return [*lines, "  " + words["targets"].format(share=share)]


def _pad(text: str, width: int) -> str:
    # A Chinese character takes two columns of a terminal.
    columns = sum(2 if ord(sign) > 0x2E80 else 1 for sign in text)  # noqa: PLR2004
    return text + " " * max(0, width - columns)


def _shown(path: Path) -> str:
    try:
        return str(path.resolve().relative_to(Path.cwd()))
    except ValueError:
        return str(path)
