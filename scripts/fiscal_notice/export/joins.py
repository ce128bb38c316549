"""How the tables of a package hang together: joins to copy, told from the foreign keys."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from fiscal_notice.package import Package, Resource
from fiscal_notice.package.row_names import label_field

#: So many tables are put together at most: what people ask needs no more.
MOST_TABLES = 4
_WORD = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
# Of the words that a table or column may be called, those that SQL keeps for itself.
_KEPT = frozenset(
    (
        *("all", "and", "as", "by", "case", "check", "column", "create", "default", "delete"),
        *("desc", "distinct", "drop", "else", "end", "exists", "for", "foreign", "from", "group"),
        *("having", "in", "index", "insert", "into", "is", "join", "key", "left", "like", "limit"),
        *("not", "null", "on", "or", "order", "primary", "references", "select", "set", "table"),
        *("then", "to", "transaction", "union", "unique", "update", "using", "values", "when"),
        "where",
    )
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A table that is joined: by which fields of an earlier table, and which of its own."""

    source: str
    own: tuple[str, ...]
    target: str
    there: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Join:
    """A table with what its rows refer to, ready to be copied.

    ``tables`` are the table itself and those that are joined. ``sql`` runs on the SQLite download
    and in DuckDB; ``pandas`` in the folder of the package, empty if its files are no plain CSV.
    """

    tables: tuple[Resource, ...]
    sql: str
    pandas: str


def joins(package: Package, most: int = 3) -> list[Join]:
    """The joins that bring most together, at most so many; none of a package without references.

    Those with amounts come first.
    """
    ends = {
        target
        for table in package.tables
        for _, target, _ in (table.schema.foreign_keys if table.schema else ())
        if target != table.name
    }
    # What another table refers to is told with that one.
    first = [each for each in package.tables if each.name not in ends]
    paths = [path for path in (_path(package, each) for each in first) if path[1]]
    order = {each.name: place for place, each in enumerate(package.tables)}

    def place(path: tuple[Resource, list[Step]]) -> tuple[bool, int, int]:
        base, steps = path
        return not _measured(package, base, steps), -len(steps), order[base.name]

    chosen = sorted(paths, key=place)[:most]
    return [_join(package, base, steps[: MOST_TABLES - 1]) for base, steps in chosen]


def _path(package: Package, base: Resource) -> tuple[Resource, list[Step]]:
    """The tables that a table leads to, the nearest first; no table twice."""
    steps: list[Step] = []
    seen, waiting = {base.name}, [base]
    while waiting:
        here = waiting.pop(0)
        for own, target, there in here.schema.foreign_keys if here.schema else ():
            found = package.resource(target) if target else None
            if found is None or found.schema is None or target in seen:
                continue
            steps.append(Step(source=here.name, own=own, target=target, there=there))
            seen.add(target)
            waiting.append(found)
    return base, steps


def _measured(package: Package, base: Resource, steps: Sequence[Step]) -> list[tuple[str, str]]:
    """The columns with a unit, by table: what one wants to add up."""
    names = [base.name, *(step.target for step in steps)]
    return [
        (name, field.name)
        for name in names
        if (resource := package.resource(name)) and resource.schema
        for field in resource.schema.fields
        if field.raw.get("unit") and field.type in ("integer", "number")
    ]


def _join(package: Package, base: Resource, steps: Sequence[Step]) -> Join:
    tables = (base, *(each for s in steps if (each := package.resource(s.target))))
    plain = all(_is_plain(table) for table in tables)
    return Join(
        tables=tables,
        sql=_sql(package, base, steps),
        pandas="\n".join(_pandas(package, base, steps)) if plain else "",
    )


def _added(package: Package, base: Resource, steps: Sequence[Step]) -> Iterator[tuple[str, str]]:
    """The columns of the joined tables that are worth a place: their names, and amounts."""
    measured = _measured(package, base, steps)
    for step in reversed(steps):
        resource = package.resource(step.target)
        label = label_field(resource.schema) if resource and resource.schema else None
        if label is not None:
            yield step.target, label
        yield from (each for each in measured if each[0] == step.target and each[1] != label)


def _repeated(package: Package, base: Resource, steps: Sequence[Step]) -> Iterator[str]:
    """A warning for each joined table with amounts, which stand there once for each row."""
    for name in dict.fromkeys(table for table, _ in _measured(package, base, steps)):
        if name != base.name:
            yield f"amounts of {name} repeat in the rows of {base.name}: do not add them up"


def _sql(package: Package, base: Resource, steps: Sequence[Step]) -> str:
    columns = [
        f"{_name(table)}.{_name(column)} AS {_name(f'{table}_{column}')}"
        for table, column in _added(package, base, steps)
    ]
    lines = [f"-- {words}" for words in _repeated(package, base, steps)]
    lines.append("SELECT " + ",\n  ".join([*columns, f"{_name(base.name)}.*"]))
    lines.append(f"FROM {_name(base.name)}")
    for step in steps:
        pairs = " AND ".join(
            f"{_name(step.target)}.{_name(there)} = {_name(step.source)}.{_name(own)}"
            for own, there in zip(step.own, step.there, strict=True)
        )
        lines.append(f"LEFT JOIN {_name(step.target)} ON {pairs}")
    return "\n".join(lines)


def _name(name: str) -> str:
    """A name in SQL, in quotes where it needs them."""
    if _WORD.fullmatch(name) and name.lower() not in _KEPT:
        return name
    return '"' + name.replace('"', '""') + '"'


def _is_plain(resource: Resource) -> bool:
    """Whether pandas reads it as it stands: one CSV of the package in UTF-8 with commas."""
    raw = resource.raw
    return (
        len(resource.paths) == 1
        and resource.path.endswith(".csv")
        and "://" not in resource.path
        and str(raw.get("encoding", "utf-8")).lower() in ("utf-8", "utf8")
        and not raw.get("dialect")
    )


def _pandas(package: Package, base: Resource, steps: Sequence[Step]) -> Iterator[str]:
    yield "import pandas as pd"
    yield ""
    yield from (f"# {words}" for words in _repeated(package, base, steps))
    yield f"table = pd.read_csv({base.path!r}, dtype=str)  # dtype=str: codes stay text"
    for step in steps:
        resource = package.resource(step.target)
        assert resource is not None  # noqa: S101  it was found before
        prefix = f"{step.target}."
        before = "" if step.source == base.name else f"{step.source}."
        yield f"other = pd.read_csv({resource.path!r}, dtype=str).add_prefix({prefix!r})"
        left, right = (
            [f"{head}{name}" for name in names]
            for head, names in ((before, step.own), (prefix, step.there))
        )
        yield f'table = table.merge(other, how="left", left_on={left!r}, right_on={right!r})'
    for name, column in _measured(package, base, steps):
        place = column if name == base.name else f"{name}.{column}"
        yield f"table[{place!r}] = pd.to_numeric(table[{place!r}])"
