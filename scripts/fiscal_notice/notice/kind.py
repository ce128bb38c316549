"""A notice of the family as a kind of data package: what it plugs into the general rooms.

Imported for every package that has to be told apart; all that is heavy is imported by the methods.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING

from fiscal_notice.errors import PackageError
from fiscal_notice.model import LANGUAGES
from fiscal_notice.notice.family import lacking_marks
from fiscal_notice.package.kind import Kind

if TYPE_CHECKING:
    from pandera.pandas import Check

    from fiscal_notice.export.reading_sheet import ReadingSheet
    from fiscal_notice.export.views import View
    from fiscal_notice.model import Explanation, Outcome, Report, Rule, Warn
    from fiscal_notice.package import Package
    from fiscal_notice.schema_check import SchemaResult
    from fiscal_notice.site import Site


class Notice(Kind):
    """A letter and at least one of the annexes of money or targets."""

    name = ("notice of the family", "本类通知")
    habits = ("fiscal_notice.notice.declaring", "habits.json")
    rule_groups = {
        "COD": ("Codes, numbers and years", "编码、文号与年度"),
        "TOT": ("Totals", "合计"),
        "UNI": ("Units", "单位"),
        "REC": ("Reconciliation", "勾稽"),
        "TXT": ("Text", "文字"),
        "DSC": ("Descriptor", "描述文件"),
        "SRC": ("Source", "与原文一致"),
        "RDR": ("Readers' notes", "人工标注"),
        "ERR": ("Errata", "勘误"),
    }

    dictionary_notes = (
        "Files are UTF-8 CSV with a header. An empty cell is a missing value. Money is whole",
        "yuan (`amount_yuan`); where the notice prints 万元 (10,000 yuan) the printed figure stays",
        "beside it. `source_line` counts the lines of the transcript from 1.",
        "",
        "文件为UTF-8编码、带表头的CSV；空单元格表示缺值；金额以元为单位，",
        "原文以万元印列的另有 `…_wan` 列；`source_line` 为转录文本的行号（从1起）。",
    )

    def lacking(self, columns: Mapping[str, Collection[str]]) -> Mapping[str, tuple[str, ...]]:
        return lacking_marks(columns)

    @property
    def rules(self) -> tuple[Rule, ...]:
        from fiscal_notice.notice.rules import RULES, STALE

        return (*RULES, STALE)

    def judge(
        self,
        package: Package,
        rules: Sequence[Rule],
        schemas: SchemaResult,
        outcomes: Sequence[Outcome],
        known: frozenset[str],
    ) -> tuple[list[Outcome], dict[str, Explanation]]:
        from fiscal_notice.notice.judging.judge import judge

        return judge(package, rules, schemas, outcomes, known)

    def remarks(self, package: Package, outcomes: Sequence[Outcome]) -> Sequence[Warn]:
        from fiscal_notice.notice.judging.by_hand import remarks

        return remarks(package, outcomes)

    def checks(
        self, package: Package, known: frozenset[str], *, with_declared: bool
    ) -> Mapping[str, Sequence[Check]]:
        from fiscal_notice.notice.judging.judge import bound_checks

        return bound_checks(package, known, with_declared=with_declared)

    def site(self, package: Package, report: Report, downloads: Mapping[str, bytes] | None) -> Site:
        from fiscal_notice.notice.pages import notice_site

        return notice_site(package, report, downloads)

    def documents(self, package: Package) -> dict[str, bytes]:
        from fiscal_notice.notice.documents import documents

        return documents(package, self.pictures(package))

    def summary(self, package: Package, lang: str) -> list[str]:
        from fiscal_notice.notice.documents import money_lines

        return [] if self.undrawn(package) else money_lines(package, lang)

    @property
    def views(self) -> tuple[View, ...]:
        from fiscal_notice.notice.views import VIEWS

        return VIEWS

    def sheets(self, package: Package) -> Sequence[ReadingSheet]:
        from fiscal_notice.notice.facts import NoticeFacts
        from fiscal_notice.notice.sheets import notice_sheets

        try:
            return notice_sheets(NoticeFacts(package=package))
        except PackageError:
            return ()

    def reading_notes(
        self, titles: Mapping[str, str], rows: Mapping[str, int], lang: str
    ) -> list[tuple[str, str, bool]]:
        from fiscal_notice.notice.views import reading_notes

        return reading_notes(titles, rows, lang)

    def pictures(self, package: Package) -> dict[str, str]:
        from fiscal_notice.notice.picture import money_picture

        if self.undrawn(package):
            return {}
        return {lang: money_picture(package, lang) for lang in LANGUAGES}

    def undrawn(self, package: Package) -> str:
        from fiscal_notice.notice.facts import lacking_columns, said
        from fiscal_notice.notice.facts.money import COLUMNS

        return said(package, lacking_columns(package, COLUMNS))

    def picture_in_words(self, package: Package, lang: str) -> tuple[str, str]:
        from fiscal_notice.notice.picture import picture_in_words

        return picture_in_words(package, lang)


KIND = Notice()
