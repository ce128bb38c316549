"""Cut the font of the share pictures from Noto Sans SC.

Needs fontTools, which the program does not: ``python docs/share_font.py NotoSansSC_500Medium.ttf``.
The font comes from the npm package @expo-google-fonts/noto-sans-sc 0.4.3; its licence is beside
what is made. Kept are the characters of GB 2312 level 1, of the names of all divisions, and ASCII;
left out are hinting and layout tables, and glyphs put together of others are drawn out.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterator
from pathlib import Path

from fontTools import subset
from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont

NOTICE = Path(__file__).parent.parent / "scripts" / "fiscal_notice" / "notice"
OUT = NOTICE / "pages" / "share" / "NotoSansSC-Medium-subset.ttf"
TABLES = {"cmap", "glyf", "head", "hhea", "hmtx", "loca", "maxp", "name"}
SIGNS = "，。：；、（）〔〕《》“”·—–¥×％"


def characters() -> set[str]:
    """What the font can draw."""
    with (NOTICE / "codelists" / "gb_divisions.csv").open(encoding="utf-8", newline="") as file:
        names = {sign for row in csv.DictReader(file) for sign in row["name"] if not sign.isspace()}
    return names | set(level_1()) | set(SIGNS) | {chr(code) for code in range(0x20, 0x7F)}


def level_1() -> Iterator[str]:
    """The 3755 characters of GB 2312 level 1."""
    for row in range(0xB0, 0xD8):
        cells = bytes(b for cell in range(0xA1, 0xFF) for b in (row, cell))
        yield from cells.decode("gb2312", errors="ignore")  # the last row is not full


def main(source: str) -> None:
    """Write the subset of the font ``source``."""
    font = TTFont(source, recalcTimestamp=False)
    options = subset.Options(
        hinting=False, layout_features=[], name_IDs=[0, 1, 2, 5, 13, 14], notdef_outline=True
    )
    options.drop_tables += [
        tag for tag in list(font.reader.tables) if tag not in TABLES and tag.strip().isalnum()
    ]
    cut = subset.Subsetter(options)
    cut.populate(text="".join(sorted(characters())))
    cut.subset(font)
    glyphs = font.getGlyphSet()
    for name in font.getGlyphOrder():
        if font["glyf"][name].isComposite():
            pen, drawn = TTGlyphPen(None), DecomposingRecordingPen(glyphs)
            glyphs[name].draw(drawn)
            drawn.replay(pen)
            font["glyf"][name] = pen.glyph()
    font.save(OUT)


if __name__ == "__main__":
    main(sys.argv[1])
