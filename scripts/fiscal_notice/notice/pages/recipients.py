"""The recipients: who gets how much, for what."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from fiscal_notice.notice.facts.figures import Figure, count, total
from fiscal_notice.notice.facts.table_reader import Entry
from fiscal_notice.notice.pages.facts import NoticeSiteFacts
from fiscal_notice.site.pages import Page


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """A grant as one of its recipients sees it; ``partners`` share the one printed amount."""

    entry: Entry
    amount: Figure
    partners: list[Entry]


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipient:
    """A recipient and its grants."""

    entry: Entry
    amount: Figure
    grants: list[Grant]

    @property
    def regions(self) -> list[str]:
        """The regions whose money it receives."""
        return list(dict.fromkeys(grant.entry["region_code"] for grant in self.grants))

    @property
    def transfer_types(self) -> list[str]:
        """The transfer types that it is paid from."""
        return list(dict.fromkeys(grant.entry["transfer_type"] for grant in self.grants))

    @property
    def shared(self) -> bool:
        """Whether any amount is shared with others, the notice doesn't say how."""
        return any(grant.partners for grant in self.grants)


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipients:
    """All recipients, the largest amount first."""

    recipients: list[Recipient]
    number: Figure
    grants: Figure
    total: Figure


def pages(facts: NoticeSiteFacts) -> Iterator[Page]:
    """The one page; none of a notice that names no recipients."""
    if facts.package.resource("recipients") is None:
        return
    yield Page(
        name="recipients",
        title=("资金接收单位", "Recipients"),
        menu=("单位", "Recipients"),
        content=recipients(facts),
    )


def recipients(facts: NoticeSiteFacts) -> Recipients:
    """Every recipient with what it gets; the total counts a shared amount once."""
    rows = facts.tables.rows("grants")
    amounts = {row["grant_id"]: facts.tables.money(row, "amount_yuan") for row in rows}
    found = [_recipient(facts, row, amounts) for row in facts.tables.rows("recipients")]
    return Recipients(
        recipients=sorted(found, key=lambda each: -each.amount.value),
        number=count(found, (row.line for row in rows)),
        grants=count(rows, (row.line for row in rows)),
        total=total(amounts.values(), facts.money.printed_totals.get(("all", ""))),
    )


def _recipient(facts: NoticeSiteFacts, row: Entry, amounts: dict[str, Figure]) -> Recipient:
    grants = facts.tables.index("grants")
    links = facts.tables.rows("grant_recipients")
    own = [
        link["grant_id"]
        for link in links
        if link["recipient_id"] == row["recipient_id"] and link["grant_id"] in grants
    ]
    return Recipient(
        entry=row,
        amount=total(amounts[grant_id] for grant_id in own),
        grants=[
            Grant(
                entry=grants[grant_id],
                amount=amounts[grant_id],
                partners=_partners(facts, grant_id, row["recipient_id"]),
            )
            for grant_id in own
        ],
    )


def _partners(facts: NoticeSiteFacts, grant_id: str, recipient_id: str) -> list[Entry]:
    known = facts.tables.index("recipients")
    return [
        known[link["recipient_id"]]
        for link in facts.tables.rows("grant_recipients")
        if link["grant_id"] == grant_id
        and link["recipient_id"] != recipient_id
        and link["recipient_id"] in known
    ]
