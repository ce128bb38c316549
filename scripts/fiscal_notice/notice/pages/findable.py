"""What can be found in a notice: cities, recipients, projects, indicators, errata, lines."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

from fiscal_notice.notice.facts.table_reader import Entry
from fiscal_notice.notice.pages.formatting import NoticeFormatter
from fiscal_notice.notice.pages.recipients import Recipient, recipients
from fiscal_notice.site.search import Group, Place


def groups(fmt: NoticeFormatter) -> Iterator[Group]:
    """All kinds, those that people look for first; a kind of which a notice has none is empty."""
    known = recipients(fmt.facts).recipients
    yield Group(title=fmt.t("市", "Cities"), page="cities", front="", places=list(_cities(fmt)))
    yield Group(
        title=fmt.t("单位", "Recipients"),
        page="recipients",
        front="recipients.html#r",
        places=[_recipient(fmt, each) for each in known],
    )
    yield Group(
        title=fmt.t("项目", "Projects"),
        page="recipients",
        front="recipients.html",
        places=list(_projects(fmt, known)),
    )
    yield Group(
        title=fmt.t("绩效指标", "Indicators"),
        page="targets",
        front="targets.html#",
        places=list(_indicators(fmt)),
    )
    yield Group(
        title=fmt.t("勘误", "Errata"),
        page="errata",
        front="errata.html#",
        places=[_erratum(fmt, row) for row in fmt.facts.tables.rows("errata")],
    )
    yield Group(
        title=fmt.t("原文各行", "Lines of the notice"),
        page="transcript",
        front="transcript.html#L",
        places=list(_lines(fmt)),
        common="lines",
        beside=fmt.t("第{}行", "line {}"),
    )


def _cities(fmt: NoticeFormatter) -> Iterator[Place]:
    money = {each.code: each.amount for each in fmt.facts.money.cities}
    for code, row in fmt.facts.regions.items():
        english = fmt.facts.english.get(code, "")
        yield Place(
            words=f"{fmt.english(code)} {row['name']}".strip(),
            place=fmt.page(code),
            beside=fmt.say(money[code]) if money[code] else "",
            # A city is found by its English name on Chinese pages too.
            hidden=f"{english} {code}".strip(),
        )


def _recipient(fmt: NoticeFormatter, each: Recipient) -> Place:
    through = (fmt.via(code).striptags() for code in each.regions)
    return Place(
        words=_both(fmt, each.entry["name"]),
        place=each.entry["recipient_id"],
        beside=" · ".join([fmt.say(each.amount), *through]),
    )


def _projects(fmt: NoticeFormatter, known: list[Recipient]) -> Iterator[Place]:
    """Every project once: it leads to its recipient, or to the list of them if it has several."""
    having: dict[str, dict[str, Recipient]] = {}
    for each in known:
        for grant in each.grants:
            of = having.setdefault(grant.entry["project_name"], {})
            of[each.entry["recipient_id"]] = each
    for name, of in having.items():
        first, *others = of.values()
        number = len(of)
        yield Place(
            words=_both(fmt, name),
            place=f"?find={quote(name)}" if others else f"#r{first.entry['recipient_id']}",
            beside=fmt.t(f"{number}个单位", f"{number} recipients")
            if others
            else first.entry["name"],
        )


def _indicators(fmt: NoticeFormatter) -> Iterator[Place]:
    for each in fmt.facts.targets.indicators:
        number = len(each.regions)
        cities = fmt.t(f"{number}个市", f"{number} cities")
        yield Place(
            words=_both(fmt, each.name),
            place=each.anchor,
            beside=_city(fmt, each.regions[0]) if number == 1 else cities,
        )


def _erratum(fmt: NoticeFormatter, row: Entry) -> Place:
    region = fmt.facts.by_region.errata[row["erratum_id"]]
    return Place(
        words=row[f"explanation_{fmt.lang}"] or row["erratum_id"],
        place=row["erratum_id"],
        beside=" · ".join(filter(None, [row["erratum_id"], _city(fmt, region)])),
    )


def _lines(fmt: NoticeFormatter) -> Iterator[Place]:
    for number, line in enumerate(fmt.facts.tables.transcript, start=1):
        words = " ".join(line.split())
        if words:
            yield Place(words=words, place=str(number))


def _city(fmt: NoticeFormatter, code: str) -> str:
    row = fmt.facts.regions.get(code)
    return fmt.english(code) or (row["name"] if row else code)


def _both(fmt: NoticeFormatter, text: str) -> str:
    """Words of the notice, on an English page behind what they mean."""
    english = fmt.facts.glosses.get(text, "") if fmt.lang == "en" else ""
    return f"{english} {text}".strip()
