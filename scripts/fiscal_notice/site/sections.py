"""The sections of a page, for who goes through it by keys."""

from __future__ import annotations

import re

from markupsafe import Markup

_HEADING = re.compile(r'<h2(?=[^>]*\bid="([^"]+)")[^>]*>(.*?)</h2>', re.DOTALL)
# Counts beside the words, and links, which would stand inside a link.
_LEFT_OUT = re.compile(
    r'<span class="soft[^"]*">(?:<span\b[^>]*>.*?</span>|.)*?</span>'
    r"|</?a\b[^>]*>|</?button\b[^>]*>",
    re.DOTALL,
)


def sections(body: Markup) -> list[tuple[str, Markup]]:
    """The headings of the second level that have an id: the id and the words."""
    return [
        # From a template, which has escaped what the package says.
        (found[1], Markup(_LEFT_OUT.sub("", found[2]).strip()))  # noqa: S704
        for found in _HEADING.finditer(body)
    ]
