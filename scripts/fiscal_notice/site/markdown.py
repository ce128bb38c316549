"""A little Markdown as HTML: paragraphs, headings, lists, code, emphasis and links to the web.

Descriptions of a package may be CommonMark (Data Package, "description"), and anybody may have
written them. All of it is escaped first, HTML too, and only addresses of the web become links. A
whole parser of CommonMark takes seconds for some texts of a few kilobytes; this one reads each line
once.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from markupsafe import Markup, escape

_ADDRESS = re.compile(r"https?://[^\s<>\"'\\^`{|}\x00-\x1f]+", re.IGNORECASE)
# Over escaped text: quotes and signs of HTML are entities, of which addresses have only "&amp;".
_INLINE = re.compile(
    r"`(?P<code>[^`\n]+)`"
    r"|!?\[(?P<words>[^\[\]\n]{1,500})\]\((?P<to>https?://[^\s()]{1,2000})\)"
    r"|&lt;(?P<auto>https?://(?:&amp;|[^\s&]){1,2000})&gt;"
    r"|(?P<bare>\bhttps?://(?:&amp;|[^\s&()（）\[\]，。；]){1,2000}(?<=[\w/]))"
    r"|\*\*(?P<strong>[^*\n]{1,2000})\*\*"
    r"|\*(?P<em>[^*\s][^*\n]{0,2000})\*"
)
_HEADING = re.compile(r"#{1,6}\s+(.*)")
_ITEM = re.compile(r"\s{0,8}(?:[-*+]|(\d{1,9})[.)])\s+(.*)")


def is_web_address(value: object) -> bool:
    """Whether a value is an address that a page may lead to."""
    return isinstance(value, str) and _ADDRESS.fullmatch(value) is not None


def markdown(text: str) -> Markup:
    """``text`` as paragraphs and lists, safe whatever it holds."""
    lines = str(escape(text)).splitlines()
    return Markup("".join(_blocks(lines)))  # noqa: S704  escaped


def _blocks(lines: list[str]) -> Iterator[str]:
    paragraph: list[str] = []
    items: list[str] = []
    tag = ""
    for line in [*lines, ""]:
        item, heading = _ITEM.fullmatch(line), _HEADING.fullmatch(line)
        continued = items and line.startswith(" ") and line.strip() and not item
        if continued:
            items[-1] += f" {line.strip()}"
            continue
        if paragraph and (item or heading or not line.strip()):
            yield f"<p>{_inline(' '.join(paragraph))}</p>"
            paragraph = []
        if items and not item and line.strip():
            yield _list(tag, items)
            items = []
        if item:
            tag = tag if items else "ol" if item[1] else "ul"
            items.append(item[2])
        elif heading:
            yield f"<p><strong>{_inline(_unclosed(heading[1]))}</strong></p>"
        elif line.strip():
            paragraph.append(line.strip())
    if items:
        yield _list(tag, items)


def _unclosed(heading: str) -> str:
    """A heading without the signs that close it, which stand after a space."""
    whole = heading.rstrip()
    bare = whole.rstrip("#")
    words = bare.rstrip()
    return words if words != bare or not words else whole


def _list(tag: str, items: list[str]) -> str:
    return f"<{tag}>{''.join(f'<li>{_inline(item)}</li>' for item in items)}</{tag}>"


def _inline(text: str) -> str:
    return _INLINE.sub(_replaced, text)


def _replaced(found: re.Match[str]) -> str:
    code, words, to, auto, bare, strong, em = found.group(
        "code", "words", "to", "auto", "bare", "strong", "em"
    )
    if code:
        return f"<code>{code}</code>"
    if to or auto or bare:
        address = to or auto or bare
        return f'<a href="{address}" rel="nofollow">{words or address}</a>'
    return f"<strong>{strong}</strong>" if strong else f"<em>{em}</em>"
