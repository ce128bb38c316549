"""What is wrong with a header as a whole, where frictionless finds fault with each of its labels.

frictionless compares labels and fields place by place. One column that is moved, left out or put in
makes an error of every label behind it; and a file without a header has one in each.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from fiscal_notice.model import Finding
from fiscal_notice.package.visible import abridged

_SEVERAL = 8
_MISNAMED = frozenset({"incorrect-label", "duplicate-label", "blank-label"})
# Digits with what stands between those of numbers, dates and codes; a year may be a label.
_VALUE = re.compile(r"[-+]?[0-9][0-9.,:/_ -]*%?")
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")

_WORDS = {
    "en": {
        "order": "the columns stand in another order than in the schema: {labels}; expected "
        "{fields}",
        "moved": "columns are missing or too many, and those behind them are shifted: {differing}",
        "mixed": "columns are missing or too many, and the others stand in another order than in "
        "the schema: {differing}",
        "missing": "{names} missing",
        "extra": "{names} too many",
        "none": "there seems to be no header: the first row is {labels}; expected {fields}",
        "and": ", ",
        "quoted": '"{}"',
        "more": "… ({} in all)",
    },
    "zh": {
        "order": "各列的顺序与模式不同：现为{labels}；应为{fields}",
        "moved": "缺列或多列，其后各列因此错位：{differing}",
        "mixed": "缺列或多列，其余各列的顺序也与模式不同：{differing}",
        "missing": "缺少{names}",
        "extra": "多出{names}",
        "none": "似乎没有表头：首行为{labels}；应为{fields}",
        "and": "、",
        "quoted": "“{}”",
        "more": "……（共 {} 列）",
    },
}
_MEND = {
    "order": (
        'put the columns into the schema\'s order, or state "fieldsMatch": "equal" in the schema',
        "按模式的顺序排列各列，或在模式中写明“fieldsMatch”为“equal”",
    ),
    "moved": (
        "put in the columns that are missing, and take out those that are too many",
        "补上缺少的列，删去多余的列",
    ),
    "none": (
        (
            "put the names of the fields into the first row, or state in the descriptor that there "
            'is no header ("dialect": {"header": false})'
        ),
        "在首行写上各字段名，或在描述文件中写明没有表头（“dialect”的“header”为 false）",
    ),
}


class Diagnosis:
    """What is wrong with a header as a whole: ``says`` in both languages, and ``mend``."""

    def __init__(self, kind: str, says: tuple[str, str]) -> None:
        self.says = says
        self.mend = _MEND["moved" if kind == "mixed" else kind]


def diagnose(findings: Sequence[Finding]) -> Diagnosis | None:
    """The one thing that explains all errors of a header, if there is one.

    ``findings`` are all the errors of the header of one table.
    """
    misnamed = {f.column: f.field for f in findings if f.kind in _MISNAMED and f.column}
    labels = next((f.labels for f in findings if f.labels), ())
    if not misnamed or not labels:
        return None
    surplus = {f.column for f in findings if f.kind == "extra-label"}
    fields = [
        misnamed.get(at, label) for at, label in enumerate(labels, start=1) if at not in surplus
    ]
    fields += [f.field for f in findings if f.kind == "missing-label"]
    return (
        _without_header(labels, fields, len(misnamed))
        or _reordered(labels, fields)
        or _shifted(labels, fields, len(findings))
    )


def _without_header(
    labels: Sequence[str], fields: Sequence[str], misnamed: int
) -> Diagnosis | None:
    names = {name.strip().casefold() for name in fields}
    if misnamed < min(len(labels), len(fields)) or any(
        label.strip().casefold() in names for label in labels
    ):
        return None
    if not any(_VALUE.fullmatch(label) and not _YEAR.fullmatch(label) for label in labels):
        return None
    return _diagnosis("none", labels=labels, fields=fields)


def _reordered(labels: Sequence[str], fields: Sequence[str]) -> Diagnosis | None:
    if Counter(labels) != Counter(fields) or list(labels) == list(fields):
        return None
    return _diagnosis("order", labels=labels, fields=fields)


def _shifted(labels: Sequence[str], fields: Sequence[str], errors: int) -> Diagnosis | None:
    missing = [name for name in fields if name not in set(labels)]
    extra = [label for label in labels if label not in set(fields)]
    there = [label for label in labels if label in set(fields)]
    expected = [name for name in fields if name in set(labels)]
    # It explains something only if it is shorter than the errors that it stands for.
    if not there or errors <= len(missing) + len(extra) or len(set(there)) < len(there):
        return None
    says = [
        _WORDS[lang]["and"].join(
            _WORDS[lang][what].format(names=_listed(names, lang))
            for what, names in (("missing", missing), ("extra", extra))
            if names
        )
        for lang in ("en", "zh")
    ]
    kind = "moved" if there == expected else "mixed"
    return Diagnosis(
        kind,
        (
            _WORDS["en"][kind].format(differing=says[0]),
            _WORDS["zh"][kind].format(differing=says[1]),
        ),
    )


def _diagnosis(kind: str, **names: Sequence[str]) -> Diagnosis:
    en, zh = (
        _WORDS[lang][kind].format(**{name: _listed(some, lang) for name, some in names.items()})
        for lang in ("en", "zh")
    )
    return Diagnosis(kind, (en, zh))


def _listed(names: Sequence[str], lang: str) -> str:
    words = _WORDS[lang]
    some = [words["quoted"].format(abridged(name)) for name in names[:_SEVERAL]]
    if len(names) > _SEVERAL:
        some.append(words["more"].format(len(names)))
    return words["and"].join(some)
