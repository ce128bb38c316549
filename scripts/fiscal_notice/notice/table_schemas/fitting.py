"""The schemas of one notice: the family's, without what it doesn't have, with its own words."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any, Protocol

from fiscal_notice.model import Row, Rows, Value

_ROOM = "fiscal_notice.notice.table_schemas"
#: Tables kept as printed, ``annex_1`` and so on, which share one schema.
PRINTED = re.compile(r"annex_(\d+(?:_\d+)*)")
#: Codes that the notice prints, which have other lengths elsewhere.
_PRINTED_CODES = ("region_code", "unit_code", "function_code", "document_number")
_CODE_LISTS = ("gb_divisions", "functional_classification")
_SIBLING = re.compile(r"\{if:(\w+)\|((?:[^{}]|\{[^{}]*\})*)\}")
_PLACE = re.compile(r"\{(annex|Annex):(\w+)\}")


class Labels(Protocol):
    """The printed words for purposes and kinds of transfer, each with its code."""

    @property
    def purposes(self) -> Mapping[str, str]:
        """Word → code."""

    @property
    def transfer_types(self) -> Mapping[str, str]:
        """Word → code."""


@cache
def _document(name: str) -> str:
    return files(_ROOM).joinpath(f"{name}.json").read_text(encoding="utf-8")


@cache
def entries() -> Mapping[str, Mapping[str, Any]]:
    """The resources of the family in their order: path, optional columns, other keys, sources."""
    read: dict[str, dict[str, Any]] = json.loads(_document("resources"))
    return read


def default_categories(name: str) -> list[dict[str, str]]:
    """The family's categories of ``transfer_type`` or ``phase``, with their labels."""
    read: dict[str, list[dict[str, str]]] = json.loads(_document("categories"))
    return read[name]


def family_name(table: str) -> str:
    """The name under which the family has the schema of ``table``."""
    return "annex_table" if PRINTED.fullmatch(table) else table


def in_order(tables: Collection[str]) -> list[str]:
    """``tables`` in the order in which a package lists them."""
    order = list(entries())

    def place(name: str) -> tuple[int, int]:
        number = PRINTED.fullmatch(name)
        return order.index(family_name(name)), int(number[1]) if number else 0

    return sorted((name for name in tables if family_name(name) in order), key=place)


def family_schema(table: str) -> dict[str, Any]:
    """The full schema of ``table``, with holes for what is told by the notice."""
    schema: dict[str, Any] = json.loads(_document(family_name(table)))
    number = PRINTED.fullmatch(table)
    if number:
        schema["name"] = table
        for key in ("title", "title@en"):
            schema[key] = schema[key].format(number=number[1].replace("_", "-"))
    return schema


def schemas_of(
    tables: Mapping[str, Rows], vocabulary: Labels, english: Mapping[str, str] | None = None
) -> dict[str, dict[str, Any]]:
    """The schema of every table of ``tables``, in the order of a package.

    ``english`` has English labels by the code of a purpose or a transfer type. Optional columns
    that are wholly empty are left out, and so are foreign keys to tables that aren't there; the
    key is another one where the notice doesn't print the usual one; amounts are whole numbers
    where all of them are.
    """
    words = _Words(tables, vocabulary, english or {})
    found = {name: _schema(name, tables[name], words) for name in in_order(tables)}
    for name, schema in found.items():
        _keep_keys(name, schema, tables, found)
    return found


class _Words:
    """What fills the holes of the family's schemas for one notice."""

    def __init__(
        self, tables: Mapping[str, Rows], vocabulary: Labels, english: Mapping[str, str]
    ) -> None:
        self.tables = tables
        self.purposes = [
            category
            for category in _categories(vocabulary.purposes, english)
            if category["value"] in _used(tables, "purpose")
            or category["value"] in _columns(tables.get("grant_totals", ()))
        ]
        self.transfer_types = _categories(vocabulary.transfer_types, english)
        notice = tables.get("notice") or [{}]
        self.year = str(notice[0].get("budget_year") or "")

    def filled(self, text: str, lang: str) -> str:
        text = _SIBLING.sub(lambda found: found[2] if found[1] in self.tables else "", text)
        text = _PLACE.sub(lambda found: self._annex(found[2], found[1] == "Annex", lang), text)
        if self.year:
            return text.replace("{year}", self.year)
        return text.replace("（{year}年）", "").replace("({year}) ", "").replace("{year}年", "")

    def _annex(self, table: str, capital: bool, lang: str) -> str:
        numbers = annexes_of(self.tables, table)
        if lang == "zh":
            return "和".join(f"附件{number}" for number in numbers) or "附件"
        word = "Annex" if capital else "annex"
        if not numbers:
            return f"{'The' if capital else 'the'} annex"
        return f"{word}{'es' if len(numbers) > 1 else ''} {' and '.join(numbers)}"


def annexes_of(tables: Mapping[str, Rows], table: str) -> list[str]:
    """The numbers of the annexes in which rows of ``table`` stand, as far as they are known."""
    rows = tables.get(table, ())
    lines = {_number(row.get("source_line")) for row in rows} - {None}
    there = {
        str(row["annex_no"])
        for row in tables.get("amounts", ())
        if row.get("annex_no") and _number(row.get("source_line")) in lines
    }
    if not there and lines:
        marks = [
            (number, str(row["annex_no"]))
            for row in tables.get("annexes", ())
            if row.get("annex_no")
            and (number := _number(row.get("marker_line"))) is not None
            and number < min(line for line in lines if line is not None)
        ]
        there = {max(marks)[1]} if marks else set()
    return sorted(there, key=lambda text: [int(part) for part in re.findall(r"\d+", text)])


def _number(value: Value) -> int | None:
    return int(value) if isinstance(value, int | str) and str(value).isdigit() else None


def _categories(labels: Mapping[str, str], english: Mapping[str, str]) -> list[dict[str, str]]:
    """Categories by code; of several words for one code the first is its label."""
    found: dict[str, dict[str, str]] = {}
    for label, code in labels.items():
        named = {"label@en": english[code]} if english.get(code) else {}
        found.setdefault(code, {"value": code, "label": label, **named})
    return list(found.values())


def _used(tables: Mapping[str, Rows], column: str) -> set[str]:
    return {str(row[column]) for rows in tables.values() for row in rows if row.get(column)}


def _columns(rows: Sequence[Row]) -> set[str]:
    return {name.removesuffix("_wan") for row in rows for name in row if name.endswith("_wan")}


def _schema(name: str, rows: Rows, words: _Words) -> dict[str, Any]:
    schema = family_schema(name)
    optional = entries()[family_name(name)].get("optional", ())
    filled = {column for row in rows for column, value in row.items() if value is not None}
    fields = [field for raw in schema["fields"] for field in _fields(raw, rows, words)]
    schema["fields"] = [f for f in fields if f["name"] not in optional or f["name"] in filled]
    for field in schema["fields"]:
        _fit(field, rows)
    _fill(schema, words)
    return schema


def _fields(raw: dict[str, Any], rows: Rows, words: _Words) -> Iterator[dict[str, Any]]:
    """The fields that a field of the family stands for: one a purpose, one a column, or itself."""
    if "{purpose}" in raw["name"]:
        for category in words.purposes:
            title = {"title": category["label"]}
            title["title@en"] = category.get("label@en", category["label"])
            yield raw | {"name": f"{category['value']}_wan"} | title
    elif "{number}" in raw["name"]:
        for number in range(1, 1 + max((len(row) for row in rows), default=0)):
            if any(f"column_{number}" in row for row in rows):
                yield json.loads(json.dumps(raw).replace("{number}", str(number)))
    else:
        yield raw
        categories = {
            "{purpose}": words.purposes,
            "{transfer_type}": words.transfer_types,
        }.get(str(raw.get("categories")))
        if categories is not None:
            known = {category["value"] for category in categories}
            used = dict.fromkeys(str(row[raw["name"]]) for row in rows if row.get(raw["name"]))
            categories = categories + [{"value": u, "label": u} for u in used if u not in known]
        if categories:
            raw["categories"] = categories
            raw.setdefault("constraints", {})["enum"] = [c["value"] for c in categories]
        elif categories is not None:
            del raw["categories"]


def _fit(field: dict[str, Any], rows: Rows) -> None:
    """Let a field hold what the notice prints: gaps, decimals, deductions, further names."""
    values = [row[field["name"]] for row in rows if row.get(field["name"]) is not None]
    numbers = [value for value in values if isinstance(value, int | Decimal)]
    if field["type"] == "integer" and any(value != int(value) for value in numbers):
        field["type"] = "number"
    constraints = field.get("constraints", {})
    if len(values) < len(rows):
        constraints.pop("required", None)
    if "unit" in field and any(value < 0 for value in numbers):
        constraints.pop("minimum", None)
    if field["name"] in _PRINTED_CODES and not all(
        re.fullmatch(constraints.get("pattern", ".*"), str(value)) for value in values
    ):
        constraints.pop("pattern")
    if constraints.get("unique") and len(set(values)) < len(values):
        constraints.pop("unique")
    if not constraints:
        field.pop("constraints", None)
    if isinstance(field.get("categories"), list) and "enum" not in constraints:
        known = {category["value"] for category in field["categories"]}
        more = dict.fromkeys(str(value) for value in values if value not in known)
        field["categories"] += [{"value": value, "label": value} for value in more]


def _fill(raw: dict[str, Any], words: _Words) -> None:
    for key in ("title", "title@en", "description", "description@zh"):
        if isinstance(raw.get(key), str):
            lang = "zh" if key in ("title", "description@zh") else "en"
            raw[key] = words.filled(raw[key], lang)
    for field in raw.get("fields", ()):
        _fill(field, words)


def _keep_keys(
    name: str, schema: dict[str, Any], tables: Mapping[str, Rows], found: Mapping[str, Any]
) -> None:
    others = entries()[family_name(name)].get("otherKeys", ())
    keys = [key for key in (schema["primaryKey"], *others) if _is_key(key, tables[name])]
    if not keys:
        schema.pop("primaryKey")
    elif keys[0] != schema["primaryKey"]:
        schema["primaryKey"] = list(keys[0])
    if "foreignKeys" in schema:
        schema["foreignKeys"] = [
            key for key in schema["foreignKeys"] if _is_held(key, name, tables, found)
        ]
        if not schema["foreignKeys"]:
            del schema["foreignKeys"]


def _is_key(names: Sequence[str], rows: Rows) -> bool:
    keys = [tuple(row.get(name) for name in names) for row in rows]
    return len(set(keys)) == len(keys) and not any(None in key for key in keys)


def _is_held(
    key: Mapping[str, Any], name: str, tables: Mapping[str, Rows], found: Mapping[str, Any]
) -> bool:
    """Whether a foreign key has a table to refer to, by its key, and a code list knows all codes.

    Codes that a list doesn't know are for the rules to report: the notice prints them.
    """
    target = key["reference"]["resource"] or name
    there = key["reference"]["fields"]
    if target not in found or not _is_key(there, tables[target]):
        return False
    known = {tuple(row.get(field) for field in there) for row in tables[target]}
    used = {tuple(row.get(field) for field in key["fields"]) for row in tables[name]}
    return target not in (*_CODE_LISTS, name) or not {u for u in used if None not in u} - known
