"""The words with which a notice from originals is read: the program's, and a package's own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from fiscal_notice.notice import code_lists
from fiscal_notice.notice.extract.issuer_region import divisions_for
from fiscal_notice.notice.extract.vocabulary import Vocabulary
from fiscal_notice.notice.table_schemas.fitting import default_categories
from fiscal_notice.package import Package

#: The fields whose categories are words of a notice, and the tables that may have them.
_TABLES = ("grants", "target_sheets", "allocations", "notice")


def categories_of(package: Package | None, field: str) -> list[Mapping[str, Any]]:
    """The categories of ``purpose``, ``transfer_type`` or ``phase`` in a package's schemas."""
    found: dict[str, Mapping[str, Any]] = {}
    for table in _TABLES:
        known = package.field(table, field) if package else None
        for category in known.categories if known else ():
            if isinstance(category, Mapping) and "value" in category:
                found.setdefault(str(category["value"]), category)
    return list(found.values())


def program_vocabulary(text: str, *packages: Package | None) -> Vocabulary:
    """The words of ``packages``, the first one first, then those of the program's code lists.

    ``text`` is the transcript, which says whose divisions are meant.
    """
    purposes = _labels(packages, "purpose")
    for purpose in code_lists.purposes().values():
        purposes.setdefault(purpose.label, purpose.code)
    return Vocabulary(
        purposes=purposes,
        transfer_types=_all_labels(packages, "transfer_type"),
        phases=_all_labels(packages, "phase"),
        divisions=divisions_for(text),
        functions={code: named[-1].name for code, named in code_lists.accounts("function").items()},
    )


def _labels(packages: Iterable[Package | None], field: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for package in packages:
        for category in categories_of(package, field):
            found.setdefault(str(category.get("label", category["value"])), str(category["value"]))
    return found


def _all_labels(packages: Iterable[Package | None], field: str) -> dict[str, str]:
    """The packages' words, and the family's for codes that they have none for."""
    found = _labels(packages, field)
    for category in default_categories(field):
        if category["value"] not in found.values():
            found[category["label"]] = category["value"]
    return found


def english_of(*packages: Package | None) -> dict[str, str]:
    """English labels of purposes and kinds of transfer, by code."""
    found = {purpose.code: purpose.label_en for purpose in code_lists.purposes().values()}
    named: list[Mapping[str, Any]] = [
        c for field in ("transfer_type", "phase") for c in default_categories(field)
    ]
    for package in reversed(packages):
        named += [c for f in ("purpose", "transfer_type") for c in categories_of(package, f)]
    return found | {str(c["value"]): str(c["label@en"]) for c in named if c.get("label@en")}
