"""How much a page of a pdf draws, counted while it is drawn: a small file may draw without end."""

from __future__ import annotations

from functools import cache
from typing import Any


class TooMuchDrawnError(Exception):
    """A page draws more letters, lines, pictures or forms than were allowed."""


def lay_out(page: Any, most: int) -> None:
    """Lay out a page of pdfplumber. Raises TooMuchDrawnError once it has drawn ``most`` things."""
    from pdfminer.pdfinterp import PDFPageInterpreter

    device = _device()(page.pdf.rsrcmgr, pageno=page.page_number, laparams=page.pdf.laparams)
    device.left = most
    PDFPageInterpreter(page.pdf.rsrcmgr, device).process_page(page.page_obj)
    # Where pdfplumber looks for a layout before it makes one; it would not count.
    page._layout = device.get_result()  # noqa: SLF001


@cache
def _device() -> Any:
    """The device of pdfplumber that counts; made when its libraries are needed anyway."""
    from pdfplumber.page import PDFPageAggregatorWithMarkedContent

    class Counting(PDFPageAggregatorWithMarkedContent):
        left = 0

        def _count(self) -> None:
            self.left -= 1
            if self.left < 0:
                raise TooMuchDrawnError

        def render_char(self, *args: Any, **kwargs: Any) -> Any:
            self._count()
            return super().render_char(*args, **kwargs)

        def paint_path(self, *args: Any, **kwargs: Any) -> Any:
            self._count()
            return super().paint_path(*args, **kwargs)

        def render_image(self, *args: Any, **kwargs: Any) -> Any:
            self._count()
            return super().render_image(*args, **kwargs)

        def begin_figure(self, *args: Any, **kwargs: Any) -> Any:
            self._count()
            return super().begin_figure(*args, **kwargs)

    return Counting
