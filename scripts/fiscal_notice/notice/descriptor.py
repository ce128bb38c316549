"""What the descriptor of a notice's package says, told by the facts of the notice alone.

``new`` writes it; rules hold a descriptor against the same facts. Nothing of it depends on the day
on which it is made.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

_NUMBER = re.compile(r"(?P<body>.+?)〔(?P<year>[0-9]{4})〕(?:第)?(?P<serial>[0-9]+)号")
_ABOUT = re.compile(r"^.*?关于(?P<what>.+?)的?(?:通知|函|批复|公告)?$")
#: As long as a portal's address of a dataset reads well.
NAME_LENGTH = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeFacts:
    """What a descriptor is told by; None where the notice doesn't say.

    ``region`` is the region whose department issues the notice, in Chinese and English, with the
    province before a city's name; ``tables`` are the names of the tables, ``mark`` the beginning
    of the transcript's SHA-256.
    """

    document_number: str | None = None
    title: str | None = None
    issuer: str | None = None
    addressees: str | None = None
    budget_year: int | None = None
    phase: str | None = None
    fund_name: str | None = None
    total_yuan: Decimal | None = None
    signed_on: date | None = None
    printed_on: date | None = None
    disclosure: str | None = None
    region: tuple[str, str] | None = None
    tables: frozenset[str] = frozenset()
    mark: str = ""

    @property
    def issued_on(self) -> date | None:
        """The day of signing, else that of printing."""
        return self.signed_on or self.printed_on


def facts_of(
    tables: Mapping[str, Sequence[Mapping[str, object]]],
    *,
    region: tuple[str, str] | None = None,
    mark: str = "",
) -> NoticeFacts:
    """The facts in ``tables`` (rows of values, or of text as in the files)."""
    rows = tables.get("notice") or [{}]
    row = {name: str(value) for name, value in rows[0].items() if value not in (None, "")}
    total = row.get("total_yuan") or row.get("body_total_yuan")
    return NoticeFacts(
        document_number=row.get("document_number"),
        title=row.get("title_clean") or row.get("title"),
        issuer=row.get("issuer"),
        addressees=row.get("addressees"),
        budget_year=int(row["budget_year"]) if "budget_year" in row else None,
        phase=row.get("phase"),
        fund_name=row.get("fund_name"),
        total_yuan=Decimal(total) if total else None,
        signed_on=_day(row.get("signed_on")),
        printed_on=_day(row.get("printed_on")),
        disclosure=row.get("disclosure"),
        region=region,
        tables=frozenset(name for name, found in tables.items() if found),
        mark=mark,
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def dataset_name(facts: NoticeFacts) -> str:
    """The name of the dataset: pinyin of the number, else of the title, else ``notice-HASH8``.

    ``粤财工〔2020〕228号`` gives ``yuecaigong-2020-228``. Needs pypinyin where there is a number or
    a title in Chinese.
    """
    found = _NUMBER.fullmatch(facts.document_number or "")
    if found:
        body = _spelled(found["body"], (facts.issuer or "") + (facts.title or ""))
        return _cut([*body, ""], "") + f"-{found['year']}-{int(found['serial'])}"
    about = _ABOUT.fullmatch(facts.title or "")
    words = _spelled(about["what"] if about else facts.title or "", facts.title or "")
    return _cut(words, "-") or f"notice-{facts.mark[:8]}".rstrip("-")


def _spelled(text: str, context: str) -> list[str]:
    """``text`` in syllables and words of ASCII; signs with several readings are read as in context.

    The context names the issuer: 长 of 长沙 and 厦 of 厦门 are told by their word.
    """
    from pypinyin import lazy_pinyin  # noqa: PLC0415  slow to import, and optional

    # Runs of what is no Chinese stay together.
    readings = dict(zip(_signs(context), map(str, lazy_pinyin(context)), strict=True))
    return [
        word
        for sign, spelled in zip(_signs(text), map(str, lazy_pinyin(text)), strict=True)
        if (word := re.sub("[^a-z0-9]+", "", readings.get(sign, spelled).lower()))
    ]


def _signs(text: str) -> list[str]:
    return re.findall(
        r"[㐀-鿿豈-﫿〇\U00020000-\U0003ffff]|[^㐀-鿿豈-﫿〇\U00020000-\U0003ffff]+", text
    )


def _cut(words: Sequence[str], between: str) -> str:
    name = ""
    for word in words:
        longer = between.join(part for part in (name, word) if part)
        if len(longer) > NAME_LENGTH:
            break
        name = longer
    return name


def derived(facts: NoticeFacts) -> dict[str, object]:
    """The properties of the descriptor that follow from ``facts``; those that don't are absent."""
    found: dict[str, object] = {
        "name": dataset_name(facts),
        "title": _title(facts),
        "title@en": _title_en(facts),
        "description": _described(facts, _english(facts), _NOTES_EN),
        "description@zh": _described(facts, _chinese(facts), _NOTES_ZH),
        "keywords": _keywords(facts),
        "languages": ["zh-Hans", "en"],
    }
    if facts.issued_on:
        found["created"] = f"{facts.issued_on.isoformat()}T00:00:00Z"
    if facts.region:
        found["spatial"] = f"中国{facts.region[0]}"
    elif facts.issuer in ("财政部", "国务院"):
        found["spatial"] = "中国"
    if facts.budget_year:
        year = facts.budget_year
        found["temporal"] = {"start": f"{year}-01-01", "end": f"{year}-12-31"}
    source = _source(facts)
    if source:
        found["sources"] = [{"title": source}]
    if facts.issuer:
        found["contributors"] = [{"title": facts.issuer, "roles": ["creator"]}]
    return found


def _what(facts: NoticeFacts) -> str:
    about = _ABOUT.fullmatch(facts.title or "")
    return about["what"] if about else facts.title or ""


def _title(facts: NoticeFacts) -> str:
    return "：".join(part for part in (facts.document_number, _what(facts)) if part) or (
        f"财政通知 {facts.mark[:8]}".strip()
    )


_PHASES_EN = {"advance_notification": "advance notification", "allocation": "allocation"}
_PHASES_ZH = {"advance_notification": "提前下达", "allocation": "下达"}


def _title_en(facts: NoticeFacts) -> str:
    where = f"{facts.region[1]} fiscal notice" if facts.region else "Fiscal notice"
    named = facts.document_number or _what(facts) or facts.mark[:8]
    phase = _PHASES_EN.get(facts.phase or "")
    year = f"budget year {facts.budget_year}" if facts.budget_year else ""
    more = ", ".join(part for part in (phase, year) if part)
    return f"{where} {named}".strip() + (f": {more}" if more else "")


def _figure(number: Decimal) -> str:
    text = f"{number:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _english(facts: NoticeFacts) -> str:
    number = f" {facts.document_number}" if facts.document_number else ""
    by = f" of {facts.issuer}" if facts.issuer else ""
    on = f", {facts.issued_on.isoformat()}" if facts.issued_on else ""
    told = f"Fiscal notice{number}{by}{on}."
    phase = _PHASES_EN.get(facts.phase or "", "money")
    year = f" for the budget year {facts.budget_year}" if facts.budget_year else ""
    if facts.total_yuan is not None:
        fund = f", {facts.fund_name}" if facts.fund_name else ""
        told += (
            f" It announces {_figure(facts.total_yuan)} yuan in all ({phase}{year}{fund})."
            " These are amounts announced, not amounts spent."
        )
    elif facts.fund_name or year:
        told += f" Its subject is {facts.fund_name or phase}{year}."
    return told


def _chinese(facts: NoticeFacts) -> str:
    day = facts.issued_on
    on = f"{day.year}年{day.month}月{day.day}日，" if day else ""
    number = f"（{facts.document_number}）" if facts.document_number else ""
    told = f"{on}{facts.issuer or ''}{_what(facts) or '财政通知'}{number}。"
    if facts.total_yuan is not None:
        year = f"{facts.budget_year}年度" if facts.budget_year else ""
        phase = _PHASES_ZH.get(facts.phase or "", "下达")
        told += f"{phase}{year}资金共{_figure(facts.total_yuan)}元。所列为下达金额，并非实际支出。"
    return told


_NOTES_EN = {
    "both": "**Before you add up:** “Allocations” and “Grants” are the same money, listed twice in "
    "different detail. Add up one of them, never both, and leave out the tables of totals. "
    "“Amounts” repeats every line and total of both.",
    "amounts": "**Before you add up:** “Amounts” has every printed amount, totals too. Add up only "
    "rows of one annex and one column whose level is detail.",
    "rebuilt": "The tables are rebuilt from the transcript of the notice; every figure can be "
    "traced to its line.",
    "given": "What the text doesn't say and a person has added is in the table “Given by hand”.",
    "errata": "Defects of the notice or its transcript are declared in the table “Errata” and not "
    "corrected.",
}
_NOTES_ZH = {
    "both": "**加总前请注意**：“资金分配”与“明细分配”是同一笔资金，分列两处，只是详略不同。"
    "加总时只取其一，不得相加；汇总表的数字不再计入。“金额”表重复收录其每条明细和每个合计数。",
    "amounts": "**加总前请注意**：“金额”表收录所印的每一个金额，含合计。"
    "加总时只取同一附件、同一栏目中层次为明细的各行。",
    "rebuilt": "各表由通知转录文本重建，每个数字均可追溯到原文行号。",
    "given": "原文未载、由人工补充的内容列于“人工补充”表。",
    "errata": "原文或转录文本的缺陷列于“勘误”表，不作更正。",
}


def _described(facts: NoticeFacts, told: str, notes: Mapping[str, str]) -> str:
    paragraphs = [told]
    if {"allocations", "grants"} <= facts.tables:
        paragraphs.append(notes["both"])
    elif "amounts" in facts.tables:
        paragraphs.append(notes["amounts"])
    rest = [notes["rebuilt"]]
    rest += [notes[name] for name in ("given", "errata") if name in facts.tables]
    return "\n\n".join([*paragraphs, (" " if notes is _NOTES_EN else "").join(rest)])


_NO_TAG = re.compile(r"[^\w.-]+")


def _keywords(facts: NoticeFacts) -> list[str]:
    money = "amounts" in facts.tables or facts.total_yuan is not None
    targets = "target_sheets" in facts.tables
    words = ["财政", *(["转移支付"] if money else []), *(["绩效目标"] if targets else [])]
    # A portal's tag has no brackets or commas: the name of a fund is its parts, in their order.
    words += [part for part in _NO_TAG.split(facts.fund_name or "") if len(part) > 1]
    words += [facts.region[0]] if facts.region else []
    words += ["fiscal transfer"] if money else ["public finance"]
    words += ["performance targets"] if targets else []
    words += [facts.region[1]] if facts.region else []
    return list(dict.fromkeys(words))


def _source(facts: NoticeFacts) -> str:
    day = facts.printed_on or facts.signed_on
    said = []
    if day:
        printed = "印发" if facts.printed_on else ""
        said.append(f"{day.year}年{day.month}月{day.day}日{printed}")
    said += [facts.disclosure] if facts.disclosure else []
    named = " ".join(part for part in (facts.issuer, facts.document_number or facts.title) if part)
    return named + (f"（{'，'.join(said)}）" if named and said else "")
