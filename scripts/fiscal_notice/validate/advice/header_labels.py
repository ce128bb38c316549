"""Labels of columns that look like others than they are."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from fiscal_notice.package.visible import has_unseen, visible, without_unseen
from fiscal_notice.validate.advice.hits import Hit
from fiscal_notice.validate.advice.inspected import Inspected


def distinct_labels(inspected: Inspected) -> Iterator[Hit] | None:
    """The labels of a table have no invisible signs, and differ by more than case or width.

    表头不含不可见字符，且各列名之间的差异不止于大小写或全半角。

    Holds: the header is code,name.

    Breaks: the header is code,"name "; or it has two columns called Code and code.

    Basis: frictionless strips labels before it compares them; who reads the file by its names does
    not find them. SQLite and spreadsheets take two such names for one.
    """
    names = [field.name for field in inspected.fields]
    form = inspected.form
    written = form.labels if form is not None else []
    if not names and not written:
        return None
    return _look(names, written)


def _look(names: list[str], written: list[str]) -> Iterator[Hit]:
    # A mark at the beginning of the file belongs to its encoding.
    for number, label in enumerate(written, start=1):
        shown = label.removeprefix("\ufeff") if number == 1 else label
        if has_unseen(shown):
            meant = names[number - 1] if number <= len(names) else ""
            same = meant == label or not meant
            expected = without_unseen(shown) if same or has_unseen(meant) else meant
            yield Hit(
                kind="label-unseen",
                field=label.strip(),
                row=None,
                found=visible(shown),
                expected=visible(expected),
                words={"number": number},
            )
    # A label and its field may differ by case where the dialect says so: they are one column.
    alike = dict.fromkeys(group for each in (names, written) for group in _alike(each))
    for group in alike:
        yield Hit(kind="label-alike", field=group[0], found=", ".join(map(visible, group)))


def _alike(labels: list[str]) -> Iterator[tuple[str, ...]]:
    groups: dict[str, list[str]] = {}
    for name in dict.fromkeys(label.strip() for label in labels if label.strip()):
        groups.setdefault(unicodedata.normalize("NFKC", name).casefold(), []).append(name)
    return (tuple(group) for group in groups.values() if len(group) > 1)
