"""What each rule's findings are as errata: kind, weight and words; data of each kind of package."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from fiscal_notice.notice.facts.differences import Shape
from fiscal_notice.package.kind import kinds


@dataclass(frozen=True, slots=True)
class Habit:
    """What the findings of a rule (of one shape) are: kind, weight, templates of explanations."""

    kind: str
    weight: str
    zh: str
    en: str


@cache
def _data() -> Mapping[str, Any]:
    """The habits of all kinds of packages as one: a rule and its id are of one kind only."""
    whole: dict[str, Any] = {"shaped_rules": [], "mend": []}
    for package, name in (kind.habits for kind in kinds()):
        if package:
            for part, said in json.loads(files(package).joinpath(name).read_text("utf-8")).items():
                if isinstance(said, list):
                    whole[part] += said
                else:
                    whole[part] = said | whole.get(part, {})
    return whole


def is_mended(rule: str) -> bool:
    """Whether what a rule finds is a fault of the package, which nobody is to declare."""
    return rule in _data()["mend"]


@cache
def habit(rule: str, shape: Shape) -> Habit:
    """The habit of a rule and a shape; one of the rule's group if the rule has no words here."""
    data = _data()
    said = data["rules"].get(rule)
    if said is None:
        said = data["other"] | data["groups"].get(rule[:3], {})
    elif rule in data["shaped_rules"]:
        said = said | data["shapes"].get(shape, {})
    return Habit(
        kind=said["kind"],
        weight=said["weight"] or weight_of_kind(said["kind"]),
        zh=said["zh"],
        en=said["en"],
    )


def leader(rule: str) -> str:
    """The rule whose habit a rule's findings repeat: another's, or its own."""
    name: str = _data()["rules"].get(rule, {}).get("with", rule)
    return name


def weight_of_kind(kind: str) -> str:
    """The weight of a kind of defect: of readers' notes, which no rule stands for."""
    weights: Mapping[str, str] = _data()["weight_of_kind"]
    return weights.get(kind, "wording")


def weight_of(rule: str, kind: str) -> str:
    """The weight of an erratum: that of its rule, or of its kind where the rule has none.

    A kind that is not the rule's own (a stray space found by a rule on wording) weighs as a kind.
    """
    said = _data()["rules"].get(rule)
    if said is None or (rule in _data()["shaped_rules"] and said["kind"] != kind):
        return weight_of_kind(kind)
    weight: str = said["weight"]
    return weight


def cell_in_words(rule: str, column: str, cell: str, lang: str) -> str | None:
    """A count, or what a rule says of a cell, as words; None of what stands there itself.

    ``column`` is that of the errata: ``printed`` or ``expected``.
    """
    cells = _data()["rules"].get(rule, {}).get("cells", {}).get(column, {})
    said = cells.get(cell) or (cells.get("number") if cell.isdecimal() else None)
    return said[lang].format(n=f"{int(cell):,}" if cell.isdecimal() else cell) if said else None


#: The kinds of defects.
KINDS: tuple[str, ...] = tuple(_data()["weight_of_kind"])
