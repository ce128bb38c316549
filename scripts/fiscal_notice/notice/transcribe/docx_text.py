"""The text of a paragraph of Word as it is printed: nothing deleted, hidden, or counting pages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from fiscal_notice.notice.transcribe.docx_numbering import VAL, W
from fiscal_notice.notice.transcribe.remarks import Notes

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_VML = "{urn:schemas-microsoft-com:vml}"
_OFFICE = "{urn:schemas-microsoft-com:office:office}"
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_OFF = {"0", "false", "off"}
#: Fields whose results are left out: they count pages, or repeat headings.
_LEFT_OUT = {"PAGE", "NUMPAGES", "SECTIONPAGES", "TOC"}
#: Holders of text that are looked through.
THROUGH = {
    f"{W}{name}"
    for name in (
        *("ins", "moveTo", "hyperlink", "smartTag", "sdt", "sdtContent", "customXml"),
        *("dir", "bdo", "rubyBase", "ruby"),
    )
}
_SIGNS = {f"{W}tab": " ", f"{W}ptab": " ", f"{W}cr": "\n", f"{W}noBreakHyphen": "-"}


@dataclass(slots=True)
class _Field:
    code: str = ""
    result: bool = False

    @property
    def left_out(self) -> bool:
        return not self.result or (self.code.split() or [""])[0].upper() in _LEFT_OUT


@dataclass(slots=True)
class Inline:
    """Reads paragraphs in their order: a field may begin in one and end in another.

    ``boxes`` are the text boxes (and the words of word art) met since they were last taken.
    """

    notes: Notes
    boxes: list[Any] = field(default_factory=list)
    _fields: list[_Field] = field(default_factory=list)

    def text(self, paragraph: Any) -> str:
        """The text of a paragraph; with line breaks, but no page breaks."""
        return "".join(self._inside(paragraph))

    def take_boxes(self) -> list[Any]:
        """The text boxes met so far, once."""
        found, self.boxes = self.boxes, []
        return found

    def _inside(self, element: Any) -> Iterator[str]:
        for child in element:
            tag = child.tag
            if tag == f"{W}r":
                yield from self._run(child)
            elif tag in THROUGH:
                if tag in {f"{W}ins", f"{W}moveTo"}:
                    self.notes.add("inserted")
                yield from self._inside(child)
            elif tag == f"{W}fldSimple":
                code = (child.get(f"{W}instr") or "").split() or [""]
                if code[0].upper() not in _LEFT_OUT:
                    yield from self._inside(child)
            elif tag in {f"{W}del", f"{W}moveFrom"}:
                self.notes.add("deleted", _words(child, f"{W}t", f"{W}delText"))
            elif tag == f"{_MC}AlternateContent":
                yield from self._inside(_choice(child))
            elif isinstance(tag, str) and tag.startswith(_MATH):
                yield _words(child, f"{_MATH}t")

    def _run(self, run: Any) -> Iterator[str]:
        if hidden(run.find(f"{W}rPr")):
            self.notes.add("hidden", _words(run, f"{W}t"))
            return
        for child in run:
            tag = child.tag
            if tag == f"{W}t":
                if not any(each.left_out for each in self._fields):
                    yield child.text or ""
            elif tag == f"{W}fldChar":
                self._field(child.get(f"{W}fldCharType"))
            elif tag == f"{W}instrText":
                if self._fields:
                    self._fields[-1].code += child.text or ""
            else:
                yield from self._object(child, tag)

    def _object(self, child: Any, tag: Any) -> Iterator[str]:
        if tag in _SIGNS:
            yield _SIGNS[tag]
        elif tag == f"{W}br":
            yield "" if child.get(f"{W}type") in {"page", "column"} else "\n"
        elif tag == f"{W}sym":
            yield _symbol(child.get(f"{W}char") or "")
        elif tag == f"{W}commentReference":
            self.notes.add("comment")
        elif tag == f"{W}ruby":
            base = child.find(f"{W}rubyBase")
            if base is not None:
                yield from self._inside(base)
        elif tag == f"{_MC}AlternateContent":
            choice = _choice(child)
            for inner in choice:
                yield from self._object(inner, inner.tag)
        elif tag in {f"{W}drawing", f"{W}pict", f"{W}object"}:
            self._drawn(child, tag)

    def _drawn(self, element: Any, tag: str) -> None:
        boxes = [
            box for box in element.iter(f"{W}txbxContent") if not _within_fallback(box, element)
        ]
        self.boxes += boxes
        art = [each for each in element.iter(f"{_VML}textpath") if each.get("string")]
        self.boxes += art
        if tag == f"{W}object" or next(element.iter(f"{_OFFICE}OLEObject"), None) is not None:
            self.notes.add("embedded")
        elif not boxes and not art and _has_picture(element):
            self.notes.add("picture")

    def _field(self, kind: str | None) -> None:
        if kind == "begin":
            self._fields.append(_Field())
        elif kind == "separate" and self._fields:
            self._fields[-1].result = True
        elif kind == "end" and self._fields:
            ended = self._fields.pop()
            if ended.code.split()[:1] == ["TOC"]:
                self.notes.add("contents")


def _words(element: Any, *tags: str) -> str:
    return "".join(each.text or "" for each in element.iter(*tags))


def hidden(properties: Any | None) -> bool:
    """Whether the properties of a run hide it (``w:vanish``)."""
    found = None if properties is None else properties.find(f"{W}vanish")
    return found is not None and found.get(VAL) not in _OFF


def _choice(alternates: Any) -> Any:
    """The first of the alternates that newer and older programs show: the newer."""
    choice = alternates.find(f"{_MC}Choice")
    fallback = alternates.find(f"{_MC}Fallback")
    return choice if choice is not None else fallback if fallback is not None else ()


def _within_fallback(box: Any, top: Any) -> bool:
    """Whether a text box is in another one, which is read, or is for older programs alone."""
    for above in box.iterancestors():
        if above is top:
            return False
        if above.tag in {f"{_MC}Fallback", f"{W}txbxContent"}:
            return True
    return False


def _has_picture(element: Any) -> bool:
    return (
        next(element.iter(f"{_DRAWING}blip"), None) is not None
        or next(element.iter(f"{_VML}imagedata"), None) is not None
    )


def _symbol(code: str) -> str:
    """A sign given by its number; those of symbol fonts have none outside and are a box."""
    try:
        sign = chr(int(code, 16))
    except (ValueError, OverflowError):
        return ""
    return "□" if "\ue000" <= sign <= "\uf8ff" else sign
