"""Recipients of grants: the bodies that a line names, and what kind of body each is."""

from __future__ import annotations

from fiscal_notice.model import Row, Rows
from fiscal_notice.notice.extract.vocabulary import RECIPIENT_KINDS


def split_recipients(printed: str) -> list[str]:
    """The bodies that one line names, joined by 、, if each part ends as a body's name does."""
    parts = printed.split("、")
    return parts if all(recipient_kind(part) != "other" for part in parts) else [printed]


def recipient_kind(name: str) -> str:
    """The kind of a body, told by the ending of its name; ``other`` where it tells none."""
    bare = name.rstrip("）)").rstrip()
    return next((kind for ending, kind in RECIPIENT_KINDS if bare.endswith(ending)), "other")


def recipient_rows(grants: Rows) -> tuple[Rows, Rows]:
    """The rows of ``recipients`` and ``grant_recipients``, in the order of first mention."""
    recipients: dict[str, Row] = {}
    links: Rows = []
    for grant in grants:
        for name in split_recipients(str(grant["recipient_as_printed"])):
            if name not in recipients:
                recipients[name] = {
                    "recipient_id": len(recipients) + 1,
                    "name": name,
                    "kind": recipient_kind(name),
                    "name_clean": name.replace("(", "（").replace(")", "）"),
                }
            links.append(
                {
                    "grant_id": grant["grant_id"],
                    "recipient_id": recipients[name]["recipient_id"],
                }
            )
    return list(recipients.values()), links
