"""Values as a report shows them: their invisible signs visible, and never longer than a line."""

from __future__ import annotations

from fiscal_notice.package.visible import visible

MOST = 200
"""How many characters of a value are shown."""


def shown(text: str) -> str:
    """``text`` with its invisible signs; of a long one the beginning, and how long it is."""
    if len(text) <= MOST:
        # Most values are plain; to say so at once halves the time of a long report.
        plain = text.isascii() and text.isprintable() and "  " not in text
        return text if plain and text.strip(" ") == text else visible(text)
    return f"{visible(text[:MOST])}… ({len(text):,})"
