"""frictionless's report as JSON text, with a line for each error.

Python indents JSON in Python, error by error and value by value; a line it writes in C. Of a report
with 13,000 errors that is a second's difference, and one error a line is easier to search.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

_line = json.JSONEncoder(ensure_ascii=False).encode


def as_json(report: Mapping[str, Any]) -> str:
    """The report that ``validate_schema`` gives, as a JSON document that ends with a newline."""
    pairs = {name: _line(value) for name, value in report.items()}
    pairs["tasks"] = _list((_task(task) for task in report["tasks"]), "  ")
    return _object(pairs, "") + "\n"


def _task(task: Mapping[str, Any]) -> str:
    pairs = {name: _line(value) for name, value in task.items() if name != "errors"}
    pairs["errors"] = _list(map(_line, task["errors"]), "      ")
    return _object({name: pairs[name] for name in task}, "    ")


def _object(pairs: Mapping[str, str], pad: str) -> str:
    lines = [f"{pad}  {_line(name)}: {text}" for name, text in pairs.items()]
    return "\n".join(["{", ",\n".join(lines), pad + "}"])


def _list(texts: Iterable[str], pad: str) -> str:
    lines = [f"{pad}  {text}" for text in texts]
    return "\n".join(["[", ",\n".join(lines), pad + "]"]) if lines else "[]"
