"""The letter as a docx, to be signed and sent."""

from __future__ import annotations

from fiscal_notice.export.docx_paper import DocxPaper
from fiscal_notice.notice.declaring.letter import Letter


def letter_docx(letter: Letter) -> bytes:
    """The letter as a docx, the same bytes for the same letter; needs python-docx."""
    page = DocxPaper()
    page.title(letter.subject)
    page.text(letter.to)
    for paragraph in letter.opening:
        page.text(paragraph)
    number = 0
    for part in letter.parts:
        page.heading(part.heading)
        for item in part.items:
            number += 1
            page.entry(f"{number}.", [item.says, *item.below])
    for paragraph in letter.closing:
        # The lines to sign do not stand on a page by themselves.
        page.caption(paragraph)
    page.signatures(letter.blanks, "：" if letter.lang == "zh" else ": ")
    return page.content(letter.subject, letter.day)
