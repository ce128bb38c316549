"""Findings by habit, and how a person names them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from fiscal_notice.errors import UnknownNameError
from fiscal_notice.notice.declaring.drafts import Draft
from fiscal_notice.notice.declaring.habits import KINDS, leader

#: The word for all whose words another notice's errata gave.
CARRIED = "carried"


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Findings that repeat one habit, with their drafts, in the order of validation.

    ``rules`` are those that find it, the names that ``--accept`` takes for it; ``fields`` counts
    the findings by table and field. ``by_hand`` has the cells given by hand of the tables that
    these rules read: what they find may be no defect of the notice but a wrong answer.
    """

    rules: tuple[str, ...]
    drafts: tuple[Draft, ...]
    by_hand: tuple[str, ...] = ()

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of defect, mostly one."""
        return tuple(dict.fromkeys(draft.kind for draft in self.drafts))

    @property
    def weights(self) -> tuple[str, ...]:
        """How much the defects matter, mostly all alike."""
        return tuple(dict.fromkeys(draft.weight for draft in self.drafts))

    @property
    def fields(self) -> dict[str, int]:
        """How many of the findings stand in which ``TABLE.FIELD``."""
        return dict(Counter(f"{d.finding.table}.{d.finding.field}" for d in self.drafts))

    def examples(self, number: int) -> list[Draft]:
        """The first drafts, of different fields where there are several."""
        first = {(d.finding.rule, d.finding.table, d.finding.field): d for d in self.drafts[::-1]}
        shown = sorted(first.values(), key=self.drafts.index)
        rest = [draft for draft in self.drafts if draft not in shown]
        return sorted((shown + rest)[:number], key=self.drafts.index)


def grouped(drafts: Iterable[Draft]) -> list[Group]:
    """The drafts by habit, in the order in which each habit first occurs.

    A habit is what one rule finds, wherever it stands; a few rules find the same one.
    """
    found: dict[str, list[Draft]] = {}
    for draft in drafts:
        found.setdefault(leader(draft.finding.rule), []).append(draft)
    return [
        Group(
            rules=tuple(dict.fromkeys(draft.finding.rule for draft in members)),
            drafts=tuple(members),
        )
        for members in found.values()
    ]


@dataclass(frozen=True, slots=True)
class Selector:
    """What ``--accept NAME[:TABLE[:KEY]]`` takes: NAME is a rule, a kind, or ``carried``."""

    name: str
    table: str = ""
    key: str = ""

    def takes(self, draft: Draft) -> bool:
        """Whether a draft is among them."""
        own = draft.carried is not None if self.name == CARRIED else False
        finding = draft.finding
        return (own or self.fits(finding.rule, draft.kind)) and self.at(finding.table, finding.key)

    def fits(self, rule: str, kind: str) -> bool:
        """Whether a rule or a kind is the one that is named."""
        return self.name in (rule, kind)

    def at(self, table: str, key: str) -> bool:
        """Whether a row is one that is named."""
        return self.table in ("", table) and self.key in ("", key)


def selector(text: str, rules: Collection[str]) -> Selector:
    """The selector that a person has typed; UnknownNameError, with the nearest name, for no name.

    ``rules`` are the ids of all rules.
    """
    name, _, rest = text.partition(":")
    table, _, key = rest.partition(":")
    known = (*rules, *KINDS, CARRIED)
    for spelled in (name, name.upper(), name.lower()):
        if spelled in known:
            return Selector(spelled, table, key)
    near = get_close_matches(name.upper(), rules, n=3) or get_close_matches(name.lower(), known)
    raise UnknownNameError(
        f"no rule and no kind of defect is called {name}",
        expected="RULE, RULE:TABLE, RULE:TABLE:KEY, a kind of defect, or " + CARRIED,
        hint="did you mean " + ", ".join(near) + "?" if near else "see fiscal-notice errata",
    )


def chosen(drafts: Sequence[Draft], selectors: Sequence[Selector]) -> list[Draft]:
    """The drafts that any of ``selectors`` takes, in their order.

    Raises UnknownNameError for a selector that takes none: with the nearest table or key.
    """
    for one in selectors:
        if not any(one.takes(draft) for draft in drafts):
            raise nothing_taken(one, [(d.finding.rule, d.kind, d.finding) for d in drafts])
    return [draft for draft in drafts if any(one.takes(draft) for one in selectors)]


def nothing_taken(one: Selector, known: Iterable[tuple[str, str, object]]) -> UnknownNameError:
    """That a selector names nothing which is there, and what is nearest to it."""
    rows = [
        (str(getattr(cell, "table", "")), str(getattr(cell, "key", "")))
        for rule, kind, cell in known
        if one.fits(rule, kind)
    ]
    tables = sorted({table for table, _ in rows})
    if not rows:
        return UnknownNameError(
            f"{one.name} has found nothing that is not declared",
            hint="run fiscal-notice errata, which lists the groups",
        )
    if one.table not in tables:
        return UnknownNameError(
            f"{one.name} has found nothing in {one.table} that is not declared",
            expected="one of " + ", ".join(tables),
        )
    keys = [key for table, key in rows if table == one.table]
    near = get_close_matches(one.key, keys, n=3) or keys[:3]
    return UnknownNameError(
        f"{one.name} has found nothing in {one.table}, row {one.key}, that is not declared",
        hint="did you mean " + ", ".join(near) + "?",
    )
