"""The flow of the money as a picture: province, transfer types, cities.

Nodes stand in columns, bands run between them, and a band is as thick as its money. The geometry
is all that is made here; a template writes the SVG.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from fiscal_notice.notice.facts.figures import Figure, total

GAP = 5.0


@dataclass(slots=True, kw_only=True)
class Node:
    """A bar of the picture, and the ``bottom`` of the room for its label.

    ``left`` and ``right`` are how much of its sides bands have taken.
    """

    stage: int
    name: str
    x: float
    y: float = 0.0
    height: float = 0.0
    bottom: float = 0.0
    figure: Figure
    left: float = 0.0
    right: float = 0.0

    @property
    def middle(self) -> float:
        """The height of its label."""
        return round(self.y + self.height / 2, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """Money from one node to the next; ``path`` is its outline."""

    source: Node
    target: Node
    transfer_type: str
    figure: Figure
    path: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """Money that flows from a node of one stage to a node of the next."""

    stage: int
    source: str
    target: str
    transfer_type: str
    figure: Figure


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """The size of a picture: its columns' places, the bars' width, the scale's full height.

    ``slots`` are the least heights that the labels of each column need.
    """

    columns: tuple[float, ...]
    width: float
    bar: float
    full: float
    slots: tuple[float, ...]
    top: float
    narrow: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow:
    """The whole picture in the units of its ``paper``."""

    paper: Paper
    height: float
    nodes: tuple[Node, ...]
    bands: tuple[Band, ...]

    @property
    def columns(self) -> tuple[float, ...]:
        """The places of the columns that have nodes."""
        return tuple(sorted({node.x for node in self.nodes}))


WIDE = Paper(
    columns=(0.0, 360.0, 900.0),
    width=1080.0,
    bar=12.0,
    full=440.0,
    slots=(30.0, 44.0, 16.5),
    top=26.0,
)
NARROW = Paper(
    columns=(0.0, 90.0, 246.0),
    width=360.0,
    bar=8.0,
    full=400.0,
    slots=(30.0, 42.0, 17.0),
    top=22.0,
    narrow=True,
)


def flow(
    links: Sequence[Link],
    orders: Sequence[Sequence[str]],
    paper: Paper,
    printed: Mapping[tuple[int, str], Figure],
) -> Flow:
    """The picture of ``links``; ``orders`` has the names of each stage from top to bottom.

    ``printed`` are totals by stage and node that the notice prints; they stand for equal sums.
    """
    whole = sum(int(link.figure.value) for link in links if link.stage == 0)
    scale = paper.full / whole if whole else 0.0
    columns = [
        _column(
            stage, [(name, _through(stage, name, links, printed)) for name in names], paper, scale
        )
        for stage, names in enumerate(orders)
        if names
    ]
    lowest = max((_bottom(column) for column in columns), default=0.0)
    for column in columns:
        shift = round((lowest - _bottom(column)) / 2, 1)
        for node in column:
            node.y = round(node.y + shift + paper.top, 1)
    nodes = {(node.stage, node.name): node for column in columns for node in column}
    return Flow(
        paper=paper,
        height=round(lowest + paper.top + 6, 1),
        nodes=tuple(nodes.values()),
        bands=tuple(_bands(links, nodes, orders, paper.bar, scale)),
    )


def _column(
    stage: int, figures: Iterable[tuple[str, Figure]], paper: Paper, scale: float
) -> list[Node]:
    """The nodes of a stage from the top; each has room for its label."""
    nodes: list[Node] = []
    y = 0.0
    for name, figure in figures:
        height = round(max(1.0, scale * int(figure.value)), 1)
        slot = max(height, paper.slots[stage])
        x = paper.columns[stage]
        top = round(y + (slot - height) / 2, 1)
        y += slot
        nodes.append(
            Node(stage=stage, name=name, x=x, y=top, height=height, bottom=y, figure=figure)
        )
        y += GAP
    return nodes


def _through(
    stage: int, name: str, links: Sequence[Link], printed: Mapping[tuple[int, str], Figure]
) -> Figure:
    """What flows into a node, or out of it at the first stage."""
    # The end of a link at this node: where it starts at the first stage, else where it arrives.
    ends = (
        ((link.stage, link.source) if stage == 0 else (link.stage + 1, link.target), link)
        for link in links
    )
    own = [link.figure for end, link in ends if end == (stage, name)]
    return total(own, printed.get((stage, name)))


def _bottom(column: Sequence[Node]) -> float:
    return max((node.bottom for node in column), default=0.0)


def _bands(
    links: Sequence[Link],
    nodes: dict[tuple[int, str], Node],
    orders: Sequence[Sequence[str]],
    bar: float,
    scale: float,
) -> Iterable[Band]:
    """The bands; at each node they leave and arrive in the order of the nodes on the other side."""

    def place(link: Link) -> tuple[int, int, int]:
        return (
            link.stage,
            list(orders[link.stage]).index(link.source),
            list(orders[link.stage + 1]).index(link.target),
        )

    for link in sorted(links, key=place):
        source, target = nodes[link.stage, link.source], nodes[link.stage + 1, link.target]
        height = scale * int(link.figure.value)
        path = _ribbon(
            (source.x + bar, source.y + source.right), (target.x, target.y + target.left), height
        )
        source.right += height
        target.left += height
        yield Band(
            source=source,
            target=target,
            transfer_type=link.transfer_type,
            figure=link.figure,
            path=path,
        )


def _ribbon(start: tuple[float, float], end: tuple[float, float], height: float) -> str:
    """The outline of a band: two curves that leave and arrive level."""
    (x0, y0), (x1, y1) = start, end
    height = max(height, 0.6)
    middle = (x0 + x1) / 2
    return (
        f"M{x0:.1f} {y0:.1f}C{middle:.1f} {y0:.1f} {middle:.1f} {y1:.1f} {x1:.1f} {y1:.1f}"
        f"V{y1 + height:.1f}C{middle:.1f} {y1 + height:.1f} {middle:.1f} {y0 + height:.1f} "
        f"{x0:.1f} {y0 + height:.1f}Z"
    )
