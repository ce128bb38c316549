"""Measure ``new``: an invented notice as docx, xlsx, pdf and html, and a folder of such letters.

The notice is the small one of the tests; it is written here in each form. Every run is a whole
process. Seconds are those of the clock and, in brackets, those of the processors, which other work
on the machine changes less; ratios are against the same notice as txt, in the same run.
"""

from __future__ import annotations

import argparse
import html
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from importlib.metadata import version
from pathlib import Path

from validation import machine

MINI = Path(__file__).resolve().parent.parent / "tests" / "data" / "mini" / "notice.txt"
OWN = str(Path(sys.executable).parent / "fiscal-notice")
LIBRARIES = ("python-docx", "openpyxl", "pdfplumber", "lxml", "pypinyin")
LETTERS, SECONDS = 1_000, 60
FORMS = {"txt": None, "html": None, "docx": 3, "xlsx": None, "pdf": 20}


def notice(number: int = 1) -> list[str]:
    """The lines of the invented notice; two cities have names that the lists know."""
    text = MINI.read_text(encoding="utf-8").replace("甲市", "广州市").replace("乙市", "深圳市")
    return text.replace("〔2020〕1号", f"〔2020〕{number}号").splitlines()


def letter(lines: Sequence[str]) -> Sequence[str]:
    """The lines of a notice before its first annex."""
    return lines[: lines.index("附件1")]


def blocks(lines: Sequence[str]) -> list[list[list[str]]]:
    """Paragraphs (one row of one cell) and tables (rows of cells), in order."""
    found: list[list[list[str]]] = []
    for line in lines:
        cells = line.split("\t")
        if len(cells) > 1 and found and len(found[-1][0]) == len(cells):
            found[-1].append(cells)
        elif line.strip():
            found.append([cells])
    return found


def as_txt(path: Path, lines: Sequence[str]) -> None:
    """The lines as they are."""
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def as_html(path: Path, lines: Sequence[str]) -> None:
    """A page with paragraphs and tables."""
    parts = []
    for rows in blocks(lines):
        if len(rows[0]) == 1:
            parts.append(f"<p>{html.escape(rows[0][0])}</p>")
            continue
        cells = ["".join(f"<td>{html.escape(cell)}</td>" for cell in row) for row in rows]
        parts.append(f"<table>{''.join(f'<tr>{row}</tr>' for row in cells)}</table>")
    body = "".join(parts)
    page = f'<html><head><meta charset="utf-8"></head><body>{body}</body></html>'
    path.write_text(page, encoding="utf-8")


def as_docx(path: Path, lines: Sequence[str]) -> None:
    """A document with paragraphs and tables."""
    import docx  # noqa: PLC0415  each form with its own library

    document = docx.Document()
    for rows in blocks(lines):
        if len(rows[0]) == 1:
            document.add_paragraph(rows[0][0])
            continue
        table = document.add_table(rows=len(rows), cols=len(rows[0]))
        for row, texts in zip(table.rows, rows, strict=True):
            for cell, text in zip(row.cells, texts, strict=True):
                cell.text = text
    document.save(str(path))


def as_xlsx(path: Path, lines: Sequence[str]) -> None:
    """A workbook with a row for each line."""
    import openpyxl  # noqa: PLC0415

    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for line in lines:
        sheet.append(line.split("\t"))
    book.save(path)


def as_pdf(path: Path, lines: Sequence[str]) -> None:
    """Pages of text, cells apart by spaces, in a font that readers know."""
    pages = [lines[at : at + 40] for at in range(0, len(lines), 40)]
    font = (
        b"<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H/DescendantFonts"
        b"[<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/CIDSystemInfo"
        b"<</Registry(Adobe)/Ordering(GB1)/Supplement 2>>/DW 1000>>]>>"
    )
    kids = b" ".join(b"%d 0 R" % (4 + 2 * number) for number in range(len(pages)))
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count %d/Kids[%s]>>" % (len(pages), kids),
        font,
    ]
    for number, texts in enumerate(pages):
        drawn = []
        for row, text in enumerate(texts):
            for column, cell in enumerate(text.split("\t")):
                code = cell.encode("utf-16-be").hex()
                drawn.append(f"BT /F 8 Tf {40 + 90 * column} {800 - 19 * row} Td <{code}> Tj ET")
        stream = "\n".join(drawn).encode()
        objects.append(
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 842 842]/Resources<</Font<</F 3 0 R>>>>"
            b"/Contents %d 0 R>>" % (5 + 2 * number)
        )
        objects.append(b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream))
    out, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    end = b"trailer<</Root 1 0 R/Size %d>>\nstartxref\n%d\n%%%%EOF" % (size, len(out))
    path.write_bytes(out + b"xref\n0 %d\n0000000000 65535 f \n" % size + table + end)


WRITERS: dict[str, Callable[[Path, Sequence[str]], None]] = {
    "txt": as_txt,
    "html": as_html,
    "docx": as_docx,
    "xlsx": as_xlsx,
    "pdf": as_pdf,
}


def run(*arguments: str) -> tuple[float, float]:
    """Seconds of the clock and of the processors that ``new`` takes."""
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    done = subprocess.run(
        [OWN, "new", *arguments],
        check=False,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    seconds, after = time.perf_counter() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
    assert done.returncode in (0, 1), done.stderr
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return seconds, used


def wanted(seconds: float, most: int | None) -> str:
    """Whether a bound is kept."""
    return "" if most is None else f" (at most {most}: {'met' if seconds <= most else 'MISSED'})"


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the table; ``--letters`` says of how many letters the folder is."""
    parser = argparse.ArgumentParser(description="Measure new on originals of every form.")
    parser.add_argument("--letters", type=int, default=LETTERS)
    count = parser.parse_args(arguments).letters
    print(machine() + ", " + ", ".join(f"{name} {version(name)}" for name in LIBRARIES) + "\n")
    print("| original | seconds (of processors) | ÷ txt |")
    print("| --- | ---: | ---: |")
    with tempfile.TemporaryDirectory(prefix="originals-") as name:
        folder, base = Path(name), 0.0
        for form, most in FORMS.items():
            path = folder / f"notice.{form}"
            WRITERS[form](path, notice())
            seconds, used = min(run(str(folder / f"{form}-{i}"), str(path)) for i in range(3))
            base = base or used
            taken = f"{seconds:.2f} ({used:.2f}){wanted(seconds, most)}"
            print(f"| {form} | {taken} | {used / base:.2f} |", flush=True)
        letters = folder / "letters"
        letters.mkdir()
        for number in range(1, count + 1):
            as_html(letters / f"letter{number}.html", letter(notice(number)))
        seconds, used = run(str(folder / "all"), str(letters), "--each")
        most = SECONDS if count == LETTERS else None
        print(
            f"| {count:,} html, --each | {seconds:.2f} ({used:.2f}){wanted(seconds, most)} |"
            f" {used / base:.2f} |"
        )


if __name__ == "__main__":
    main()
