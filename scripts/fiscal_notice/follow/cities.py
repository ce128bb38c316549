"""Regions as people call them: by code, by name or its beginning, in Chinese or English."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches
from typing import Protocol, TypeVar

from fiscal_notice.errors import FiscalNoticeError, ManyProblemsError, UnknownNameError

_NEAR = 3


class Region(Protocol):
    """Anything that is of one region; without a code and a name it is of none."""

    @property
    def code(self) -> str:
        """Its code."""

    @property
    def name(self) -> str:
        """Its name as the notice has it."""

    @property
    def english(self) -> str:
        """Its English name, empty if it is not known."""


R = TypeVar("R", bound=Region)


def called(found: Sequence[R], names: Sequence[str]) -> tuple[R, ...]:
    """Those of ``found`` that ``names`` are of, in the order of ``found``; all without a name.

    Raises UnknownNameError for a name that is none's (ManyProblemsError for several).
    """
    if not names:
        return tuple(found)
    wanted: set[str] = set()
    problems: list[FiscalNoticeError] = []
    for name in names:
        each = _named(found, name)
        if each is None:
            problems.append(_unknown(found, name))
        else:
            wanted.add(each.code)
    if len(problems) == 1:
        raise problems[0]
    if problems:
        raise ManyProblemsError("cities that the notice does not have", problems=problems)
    return tuple(each for each in found if each.code in wanted)


def _named(found: Sequence[R], name: str) -> R | None:
    """The region of this code or name; of the beginning of a name if only one begins so."""
    plain = name.strip()
    exact = [each for each in found if plain and plain in (each.code, each.name)]
    begun = [each for each in found if plain and each.name.startswith(plain)]
    english = [each for each in found if plain and plain.casefold() == each.english.casefold()]
    for group in (exact, begun, english):
        if len(group) == 1:
            return group[0]
    return None


def _unknown(found: Sequence[Region], name: str) -> UnknownNameError:
    names = {key: each for each in found for key in (each.code, each.name, each.english) if key}
    near = get_close_matches(name.strip(), names, n=_NEAR, cutoff=0.4)
    shown = dict.fromkeys(f"{names[key].code} {names[key].name}".strip() for key in near)
    several = [each for each in found if each.name.startswith(name.strip()) and name.strip()]
    if several:
        shown = dict.fromkeys(f"{each.code} {each.name}".strip() for each in several[:_NEAR])
    all_ = [f"{each.code} {each.name}".strip() for each in found if each.code or each.name]
    return UnknownNameError(
        "the notice has no region of this code or name",
        found=name or "(empty)",
        expected=", ".join(all_) if all_ and not shown else None,
        hint=f"did you mean {', '.join(shown)}?" if shown else None,
    )
