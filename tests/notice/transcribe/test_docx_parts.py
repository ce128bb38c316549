"""What a document of Word has beside plain paragraphs: lists, changes, fields, boxes, notes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pytest

from fiscal_notice.notice.transcribe.blocks import Transcription
from fiscal_notice.notice.transcribe.docx import read_docx
from notice.transcribe.office_kit import (
    RELATIONS,
    add_xml,
    bytes_of,
    letter,
    patched,
    saved,
    tables,
    texts,
    whats,
)

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
LISTS = """<w:abstractNum w:abstractNumId="90">
  <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:suff w:val="nothing"/>
    <w:lvlText w:val="%1、"/></w:lvl>
  <w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="chineseCountingThousand"/>
    <w:lvlText w:val="（%2）"/></w:lvl>
  <w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:isLgl/>
    <w:lvlText w:val="%1.%3."/></w:lvl>
  <w:lvl w:ilvl="3"><w:start w:val="3"/><w:numFmt w:val="decimalEnclosedCircle"/>
    <w:lvlText w:val="%4"/></w:lvl>
</w:abstractNum>"""


@pytest.fixture
def read(tmp_path: Path) -> Callable[[Any], Transcription]:
    """Save a document and read it."""
    return lambda document: read_docx(saved(tmp_path, "letter.docx", bytes_of(document)))


def with_lists(*restarts: str) -> Any:
    """A document whose list 91 has Chinese numerals; 92 goes on with it, or starts again."""
    document = docx.Document()
    numbering = document.part.numbering_part.element
    numbering.insert(0, add_xml(numbering, LISTS))
    for number in ("91", "92"):
        again = "".join(restarts) if number == "92" else ""
        add_xml(
            numbering,
            f'<w:num w:numId="{number}"><w:abstractNumId w:val="90"/>{again}</w:num>',
        )
    return document


def item(document: Any, text: str, level: int = 0, number: int = 91) -> Any:
    paragraph = document.add_paragraph(text)
    properties = paragraph._p.get_or_add_pPr()
    add_xml(
        properties,
        f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>',
    )
    return paragraph


def test_automatic_numbers_are_shown(read: Any) -> None:
    document = with_lists()
    for text, level in [
        ("甲", 0),
        ("乙", 0),
        ("丙", 1),
        ("丁", 1),
        ("戊", 2),
        ("己", 0),
        ("庚", 1),
    ]:
        item(document, text, level)
    item(document, "辛", 3)
    assert texts(read(document)) == [
        *("一、甲", "二、乙", "（一）丙", "（二）丁", "2.1. 戊", "三、己", "（一）庚", "③辛"),
    ]


def test_a_list_goes_on_or_starts_again(read: Any) -> None:
    document = with_lists()
    for number in (91, 92):
        item(document, "甲", number=number)
    assert texts(read(document)) == ["一、甲", "二、甲"]
    start = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    document = with_lists(start)
    for number in (91, 92, 92):
        item(document, "甲", number=number)
    assert texts(read(document)) == ["一、甲", "一、甲", "二、甲"]


def test_a_style_numbers_its_paragraphs_and_a_paragraph_may_refuse(read: Any) -> None:
    document = with_lists()
    style = document.styles["Heading 2"].element.get_or_add_pPr()
    add_xml(style, '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="91"/></w:numPr>')
    document.add_paragraph("甲", style="Heading 2")
    item(document, "乙", number=0)
    document.add_paragraph("丙", style="Heading 2")
    assert texts(read(document)) == ["一、甲", "乙", "二、丙"]


def test_numbers_of_an_empty_cell_are_its_text(read: Any) -> None:
    document = with_lists()
    table = document.add_table(rows=2, cols=2)
    for row in table.rows:
        paragraph = row.cells[0].paragraphs[0]
        add_xml(
            paragraph._p.get_or_add_pPr(),
            '<w:numPr><w:ilvl w:val="3"/><w:numId w:val="91"/></w:numPr>',
        )
        row.cells[1].text = "甲市"
    assert tables(read(document))[0].rows == (("③", "甲市"), ("④", "甲市"))


def test_deleted_text_is_out_and_inserted_text_in(read: Any) -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("下达")._p
    add_xml(paragraph, "<w:del><w:r><w:delText>一百</w:delText></w:r></w:del>")
    add_xml(paragraph, "<w:ins><w:r><w:t>二百</w:t></w:r></w:ins>")
    add_xml(paragraph, "<w:moveFrom><w:r><w:t>千</w:t></w:r></w:moveFrom>")
    add_xml(paragraph, "<w:moveTo><w:r><w:t>万元</w:t></w:r></w:moveTo>")
    found = read(document)
    assert texts(found) == ["下达二百万元"]
    assert found.remarks[0].found == "一百; 千"
    assert len(found.remarks) == 2


def test_a_deleted_paragraph_mark_joins_two_paragraphs(read: Any) -> None:
    document = docx.Document()
    first = document.add_paragraph("现下达")._p
    add_xml(first.get_or_add_pPr(), "<w:rPr><w:del/></w:rPr>")
    document.add_paragraph("测试资金")
    assert texts(read(document)) == ["现下达测试资金"]


def test_a_deleted_row_is_out(read: Any) -> None:
    document = letter()
    add_xml(document.tables[0].rows[1]._tr.get_or_add_trPr(), "<w:del/>")
    assert tables(read(document))[0].rows == (("地区", "金额"),)


def test_hidden_text_is_out_and_said(read: Any) -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("现下达")._p
    add_xml(paragraph, "<w:r><w:rPr><w:vanish/></w:rPr><w:t>草稿</w:t></w:r>")
    add_xml(paragraph, '<w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>资金</w:t></w:r>')
    found = read(document)
    assert texts(found) == ["现下达资金"]
    assert found.remarks[0].found == "草稿"


def test_fields_show_their_results_but_page_numbers_are_left_out(read: Any) -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("第")._p

    def field(code: str, result: str) -> None:
        for xml in (
            '<w:r><w:fldChar w:fldCharType="begin"/></w:r>',
            f"<w:r><w:instrText> {code} </w:instrText></w:r>",
            '<w:r><w:fldChar w:fldCharType="separate"/></w:r>',
            f"<w:r><w:t>{result}</w:t></w:r>",
            '<w:r><w:fldChar w:fldCharType="end"/></w:r>',
        ):
            add_xml(paragraph, xml)

    field("PAGE", "7")
    field("SEQ 表", "3")
    add_xml(paragraph, '<w:fldSimple w:instr=" NUMPAGES "><w:r><w:t>9</w:t></w:r></w:fldSimple>')
    add_xml(paragraph, '<w:hyperlink w:anchor="a"><w:r><w:t>号</w:t></w:r></w:hyperlink>')
    assert texts(read(document)) == ["第3号"]


def test_headers_and_footers_are_left_out(read: Any) -> None:
    document = letter()
    document.sections[0].header.paragraphs[0].text = "内部资料"
    document.sections[0].footer.paragraphs[0].text = "— 1 —"
    found = read(document)
    assert texts(found) == ["某省财政厅关于下达2031年测试资金的通知"]
    assert [(remark.what, remark.found) for remark in found.remarks] == [
        ("what stands above or below each page was left out (1)", "内部资料")
    ]


def test_content_controls_are_looked_through(read: Any) -> None:
    document = docx.Document()
    body = document.element.body
    inner = "<w:p><w:r><w:t>甲</w:t></w:r></w:p>"
    body.insert(0, add_xml(body, f"<w:sdt><w:sdtPr/><w:sdtContent>{inner}</w:sdtContent></w:sdt>"))
    paragraph = document.add_paragraph("乙")._p
    add_xml(paragraph, "<w:sdt><w:sdtContent><w:r><w:t>丙</w:t></w:r></w:sdtContent></w:sdt>")
    table = document.add_table(rows=1, cols=2)
    table.cell(0, 0).text = "丁"
    row = table.rows[0]._tr
    row.remove(row.tc_lst[1])
    add_xml(
        row,
        f"<w:sdt><w:sdtContent><w:tc><w:tcPr/>{inner}</w:tc></w:sdtContent></w:sdt>",
    )
    found = read(document)
    assert texts(found) == ["甲", "乙丙"]
    assert tables(found)[0].rows == (("丁", "甲"),)


INSIDE = "<w:txbxContent><w:p><w:r><w:t>某省财政厅文件</w:t></w:r></w:p></w:txbxContent>"
OLD_BOX = f"<w:pict><v:shape><v:textbox>{INSIDE}</v:textbox></v:shape></w:pict>"
NEW_BOX = f"<w:drawing><wps:txbx>{INSIDE}</wps:txbx></w:drawing>"
BOTH = (
    f'<mc:AlternateContent><mc:Choice Requires="wps">{NEW_BOX}</mc:Choice>'
    f"<mc:Fallback>{OLD_BOX}</mc:Fallback></mc:AlternateContent>"
)
WORD_ART = '<w:pict><v:shape><v:textpath string="某省财政厅文件"/></v:shape></w:pict>'


@pytest.mark.parametrize("box", [OLD_BOX, NEW_BOX, BOTH, WORD_ART])
def test_text_boxes_and_word_art_are_read_once(read: Any, box: str) -> None:
    document = docx.Document()
    add_xml(document.add_paragraph("")._p, f"<w:r>{box}</w:r>")
    document.add_paragraph("某财测〔2031〕7号")
    assert texts(read(document)) == ["某省财政厅文件", "某财测〔2031〕7号"]


def test_a_frame_of_one_cell_is_no_table(read: Any) -> None:
    document = docx.Document()
    cell = document.add_table(rows=1, cols=1).cell(0, 0)
    cell.text = "甲"
    inner = cell.add_table(rows=1, cols=2)
    inner.cell(0, 0).text, inner.cell(0, 1).text = "乙", "丙"
    found = read(document)
    assert texts(found) == ["甲"]
    assert tables(found)[0].rows == (("乙", "丙"),)


def test_a_table_in_a_cell_is_the_text_of_the_cell(read: Any) -> None:
    document = letter()
    inner = document.tables[0].cell(1, 1).add_table(rows=1, cols=2)
    inner.cell(0, 0).text, inner.cell(0, 1).text = "其中", "30"
    found = read(document)
    assert tables(found)[0].rows[1] == ("甲市", "120 其中 30")
    assert whats(found) == ["tables inside cells were read as the text of these cells (1)"]


def test_paragraphs_of_a_cell_are_parted_by_a_space(read: Any) -> None:
    document = letter()
    cell = document.tables[0].cell(1, 0)
    cell.text = "1. 《甲办法》"
    cell.add_paragraph("2. 《乙办法》")
    assert tables(read(document))[0].rows[1][0] == "1. 《甲办法》 2. 《乙办法》"


def test_borders_a_hair_apart_are_one(read: Any) -> None:
    document = docx.Document()
    widths = "".join(f'<w:gridCol w:w="{width}"/>' for width in (2000, 30, 3000))

    def cell(text: str, span: int) -> str:
        return (
            f'<w:tc><w:tcPr><w:gridSpan w:val="{span}"/></w:tcPr>'
            f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>"
        )

    rows = (cell("地区", 1) + cell("金额", 2), cell("甲市", 2) + cell("120", 1))
    body = "".join(f"<w:tr>{row}</w:tr>" for row in rows)
    element = add_xml(
        document.element.body, f"<w:tbl><w:tblPr/><w:tblGrid>{widths}</w:tblGrid>{body}</w:tbl>"
    )
    document.element.body.insert(0, element)
    assert tables(read(document))[0].rows == (("地区", "金额"), ("甲市", "120"))


def test_footnotes_are_said(tmp_path: Path) -> None:
    note = (
        f'<w:footnotes xmlns:w="{W}"><w:footnote w:type="separator" w:id="0"><w:p/></w:footnote>'
        '<w:footnote w:id="1"><w:p><w:r><w:t>含深圳市。</w:t></w:r></w:p></w:footnote>'
        "</w:footnotes>"
    )
    relation = (
        f'<Relationship Id="rId99" Type="{RELATIONS}/footnotes" Target="footnotes.xml"/>'
        "</Relationships>"
    )
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
    data = patched(
        bytes_of(letter()),
        {
            "word/footnotes.xml": note.encode(),
            "word/_rels/document.xml.rels": lambda text: text.replace("</Relationships>", relation),
            "[Content_Types].xml": lambda text: text.replace(
                "</Types>",
                f'<Override PartName="/word/footnotes.xml" ContentType="{kind}"/></Types>',
            ),
        },
    )
    (remark,) = read_docx(saved(tmp_path, "letter.docx", data)).remarks
    assert (remark.what, remark.found) == (
        "footnotes are not in the transcript (1)",
        "含深圳市。",
    )


def test_pictures_and_files_inside_are_said(read: Any) -> None:
    document = letter()
    paragraph = document.add_paragraph("")._p
    add_xml(paragraph, "<w:r><w:drawing><a:blip/></w:drawing></w:r>")
    add_xml(paragraph, "<w:r><w:object><o:OLEObject/></w:object></w:r>")
    assert whats(read(document)) == [
        "files inside the document were not read (1)",
        "pictures in the document were not read (1)",
    ]
