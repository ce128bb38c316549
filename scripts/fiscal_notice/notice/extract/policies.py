"""The cell 政策依据 of a target sheet: policy lists, item by item, with the number as printed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from fiscal_notice.model import Row, Rows
from fiscal_notice.notice.extract.transcript import squeeze
from fiscal_notice.notice.extract.vocabulary import NUMBER_CLOSE, NUMBER_OPEN

_MARKUP = re.compile(r"<[^<>]*>")
_ITEM_NUMBER = re.compile(r"([0-9]{1,3})[.．、]")
_BRACKETED = re.compile(r"[(（]([^()（）]*)[)）]")
_DOCUMENT_NUMBER = re.compile(
    rf"[^\s《》]*[{NUMBER_OPEN}]\s*[0-9]{{4}}\s*[{NUMBER_CLOSE}]\s*[0-9]+\s*号|[^\s《》]*令第?[0-9]+号"
)
# Behind these a title begins another item; behind 和, 印发 and such it goes on with this one.
_ITEM_ENDS = ")）”。；;条款项"
# 中共中央办公厅印发《…》 right behind the number of the document before.
_ISSUED = re.compile(
    r"(?<=号[)）])[^《》()（），,。；、第][^《》()（），,。；]*(?:印发|关于|发布|转发)《"
)
_TYPING = str.maketrans(":(),《》", "：（），〈〉")


def split_items(cell: str) -> list[tuple[int | None, str]]:
    """The items of a policy list as (printed number or None, text).

    Mark-up is dropped. White space inside brackets 《》 belongs to a title; outside them it ends an
    item, and so does a title that begins where the one before is done with; unless the list is
    numbered: then only a number does.
    """
    tokens = list(_tokens(_MARKUP.sub(" ", cell)))
    numbers = [_ITEM_NUMBER.fullmatch(token) for token in tokens]
    if not any(numbers):
        return [(None, item) for token in tokens for item in _adjoining(token)]
    items: list[tuple[int | None, str]] = []
    for token, number in zip(tokens, numbers, strict=True):
        if number:
            items.append((int(number[1]), ""))
        elif items:
            printed, text = items[-1]
            items[-1] = (printed, f"{text} {token}".strip())
        else:
            items.append((None, token))
    return items


def _tokens(text: str) -> Iterator[str]:
    depth, start = 0, 0
    for position, sign in enumerate(text):
        depth += (sign == "《") - (sign == "》")
        if sign.isspace() and depth <= 0:
            if text[start:position].strip():
                yield text[start:position].strip()
            start = position + 1
    if text[start:].strip():
        yield text[start:].strip()


def _adjoining(text: str) -> Iterator[str]:
    """The items of a text in which the layout left no space between them."""
    depth, start = 0, 0
    for position, sign in enumerate(text):
        begun = depth == 0 and "》" in text[start:position]
        if begun and (
            (sign == "《" and text[position - 1] in _ITEM_ENDS)
            or _ISSUED.match(text, position) is not None
        ):
            yield text[start:position]
            start = position
        depth += (sign == "《") - (sign == "》")
    yield text[start:]


def title_of(item: str) -> str:
    """The title between the first outermost 《 and its 》; the whole item if there is none."""
    depth, start = 0, None
    for position, sign in enumerate(item):
        if sign == "《":
            start = position + 1 if start is None else start
            depth += 1
        elif sign == "》" and depth:
            depth -= 1
            if depth == 0:
                return item[start:position]
    return item


def document_number_of(item: str) -> str | None:
    """The document number that stands in brackets in the item; None if there is none."""
    found = [text for text in _BRACKETED.findall(item) if _DOCUMENT_NUMBER.fullmatch(text)]
    return found[-1] if found else None


def canonical_title(title: str) -> str:
    """The title without what mere typing changes: spaces, half-width signs, kinds of brackets."""
    tight = squeeze(title)
    return tight.translate(_TYPING)


def policy_rows(sheets: Rows, lines: Mapping[int, int]) -> tuple[Rows, Rows]:
    """The rows of ``policies`` and ``sheet_policies`` from the cells ``policy_basis``.

    ``lines`` maps a sheet's id to the line of its cell; a sheet without it has no items. Two items
    cite one policy if their titles agree apart from typing; the form printed first names it.
    """
    policies: dict[str, Row] = {}
    items: Rows = []
    for sheet in sheets:
        if sheet["policy_basis"] is None:
            continue
        sheet_id = int(str(sheet["sheet_id"]))
        for position, (printed, text) in enumerate(
            split_items(str(sheet["policy_basis"])), start=1
        ):
            title, number = title_of(text), document_number_of(text)
            policy = policies.setdefault(
                canonical_title(title),
                {"policy_id": len(policies) + 1, "title": title, "document_number": number},
            )
            items.append(
                {
                    "sheet_id": sheet_id,
                    "position": position,
                    "printed_number": printed,
                    "text": text,
                    "policy_id": policy["policy_id"],
                    "title_as_printed": title,
                    "document_number_as_printed": number,
                    "source_line": lines[sheet_id],
                }
            )
    return list(policies.values()), items
