"""Annex 2: grants to recipients, with the printed totals; one column of amounts per purpose."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from fiscal_notice.errors import TranscriptError
from fiscal_notice.model import Line, Row, Rows
from fiscal_notice.notice.extract.amounts import amount
from fiscal_notice.notice.extract.money_tables import Columns, headed_rows
from fiscal_notice.notice.extract.transcript import Ledger
from fiscal_notice.notice.extract.vocabulary import RECIPIENT_KINDS, Vocabulary
from fiscal_notice.notice.family import YUAN_PER_WAN, is_award

FIRST_COLUMNS = ("序号", "地区（单位）", "项目名称")
READER = "annex of grants"

_SEQUENCE = re.compile(r"[0-9]{1,6}")
_ALL = re.compile(r"(?:全省)?合计|总计")
_CITIES = re.compile(r".+合计")
_CITY = re.compile(r"(?P<name>[^(（]+?)(?:[(（][^)）]*[)）])?小计")


def columns_of(vocabulary: Vocabulary) -> tuple[str, ...]:
    """The header of annex 2: three fixed columns and one for each purpose."""
    return (*FIRST_COLUMNS, *vocabulary.purposes)


@dataclass(slots=True)
class Grants:
    """The rows of annex 2; every list in printed order."""

    grants: Rows = field(default_factory=list)
    totals: Rows = field(default_factory=list)


def read_grants(
    lines: Sequence[Line],
    unit: str,
    regions: Mapping[str, str],
    ledger: Ledger,
    vocabulary: Vocabulary,
) -> Grants:
    """Read the table of annex 2, printed in ``unit``; ``regions`` maps a name to its code.

    Raises TranscriptError for an unknown city, a row above the first city, an amount that is
    none, and a row with an amount in no column or in several.
    """
    result = Grants()
    code: str | None = None
    for line, cells in headed_rows(lines, columns_of(vocabulary), ledger, READER):
        label = cells["地区（单位）"]
        # The row of the grand total prints its label in the first, merged cell.
        total = label if label.endswith(("合计", "小计", "总计")) else cells["序号"]
        city = _CITY.fullmatch(total)
        if city:
            code = _region_code(city["name"], regions, line)
            result.totals.append(_total("city", code, total, cells, unit, line, vocabulary))
        elif _ALL.fullmatch(total) or _CITIES.fullmatch(total):
            scope = "all" if _ALL.fullmatch(total) else "cities"
            result.totals.append(_total(scope, None, total, cells, unit, line, vocabulary))
        else:
            result.grants.append(
                _grant(len(result.grants) + 1, code, cells, unit, line, vocabulary)
            )
    return result


def _region_code(name: str, regions: Mapping[str, str], line: Line) -> str:
    if name not in regions:
        raise TranscriptError(
            "annex 1 does not name this city",
            line=line.number,
            found=name,
            expected="one of " + "、".join(regions),
            hint="correct the name, or the subtotal row of annex 1",
        )
    return regions[name]


def _total(
    scope: str,
    code: str | None,
    label: str,
    cells: Columns,
    unit: str,
    line: Line,
    vocabulary: Vocabulary,
) -> Row:
    number = cells["序号"]
    row: Row = {
        "scope": scope,
        "region_code": code,
        "seq": int(number) if _SEQUENCE.fullmatch(number) else None,
    }
    for column, purpose in vocabulary.purposes.items():
        row[f"{purpose}_wan"] = _wan(cells[column], column, unit, line)
    return row | {"label": label, "source_line": line.number}


def _wan(text: str, column: str, unit: str, line: Line) -> int | None:
    return amount(text, unit=unit, wanted="万元", line=line.number, what=column) if text else None


def _grant(
    grant_id: int, code: str | None, cells: Columns, unit: str, line: Line, vocabulary: Vocabulary
) -> Row:
    filled = [column for column in vocabulary.purposes if cells[column]]
    if code is None or len(filled) != 1:
        raise TranscriptError(
            "a grant stands above the first city" if code is None else "a grant needs one amount",
            line=line.number,
            found=" | ".join(cells.values()),
            expected="a row below a city's subtotal, with an amount in exactly one of "
            + ", ".join(vocabulary.purposes),
            hint="check the row against the notice",
        )
    purpose = vocabulary.purposes[filled[0]]
    wan = _wan(cells[filled[0]], filled[0], unit, line)
    assert wan is not None  # noqa: S101  the column is filled
    return {
        "grant_id": grant_id,
        "region_code": code,
        "recipient_as_printed": cells["地区（单位）"],
        "project_name": cells["项目名称"],
        "purpose": purpose,
        "transfer_type": _transfer_type(purpose, cells["项目名称"], vocabulary),
        "amount_wan": wan,
        "amount_yuan": wan * YUAN_PER_WAN,
        "source_line": line.number,
    }


def _transfer_type(purpose: str, project: str, vocabulary: Vocabulary) -> str:
    # Annex 2 names no kind of transfer: awards have a purpose of their own, the rows of devolved
    # money say so, and every other row names a recipient and a project, which is what earmarked
    # means. The rules hold this against annex 1.
    if is_award(purpose):
        return "award"
    words = [word for word, code in vocabulary.transfer_types.items() if code == "devolved"]
    return "devolved" if any(word in project for word in words) else "earmarked"


def split_recipients(printed: str) -> list[str]:
    """The bodies that one line names, joined by 、, if each part ends as a body's name does."""
    parts = printed.split("、")
    return parts if all(recipient_kind(part) != "other" for part in parts) else [printed]


def recipient_kind(name: str) -> str:
    """The kind of a body, told by the ending of its name; ``other`` where it tells none."""
    bare = name.rstrip("）)").rstrip()
    return next((kind for ending, kind in RECIPIENT_KINDS if bare.endswith(ending)), "other")


def recipient_rows(grants: Rows) -> tuple[Rows, Rows]:
    """The rows of ``recipients`` and ``grant_recipients``, in the order of first mention."""
    recipients: dict[str, Row] = {}
    links: Rows = []
    for grant in grants:
        for name in split_recipients(str(grant["recipient_as_printed"])):
            if name not in recipients:
                recipients[name] = {
                    "recipient_id": len(recipients) + 1,
                    "name": name,
                    "kind": recipient_kind(name),
                    "name_clean": name.replace("(", "（").replace(")", "）"),
                }
            links.append(
                {
                    "grant_id": grant["grant_id"],
                    "recipient_id": recipients[name]["recipient_id"],
                }
            )
    return list(recipients.values()), links
