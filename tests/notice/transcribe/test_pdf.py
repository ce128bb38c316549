"""Files in pdf: paragraphs, tables over pages, merged and broken cells; scans and damage said."""

from __future__ import annotations

from pathlib import Path

import pytest

from fiscal_notice.errors import OriginalError
from fiscal_notice.notice.transcribe import pdf as pdf_reader
from fiscal_notice.notice.transcribe.blocks import Paragraph, Table, Transcription
from fiscal_notice.notice.transcribe.pdf import MAX_PAGES, read_pdf
from notice.transcribe.pdf_kit import Page, pdf, save, width_of

LEFT, RIGHT = 80.0, 512.0


def lines(read: Transcription) -> list[str]:
    return [block.text for block in read.blocks if isinstance(block, Paragraph)]


def tables(read: Transcription) -> list[list[list[str]]]:
    return [list(map(list, block.rows)) for block in read.blocks if isinstance(block, Table)]


def written(tmp_path: Path, *pages: Page) -> Transcription:
    return read_pdf(save(tmp_path / "notice.pdf", *pages))


def set_text(page: Page, y: float, text: str, indent: float = 24) -> float:
    """A paragraph, wrapped at the margins as an office program does."""
    line, x = "", LEFT + indent
    for sign in text:
        if x + width_of(line + sign) > RIGHT:
            page.text(x, y, line)
            line, x, y = "", LEFT, y + 20
        line += sign
    page.text(x, y, line)
    return y + 20


LONG = (
    "一、本次下达资金用于实施测试行动，统筹用于支持稳定测试生产。请各地按照预算法要求，及时将资金下达有关县（市），"
    "并统筹考虑财政省直管县资金安排，确保专款专用（Open Data 平台）。"
)
SECOND = "二、请各地严格按照有关规定和要求，抓紧做好项目组织实施等工作，加强资金使用管理。"


def test_wrapped_lines_are_one_paragraph(tmp_path: Path) -> None:
    page = Page()
    y = page.lines(LEFT, 100, ["各地级以上市财政局："])
    y = set_text(page, set_text(page, y, LONG), SECOND)
    page.text(380, y + 20, "某省财政厅")
    page.text(380, y + 40, "2031年3月2日")
    assert lines(written(tmp_path, page)) == [
        "各地级以上市财政局：",
        LONG,
        SECOND,
        "某省财政厅",
        "2031年3月2日",
    ]


def test_a_paragraph_goes_on_behind_a_page_number(tmp_path: Path) -> None:
    first, second = Page(), Page()
    half = LONG[: 34 + 36]
    set_text(first, 700, half)
    first.text(285, 800, "— 1 —")
    set_text(second, 80, LONG[34 + 36 :], indent=0)
    second.text(285, 800, "第 2 页 共 2 页")
    assert lines(written(tmp_path, first, second)) == [LONG]


def test_the_list_of_annexes_hangs(tmp_path: Path) -> None:
    page = Page()
    page.lines(LEFT, 80, [LONG[:36]])
    page.text(104, 120, "附件：1.2031年度某省测试发展专项资金（测试监督管理与测试创造保护）提")
    page.text(152, 140, "前下达分配情况表")
    page.text(140, 160, "2.绩效目标表")
    page.text(80, 220, "附件1")
    assert lines(written(tmp_path, page))[1:] == [
        "附件：1.2031年度某省测试发展专项资金（测试监督管理与测试创造保护）提前下达分配情况表",
        "2.绩效目标表",
        "附件1",
    ]


def test_running_headers_are_left_out_and_annexes_stay(tmp_path: Path) -> None:
    pages = []
    for number in range(1, 6):
        page = Page()
        page.text(200, 30, "某省财政厅公文处理系统")
        page.text(LEFT, 60, f"附件{number}")
        page.text(LEFT, 300, f"第{number}段文字。")
        page.text(290, 810, str(number))
        pages.append(page)
    read = written(tmp_path, *pages)
    assert lines(read) == [
        text for number in range(1, 6) for text in (f"附件{number}", f"第{number}段文字。")
    ]
    (remark,) = read.remarks
    assert remark.found == "某省财政厅公文处理系统"


XS = [80.0, 160, 330, 420]
HEADER = ["地区", "项目", "金额"]


def test_a_table_over_pages_is_one(tmp_path: Path) -> None:
    first, second = Page(), Page()
    first.text(LEFT, 60, "附件1")
    first.table(90, [HEADER, ["甲市", "项目一", "1"]], XS)
    first.text(290, 800, "- 1 -")
    second.table(60, [HEADER, ["乙市", "项目二", "2"], ["丙市", "", "3"]], XS)
    second.text(290, 800, "- 2 -")
    read = written(tmp_path, first, second)
    assert tables(read) == [
        [HEADER, ["甲市", "项目一", "1"], ["乙市", "项目二", "2"], ["丙市", "", "3"]]
    ]
    assert lines(read) == ["附件1"]
    (table,) = (one for one in read.blocks if isinstance(one, Table))
    assert [place.page for place in table.places] == [1, 1, 2, 2]
    assert table.places[2].cell == "T1!A3:C3"


def test_two_tables_with_a_heading_between_stay_two(tmp_path: Path) -> None:
    first, second = Page(), Page()
    first.table(90, [HEADER, ["甲市", "项目一", "1"]], XS)
    second.text(LEFT, 60, "附件2")
    second.table(90, [HEADER, ["乙市", "项目二", "2"]], XS)
    assert len(tables(written(tmp_path, first, second))) == 2


def test_a_row_that_the_page_breaks_is_put_together(tmp_path: Path) -> None:
    first, second = Page(), Page()
    first.table(
        700, [HEADER, ["甲市", "关于测试的一个很长的项目名\n称，它写到了这一页的最下边", "1"]], XS
    )
    second.table(60, [HEADER, ["", "还有余下的字", ""], ["乙市", "项目二", "2"]], XS)
    assert tables(written(tmp_path, first, second))[0][1:] == [
        ["甲市", "关于测试的一个很长的项目名称，它写到了这一页的最下边还有余下的字", "1"],
        ["乙市", "项目二", "2"],
    ]


def test_a_row_of_its_own_is_not_taken_for_the_rest_of_another(tmp_path: Path) -> None:
    first, second = Page(), Page()
    first.table(700, [HEADER, ["甲市", "项目一", "1"]], XS)
    second.table(60, [["", "项目二", "2"], ["乙市", "项目三", ""]], XS)
    assert len(tables(written(tmp_path, first, second))[0]) == 4


def test_merged_cells_have_their_text_once(tmp_path: Path) -> None:
    page = Page()
    top, bottom = 100.0, 180.0
    for y in (top, bottom):
        page.rule(80, y, 420, y)
    page.rule(160, 120, 420, 120)
    page.rule(80, 140, 420, 140)
    page.rule(160, 160, 420, 160)
    for x in (80, 420):
        page.rule(x, top, x, bottom)
    page.rule(160, top, 160, bottom)
    page.rule(300, 120, 300, bottom)
    page.text(90, 112, "地区")
    page.text(270, 103, "金额")
    page.text(170, 123, "小计")
    page.text(310, 123, "省级")
    page.text(90, 152, "甲市")
    for y, cells in ((143, ("1", "2")), (163, ("3", "4"))):
        page.text(170, y, cells[0])
        page.text(310, y, cells[1])
    assert tables(written(tmp_path, page)) == [
        [["地区", "金额", ""], ["", "小计", "省级"], ["甲市", "1", "2"], ["", "3", "4"]]
    ]


def test_rules_may_be_thin_boxes_and_sides_open(tmp_path: Path) -> None:
    page = Page()
    for y in (100, 130, 160, 190):
        page.box(80, y, 420, y + 0.8)
    for x in (160, 330):
        page.box(x, 100, x + 0.8, 190)
    rows = [HEADER, ["甲市", "一", "1"], ["乙市", "二", "2"]]
    for number, row in enumerate(rows):
        for x, cell in zip((85, 170, 340), row, strict=True):
            page.text(x, 107 + 30 * number, cell)
    assert tables(written(tmp_path, page)) == [rows]


def test_list_entries_of_a_cell_are_parted(tmp_path: Path) -> None:
    page = Page()
    text = (
        "1.《测试专利信息传播利用工作的计划\n和通知》（某函〔2031〕3号）\n2.《测试实施办法》\n"
        "某委《意见》的通知（某发〔2031〕4号）\n《条例》"
    )
    page.table(100, [["政策依据", text], ["预算年度", "2031年"]], [80, 160, 420])
    assert tables(written(tmp_path, page))[0][0][1] == (
        "1.《测试专利信息传播利用工作的计划和通知》（某函〔2031〕3号） 2.《测试实施办法》 "
        "某委《意见》的通知（某发〔2031〕4号） 《条例》"
    )


COLUMNS = (90.0, 200.0, 300.0, 450.0)
UNRULED = [
    ["地区", "编码", "项目名称", "金额（元）"],
    ["甲市", "601001", "测试项目一", "250,000.00"],
    ["乙市", "602001", "测试项目二", "8,200.00"],
    ["丙市", "", "测试项目三", "16,550.00"],
]


def set_rows(page: Page, y: float, rows: list[list[str]], pitch: float = 24) -> float:
    for row in rows:
        for x, cell in zip(COLUMNS, row, strict=True):
            page.text(x, y, cell)
        y += pitch
    return y


def test_a_table_without_rules_is_told_by_its_columns(tmp_path: Path) -> None:
    page = Page()
    page.text(LEFT, 60, "附件1")
    y = set_rows(page, 120, UNRULED)
    page.text(300, y - 10, "的第二行")
    page.text(LEFT, y + 60, "注：以上金额为测试所用，均为虚构，不得引用，如有出入以正式文件为准。")
    read = written(tmp_path, page)
    rows = [*UNRULED[:3], [*UNRULED[3][:2], "测试项目三的第二行", "16,550.00"]]
    assert tables(read) == [rows]
    assert lines(read)[0] == "附件1"
    assert lines(read)[1].startswith("注：")


def test_a_table_without_rules_goes_on_with_a_few_rows(tmp_path: Path) -> None:
    first, second = Page(), Page()
    set_rows(first, 660, UNRULED)
    first.text(290, 810, "- 1 -")
    set_rows(second, 60, [["丁市", "604001", "测试项目四", "30.00"]])
    second.text(290, 810, "- 2 -")
    assert tables(written(tmp_path, first, second)) == [
        [*UNRULED, ["丁市", "604001", "测试项目四", "30.00"]]
    ]


def test_cells_without_rules_may_be_set_in_the_middle_of_their_rows(tmp_path: Path) -> None:
    page = Page()
    set_rows(page, 100, [UNRULED[0]])
    # A label over two rows; a name of two lines beside one amount.
    page.text(COLUMNS[0], 152, "甲市")
    page.text(COLUMNS[1], 152, "601001")
    page.text(COLUMNS[2], 140, "测试项目一")
    page.text(COLUMNS[3], 140, "250,000.00")
    page.text(COLUMNS[2], 158, "测试项目二的")
    page.text(COLUMNS[2], 172, "后半")
    page.text(COLUMNS[3], 165, "8,200.00")
    set_rows(page, 200, [["乙市", "602001", "测试项目三", "30.00"]])
    assert tables(written(tmp_path, page)) == [
        [
            UNRULED[0],
            ["甲市", "601001", "测试项目一", "250,000.00"],
            ["", "", "测试项目二的后半", "8,200.00"],
            ["乙市", "602001", "测试项目三", "30.00"],
        ]
    ]


def test_horizontal_rules_part_rows_and_spare_merged_cells(tmp_path: Path) -> None:
    page = Page()
    for y, x in ((94, 80), (120, 80), (146, 190), (172, 80), (198, 80)):
        page.rule(x, y, 520, y)
    set_rows(page, 100, [UNRULED[0]])
    page.text(COLUMNS[0], 140, "甲市")
    page.text(COLUMNS[1], 126, "601001")
    page.text(COLUMNS[1], 152, "601002")
    for y, name, amount in ((126, "测试项目一", "1.00"), (152, "测试项目二", "2.00")):
        page.text(COLUMNS[2], y, name)
        page.text(COLUMNS[3], y, amount)
    set_rows(page, 178, [["乙市", "602001", "测试项目三", "30.00"]])
    assert tables(written(tmp_path, page))[0][1:] == [
        ["甲市", "601001", "测试项目一", "1.00"],
        ["", "601002", "测试项目二", "2.00"],
        ["乙市", "602001", "测试项目三", "30.00"],
    ]


def test_a_total_in_the_middle_of_columns_stands_in_the_first(tmp_path: Path) -> None:
    page = Page()
    set_rows(page, 100, UNRULED)
    page.text(255, 200, "合计")
    page.text(COLUMNS[3], 200, "274,750.00")
    assert tables(written(tmp_path, page))[0][-1] == ["合计", "", "", "274,750.00"]


def test_a_signature_and_its_date_make_no_table(tmp_path: Path) -> None:
    page = Page()
    page.text(LEFT, 100, "某省财政厅办公室")
    page.text(360, 100, "2031年3月2日印发")
    read = written(tmp_path, page)
    assert lines(read) == ["某省财政厅办公室", "2031年3月2日印发"]
    assert tables(read) == []


def test_letters_that_are_printed_twice_to_look_bold_are_read_once(tmp_path: Path) -> None:
    page = Page()
    for shift in (0, 0.4):
        page.text(LEFT + shift, 100, "合计11万元")
    assert lines(written(tmp_path, page)) == ["合计11万元"]


def test_a_scan_is_told_to_be_a_picture(tmp_path: Path) -> None:
    with pytest.raises(OriginalError) as caught:
        written(tmp_path, Page(picture=True), Page(picture=True))
    assert caught.value.problem == "the pdf is a picture of a document and holds no text"
    assert caught.value.hint is not None
    assert "OCR" in caught.value.hint


def test_pages_that_are_pictures_are_told(tmp_path: Path) -> None:
    first, second, third = Page(), Page(picture=True), Page(picture=True)
    first.text(LEFT, 100, "各地级以上市财政局：")
    third.text(LEFT, 100, "合计一百二十万元整，甲市二十万元整。")
    read = written(tmp_path, first, second, third)
    assert [(one.what, one.found) for one in read.remarks] == [
        ("1 of 3 pages are pictures and were not read", "2"),
        ("1 of 3 pages are pictures with text put behind them", "3"),
    ]


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (pdf([Page()]), "the pdf holds no text"),
        (pdf([Page()], locked=True), "the pdf is protected by a password"),
        (pdf([Page()])[:300], "the pdf is damaged or cut off"),
        (b"%PDF-1.5\n", "the pdf is damaged or cut off"),
        (b"", "the pdf is damaged or cut off"),
        (pdf([Page()] * (MAX_PAGES + 1)), f"the pdf has more than {MAX_PAGES} pages"),
        (pdf([Page(parts=["%" + " " * 31_000_000])]), "page 1 of the pdf is too large to be read"),
    ],
    ids=["empty page", "password", "cut off", "head", "nothing", "pages", "unpacks"],
)
def test_what_cannot_be_read_is_one_sentence(tmp_path: Path, data: bytes, problem: str) -> None:
    path = tmp_path / "notice.pdf"
    path.write_bytes(data)
    with pytest.raises(OriginalError) as caught:
        read_pdf(path)
    assert caught.value.problem == problem
    assert caught.value.file == "notice.pdf"
    assert caught.value.exit_code == 3


def test_what_a_browser_prints_around_a_page_is_left_out(tmp_path: Path) -> None:
    page = Page()
    page.text(40, 20, "2031/3/5 09:12 关于测试的通知_某省财政厅")
    page.text(LEFT, 200, "各地级以上市财政局：")
    page.text(40, 815, "https://czt.example.gov.cn/tzgg/content/post_1.html 1/1")
    assert lines(written(tmp_path, page)) == ["各地级以上市财政局："]


def test_a_label_that_the_page_cuts_belongs_to_the_cell_where_it_begins(tmp_path: Path) -> None:
    # As spreadsheets and browsers print: no rule closes the merged cell at the page's end.
    first, second = Page(), Page()
    for page, top, rows in (
        (first, 700, [HEADER, ["", "项目一", "1"]]),
        (second, 60, [["乙市", "项目二", "2"], ["", "项目三", "3"]]),
    ):
        for number, row in enumerate(rows):
            y = top + 24 * number
            for x, cell in zip(XS, row, strict=False):
                page.text(x + 3, y + 5, cell)
            page.rule(XS[1] if page is second and number else XS[0], y, XS[-1], y)
        page.rule(XS[0] if page is second else XS[1], top + 48, XS[-1], top + 48)
        for x in XS:
            page.rule(x, top, x, top + 48)
    assert tables(written(tmp_path, first, second)) == [
        [HEADER, ["乙市", "项目一", "1"], ["", "项目二", "2"], ["", "项目三", "3"]]
    ]


@pytest.mark.parametrize("drawn", ["BT /F1 1 Tf 0 1 Td <4E004E00> Tj ET", "0 0 m 9 9 l S"])
def test_a_page_that_draws_without_end_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, drawn: str
) -> None:
    monkeypatch.setattr(pdf_reader, "MAX_DRAWN", 50)
    path = save(tmp_path / "notice.pdf", Page(parts=[drawn] * 51))
    with pytest.raises(OriginalError, match="page 1 of the pdf is too large to be read"):
        read_pdf(path)
