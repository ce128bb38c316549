"""Pages that are made from the data and the rules: data dictionary, rule catalogue."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from fiscal_notice.model import LANGUAGES, Rule
from fiscal_notice.package import Field, Package, Resource, read_records
from fiscal_notice.package.kind import kind_of
from fiscal_notice.package.words import by_language, said
from fiscal_notice.validate import rule_groups

_OF_RULES = (
    "{count} rules. A rule states one thing; its id never changes. `error` and `warning` both",
    "fail a validation unless an erratum declares the finding; `advice`, on what the standards",
    "let pass, fails none but with `--strict`. Where there is nothing to check a rule is skipped",
    "and says so; it has not passed. The rules hold the tables against the notice and against each",
    "other; they do not check whether what the notice says is true.",
)
#: The first line of every page that is made.
NOTE = "<!-- Made from the data and the rules; changes here are lost. -->"


def dictionary(package: Package) -> str:
    """The data dictionary in Markdown: every table and field, in both languages."""
    lines = [NOTE, "", "# Data dictionary · 数据字典", ""]
    titles = dict.fromkeys(package.title(lang) for lang in LANGUAGES)
    lines += [" · ".join(titles) or str(package.descriptor.get("name", "")), ""]
    notes = kind_of(package).dictionary_notes
    lines += [
        *([*notes, ""] if notes else []),
        "| table | 标题 · title | rows | key |",
        "| --- | --- | ---: | --- |",
    ]
    for resource in package.tables:
        rows = len(read_records(package, resource))
        key = ", ".join(
            f"`{name}`" for name in (resource.schema.primary_key if resource.schema else ())
        )
        anchor = f"[`{resource.name}`](#{resource.name})"
        lines.append(f"| {anchor} | {resource.title()} | {rows:,} | {key} |")
    for resource in package.tables:
        lines += ["", *_table_section(resource)]
    return "\n".join(lines) + "\n"


def _place(resource: Resource) -> str:
    """Where the rows and the schema lie."""
    files = ", ".join(f"`{path}`" for path in resource.paths) or "in the descriptor"
    schema = resource.raw.get("schema")
    held = f"`{schema}`" if isinstance(schema, str) else "in the descriptor"
    return f"{'Files' if len(resource.paths) > 1 else 'File'} {files}, schema {held}."


def _table_section(resource: Resource) -> list[str]:
    assert resource.schema is not None  # noqa: S101  only tables come here
    described = by_language(resource.raw, "description")
    said_of = [f"**{resource.title(lang)}.** {described.get(lang, '')}" for lang in LANGUAGES]
    if said_of[0].startswith(f"**{resource.title('en')}.**"):
        # One title for both languages is written once.
        said_of = [f"**{resource.title('en')}.** {' '.join(described.values())}"]
    lines = [f'## <a id="{resource.name}"></a>{resource.name}', ""]
    lines += [line for text in said_of for line in (text.strip(), "")]
    lines.append(_place(resource))
    keys = [
        f"`{', '.join(own)}` → `{target or resource.name}.{', '.join(fields)}`"
        for own, target, fields in resource.schema.foreign_keys
    ]
    if keys:
        lines.append("Foreign keys: " + "; ".join(keys) + ".")
    lines += [
        "",
        "| field | 标题 · title | type | unit | may be | 含义 · meaning |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    lines += [_field_row(field) for field in resource.schema.fields]
    return lines


def _field_row(field: Field) -> str:
    cells = [
        f"`{field.name}`",
        field.title(),
        field.type,
        str(field.raw.get("unit", "")),
        _bounds(field),
        _meaning(field),
    ]
    return "| " + " | ".join(table_cell(cell) for cell in cells) + " |"


def _meaning(field: Field) -> str:
    described = by_language(field.raw, "description")
    english = f"{field.title('en')}. {described.get('en', '')}".strip()
    if field.title() == field.title("en"):
        english = described.get("en", "")
    return " ".join(filter(None, [described.get("zh"), english])) + _categories(field)


def _bounds(field: Field) -> str:
    constraints = field.constraints
    words = ["required" if constraints.get("required") else "empty"]
    if constraints.get("unique"):
        words.append("unique")
    for name, sign in (("minimum", "≥"), ("maximum", "≤")):
        if name in constraints:
            words.append(f"{sign} {constraints[name]}")
    if "pattern" in constraints:
        words.append(f"`{constraints['pattern']}`")
    if "enum" in constraints and not field.categories:
        words.append("one of " + ", ".join(map(str, constraints["enum"])))
    return ", ".join(words)


def _categories(field: Field) -> str:
    found = field.categories
    if not found:
        return ""
    return " " + "; ".join(map(_category, found)) + "."


def _category(category: Mapping[str, Any] | str | int) -> str:
    if not isinstance(category, Mapping):
        return f"`{category}`"
    value, label = category.get("value"), said(category, "label", "zh")
    english = said(category, "label", "en")
    return f"`{value}` ({english})" if label == value else f"`{value}` {label} ({english})"


def table_cell(text: str) -> str:
    """A text as it can stand in a cell of a Markdown table."""
    return text.replace("|", "\\|").replace("\n", " ")


def rule_catalogue(rules: Sequence[Rule]) -> str:
    """The rule catalogue in Markdown, grouped by the first letters of the ids."""
    lines = [NOTE, "", "# Rules · 规则", ""]
    lines += [text.format(count=len(rules)) for text in _OF_RULES]
    for prefix, (english, chinese) in rule_groups().items():
        group = [rule for rule in rules if rule.id.startswith(prefix)]
        if group:
            lines += ["", f"## {english} · {chinese}"]
        for rule in group:
            lines += ["", *_rule_section(rule)]
    return "\n".join(lines) + "\n"


def _rule_section(rule: Rule) -> list[str]:
    tables = ", ".join(f"`{name}`" for name in rule.tables) or "all tables"
    return [
        f"### {rule.id} ({rule.severity})",
        "",
        rule.statement,
        "",
        rule.statement_zh,
        "",
        f"- Holds: {rule.holds}",
        f"- Breaks: {rule.breaks}",
        f"- Reads: {tables}",
        *([f"- Basis: {rule.basis}"] if rule.basis else []),
    ]


def rules_text(rules: Iterable[Rule], lang: str) -> str:
    """The rules for a terminal, one a line."""
    return "".join(
        f"{rule.id}  {rule.severity:<7}  {rule.statement if lang == 'en' else rule.statement_zh}\n"
        for rule in rules
    )


def rules_json(rules: Iterable[Rule]) -> str:
    """The rules as JSON."""
    listed: list[dict[str, Any]] = [
        {
            "id": rule.id,
            "severity": rule.severity,
            "statement": rule.statement,
            "statement_zh": rule.statement_zh,
            "holds": rule.holds,
            "breaks": rule.breaks,
            "tables": list(rule.tables),
            "basis": rule.basis,
        }
        for rule in rules
    ]
    return json.dumps(listed, ensure_ascii=False, indent=2) + "\n"
