"""What a form says of itself: its id, and the notice that it was made from."""

from __future__ import annotations

import re

from fiscal_notice.follow.form_layout import ABOUT_NAMES, FORM_VERSION
from fiscal_notice.follow.forms.rows import Content
from fiscal_notice.follow.record import follows_of
from fiscal_notice.package.naming import plain_name

_SPACES = re.compile(r"\s+")


def about_form(content: Content) -> dict[str, str]:
    """The names and values of the hidden sheet, in the order of ``ABOUT_NAMES``."""
    facts = content.announced.facts
    notice = follows_of(facts.package, "")
    values = {
        "form_id": f"{notice['name']}/{content.code}/follow-up",
        "region_code": content.code,
        "region": content.name,
        "notice_name": notice["name"],
        "notice_number": facts.tables.notice["document_number"],
        "notice_version": notice["version"],
        "notice_hash": notice["hash"],
        "form_version": FORM_VERSION,
    }
    return {name: values[name] for name in ABOUT_NAMES}


def file_stem_of(content: Content) -> str:
    """``CODE-NAME``, safe on any disk; of a notice without regions its number or name."""
    parts = [part for part in (content.code, content.name) if part]
    if not parts:
        notice = content.announced.facts.tables.notice
        parts = [notice["document_number"] or str(content.announced.facts.package.title("zh"))]
    return plain_name(_SPACES.sub("", "-".join(parts)))
