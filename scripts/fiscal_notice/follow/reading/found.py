"""What was found in one form: rows by table, the cell of each value, what has no place."""

from __future__ import annotations

from dataclasses import dataclass, field

from fiscal_notice.model import Row, Rows


@dataclass(slots=True, kw_only=True)
class Problem:
    """A cell that was not taken, or that a person has to look at.

    ``what`` is an English sentence without the value of a cell that is private.
    """

    file: str
    sheet: str
    cell: str
    what: str
    expected: str = ""
    refused: bool = False


@dataclass(slots=True, kw_only=True)
class Found:
    """The content of one form, whatever its layout.

    ``evidence`` is its row of that table. Rows of ``tables`` have the fields of the schemas but
    ``evidence_id``, ``position``, ``region_code``, ``reported_by`` and ``reported_on``, which are
    entered where all forms come together; ``cells`` has for each row the cell of each field, in
    the same order: ``cells[table][n][field] == (sheet, cell)``. ``unplaced`` are (sheet, cell,
    text, why).
    """

    evidence: Row
    tables: dict[str, Rows] = field(default_factory=dict)
    cells: dict[str, list[dict[str, tuple[str, str]]]] = field(default_factory=dict)
    unplaced: list[tuple[str, str, str, str]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
