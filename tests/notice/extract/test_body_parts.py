"""What the centre and the province bear of the total of a letter. The letters are invented."""

from __future__ import annotations

import pytest

from fiscal_notice.notice.extract.readers import parse_transcript
from fiscal_notice.notice.extract.vocabulary import Vocabulary

Parts = tuple[float | None, float | None, float | None]


@pytest.mark.parametrize(
    ("words", "parts"),
    [
        ("共1000万元（其中：中央资金600万元，省级资金400万元）", (1000, 600, 400)),
        ("共1000万元,其中中央财政补助资金600.5万元、省级399.5万元", (1000, 600.5, 399.5)),
        ("共1000万元，其中：中央资金600万元和省财政400万元", (1000, 600, 400)),
        ("中央资金600万元、省级资金400万元", (None, 600, 400)),
        ("共1000万元，其中：省级资金400万元", (1000, None, 400)),
        # Two amounts of one bearer tell no part, and the name of a fund is none.
        ("共1000万元，其中：省级资金400万元、省级资金300万元", (1000, None, None)),
        ("1000万元", (1000, None, None)),
    ],
)
def test_parts_of_the_total(vocabulary: Vocabulary, words: str, parts: Parts) -> None:
    text = (
        "某省财政厅关于下达2031年中央财政甲专项资金的通知\n各市财政局：\n"
        f"现下达2031年甲专项资金{words}。\n"
    )
    (notice,) = parse_transcript(text, vocabulary).tables["notice"]
    names = ("body_total_yuan", "body_central_yuan", "body_provincial_yuan")
    assert [notice[name] for name in names] == [
        None if part is None else part * 10_000 for part in parts
    ]
