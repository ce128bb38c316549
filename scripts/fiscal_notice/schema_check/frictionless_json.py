"""frictionless's report as JSON text, with a line for each error.

Python indents JSON in Python, error by error and value by value; a line it writes in C. Of a report
with 13,000 errors that is a second's difference, and one error a line is easier to search.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from fiscal_notice.schema_check.packed import Errors

_line = json.JSONEncoder(ensure_ascii=False).encode


def json_pieces(report: Mapping[str, Any]) -> Iterator[str]:
    """The report that ``validate_schema`` gives, as a JSON document that ends with a newline.

    Keys are in frictionless's order, errors one a line. It comes piece by piece, never more of it
    than some thousand errors at a time.
    """
    yield "{"
    for place, (name, value) in enumerate(report.items()):
        yield f"{',' if place else ''}\n  {_line(name)}: "
        if name == "tasks":
            yield from _list((_task(task) for task in value), "  ")
        else:
            yield _line(value)
    yield "\n}\n"


def _task(task: Mapping[str, Any]) -> Iterator[str]:
    yield "{"
    for place, (name, value) in enumerate(task.items()):
        yield f"{',' if place else ''}\n      {_line(name)}: "
        if name == "errors":
            errors = value if isinstance(value, Errors) else Errors(value)
            yield from _list((_lines(text) for text in errors.texts()), "      ")
        else:
            yield _line(value)
    yield "\n    }"


def _lines(text: str) -> Iterator[str]:
    yield text.replace("\n", ",\n        ")


def _list(entries: Iterator[Iterator[str]], pad: str) -> Iterator[str]:
    empty = True
    for entry in entries:
        yield f"{'[' if empty else ','}\n{pad}  "
        yield from entry
        empty = False
    yield "[]" if empty else f"\n{pad}]"
