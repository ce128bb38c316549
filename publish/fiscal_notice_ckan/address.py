"""A portal's address and an account's token, checked before either is used. Pure."""

from __future__ import annotations

from urllib.parse import urlsplit

from fiscal_notice.errors import PublishError

LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
# The longest part of a host's name between two dots.
_LABEL = 63
_SHORTEST_SECRET = 4


def checked_url(url: str) -> str:
    """The portal's address without a trailing slash; PublishError unless a plain http(s) one."""
    try:
        parts = urlsplit(url.strip())
        # Reading the port checks it.
        plain = (
            parts.scheme in ("http", "https")
            and parts.port != 0
            and all(0 < len(each) <= _LABEL for each in (parts.hostname or "").split("."))
            and url.strip().isprintable()
        )
    except ValueError:
        plain = False
    if not plain or parts.query or parts.username or parts.password or parts.fragment:
        shown = url.rpartition("@")[2] if "@" in url else url
        raise PublishError(
            "this is no address of a portal",
            found=shown,
            expected="https://HOST or https://HOST/PATH, without user, password or query",
        )
    return url.strip().rstrip("/")


def confidential(url: str) -> bool:
    """Whether nobody between here and ``url`` can read what is sent."""
    parts = urlsplit(url)
    return parts.scheme == "https" or parts.hostname in LOOPBACK


def checked_token(token: str | None) -> str | None:
    """The token, or None for an empty one; PublishError if it cannot be one."""
    clean = (token or "").strip()
    if not clean:
        return None
    if len(clean) < _SHORTEST_SECRET or not clean.isascii() or not clean.isprintable():
        raise PublishError(
            "the token is none",
            found=f"{len(clean)} characters, not shown",
            expected="one line of ASCII letters, digits and signs, as the portal printed it",
        )
    return clean
