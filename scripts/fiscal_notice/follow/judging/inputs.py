"""What the rules of a follow-up read: its tables, and those of the notice."""

from __future__ import annotations

import pandas as pd

from fiscal_notice.errors import FiscalNoticeError
from fiscal_notice.follow.announced import notice_of
from fiscal_notice.follow.table_schemas import TABLES, schema_of
from fiscal_notice.notice.judging.whole import whole
from fiscal_notice.notice.tables import is_of_family, lacking
from fiscal_notice.package import Package
from fiscal_notice.package.frames import text_frame, typed_frames
from fiscal_notice.schema_check import SchemaResult

Frames = dict[str, pd.DataFrame]
NOTICE = "notice:"
"""Before the names of the notice's tables."""


def load_frames(package: Package, schemas: SchemaResult) -> Frames:
    """The frames of the follow-up's tables by name, those of the notice as ``notice:TABLE``.

    A table that is broken in form is not there, nor are the notice's if it cannot be read.
    """
    broken = {error.resource for error in schemas.errors}
    texts = {
        table.name: text_frame(package, table)
        for table in package.tables
        if table.name in TABLES and table.name not in broken
        if table.schema and {*schema_of(table.name).names} <= {*table.schema.names}
    }
    frames: Frames = dict(typed_frames(texts, package))
    return frames | {NOTICE + name: frame for name, frame in _notice_frames(package).items()}


def _notice_frames(package: Package) -> Frames:
    try:
        notice = notice_of(package)
    except FiscalNoticeError:
        return {}
    if notice is None:
        return {}
    texts = {
        table.name: text_frame(notice, table)
        for table in notice.tables
        if is_of_family(table.name) and not lacking(table)
    }
    return {name: whole(name, frame) for name, frame in typed_frames(texts, notice).items()}
