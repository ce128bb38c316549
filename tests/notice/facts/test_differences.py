"""In what way a cell differs from what is expected."""

from __future__ import annotations

import pytest

from fiscal_notice.notice.facts.differences import Shape, changes, in_words, shape, signature


@pytest.mark.parametrize(
    ("found", "expected", "wanted"),
    [
        (None, "3", "missing"),
        ("<ol>", None, "left over"),
        ("16", "15", "number"),
        ("加 急", "加急", "spaces"),
        ("甲:乙", "甲：乙", "width"),
        ("甲: 乙", "甲：乙", "width"),
        ("各项部署", "各项工作部署", "text"),
    ],
)
def test_the_shape_of_a_difference(found: str | None, expected: str | None, wanted: Shape) -> None:
    assert shape(found, expected) == wanted


def test_the_pieces_that_differ_are_shown_with_what_is_around_them() -> None:
    (change,) = changes("完成各项部署。", "完成各项工作部署。")
    assert (change.found, change.expected) == ("各项部署", "各项工作部署")
    assert (
        in_words("完成各项部署。", "完成各项工作部署。", "zh") == "“各项部署”（对照“各项工作部署”）"
    )
    many = in_words("a1b2c3d4e5f", "abcdef", "en")
    assert many.endswith("; and 2 more")


def test_the_same_habit_has_the_same_signature() -> None:
    assert signature("国务院令706号", "国务院令第706号") == signature("局令6号", "局令第6号")
    assert signature("国务院令706号", "国务院令第706号") != signature("令 6号", "令6号")
    assert signature("16", "15") == signature("7", "8")
