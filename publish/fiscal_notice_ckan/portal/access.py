"""The portal's access log: one line a request, so that a test can count what was really sent."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

#: How the WSGI server writes a line; ``raw_uri`` is percent-encoded, so it never holds a space.
LOG_FORMAT = '%(t)s %(m)s %({raw_uri}e)s %(s)s %(B)s "%({content-length}i)s"'

_LINE = re.compile(
    r"\[(?P<time>[^\]]+)\] (?P<method>[A-Z]+) (?P<path>\S+) (?P<status>\d{3}) (?P<sent>\d+|-) "
    r'"(?P<received>\d+|-)"'
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One answered request; bytes are those of its body and of the body of the answer."""

    time: str
    method: str
    path: str
    status: int
    bytes_sent: int
    bytes_received: int


def parse_requests(lines: Iterable[str]) -> list[Request]:
    """Return the requests of an access log; a line cut short by a crash is left out."""
    return [_request(match) for match in map(_LINE.fullmatch, map(str.strip, lines)) if match]


def read_requests(log: Path) -> list[Request]:
    """Return the requests that an access log holds; none where there is no log yet."""
    if not log.exists():
        return []
    return parse_requests(log.read_text(encoding="utf-8", errors="replace").splitlines())


def _request(match: re.Match[str]) -> Request:
    return Request(
        time=match["time"],
        method=match["method"],
        path=match["path"],
        status=int(match["status"]),
        bytes_sent=_count(match["sent"]),
        bytes_received=_count(match["received"]),
    )


def _count(text: str) -> int:
    return 0 if text == "-" else int(text)
