"""The check of the type ``fiscal-notice``: findings of the rules, each at its row and field."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, ClassVar

import attrs
from frictionless import Check, errors
from frictionless.resources import TableResource

from frictionless_fiscal_notice import CHECK
from frictionless_fiscal_notice.errors import ERRORS, NoticeCellError, NoticeTableError

if TYPE_CHECKING:
    from frictionless import Error, Row

    from fiscal_notice.model import Finding
    from frictionless_fiscal_notice.judging import Judgement, Places

    # Inside a check, "type" is its name.
    ErrorTypes = list[type[Error]]


_OPTIONS = {"type", "name", "title", "description", "rules", "known"}


@attrs.define(kw_only=True, repr=False)
class NoticeCheck(Check):
    """Judge the resource's package by the rules of fiscal-notice."""

    type = CHECK
    Errors: ClassVar[ErrorTypes] = list(ERRORS)

    rules: list[str] | str = attrs.field(factory=list)
    """Ids of the rules to run, as a list or parted by commas; all if there are none."""

    known: bool = False
    """Whether findings that the package's errata declare are reported too."""

    _judgement: Judgement | None = attrs.field(init=False, default=None)
    _places: Places = attrs.field(init=False, factory=dict)
    _labels: list[str] = attrs.field(init=False, factory=list)
    _key: list[int] = attrs.field(init=False, factory=list)

    @property
    def left_out(self) -> tuple[str, ...]:
        """What was not run at the last validation, and why."""
        return self._judgement.left_out if self._judgement else ()

    # Validate

    def validate_start(self) -> Iterator[Error]:
        """The findings of no row; the rules run when the first resource of a package starts."""
        judgement = self._judged()
        self._look_at_header()
        if judgement.problem and not judgement.served:
            yield errors.CheckError(note=judgement.problem)
        self._places = judgement.take(self.resource.name)
        if not isinstance(self.resource, TableResource):
            yield from self._rest()

    def validate_row(self, row: Row) -> Iterator[Error]:
        """The findings of a row; of several rows with one key, the first has them."""
        if self._places:
            cells = [_text(cell) for cell in row.cells]
            key = "/".join(cells[i] for i in self._key if i < len(cells))
            for finding in self._places.pop(key, ()):
                yield self._at_cell(finding, row, cells)

    def validate_end(self) -> Iterator[Error]:
        """The findings whose row is not there."""
        yield from self._rest()

    def _judged(self) -> Judgement:
        from frictionless_fiscal_notice.judging import judge  # noqa: PLC0415  half a second

        package, before = self.resource.package, self._judgement
        # A resource that comes again begins another validation: the files may have changed.
        if before is None or before.package is not package or self.resource.name in before.served:
            before = self._judgement = judge(package, rule_ids(self.rules), known=self.known)
            for reason in before.left_out:
                warnings.warn(f"{CHECK}: {reason}", UserWarning, stacklevel=2)
        return before

    def _look_at_header(self) -> None:
        """Learn where the cells of the key stand in a row."""
        self._labels, self._key = [], []
        if isinstance(self.resource, TableResource):
            self._labels, schema = self.resource.labels, self.resource.schema
            names = schema.primary_key or schema.field_names
            self._key = [self._labels.index(name) for name in names if name in self._labels]

    # Errors

    def _rest(self) -> Iterator[Error]:
        places, self._places = self._places, {}
        for findings in places.values():
            for finding in findings:
                yield NoticeTableError(**self._facts(finding))

    def _at_cell(self, finding: Finding, row: Row, cells: list[str]) -> Error:
        if finding.field not in self._labels:
            return NoticeTableError(**self._facts(finding))
        place = self._labels.index(finding.field)
        return NoticeCellError(
            cells=cells,
            row_number=row.row_number,
            cell=cells[place] if place < len(cells) else "",
            field_name=finding.field,
            field_number=place + 1,
            **self._facts(finding),
        )

    def _facts(self, finding: Finding) -> dict[str, Any]:
        from fiscal_notice.report import finding_line  # noqa: PLC0415  nothing found, not needed

        statement = self._judgement.statements[finding.rule] if self._judgement else ""
        facts = {
            "note": f"{finding_line(finding)}. {statement}",
            "rule": finding.rule,
            "severity": finding.severity,
            "expected": finding.expected,
            "source_line": finding.line,
            "erratum": finding.erratum,
        }
        return {name: value for name, value in facts.items() if value is not None}

    # Metadata

    metadata_profile_patch: ClassVar[dict[str, Any]] = {
        "properties": {
            "rules": {"type": ["array", "string"], "items": {"type": "string"}},
            "known": {"type": "boolean"},
        },
    }

    @classmethod
    def metadata_validate(  # type: ignore[override]
        cls, descriptor: dict[str, Any], **options: Any
    ) -> Iterator[Error]:
        """The errors of a descriptor of this check: its shape, and rules that do not exist."""
        from fiscal_notice.errors import UnknownNameError  # noqa: PLC0415
        from fiscal_notice.validate import select_rules  # noqa: PLC0415

        wrong = list(super().metadata_validate(descriptor, **options))
        # A slip in the name of an option would otherwise run all rules without a word.
        for name in sorted(set(descriptor) - _OPTIONS):
            note = f'"{name}" is no option of {CHECK}; expected rules or known'
            wrong.append(errors.CheckError(note=note))
        yield from wrong
        if not wrong:
            try:
                select_rules(rule_ids(descriptor.get("rules", [])))
            except UnknownNameError as error:
                yield errors.CheckError(note=f"{error.problem}; {error.hint}")


def rule_ids(rules: list[str] | str) -> list[str]:
    """The ids in a list, or in a text parted by commas."""
    return [part.strip() for part in rules.split(",")] if isinstance(rules, str) else list(rules)


def _text(cell: object) -> str:
    return "" if cell is None else str(cell)
