"""What ``--set`` gives: which cell, checked against the schemas, all that is wrong at once."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from difflib import get_close_matches
from typing import Any

from fiscal_notice.errors import FiscalNoticeError, ManyProblemsError, WrongSettingError
from fiscal_notice.model import Row, Rows
from fiscal_notice.notice.extract.contacts import without_contacts
from fiscal_notice.notice.extract.given import has_key, keys_of, typed
from fiscal_notice.notice.table_schemas.fitting import family_schema
from fiscal_notice.package.cells import CellError
from fiscal_notice.package.tabular import format_value

#: Tables whose cells are nobody's to give: they are lists of what was read, or follow from it.
_NOT_GIVEN = (
    *("field_lines", "given", "originals", "places", "unplaced"),
    *("errata", "glosses"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """A cell and the text that is to stand there; an empty text takes back what was given."""

    table: str
    key: str
    field: str
    value: str

    @property
    def cell(self) -> tuple[str, str, str]:
        """Table, key and field; there is one notice, whatever it is called."""
        return self.table, "" if self.table == "notice" else self.key, self.field


def read_settings(
    texts: Sequence[str], tables: Mapping[str, Rows], schemas: Mapping[str, Mapping[str, Any]]
) -> list[Setting]:
    """The settings that ``texts`` (``FIELD=VALUE`` or ``TABLE/KEY/FIELD=VALUE``) ask for.

    Raises WrongSettingError that says of every text that cannot be taken what is wrong with it.
    """
    settings: list[Setting] = []
    problems: list[FiscalNoticeError] = []
    for text in texts:
        try:
            settings.append(_read(text, tables, schemas))
        except WrongSettingError as error:
            error.file = f"--set {text}"
            problems.append(error)
    if len(problems) == 1:
        raise problems[0]
    if problems:
        raise ManyProblemsError(
            f"{len(problems)} of {len(texts)} settings cannot be taken", problems=problems
        )
    return settings


def _read(
    text: str, tables: Mapping[str, Rows], schemas: Mapping[str, Mapping[str, Any]]
) -> Setting:
    target, equals, value = text.partition("=")
    parts = [part.strip() for part in target.split("/")]
    if not equals or len(parts) == 2:  # noqa: PLR2004
        raise WrongSettingError(
            "--set names no cell and its value", expected="FIELD=VALUE or TABLE/KEY/FIELD=VALUE"
        )
    if len(parts) == 1:
        parts = ["notice", "", parts[0]]
    table, key, field = parts[0], "/".join(parts[1:-1]), parts[-1]
    known = [name for name in schemas if name not in _NOT_GIVEN]
    if table not in known:
        raise WrongSettingError(
            f"the package has no table {table}",
            expected="one of " + ", ".join(known),
            hint=_nearest(table, known),
        )
    names = [each["name"] for each in family_fields(table, schemas[table])]
    names = [name for name in names if name != "source_line"]
    if field not in names:
        raise WrongSettingError(
            f"{table} has no field {field}",
            expected="one of " + ", ".join(names),
            hint=_nearest(field, names),
        )
    _check_row(table, key, tables[table])
    return Setting(
        table=table,
        key=key,
        field=field,
        value=_checked(table, field, value.strip(), schemas[table]) if value.strip() else "",
    )


def family_fields(table: str, schema: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The fields of a schema, and those of the family that it was cut by."""
    fields = {
        each["name"]: each for each in family_schema(table)["fields"] if "{" not in each["name"]
    }
    return list((fields | {each["name"]: each for each in schema["fields"]}).values())


def _nearest(name: str, names: Sequence[str]) -> str | None:
    near = get_close_matches(name, names, n=1, cutoff=0.5)
    return f"did you mean {near[0]}?" if near else None


def _check_row(table: str, key: str, rows: Rows) -> None:
    if table == "notice" or any(has_key(row, table, key) for row in rows):
        return
    names = keys_of(table)[0]
    keys = ["/".join(format_value(row.get(name)) for name in names) for row in rows]
    near = get_close_matches(key, keys, n=3, cutoff=0.3) or keys[:3]
    raise WrongSettingError(
        f"{table} has no row {key}",
        expected=f"a value of {'/'.join(names)}, such as {', '.join(near)}",
    )


def _checked(table: str, field: str, value: str, schema: Mapping[str, Any]) -> str:
    """The value as it stands in a file; a category may be given by its label."""
    raw = next(each for each in family_fields(table, schema) if each["name"] == field)
    categories = raw.get("categories", [])
    codes = {c["label"]: str(c["value"]) for c in categories if isinstance(c, dict)}
    value = codes.get(value, value)
    try:
        read = typed(table, field, value)
    except CellError:
        form = _FORMS.get(raw["type"])
        wanted = f"a {raw['type']}" + (f", such as {form}" if form else "")
        raise _unfit(value, wanted) from None
    for wanted, hint in _broken(raw, value, read):
        raise _unfit(value, wanted, hint)
    return format_value(read)


_FORMS = {
    "date": "2021-12-23",
    "year": "2021",
    "boolean": "true",
    "integer": "1200",
    "number": "1234.5",
}


def _unfit(value: str, expected: str, hint: str | None = None) -> WrongSettingError:
    return WrongSettingError(
        "the value does not fit its field", found=value, expected=expected, hint=hint
    )


def _broken(raw: Mapping[str, Any], text: str, value: Any) -> Iterator[tuple[str, str | None]]:
    """What a value should be that breaks a constraint of its field, and the nearest one."""
    constraints = raw.get("constraints", {})
    enum = constraints.get("enum")
    if enum and text not in enum:
        yield "one of " + ", ".join(enum), _nearest(text, enum)
    pattern = constraints.get("pattern")
    if pattern and not re.fullmatch(pattern, text):
        yield f"a text of the form {pattern}", None
    minimum = constraints.get("minimum")
    if minimum is not None and isinstance(value, int | Decimal) and value < minimum:
        yield f"{minimum} or more", None


def merged(given: Rows, settings: Sequence[Setting], said_by: str | None) -> Rows:
    """The rows of ``given`` with ``settings`` entered: the last word on a cell counts."""
    rows: dict[tuple[str, str, str], Row] = {}
    for row in given:
        table, key, field = (str(row[name]) for name in ("resource", "key", "field"))
        rows[table, "" if table == "notice" else key, field] = dict(row)
    for setting in settings:
        rows.pop(setting.cell, None)
        if setting.value:
            rows[setting.cell] = {
                "resource": setting.table,
                "key": setting.key,
                "field": setting.field,
                "value": setting.value,
                # Who said so may be a person, whose number is nobody's to publish.
                "said_by": without_contacts(said_by)[0] or None if said_by else None,
            }
    return list(rows.values())
