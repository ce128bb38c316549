"""A package that is made up says so in its title and description, in each language that it has."""

from __future__ import annotations

import pytest

from fiscal_notice.package.invented import not_said, saying_so

WHOLE = {
    "title": "虚构的通知",
    "title@en": "An invented notice",
    "description": "Invented.",
    "description@zh": "虚构。",
}


@pytest.mark.parametrize("name", WHOLE)
def test_each_text_has_to_say_so(name: str) -> None:
    raw = {"invented": True, **WHOLE, name: "x"}
    assert [found for found, _ in not_said(raw)] == [name]
    whole = saying_so(raw)
    assert not not_said(whole)
    assert str(whole[name]).endswith("x")
    assert {**whole, name: "x"} == raw


def test_what_is_not_there_says_nothing() -> None:
    assert not_said({"invented": True, "title": "虚构"}) == []
    assert not_said({"invented": True}) == [("title", "虚构")]


@pytest.mark.parametrize("raw", [{}, {"invented": "yes"}, {"invented": False}, {"title": 1}])
def test_other_packages_are_as_they_were(raw: dict[str, object]) -> None:
    assert not_said(raw) == []
    assert saying_so(raw) == raw
