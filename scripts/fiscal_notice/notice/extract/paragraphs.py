"""The paragraphs of a letter that pages and copies put onto one line."""

from __future__ import annotations

import re

from fiscal_notice.model import Line
from fiscal_notice.notice.extract.notation import plain

# Behind the title, the number, the salutation; before a clause, the list of annexes, the signature.
_PARTED = re.compile(
    r"(?<=通知)\s+(?=[\[(]?[\u4e00-\u9fff]{2,14}\s*[\[(]\s*[0-9]{4})"
    r"|(?<=[0-9]号)\s+(?=[^。;]{2,120}:\s)"
    r"|(?<=:)\s+(?=根据|按照|依据|为|经|现|此前|一、)"
    r"|(?:\s+|(?<=[。,;:]))(?=[一二三四五六七八九十]{1,3}、)"
    r"|(?:\s+|(?<=[。,;]))(?=附\s?件\s?[0-9]{0,2}\s?[:.])"
    r"|(?<=[。表单案)])\s+(?=[\u4e00-\u9fff ]{4,40}[厅局部委会]\s*[0-9]{4}年)"
)
# A line shorter than this holds one paragraph.
_LONG = 150


def paragraphs(line: Line) -> list[Line]:
    """The paragraphs of a line that holds several, each with the number of the line."""
    if len(line.text) < _LONG:
        return [line] if line.text.strip() else []
    cuts = [match.span() for match in _PARTED.finditer(plain(line.text))]
    bounds = [0, *(edge for cut in cuts for edge in cut), len(line.text)]
    return [
        Line(number=line.number, text=line.text[start:stop])
        for start, stop in zip(bounds[::2], bounds[1::2], strict=True)
        if line.text[start:stop].strip()
    ]
