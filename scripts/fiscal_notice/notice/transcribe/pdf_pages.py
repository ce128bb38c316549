"""Tables that go on on the next page put together; headers that are printed again left out."""

from __future__ import annotations

import re
from bisect import bisect_right

from fiscal_notice.notice.transcribe.blocks import Place, Table
from fiscal_notice.notice.transcribe.pdf_tables import Cell, Grid
from fiscal_notice.notice.transcribe.places import letters
from fiscal_notice.notice.transcribe.wording import joint

_NEAR = 4.0
_HEADERS = 5  # rows of a table within which a header that is repeated begins
_NUMBER = re.compile(r"[-－△(（]?[\d,，.]+[)）%]?")
_OWN = re.compile(r"附件|附表|^表\s*\d")


class Joined:
    """A table over one page or several: its grids in order, each with its page."""

    def __init__(self, grid: Grid, page: int) -> None:
        self.edges = list(grid.edges)
        self.rows: list[tuple[int, list[Cell]]] = [(page, row) for row in grid.rows]
        self._texts = [_texts(row) for row in grid.rows]
        self._edges = list(grid.edges)
        self._ruled = grid.ruled

    def goes_on(self, grid: Grid) -> bool:
        """Whether a grid at the head of the next page is the rest of this table."""
        if not (grid.ruled and self._ruled):
            return grid.ruled == self._ruled and _overlap(self._edges, grid.edges)
        if abs(grid.x0 - self._edges[0]) > 2 * _NEAR or abs(grid.x1 - self._edges[-1]) > 2 * _NEAR:
            return False
        first = next((row for row in grid.rows if any(cell.text for cell in row)), [])
        filled = [cell for cell in first if cell.text]
        if len(filled) == 1 and len(first) <= 2 and _OWN.search(filled[0].text):
            return False
        ours, theirs = self._edges, grid.edges
        few, many = (ours, theirs) if len(ours) <= len(theirs) else (theirs, ours)
        return all(any(abs(edge - other) <= _NEAR for other in many) for edge in few)

    def add(self, grid: Grid, page: int) -> None:
        """Put the rest of the table behind it, without headers that are printed again."""
        if not grid.ruled:
            _move(grid, self._edges)
        repeated, start = self._repeated(grid)
        labels = self._unended()
        for header, names in zip(grid.rows[:repeated], self._texts[start:], strict=False):
            self._left_in_header(header, names, labels)
        rows = grid.rows[repeated:]
        for cell in rows[0] if rows else ():
            _label(cell, labels)
        if rows and self.rows and self._is_broken(rows[0]):
            self._continue(rows[0])
            rows = rows[1:]
        self.rows += [(page, row) for row in rows]
        for edge in grid.edges:
            if all(abs(edge - other) > _NEAR for other in self.edges):
                self.edges.append(edge)
        self.edges.sort()

    def _unended(self) -> list[Cell]:
        """The cells that the end of the last page cuts, with the cells that they go on with."""
        last = self.rows[-1][0] if self.rows else 0
        return [cell for page, row in self.rows if page == last for cell in row if cell.unended]

    def _left_in_header(self, header: list[Cell], names: list[str], labels: list[Cell]) -> None:
        """A label that runs into a header that is printed again belongs to the cell it cuts."""
        filled = [cell for cell in header if cell.text]
        for cell, name in zip(filled, names, strict=True):
            rest = "".join(cell.text.split())[len(name) :]
            if rest:
                _label(Cell(rest, cell.x0, cell.x1), labels)

    def _repeated(self, grid: Grid) -> tuple[int, int]:
        """How many rows of a grid print again what stands at the head of the table, and where."""
        texts = [_texts(row) for row in grid.rows]
        best = place = 0
        for start in range(min(_HEADERS, len(self._texts))):
            # Only titles and units stand above a header.
            if start and 3 * len(self._texts[start - 1]) > max(3, len(self._edges) - 1):
                break
            count = 0
            while (
                count < min(len(texts), _HEADERS)
                and start + count < len(self._texts)
                and _is_again(texts[count], self._texts[start + count])
                and not any(map(_NUMBER.fullmatch, texts[count]))
                # A second row of names stands below names that are merged or missing.
                and (not count or len(texts[count - 1]) < len(grid.edges) - 1)
            ):
                count += 1
            if count > best and any(len(row) > 1 for row in texts[:count]):
                best, place = count, start
        return best, place

    def _is_broken(self, row: list[Cell]) -> bool:
        """Whether a row only goes on with cells of the last row, which the page's end broke."""
        last = self.rows[-1][1]
        filled = [cell for cell in row if cell.text]
        if not filled or filled[0].x0 <= self.edges[0] + _NEAR:
            return False
        pairs = [(cell, _above(cell, last)) for cell in row]
        # Where rules are left open at a page's end, they tell which cells go on.
        open_ended = any(cell.unended for cell in self._unended())
        # A lone text over much of the table's width is no row of its own.
        width = self.edges[-1] - self.edges[0]
        wide = len(filled) == 1 and filled[0].x1 - filled[0].x0 > 0.4 * width
        for cell, above in pairs:
            if cell.text and not (
                above is not None
                and above.text
                and (above.unended if open_ended else above.full or wide)
                and not (_NUMBER.fullmatch(cell.text) and _NUMBER.fullmatch(above.text))
            ):
                return False
        return any(above is not None and above.text and not cell.text for cell, above in pairs)

    def _continue(self, row: list[Cell]) -> None:
        last = self.rows[-1][1]
        for cell in row:
            above = _above(cell, last)
            if cell.text and above is not None:
                above.text += joint(above.text, cell.text) + cell.text

    def block(self, number: int) -> Table:
        """The table as rows of as many cells as it has columns."""
        width = len(self.edges) - 1
        rows: list[tuple[str, ...]] = []
        for _, cells in self.rows:
            row = [""] * width
            for cell in cells:
                if cell.text:
                    column = bisect_right(self.edges, cell.x0 + _NEAR) - 1
                    column = min(max(column, 0), width - 1)
                    row[column] = f"{row[column]} {cell.text}".strip()
            rows.append(tuple(row))
        last = letters(width)
        places = tuple(
            Place(page=page, cell=f"T{number}!A{row}:{last}{row}")
            for row, (page, _) in enumerate(self.rows, start=1)
        )
        return Table(rows=tuple(rows), places=places)


def _overlap(ours: list[float], theirs: list[float]) -> bool:
    """Whether two tables without rules have the same columns, as far as their text tells."""
    if len(ours) != len(theirs):
        return False
    columns = zip(ours, ours[1:], theirs, theirs[1:], strict=False)
    return all(
        min(end, other_end) - max(start, other) > 0.5 * min(end - start, other_end - other)
        for start, end, other, other_end in columns
    )


def _move(grid: Grid, edges: list[float]) -> None:
    """Give the cells of a grid without rules the columns of the table that it goes on with."""
    for row in grid.rows:
        for cell in row:
            cell.x0 = edges[grid.edges.index(cell.x0)]
            cell.x1 = edges[grid.edges.index(cell.x1)]
    grid.edges = list(edges)


def _label(cell: Cell, labels: list[Cell]) -> None:
    """Give a label to the cell of the page before that it belongs to, if it isn't there yet."""
    above = _above(cell, labels)
    if above is None or not cell.text:
        return
    if not above.text:
        above.text, cell.text = cell.text, ""
    else:
        if above.text != cell.text:
            above.text += joint(above.text, cell.text) + cell.text
        cell.text = ""


def _above(cell: Cell, row: list[Cell]) -> Cell | None:
    return next(
        (one for one in row if abs(one.x0 - cell.x0) <= _NEAR and abs(one.x1 - cell.x1) <= _NEAR),
        None,
    )


def _is_again(row: list[str], header: list[str]) -> bool:
    """Whether a row is a header again; a label without a rule below may run into one cell of it."""
    if len(row) != len(header):
        return False
    others = [(text, name) for text, name in zip(row, header, strict=True) if text != name]
    return not others or (
        len(others) == 1 and len(row) > 2 and others[0][0].startswith(others[0][1])
    )


def _texts(row: list[Cell]) -> list[str]:
    return ["".join(cell.text.split()) for cell in row if cell.text]
