"""Where a finding on a follow-up stands: the region, the document, the sheet and the cell."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from pathlib import Path

from fiscal_notice.errors import FiscalNoticeError
from fiscal_notice.follow.announced import notice_of
from fiscal_notice.follow.record import is_follow_up
from fiscal_notice.follow.table_schemas import raw_schema
from fiscal_notice.model import Finding
from fiscal_notice.notice.declaring.habits import is_mended
from fiscal_notice.notice.declaring.places import Places
from fiscal_notice.notice.declaring.run import NOTICE, Manner
from fiscal_notice.notice.facts.table_reader import Entry
from fiscal_notice.package import read_package


class FollowPlaces(Places):
    """The rows of a follow-up; regions are called as the notice has them."""

    def declarable(self, finding: Finding) -> bool:
        """Whether it is a row that was reported, and not a fault in how the package was made."""
        known = self.package.field(finding.table, finding.field) is not None
        row = finding.key in self.tables.index(finding.table)
        return known and row and not is_mended(finding.rule)

    def where(self, finding: Finding) -> Mapping[str, str]:
        """The document, its sheet, and the cell of the value or else those of its row."""
        entry = self.entry(finding)
        sheet, cell = self._cells.get(
            (finding.table, finding.key, finding.field), (entry["sheet"], entry["cell"])
        )
        return {"evidence_id": entry["evidence_id"], "sheet": sheet, "cell": cell}

    def city(self, entry: Entry, lang: str) -> str:
        """The name of the row's region, or of that whose document the row rests on."""
        code = entry["region_code"] or self._document(entry)["region_code"]
        return self.names.get(code, (code, code))[lang == "en"]

    def place(self, entry: Entry, lang: str) -> str:
        """Region, document and cells as the beginning of a sentence."""
        city, document = self.city(entry, lang), self._document(entry)
        called = next(
            (document[name] for name in ("path", "document_number", "title") if document[name]),
            entry["evidence_id"],
        )
        comma = "，" if lang == "zh" else ", "
        cells = " ".join(part for part in (entry["sheet"], entry["cell"]) if part)
        said = comma.join(part for part in (called, cells) if part)
        if lang == "zh":
            return f"{city}（{said}）：" if said else city
        return f"{city} ({said}): " if said else f"{city}: " if city else ""

    def _document(self, entry: Entry) -> Entry:
        return self.tables.index("evidence").get(entry["evidence_id"], entry)

    @cached_property
    def _cells(self) -> dict[tuple[str, str, str], tuple[str, str]]:
        return {
            (row["resource"], row["key"], row["field"]): (row["sheet"], row["cell"])
            for row in self.tables.rows("field_cells")
        }

    @cached_property
    def names(self) -> dict[str, tuple[str, str]]:
        """The names of the regions by code, as the notice has them; none if it is not there."""
        try:
            notice = notice_of(self.package)
        except FiscalNoticeError:
            # Regions are called by their codes then.
            notice = None
        return Places(notice).names if notice else {}


def manner_of(root: Path) -> Manner:
    """How findings of the package in ``root`` are declared: as a follow-up's, or a notice's."""
    if not is_follow_up(read_package(root, shown=".")):
        return NOTICE
    return Manner(places=FollowPlaces, schema=raw_schema("errata"))
