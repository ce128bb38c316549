"""How a page of one language writes names, codes and words of the notice."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup, escape

from fiscal_notice.notice.code_lists import short_name
from fiscal_notice.notice.facts.table_reader import Entry
from fiscal_notice.notice.pages.cities import page_name
from fiscal_notice.notice.pages.facts import NoticeSiteFacts
from fiscal_notice.notice.pages.overview import SEVERAL
from fiscal_notice.notice.pages.tile_map import Tile, name_of
from fiscal_notice.site.formatting import Formatter

_LEVELS = ("level1", "level2")


class Labels(Formatter):
    """Words in one language."""

    facts: NoticeSiteFacts
    #: Whether the page has words that this project has translated.
    has_glosses = False

    def name(self) -> str:
        """The number of the notice, or else the name of the package."""
        number = self.facts.tables.notice["document_number"]
        return number or str(self.facts.package.descriptor.get("name", ""))

    def text(self, text: object) -> Markup:
        """Words of the package as they are: those of a notice all run from left to right."""
        return escape(text)

    def own(self, text: str) -> Markup:
        """Words of the notice: on an English page with their English, if the package has it."""
        english = self.facts.glosses.get(text) if self.lang == "en" else None
        return self.glossed(english, text) if english else super().own(text)

    def glossed(self, english: str, text: str) -> Markup:
        """English words, marked as translated, and beside them those of the notice."""
        self.has_glosses = True
        return Markup(
            '<span class="gloss">{}</span> <span class="orig" lang="zh-Hans">{}</span>'
        ).format(english, text)

    def label(self, table: str, field: str, code: str) -> str:
        """The label of a code."""
        return self.facts.tables.codes(table, field, self.lang).get(code, code)

    def transfer_type(self, code: str) -> str:
        """What a transfer type is called: its label up to the explanation."""
        return self.facts.money.labels(self.lang).get(code, code)

    def kind(self, code: str) -> str:
        """What a kind of recipient is called."""
        if code == SEVERAL:
            return self.t("多类单位", "Several kinds")
        return self.label("recipients", "kind", code)

    def annex(self, table: str) -> str:
        """The annex that prints a table: 附件1, annex 1; empty if it is not known."""
        number = self.facts.annex_of(table)
        return self.t(f"附件{number}", f"annex {number}") if number else ""

    def in_annex(self, table: str) -> str:
        """The same in brackets, behind a heading."""
        annex = self.annex(table)
        return self.t(f"（{annex}）", f" ({annex})") if annex else ""

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

    def region(self, region: str, *, short: bool = False) -> Markup:
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

    def brief_name(self, region: str) -> Markup:
        """A region's name without what kind of division it is; in English the English one."""
        english = self.english(region)
        row = self.facts.regions.get(region)
        return escape(english) if english else self.own(short_name(row["name"] if row else region))

    def tile_name(self, tile: Tile) -> str:
        """What stands on a tile of the map: plain words, for a picture has no marks of language."""
        if tile.money is None:
            chinese, english = name_of(tile.gb_code)
            return self.t(chinese, english or chinese)
        code = tile.money.code
        return self.english(code) or short_name(self.facts.regions[code]["name"])

    def page(self, region: str) -> str:
        """The address of a region's page."""
        return f"{page_name(region)}.html"

    def city(self, region: str, *, short: bool = False) -> Markup:
        """A region's name as a link to its page."""
        if region not in self.facts.regions:
            return self.own(region)
        return Markup('<a class="nobr" href="{}">{}</a>').format(
            self.page(region), self.region(region, short=short)
        )

    def via(self, region: str) -> Markup:
        """Through which city money goes, as a link: where its recipient sits a notice leaves open.

        A province passes nothing on to itself: its own name stands alone.
        """
        row = self.facts.regions.get(region)
        if row and row["gb_code"].endswith("0000"):
            return self.city(region)
        before, after = self.t("经", "through "), self.t("下达", "")
        return Markup("{}{}{}").format(before, self.city(region), after)

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
