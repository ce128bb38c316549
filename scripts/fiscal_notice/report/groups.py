"""Findings by table, column and kind: how many there are of each, and some of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from fiscal_notice.model import Finding, Report, Rule
from fiscal_notice.report.header import Diagnosis, diagnose
from fiscal_notice.report.sentences import column_of, kind_title, mend, rank
from fiscal_notice.report.words_of_table_errors import HEADER_ERRORS

EXAMPLES = 3
# A row that is too short has an error in each column that it lacks: one kind, not one a column.
_WHOLE = frozenset({*HEADER_ERRORS, "missing-cell", "extra-cell"})
_SEVERITIES = ("error", "warning", "advice")


@dataclass(slots=True, kw_only=True)
class FindingGroup:
    """Findings of one kind in one column of a table; ``column`` is empty for whole rows or files.

    ``least`` says that there may be more than are known; ``diagnosis`` stands for all of them, if
    one thing explains them.
    """

    table: str
    column: tuple[str, str]
    rule: Rule | None
    least: bool = False
    findings: list[Finding] = field(default_factory=list)
    diagnosis: Diagnosis | None = None

    @property
    def count(self) -> int:
        """How many findings there are."""
        return len(self.findings)

    @property
    def examples(self) -> Sequence[Finding]:
        """The first of them."""
        return self.findings[:EXAMPLES]

    def title(self, lang: str = "en") -> str:
        """What the kind is called: for a rule its id."""
        return kind_title(self.findings[0], lang) or self.findings[0].rule

    def statement(self, lang: str = "en") -> str:
        """What the rule states; empty where a kind has a title."""
        if self.rule is None or kind_title(self.findings[0], lang):
            return ""
        return self.rule.statement_zh if lang == "zh" else self.rule.statement

    def mend(self, lang: str = "en") -> str:
        """What to do; empty where only the finding itself says it."""
        if self.diagnosis is not None:
            return self.diagnosis.mend[lang == "zh"]
        return mend(self.findings[0], lang)

    @property
    def order(self) -> tuple[int, int, int]:
        """Severe ones first, then what makes others follow, then the largest."""
        first = self.findings[0]
        return (_SEVERITIES.index(first.severity), rank(first), -self.count)


@dataclass(frozen=True, slots=True, kw_only=True)
class TableGroups:
    """The groups of one table, or of another place: the descriptor."""

    table: str
    groups: Sequence[FindingGroup]

    @property
    def count(self) -> int:
        """How many findings there are in the table."""
        return sum(group.count for group in self.groups)

    @property
    def largest(self) -> FindingGroup:
        """The group with most findings; what explains a whole header comes before it."""
        return max(self.groups, key=lambda group: (group.diagnosis is not None, group.count))


def grouped(report: Report, findings: Iterable[Finding]) -> list[TableGroups]:
    """``findings`` by table, column and kind; the most severe and the largest first."""
    rules = {outcome.rule.id: outcome.rule for outcome in report.outcomes}
    cut = {one.resource for one in report.cut}
    unlisted = {outcome.rule.id for outcome in report.outcomes if outcome.unlisted}
    tables: dict[str, dict[tuple[str, ...], FindingGroup]] = {}
    for one in findings:
        place = "" if one.kind in _WHOLE else one.field
        key = (one.rule, one.severity, place, kind_title(one) or one.kind)
        groups = tables.setdefault(one.table, {})
        if key not in groups:
            columns = ("", "") if one.kind in _WHOLE else (column_of(one), column_of(one, "zh"))
            if not kind_title(one) and one.field:
                columns = (one.field, one.field)
            groups[key] = FindingGroup(
                table=one.table,
                column=columns,
                rule=rules.get(one.rule),
                least=one.table in cut or one.rule in unlisted,
            )
        groups[key].findings.append(one)
    made = [
        TableGroups(table=name, groups=_sorted(_diagnosed(groups, name in cut)))
        for name, groups in tables.items()
    ]
    return sorted(made, key=lambda one: (*one.groups[0].order[:2], -one.count))


def _sorted(groups: Iterable[FindingGroup]) -> list[FindingGroup]:
    return sorted(groups, key=lambda group: group.order)


def _diagnosed(groups: Mapping[tuple[str, ...], FindingGroup], cut: bool) -> list[FindingGroup]:
    """The groups of a table, with those of its header as one where one thing explains them."""
    header = [group for group in groups.values() if group.findings[0].kind in HEADER_ERRORS]
    rest = [group for group in groups.values() if group.findings[0].kind not in HEADER_ERRORS]
    errors = [finding for group in header for finding in group.findings]
    # Errors of the header come first: where others follow, those of the header are all there.
    diagnosis = None if not header or (cut and not rest) else diagnose(errors)
    if diagnosis is None:
        return [*header, *rest]
    whole = FindingGroup(
        table=errors[0].table, column=("", ""), rule=None, findings=errors, diagnosis=diagnosis
    )
    return [whole, *rest]


def listed(groups: Sequence[TableGroups]) -> tuple[set[int], dict[int, FindingGroup]]:
    """The findings that a diagnosis stands for, and the group by the one where it is told.

    Findings are known by their ``id()``.
    """
    explained: set[int] = set()
    told: dict[int, FindingGroup] = {}
    for table in groups:
        for group in table.groups:
            if group.diagnosis is not None:
                explained |= {id(finding) for finding in group.findings}
                told[id(group.findings[0])] = group
    return explained, told
