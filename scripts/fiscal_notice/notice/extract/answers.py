"""What a person has answered: column meanings in ``layout.csv``, and cells given by hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from fiscal_notice.model import Row


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """Rows of the tables ``layout`` and ``given``, as text, with the columns of their schemas."""

    layout: Sequence[Row] = ()
    given: Sequence[Row] = ()
