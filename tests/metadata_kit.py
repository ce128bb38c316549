"""A descriptor that says of itself all that a portal can be told. Invented."""

from __future__ import annotations

from typing import Any

EU = "http://publications.europa.eu/resource/authority"
THEMES = [f"{EU}/data-theme/ECON", f"{EU}/data-theme/GOVE"]
AVAILABLE = f"{EU}/planned-availability/AVAILABLE"
AUTHORITY = "http://purl.org/adms/publishertype/RegionalAuthority"
LICENCE = "https://creativecommons.org/licenses/by/4.0/"
#: For ``changes`` of ``release_of``.
FACTS: dict[str, Any] = {
    "description@zh": "两张表。",
    "languages": ["zh-Hans", "en"],
    "theme": THEMES,
    "availability": AVAILABLE,
    "accrualPeriodicity": "R/P1Y",
    "homepage": "https://example.org/notice",
    "spatial": {"text": "虚构省", "uri": "https://example.org/place"},
    "temporal": {"start": "2021-01-01", "end": "2021-12-31"},
    "sources": [{"title": "虚构通知"}],
    "contributors": [
        {"title": "虚构省财政厅", "type": AUTHORITY, "roles": ["creator"]},
        {
            "title": "Invented compilers",
            "email": "compilers@example.org",
            "path": "https://example.org/",
            "type": AUTHORITY,
            "roles": ["publisher"],
        },
    ],
}
