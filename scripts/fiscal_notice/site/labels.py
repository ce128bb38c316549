"""How a page of one language writes names, codes and words of the notice."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from markupsafe import Markup, escape

from fiscal_notice.notice.facts.table_reader import Entry
from fiscal_notice.package.words import said
from fiscal_notice.site.cities import page_name
from fiscal_notice.site.facts import Facts
from fiscal_notice.site.overview import SEVERAL

_SIGN = r"[\u3000-\u9fff\uff00-\uffef]"
_CHINESE = re.compile(_SIGN)
_RUN = re.compile(f"{_SIGN}(?:(?:{_SIGN}|[0-9])*{_SIGN})?")
_CODE = re.compile(r"`([^`]+)`")
_LEVELS = ("level1", "level2")


class Names:
    """Words in one language."""

    def __init__(self, facts: Facts, lang: str) -> None:
        self.facts = facts
        self.lang = lang

    def t(self, zh: str, en: str) -> str:
        """The words in the page's language."""
        return zh if self.lang == "zh" else en

    def title(self) -> str:
        """The title of the package."""
        return self.facts.package.title(self.lang)

    def own(self, text: str) -> Markup:
        """Words of the notice: on an English page they are marked as Chinese."""
        if self.lang == "zh" or not _CHINESE.search(text):
            return escape(text)
        return Markup('<span lang="zh-Hans">{}</span>').format(text)

    def mixed(self, text: str) -> Markup:
        """A text in the page's language, in which words of the notice are marked as Chinese."""
        if self.lang == "zh":
            return escape(text)
        marked = _RUN.sub(r'<span lang="zh-Hans">\g<0></span>', str(escape(text)))
        return Markup(marked)  # noqa: S704  escaped

    def label(self, table: str, field: str, code: str) -> str:
        """The label of a code."""
        return self.facts.tables.codes(table, field, self.lang).get(code, code)

    def stream(self, code: str) -> str:
        """What a stream of money is called: its label up to the explanation."""
        return self.facts.money.labels(self.lang).get(code, code)

    def kind(self, code: str) -> str:
        """What a kind of recipient is called."""
        if code == SEVERAL:
            return self.t("多类单位", "Several kinds")
        return self.label("recipients", "kind", code)

    def level(self, row: Entry) -> str:
        """The levels of an indicator as its sheet prints them."""
        return self.levels([row[name] for name in _LEVELS])

    def levels(self, names: Sequence[str]) -> str:
        """Level names, the first one first; a level that is lost is left out."""
        found = [
            self.label("indicators", field, name)
            for field, name in zip(_LEVELS[-len(names) :], names, strict=False)
            if name
        ]
        return self.t(" › ", " › ").join(found)

    def name(self, region: str, *, short: bool = False) -> Markup:
        """A region's name: in English with the Chinese one, which ``short`` leaves out."""
        row = self.facts.regions.get(region)
        chinese = self.own(row["name"] if row else region)
        english = self.english(region)
        if not english or short:
            return escape(english) if english else chinese
        return Markup("{} {}").format(english, chinese)

    def english(self, region: str) -> str:
        """A region's English name on an English page; empty if it has none."""
        return self.facts.english.get(region, "") if self.lang == "en" else ""

    def page(self, region: str) -> str:
        """The address of a region's page."""
        return f"{page_name(region)}.html"

    def city(self, region: str, *, short: bool = False) -> Markup:
        """A region's name as a link to its page."""
        if region not in self.facts.regions:
            return self.own(region)
        return Markup('<a class="nobr" href="{}">{}</a>').format(
            self.page(region), self.name(region, short=short)
        )

    def describe(self, raw: Mapping[str, Any]) -> Markup:
        """The description of a table or field."""
        return self.code(said(raw, "description", self.lang))

    @staticmethod
    def code(text: str) -> Markup:
        """A text in which words between backticks are code."""
        return Markup(_CODE.sub(r"<code>\1</code>", str(escape(text))))  # noqa: S704  escaped

    def options(self, table: str, field: str) -> list[tuple[str, str]]:
        """The codes of a field that occur, to choose from."""
        present = {row[field] for row in self.facts.tables.rows(table)}
        codes = self.facts.tables.codes(table, field, self.lang)
        return [(code, label.split(":")[0]) for code, label in codes.items() if code in present]

    def region_options(self) -> list[tuple[str, str]]:
        """The regions, to choose from."""
        return [
            (code, f"{self.english(code)} {row['name']}".strip())
            for code, row in self.facts.regions.items()
        ]

    def level_options(self, names: Sequence[str]) -> list[tuple[str, str]]:
        """Level-2 names, to choose from."""
        return [(name, self.label("indicators", "level2", name)) for name in names]

    @staticmethod
    def size(number_of_bytes: int) -> str:
        """A file's size."""
        if number_of_bytes < 1000:  # noqa: PLR2004
            return f"{number_of_bytes} B"
        return f"{number_of_bytes / 1000:,.1f} kB"
