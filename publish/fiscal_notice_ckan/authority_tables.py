"""The European Union's authority tables, whose addresses DCAT-AP asks for. Pure.

https://op.europa.eu/en/web/eu-vocabularies/authority-tables
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

_AUTHORITY = "http://publications.europa.eu/resource/authority"
#: Whoever publishes by this program publishes to everybody.
PUBLIC = f"{_AUTHORITY}/access-right/PUBLIC"
# ISO 639-1 → the table's code. DCAT names the Library of Congress for languages that are not here.
_LANGUAGES = {
    "ar": "ARA",
    "bg": "BUL",
    "cs": "CES",
    "da": "DAN",
    "de": "DEU",
    "el": "ELL",
    "en": "ENG",
    "es": "SPA",
    "et": "EST",
    "fi": "FIN",
    "fr": "FRA",
    "ga": "GLE",
    "hr": "HRV",
    "hu": "HUN",
    "it": "ITA",
    "ja": "JPN",
    "ko": "KOR",
    "lt": "LIT",
    "lv": "LAV",
    "mt": "MLT",
    "nl": "NLD",
    "pl": "POL",
    "pt": "POR",
    "ro": "RON",
    "ru": "RUS",
    "sk": "SLK",
    "sl": "SLV",
    "sv": "SWE",
    "zh": "ZHO",
}
_OTHER_LANGUAGE = "http://id.loc.gov/vocabulary/iso639-1"
# ISO 8601's repeating intervals, as DCAT's first version had them → the table's code.
_FREQUENCIES = {
    "R/P1Y": "ANNUAL",
    "R/P6M": "ANNUAL_2",
    "R/P3M": "QUARTERLY",
    "R/P1M": "MONTHLY",
    "R/P1W": "WEEKLY",
    "R/P1D": "DAILY",
}
_ADDRESS = re.compile(r"https?://[^\s<>\"{}|\\^`]+")
# The descriptor's properties that DCAT wants as addresses, beside those of contributors.
_ADDRESSES = ("theme", "availability")


def languages(raw: Mapping[str, Any]) -> list[str]:
    """The addresses of the descriptor's ``languages`` (BCP 47), each once."""
    return list(dict.fromkeys(map(_language, _texts(raw.get("languages")))))


def _language(tag: str) -> str:
    if is_address(tag):
        return tag
    primary = tag.replace("_", "-").split("-")[0].lower()
    code = _LANGUAGES.get(primary)
    return f"{_AUTHORITY}/language/{code}" if code else f"{_OTHER_LANGUAGE}/{primary}"


def themes(raw: Mapping[str, Any]) -> list[str]:
    """The descriptor's ``theme``: addresses, as of the table data-theme."""
    return [each for each in _texts(raw.get("theme")) if is_address(each)]


def frequency(raw: Mapping[str, Any]) -> str:
    """The address of ``accrualPeriodicity``; as it stands if that is no interval known here."""
    text = str(raw.get("accrualPeriodicity") or "")
    code = _FREQUENCIES.get(text)
    return f"{_AUTHORITY}/frequency/{code}" if code else text


def availability(raw: Mapping[str, Any]) -> str:
    """The descriptor's ``availability``, an address, as of the table planned-availability."""
    text = str(raw.get("availability") or "")
    return text if is_address(text) else ""


def no_addresses(raw: Mapping[str, Any]) -> Iterator[str]:
    """What stands in the descriptor in the place of an address, and is none."""
    named = [(key, text) for key in _ADDRESSES for text in _texts(raw.get(key))]
    people = raw.get("contributors")
    for each in people if isinstance(people, list) else []:
        if isinstance(each, Mapping):
            named += [
                (f"contributors: {key}", t)
                for key in ("type", "uri")
                for t in _texts(each.get(key))
            ]
    spatial = raw.get("spatial")
    if isinstance(spatial, Mapping):
        named += [("spatial: uri", text) for text in _texts(spatial.get("uri"))]
    for key, text in named:
        if not is_address(text):
            yield f"{key}: {text!r} is no address (https://…) of a term; see docs/publishing.md"


def is_address(text: str) -> bool:
    """Whether a text is an address without blanks and other signs that none may have."""
    return bool(_ADDRESS.fullmatch(text))


def _texts(value: object) -> list[str]:
    entries = value if isinstance(value, list) else [value]
    return [each for each in entries if isinstance(each, str) and each]
