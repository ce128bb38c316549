"""Pages of a notice that are made from its data: errata, rules, pictures; its money in lines."""

from __future__ import annotations

from collections.abc import Mapping

from fiscal_notice.notice.facts import NoticeFacts
from fiscal_notice.package import Package, read_records
from fiscal_notice.release.pages import NOTE, rule_catalogue, table_cell
from fiscal_notice.validate import all_rules

_OF_ERRATA = (
    "{count} known defects of the notice or its transcript. They are declared and not corrected:",
    "the tables keep what is printed. Where wording differs within the notice, it is held against",
    "the form printed first; that form is not claimed to be right.",
    "",
    "原文或转录文本的已知缺陷{count}处。仅作声明，不作更正，各表保留原文写法。",
    "前后表述不一的，以首次所印为参照，并非认定其正确。",
)
_WORDS = {
    "en": {
        "cities": "cities",
        "targets": "{share:.1f}% of the money stands under a stated target sheet",
    },
    "zh": {
        "cities": "个市",
        "targets": "{share:.1f}% 的资金有绩效目标表",
    },
}
_BAR = 30


def documents(package: Package, pictures: Mapping[str, str]) -> dict[str, bytes]:
    """The rule catalogue, the errata, and the ``pictures`` (by language), by path."""
    pages = {"docs/rules.md": rule_catalogue(all_rules()).encode()}
    if package.resource("errata") is not None:
        pages["docs/errata.md"] = errata_page(package).encode()
    return pages | {f"docs/money.{lang}.svg": svg.encode() for lang, svg in pictures.items()}


def errata_page(package: Package) -> str:
    """The errata in Markdown, in the order of the lines of the notice."""
    rows = [record.cells for record in read_records(package, package.require("errata"))]
    kinds = _kind_labels(package)
    lines = [NOTE, "", "# Errata · 勘误", ""]
    lines += [text.format(count=len(rows)) for text in _OF_ERRATA]
    lines += [
        "",
        "| no. | line | kind · 类别 | rule | cell | 说明 | explanation |",
        "| --- | ---: | --- | --- | --- | --- | --- |",
    ]
    for row in rows:
        cells = [
            row["erratum_id"],
            row["source_line"],
            kinds.get(row["kind"], row["kind"]),
            row["rule_id"],
            f"`{row['resource']}:{row['key']}` {row['field']}",
            row["explanation_zh"],
            row["explanation_en"],
        ]
        lines.append("| " + " | ".join(table_cell(cell) for cell in cells) + " |")
    return "\n".join(lines) + "\n"


def _kind_labels(package: Package) -> Mapping[str, str]:
    field = package.require("errata").field("kind")
    return field.labels() if field else {}


def money_lines(package: Package, lang: str) -> list[str]:
    """The money by transfer type as bars, and how much of it has a target sheet."""
    words = _WORDS[lang]
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
