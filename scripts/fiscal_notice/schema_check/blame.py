"""Which resource and field an error of a descriptor concerns: frictionless does not say.

Each resource, and each of its fields, is tried alone. What frictionless says of it alone it says of
it in the whole descriptor too, in the same words.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable, Mapping, Sequence
from copy import deepcopy
from functools import partial
from typing import Any

from fiscal_notice.schema_check.salvage import (
    label_of,
    package_of_resources,
    shell_of,
)
from fiscal_notice.schema_check.subject import Subject, read_schema, with_slashes

Where = tuple[str, str]


def error_places(errors: Sequence[Mapping[str, Any]], subject: Subject) -> list[Where | None]:
    """Resource and field ("" if it is none) of each of ``errors``, None for those of neither.

    The list is as long as ``errors``, and in their order. A resource is called by its name, or by
    its path if it has none.
    """
    import frictionless  # noqa: PLC0415

    descriptor = subject.descriptor or {}
    listed = descriptor.get("resources")
    said: dict[str, deque[Where]] = defaultdict(deque)
    with frictionless.system.use_context(trusted=False):
        for number, raw in enumerate(listed if isinstance(listed, list) else [], 1):
            if isinstance(raw, dict):
                _listen(with_slashes(raw, subject.slashed), number, subject, said)
    return [said[text].popleft() if said[text := error["message"]] else None for error in errors]


def _listen(raw: dict[str, Any], number: int, subject: Subject, said: dict[str, Any]) -> None:
    """Add what frictionless says of a resource to ``said``, with its place."""
    label = label_of(raw) or f"resource {number}"
    fields = _of_fields(raw, subject)
    shell = shell_of(subject.descriptor or {})

    def attempt() -> None:
        package_of_resources(shell, [raw], subject.place.root).to_descriptor(validate=True)

    for message in _messages(attempt):
        field = fields[message].popleft() if fields[message] else ""
        said[message].append((label, field))


def _of_fields(raw: Mapping[str, Any], subject: Subject) -> dict[str, deque[str]]:
    """The names of the fields of which frictionless says something, by what it says."""
    import frictionless  # noqa: PLC0415

    said: dict[str, deque[str]] = defaultdict(deque)
    schema = read_schema(raw.get("schema"), subject)
    for number, field in enumerate(schema["fields"] if schema is not None else [], 1):
        if isinstance(field, dict):
            name = field["name"] if isinstance(field.get("name"), str) else f"field {number}"
            for message in _messages(partial(frictionless.Field.from_descriptor, deepcopy(field))):
                said[message].append(name)
    return said


def _messages(attempt: Callable[[], object]) -> list[str]:
    import frictionless  # noqa: PLC0415

    try:
        attempt()
    except frictionless.FrictionlessException as exception:
        return [error.message for error in exception.to_errors()]
    except Exception:  # what it fails on it says nothing of
        return []
    return []
