"""Small invented files in pdf: text and rules at places, in a font that every reader knows."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

SIZE = 12.0
FONT = (
    b"<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H/DescendantFonts"
    b"[<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/CIDSystemInfo"
    b"<</Registry(Adobe)/Ordering(GB1)/Supplement 2>>/DW 1000/W[1 95 500]/FontDescriptor"
    b"<</Type/FontDescriptor/FontName/STSong-Light/Flags 6/FontBBox[0 -120 1000 880]/Ascent 880"
    b"/Descent -120/ItalicAngle 0/CapHeight 880/StemV 93>>>>]>>"
)


def width_of(text: str, size: float = SIZE) -> float:
    """How wide a text is printed."""
    return sum(size / 2 if sign.isascii() else size for sign in text)


@dataclass
class Page:
    """A page that is drawn on; places in points from the left and the top."""

    width: float = 595
    height: float = 842
    parts: list[str] = field(default_factory=list)
    picture: bool = False

    def text(self, x: float, y: float, text: str, size: float = SIZE) -> None:
        code = text.encode("utf-16-be").hex()
        self.parts.append(f"BT /F1 {size} Tf {x} {self.height - y - size} Td <{code}> Tj ET")

    def lines(self, x: float, y: float, lines: Sequence[str], pitch: float = 20) -> float:
        for line in lines:
            self.text(x, y, line)
            y += pitch
        return y

    def rule(self, x0: float, y0: float, x1: float, y1: float) -> None:
        self.parts.append(f"0.5 w {x0} {self.height - y0} m {x1} {self.height - y1} l S")

    def box(self, x0: float, y0: float, x1: float, y1: float) -> None:
        """A thin filled box, as some programs print rules."""
        self.parts.append(f"{x0} {self.height - y1} {x1 - x0} {y1 - y0} re f")

    def table(self, y: float, rows: Sequence[Sequence[str]], xs: Sequence[float]) -> float:
        """A ruled table with a line of text per cell, lines of a cell parted by a line break."""
        top = y
        self.rule(xs[0], y, xs[-1], y)
        for row in rows:
            height = max(cell.count("\n") for cell in row) * 14 + 20
            for cell, x in zip(row, xs, strict=False):
                for number, line in enumerate(cell.split("\n")):
                    self.text(x + 3, y + 4 + 14 * number, line)
            y += height
            self.rule(xs[0], y, xs[-1], y)
        for x in xs:
            self.rule(x, top, x, y)
        return y


def pdf(pages: Sequence[Page], *, locked: bool = False) -> bytes:
    """The bytes of a file with these pages."""
    objects: list[bytes] = [b"<</Type/Catalog/Pages 2 0 R>>", b"", FONT]
    objects.append(
        b"<</Type/XObject/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceGray/BitsPerComponent 8"
        b"/Length 1>>stream\n\x00\nendstream"
    )
    kids = []
    for page in pages:
        draw = [f"q {page.width} 0 0 {page.height} 0 0 cm /I1 Do Q"] if page.picture else []
        data = zlib.compress("\n".join([*draw, *page.parts]).encode())
        objects.append(
            b"<</Filter/FlateDecode/Length %d>>stream\n%s\nendstream" % (len(data), data)
        )
        objects.append(
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 %d %d]/Contents %d 0 R/Resources"
            b"<</Font<</F1 3 0 R>>/XObject<</I1 4 0 R>>>>>>"
            % (page.width, page.height, len(objects))
        )
        kids.append(b"%d 0 R" % len(objects))
    objects[1] = b"<</Type/Pages/Kids[%s]/Count %d>>" % (b" ".join(kids), len(kids))
    out = b"%PDF-1.5\n"
    offsets = []
    for number, one in enumerate(objects, start=1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, one)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    lock = (
        b"/Encrypt<</Filter/Standard/V 1/R 2/O<%s>/U<%s>/P -44>>/ID[<00><00>]"
        % (b"41" * 32, b"42" * 32)
        if locked
        else b""
    )
    return (
        out
        + b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(objects) + 1, table)
        + b"trailer<</Root 1 0 R/Size %d%s>>\nstartxref\n%d\n%%%%EOF"
        % (len(objects) + 1, lock, len(out))
    )


def save(path: Path, *pages: Page) -> Path:
    """A file with these pages."""
    path.write_bytes(pdf(pages))
    return path
