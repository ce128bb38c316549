"""What rules read beside the tables: the descriptor, and cells that hold contact data."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

import pandas as pd

from fiscal_notice.notice.extract.contacts import has_contact
from fiscal_notice.package import Package

# Only what can be contact data is looked at closely.
_PERHAPS = (
    r"[0-9]{7}|[0-9]{3,4}[ -][0-9]{3,4}|@|联\s*系|电\s*话|手\s*机|传\s*真|邮\s*箱"
    r"|[账帐]\s*号|户\s*名"
    r"|(?:收集|受理|承办|负责|责任|审核|经\s*办|签\s*发|填\s*[报表])\s*人|开户"
)
_MAY_HOLD = re.compile(_PERHAPS).search
FOUND = "contact data of a person"


def descriptor_frame(package: Package) -> pd.DataFrame:
    """The descriptor's properties: ``property``, and ``value`` as text."""
    rows = [
        (name, value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))
        for name, value in package.descriptor.items()
        if name != "resources"
    ]
    return pd.DataFrame(rows, columns=["property", "value"], dtype=object)


def contact_cells(frames: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """A row for each column of text, and in its place one for each cell with contact data."""
    rows: list[tuple[object, ...]] = []
    for table, frame in frames.items():
        if ":" in table or table == "errata":
            continue
        for field in frame.columns:
            if field[0] == "_" or not pd.api.types.is_string_dtype(frame[field]):
                continue
            texts = frame[field]
            holds = [str(text) for text in texts.dropna().unique() if _holds(str(text))]
            bad = frame[texts.isin(holds)] if holds else frame.iloc[:0]
            places = zip(bad["_key"], bad["_line"], strict=True)
            found: list[tuple[object, ...]] = [
                (table, key, field, line, FOUND, None) for key, line in places
            ]
            rows += found or [(table, "", field, None, None, None)]
    columns = ["table", "key", "field", "line", "found", "expected"]
    return pd.DataFrame(rows, columns=columns, dtype=object)


def _holds(text: str) -> bool:
    """Whether a text holds contact data; most that do not are told by their signs alone."""
    return _MAY_HOLD(text) is not None and has_contact(text)
