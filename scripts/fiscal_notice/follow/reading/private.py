"""What is taken from no form: bank accounts, telephone and identity numbers, addresses of mail."""

from __future__ import annotations

import re
from functools import lru_cache

from fiscal_notice.follow.reading.grid import Cell
from fiscal_notice.notice.extract.contacts import has_account, has_contact, without_numbers
from fiscal_notice.notice.extract.notation import plain

#: What is said of a cell that is refused, and what to do. The value is nowhere.
REFUSED = "the cell holds a bank account, a telephone or identity number, or a contact; not taken"
EMPTY_IT = "an empty cell: take the number out of the form"
# A text without any of these can hold none.
_SIGNS = re.compile("[0-9@:]|人")


def is_private(cell: Cell) -> bool:
    """Whether a cell holds what must reach no table. An amount has a decimal point or commas."""
    return cell.day is None and _is_private(cell.text)


@lru_cache(maxsize=8192)
def _is_private(text: str) -> bool:
    signs = plain(text)
    return _SIGNS.search(signs) is not None and (has_contact(signs) or has_account(signs))


def shown_name(name: str) -> str:
    """The name of a file or sheet without such numbers."""
    return without_numbers(name) if _SIGNS.search(plain(name)) else name
