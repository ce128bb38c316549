"""Cases for the descriptor of another notice, and for contact data."""

from __future__ import annotations

from notice.rules.cases.case import NOTICE, Case, holds

_NUMBER = ("notice", NOTICE, "document_number")
_TOTAL = ("notice", NOTICE, "total_yuan")


def _other(cell: tuple[str, str, str], expected: str, **said: str) -> Case:
    return Case(described={_name(k): v for k, v in said.items()}, cell=cell, expected=expected)


def _same(**said: str) -> Case:
    return Case(described={_name(k): v for k, v in said.items()})


def _name(word: str) -> str:
    return word.replace("_", "@")


def _contact(table: str, key: str, field: str, text: str) -> Case:
    return Case(changes=((table, key, field, text),), cell=(table, key, field))


CASES: dict[str, tuple[Case, ...]] = {
    "DSC-01": (
        _other(_NUMBER, "moucaigong-2020-1", name="moucaigong-2019-7"),
        _other(_NUMBER, "moucaigong-2020-1", name="moucaigong-2020-11"),
        _same(name="moucaigong-2020-1"),
        _same(name="notice-of-money"),
    ),
    "DSC-02": (
        _other(_NUMBER, NOTICE, title="某财工〔2019〕7号：下达资金"),
        _other(_NUMBER, NOTICE, title_en="Notice 某财工〔2019〕7号"),
        _other(_NUMBER, NOTICE, sources="某财政厅 某财工〔2019〕7号"),
        _same(title=f"{NOTICE}：下达资金", title_en=f"Notice {NOTICE}", sources=f"某厅{NOTICE}"),
        _same(title="下达资金"),
    ),
    "DSC-03": (
        _other(
            ("notice", NOTICE, "budget_year"),
            "2021",
            temporal='{"start": "2020-01-01", "end": "2020-12-31"}',
        ),
        _same(temporal='{"start": "2021-01-01", "end": "2021-12-31"}'),
        _same(temporal=""),
    ),
    "DSC-04": (
        _other(_TOTAL, "1250000", description="It announces 198,250,000 yuan in all."),
        _other(_TOTAL, "1250000", description_zh="共198,250,000元。"),
        # The annexes give no total, and the letter's has decimals.
        Case(
            changes=(
                ("notice", NOTICE, "total_yuan", ""),
                ("notice", NOTICE, "body_total_yuan", "1250000.5"),
            ),
            described={"description": "It announces 198,250,000 yuan in all."},
            cell=_TOTAL,
        ),
        _same(description="1,250,000 yuan in all, 850,000 yuan of them to one city."),
        _same(description="20 pages, and 1,250 copies"),
    ),
    "TXT-33": (
        _contact("notice", NOTICE, "printed_by", "联系人：张三，电话：020-00000000"),
        _contact("grants", "2", "recipient_as_printed", "某公司 13800000000"),
        _contact("clauses", "1/1", "text", "请与李四联系，电话：010-00000000。"),
        holds(("notice", NOTICE, "printed_by", "某省财政厅办公室（联系方式不录）")),
        holds(("grants", "2", "project_name", "2021年第1234567号项目")),
    ),
}
