"""What the forms say of themselves, in Chinese with a short English line: ``words.json``."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def words() -> dict[str, Any]:
    """The words: ``title``, ``sheets`` by table, ``how``, ``colours`` and so on."""
    text = files(__package__).joinpath("words.json").read_text(encoding="utf-8")
    found: dict[str, Any] = json.loads(text)
    return found
