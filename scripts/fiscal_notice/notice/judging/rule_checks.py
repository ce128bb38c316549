"""Rules as pandera checks: each a ``pa.Check`` of its name on every table that it judges.

A rule compares once, over all its tables; its check on one of them fails by what differs in cells
of that table. The failure cases have pandera's ``column``, ``failure_case`` and ``index``, and what
a finding has: ``key``, ``line``, ``found`` and ``expected``. pandera keeps these at each
``SchemaErrors.schema_errors[n].failure_cases``.
"""

from __future__ import annotations

import weakref
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
import pandera.pandas as pa
from pandera.api.base.checks import CheckResult
from pandera.backends.pandas.checks import PandasCheckBackend
from pandera.errors import SchemaErrors

from fiscal_notice.model import NOT_AVAILABLE, NOTHING_TO_CHECK, Finding, Outcome, Rule, Statements
from fiscal_notice.notice.judging.errata import declare, judged_frames
from fiscal_notice.notice.judging.whole import whole
from fiscal_notice.notice.rules import RULES, STALE
from fiscal_notice.notice.rules.declare import ABSENT, Frames
from fiscal_notice.notice.rules.errata import errata_rows
from fiscal_notice.package import Package
from fiscal_notice.package.frames import text_of, typed_beside

Places = Mapping[tuple[str, str, str], int]
_COLUMNS = ["column", "failure_case", "index", "key", "line", "found", "expected", "statement"]


class RuleCheck(pa.Check):
    """A check whose function gives a frame of failure cases, without rows if there are none."""


class _CasesBackend(PandasCheckBackend):
    def postprocess(self, check_obj: Any, check_output: Any) -> CheckResult:
        """The result of a check that says itself which cases fail."""
        passed = check_output.empty
        return CheckResult(passed, passed, check_obj, None if passed else check_output)


RuleCheck.register_backend(pd.DataFrame, _CasesBackend)


def judge_all(rules: Iterable[Rule], frames: Frames) -> list[Outcome]:
    """Validate the frames by the checks of ``rules``; the outcomes are in the order of the rules.

    A rule whose tables are not all there, or that finds nothing to check, is skipped and says
    why; it has not passed.
    """
    bench, chosen = Bench(frames), list(rules)
    failed: dict[str, list[pd.DataFrame]] = {}
    judged = {table: checks for table, checks in bench.checks(chosen).items() if checks}
    for table, checks in judged.items():
        frame = bench.own(table)
        try:
            pa.DataFrameSchema(checks=checks, name=table).validate(frame, lazy=True, inplace=True)
        except SchemaErrors as errors:
            for error in errors.schema_errors:
                if not isinstance(error.failure_cases, pd.DataFrame):
                    raise error from None  # a rule that fails itself is a fault of the program
                failed.setdefault(error.check.name, []).append(error.failure_cases)
        # A frame and its accessor hold each other, and pandera the schema for as long: all frames.
        vars(frame).pop("pandera", None)
    return [bench.outcome(rule, failed.get(rule.id, ())) for rule in chosen]


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """How a rule came out on all its tables; ``findings`` are in the order of its statements."""

    checked: int
    findings: tuple[Finding, ...]
    skipped: str | None = None


class Bench:
    """The frames of one package, and checks that judge them, or another frame in place of one.

    Such a frame is read as ``package`` says, and findings whose identity is among ``declared``
    are no failures of it. ``known`` are the ids of all rules.
    """

    def __init__(
        self,
        frames: Frames,
        package: Package | None = None,
        known: frozenset[str] = frozenset(),
        declared: Iterable[tuple[str | None, ...]] = (),
    ) -> None:
        self._frames = frames
        self._package = package
        self._known = known
        self._declared = frozenset(declared)
        self._verdicts: dict[str, Verdict] = {}
        self._rows: dict[str, dict[str, int]] = {}
        self._own: dict[str, weakref.ref[pd.DataFrame]] = {}

    def own(self, table: str) -> pd.DataFrame:
        """The table as a frame that checks know, so that no rule compares it again."""
        frame = self._frames[table].copy(deep=False)
        self._own[table] = weakref.ref(frame)
        return frame

    def checks(
        self, rules: Sequence[Rule], tables: Iterable[str] = ()
    ) -> dict[str, list[RuleCheck]]:
        """By table, the checks of those rules for which all other tables are there.

        ``tables`` are judged too where there are no frames of them.
        """
        names = dict.fromkeys([*(name for name in self._frames if ":" not in name), *tables])
        return {
            table: [
                self._check(rule, table)
                for rule in rules
                if table in (rule.judges or names) and {*rule.tables} <= {*self._frames, table}
            ]
            for table in names
        }

    def verdict(self, rule: Rule) -> Verdict:
        """How ``rule`` comes out; it compares once."""
        if rule.id not in self._verdicts:
            self._verdicts[rule.id] = self._judge(rule)
        return self._verdicts[rule.id]

    def rows(self, table: str) -> Mapping[str, int]:
        """Where the first row of each key stands in a table, counted from 0."""
        if table not in self._rows:
            keys = list(enumerate(self._frames[table]["_key"]))
            self._rows[table] = {key: row for row, key in reversed(keys)}
        return self._rows[table]

    def outcome(self, rule: Rule, failed: Iterable[pd.DataFrame]) -> Outcome:
        """The outcome of a rule whose checks have these failure cases."""
        verdict = self.verdict(rule)
        numbers = sorted(number for cases in failed for number in cases["statement"])
        return Outcome(
            rule=rule,
            checked=verdict.checked,
            findings=tuple(verdict.findings[number] for number in numbers),
            skipped=verdict.skipped,
        )

    def _check(self, rule: Rule, table: str) -> RuleCheck:
        return RuleCheck(
            lambda frame: self._cases(rule, table, frame),
            name=rule.id,
            title=rule.statement,
            description=f"{rule.statement_zh}\n\nHolds: {rule.holds}\n\nBreaks: {rule.breaks}",
            # Missing values are what many rules look for.
            ignore_na=False,
        )

    def _cases(self, rule: Rule, table: str, frame: pd.DataFrame) -> pd.DataFrame:
        """The failure cases of ``rule`` in cells of ``table``, were ``frame`` that table."""
        own = self._own.get(table)
        bench = self if own and own() is frame else self._with(table, frame)
        cases = [
            (number, finding)
            for number, finding in enumerate(bench.verdict(rule).findings if bench else ())
            # A reader's note may name a table that is not there.
            if finding.table == table
            or (finding.table not in self._frames and table == (*rule.tables, "")[0])
            if finding.identity not in self._declared
        ]
        if not cases or bench is None:
            return pd.DataFrame()
        rows = bench.rows(table)
        return pd.DataFrame(
            [
                (
                    *(f.field, f.found, frame.index[rows[f.key]] if f.key in rows else None),
                    *(f.key, f.line, f.found, f.expected, number),
                )
                for number, f in cases
            ],
            columns=_COLUMNS,
            dtype=object,
        )

    def _with(self, table: str, frame: pd.DataFrame) -> Bench | None:
        """The bench with ``frame`` as ``table``; None if it lacks columns, which pandera tells."""
        if self._package is None:
            raise ValueError("a bench without a package judges its own frames alone")
        schema = self._package.require(table).schema
        if schema is None or not set(schema.names) <= set(frame.columns):
            return None
        text = text_of(frame, schema)
        typed = whole(table, typed_beside(text, table, self._frames, self._package))
        frames = {**self._frames, table: typed, f"text:{table}": text}
        return Bench(frames, self._package, self._known)

    def _judge(self, rule: Rule) -> Verdict:
        frames = self._frames
        absent = _absent(rule, frames)
        if absent:
            skipped = NOT_AVAILABLE + ", ".join(absent)
            return Verdict(checked=0, findings=(), skipped=skipped)
        if rule is STALE and "judged:findings" not in frames:
            frames = {**frames, **self._judged()}
        compared = rule.compare(frames)
        return Verdict(
            checked=len(compared),
            findings=tuple(_failing(rule, compared, self._places)),
            skipped=None if len(compared) else NOTHING_TO_CHECK,
        )

    def _judged(self) -> Frames:
        """What ERR-03 reads, of the rules of this bench: no schemas, no advice."""
        verdicts = [(rule, self.verdict(rule)) for rule in RULES]
        outcomes = [
            Outcome(rule=rule, checked=v.checked, findings=v.findings, skipped=v.skipped)
            for rule, v in verdicts
        ]
        return judged_frames(declare(outcomes, errata_rows(self._frames["errata"])), self._known)

    @cached_property
    def _places(self) -> Places:
        """Lines of the cells that stand on another line than their row."""
        table = self._frames.get("field_lines")
        if table is None:
            return {}
        cells = zip(table["resource"], table["key"], table["field"], strict=True)
        return dict(zip(cells, table["source_line"], strict=True))


def _absent(rule: Rule, frames: Frames) -> list[str]:
    """The tables and columns for want of which a rule cannot judge; all if it needs one of them."""
    tables = [name for name in rule.tables if name not in frames]
    columns = [
        place
        for place in rule.needs
        for name, column in [place.split(".")]
        if name in frames and column in frames[name].attrs.get(ABSENT, ())
    ]
    judged = () if any(name in frames for name in rule.judges) else rule.judges
    return list(dict.fromkeys([*tables, *columns, *judged]))


def _failing(rule: Rule, compared: Statements, places: Places) -> Iterator[Finding]:
    """The statements that fail: two missing values (None) agree, one alone does not."""
    for row in np.flatnonzero(~(compared.found == compared.expected).astype(bool)):
        table, key, field = (
            str(cells[row]) for cells in (compared.table, compared.key, compared.field)
        )
        line = places.get((table, key, field), compared.line[row])
        line = None if line is None or pd.isna(line) else int(line)
        yield Finding(
            rule=rule.id,
            severity=rule.severity,
            table=table,
            key=key,
            field=field,
            line=line,
            found=shown(compared.found[row]),
            expected=shown(compared.expected[row]),
        )


def shown(value: object) -> str | None:
    """A value in the words of a finding: None if it is missing, whole numbers without a point."""
    if value is None or value is pd.NA or (isinstance(value, float) and pd.isna(value)):
        return None
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, Decimal):
        # Not by value % 1, which has no answer for a figure of more digits than the context.
        text = format(value or Decimal(0), "f")
        return text.rstrip("0").rstrip(".") if "." in text else text
    return str(value)
