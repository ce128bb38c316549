"""Titles, descriptions and labels in the language asked for, else in the other one."""

from __future__ import annotations

from typing import Any

import pytest

from fiscal_notice.package.words import both, by_language, labels_of, said


@pytest.mark.parametrize(
    ("raw", "what", "zh", "en"),
    [
        ({"title": "市", "title@en": "Cities"}, "title", "市", "Cities"),
        ({"title": "市"}, "title", "市", "市"),
        ({"title@en": "Cities"}, "title", "Cities", "Cities"),
        ({"description": "Each.", "description@zh": "各市"}, "description", "各市", "Each."),
        ({"description": "Each."}, "description", "Each.", "Each."),
        ({"description": "", "description@zh": "各市"}, "description", "各市", "各市"),
        ({"label": "奖励", "label@en": 7}, "label", "奖励", "奖励"),
        ({"title": ["no text"], "label": "奖励"}, "title", "", ""),
    ],
)
def test_a_text_is_said_in_the_language_or_else_in_the_other(
    raw: dict[str, Any], what: str, zh: str, en: str
) -> None:
    assert (said(raw, what, "zh"), said(raw, what, "en")) == (zh, en)


def test_only_the_languages_that_there_are() -> None:
    assert by_language({"title": "市", "title@en": ""}, "title") == {"zh": "市"}
    assert by_language({"description": "Each."}, "description") == {"en": "Each."}
    assert by_language({}, "label") == {}


def test_a_name_in_both_languages_stands_once_if_they_are_the_same() -> None:
    assert both("市", "Cities") == "市 · Cities"
    assert both("GDP", "GDP") == "GDP"


def test_labels_by_value_in_the_order_of_the_schema() -> None:
    categories = [
        {"value": "b", "label": "乙", "label@en": "B"},
        {"value": "a", "label": "甲"},
        {"value": 3},
        {"label": "no value"},
        "plain",
    ]
    assert list(labels_of(categories, "zh").items()) == [("b", "乙"), ("a", "甲"), ("3", "3")]
    assert labels_of(categories, "en") == {"b": "B", "a": "甲", "3": "3"}
