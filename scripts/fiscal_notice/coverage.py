"""What each city receives, by kind of transfer, and how much of it has a target sheet.

Read from the tables of a package, without a table library; the picture is made of it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from fiscal_notice.errors import PackageError
from fiscal_notice.package import Package, Record, read_records

_COLUMNS = {
    "notice": ("document_number", "budget_year"),
    "regions": ("region_code", "gb_code", "name"),
    "budget_units": ("unit_code", "region_code"),
    "allocations": ("unit_code", "project_name", "transfer_type", "amount_yuan"),
    "target_sheets": ("region_code", "project_name", "purpose", "funding_need_yuan"),
}
# The tables without which nothing can be said.
TABLES = tuple(_COLUMNS)


@dataclass(frozen=True, slots=True, order=True)
class Part:
    """Money of one kind of transfer that has a target sheet, or that has none.

    Parts sort as they stand in a bar: those with a sheet first.
    """

    without: bool
    rank: int


@dataclass(frozen=True, slots=True, kw_only=True)
class City:
    """What a city receives, in yuan, part by part."""

    name: str
    parts: Mapping[Part, int]
    chinese: bool

    @property
    def total(self) -> int:
        """All money of the city."""
        return sum(self.parts.values())


Parts = Mapping[Part, int]


def kinds_of(package: Package, lang: str) -> dict[str, str]:
    """The kinds of transfer and their short labels, in the order of a bar: devolved first."""
    schema = package.require("allocations").schema
    field = schema.field("transfer_type") if schema else None
    label = "label" if lang == "zh" else "label@en"
    categories = field.raw.get("categories", []) if field else []
    named = [c for c in reversed(categories) if isinstance(c, dict) and "value" in c]
    return {c["value"]: str(c.get(label, c["value"])).split(":")[0] for c in named}


def kind_of_sheet(
    region: str, project: str, purpose: str, earmarked: Collection[tuple[str, str]]
) -> str:
    """The kind of transfer that a target sheet is for, as the rules have it.

    That of the earmarked project (region, name) that the sheet names, else award or devolved.
    """
    if (region, project) in earmarked:
        return "earmarked"
    return "award" if purpose.endswith("_award") else "devolved"


def cities_of(package: Package, kinds: Sequence[str], lang: str) -> list[City]:
    """The cities in the order of the notice; errors as in ``rows_of``, or for an amount."""
    units = {u["unit_code"]: u["region_code"] for u in rows_of(package, "budget_units")}
    money: dict[tuple[str, str], int] = {}
    earmarked: set[tuple[str, str]] = set()
    for row, amount in _amounts(package, "allocations", "amount_yuan"):
        place = units.get(row["unit_code"], ""), row["transfer_type"]
        money[place] = money.get(place, 0) + amount
        if row["transfer_type"] == "earmarked":
            earmarked.add((place[0], row["project_name"]))
    needs: dict[tuple[str, str], int] = {}
    for row, amount in _amounts(package, "target_sheets", "funding_need_yuan"):
        code = row["region_code"]
        place = code, kind_of_sheet(code, row["project_name"], row["purpose"], earmarked)
        needs[place] = needs.get(place, 0) + amount
    english = _english(package) if lang == "en" else {}
    return [
        City(
            name=english.get(region.get("gb_code", ""), region["name"]),
            parts=_parts(region["region_code"], kinds, money, needs),
            chinese=region.get("gb_code", "") not in english,
        )
        for region in rows_of(package, "regions")
    ]


def _english(package: Package) -> dict[str, str]:
    """The English names of the divisions, as far as the package has them, by their codes."""
    if package.resource("gb_divisions") is None:
        return {}
    rows = rows_of(package, "gb_divisions")
    return {
        row["gb_code"]: row["name_en"] for row in rows if row.get("gb_code") and row.get("name_en")
    }


def _parts(
    code: str,
    kinds: Sequence[str],
    money: Mapping[tuple[str, str], int],
    needs: Mapping[tuple[str, str], int],
) -> dict[Part, int]:
    parts: dict[Part, int] = {}
    for rank, kind in enumerate(kinds):
        amount = money.get((code, kind), 0)
        covered = min(amount, needs.get((code, kind), 0))
        parts[Part(without=False, rank=rank)] = covered
        parts[Part(without=True, rank=rank)] = amount - covered
    return {part: parts[part] for part in sorted(parts) if parts[part]}


def rows_of(package: Package, name: str) -> list[dict[str, str]]:
    """The rows of a table, cells by field. Raises PackageError if a column of TABLES is missing."""
    return [record.cells for record in _records(package, name)]


def _records(package: Package, name: str) -> list[Record]:
    resource = package.require(name)
    records = read_records(package, resource)
    lacking = set(_COLUMNS.get(name, ())).difference(records[0].cells) if records else set()
    if lacking:
        raise PackageError(
            f"the table has no column {', '.join(sorted(lacking))}",
            file=package.shown_path(resource.path),
        )
    return records


def _amounts(package: Package, name: str, field: str) -> Iterator[tuple[dict[str, str], int]]:
    resource = package.require(name)
    for record in _records(package, name):
        try:
            yield record.cells, int(record.cells[field])
        except ValueError:
            raise PackageError(
                f"{field} is no whole number of yuan",
                file=package.shown_path(resource.path),
                line=record.line,
                found=record.cells.get(field),
                hint="see fiscal-notice validate",
            ) from None


def sums_of(cities: Iterable[City]) -> dict[Part, int]:
    """The money of all cities, in yuan, part by part in the order of a bar."""
    sums: dict[Part, int] = {}
    for city in cities:
        for part, amount in city.parts.items():
            sums[part] = sums.get(part, 0) + amount
    return dict(sorted(sums.items()))
