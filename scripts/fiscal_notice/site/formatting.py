"""How a page of one language writes what the package says: titles, descriptions, links, sizes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from markupsafe import Markup, escape

from fiscal_notice.export.citation import Citation, citation
from fiscal_notice.package.words import said, text_of
from fiscal_notice.site.facts import SiteFacts
from fiscal_notice.site.markdown import is_web_address, markdown

if TYPE_CHECKING:
    from fiscal_notice.site.pages import Page

_SIGN = r"[\u3000-\u9fff\uff00-\uffef]"
_CHINESE = re.compile(_SIGN)
_RUN = re.compile(f"{_SIGN}(?:(?:{_SIGN}|[0-9])*{_SIGN})?")
_CODE = re.compile(r"`([^`]+)`")
# What HTML cannot hold.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff]")


class Formatter:
    """The words of one page."""

    def __init__(self, facts: SiteFacts, lang: str) -> None:
        self.facts = facts
        self.lang = lang

    def t(self, zh: str, en: str) -> str:
        """The words in the page's language."""
        return zh if self.lang == "zh" else en

    # The words of the package

    def said(self, raw: Mapping[str, Any], name: str) -> str:
        """Title or description in the page's language, else in its own; empty if it has none."""
        return _CONTROL.sub("\ufffd", said(raw, name, self.lang).strip())

    def title(self) -> str:
        """The title of the package."""
        return self.said(self.facts.package.descriptor, "title")

    def name(self) -> str:
        """What the package is called on every page: its title, or else its name."""
        name = text_of(self.facts.package.descriptor, "name")
        return self.title() or name or self.t("未命名的数据包", "Data package without a name")

    def borrowed(self) -> bool:
        """Whether the package says nothing in the page's language, so that its own words are shown.

        Chinese is told by its signs; words of any other script stand for English.
        """
        raw = self.facts.package.descriptor
        text = self.said(raw, "title") + self.said(raw, "description")
        translated = any(raw.get(f"{name}@{self.lang}") for name in ("title", "description"))
        return bool(text) and not translated and bool(_CHINESE.search(text)) == (self.lang == "en")

    def own(self, text: str) -> Markup:
        """Words of the package: on an English page Chinese is marked as such."""
        if self.lang == "zh" or not _CHINESE.search(text):
            return escape(text)
        return Markup('<span lang="zh-Hans">{}</span>').format(text)

    def mixed(self, text: str) -> Markup:
        """A text in the page's language, in which Chinese words are marked as such."""
        if self.lang == "zh":
            return escape(text)
        marked = _RUN.sub(r'<span lang="zh-Hans">\g<0></span>', str(escape(text)))
        return Markup(marked)  # noqa: S704  escaped

    def text(self, text: object) -> Markup:
        """Words of the package of any script, which change the order of none around them."""
        return Markup("<bdi>{}</bdi>").format(self.own(_CONTROL.sub("\ufffd", str(text))))

    def titled(self, raw: Mapping[str, Any]) -> Markup:
        """The title of a resource or field, or else its name."""
        return self.text(self.said(raw, "title") or raw.get("name", ""))

    def described(self, raw: Mapping[str, Any]) -> Markup:
        """The description of a package, resource or field, which is Markdown."""
        text = self.said(raw, "description")
        marked = self.lang == "en" and _CHINESE.search(text)
        lang = Markup(' lang="zh-Hans"') if marked else ""
        return Markup('<div class="prose" dir="auto"{}>{}</div>').format(lang, markdown(text))

    def describe(self, raw: Mapping[str, Any]) -> Markup:
        """The description of a table or field that is one paragraph."""
        return self.code(self.said(raw, "description"))

    @staticmethod
    def code(text: str) -> Markup:
        """A text in which words between backticks are code."""
        return Markup(_CODE.sub(r"<code>\1</code>", str(escape(text))))  # noqa: S704  escaped

    def link(self, words: object, address: object) -> Markup:
        """Words as a link, if the address is one of the web; else the words alone."""
        if not is_web_address(address):
            return self.text(words)
        return Markup('<a href="{}" rel="nofollow">{}</a>').format(address, self.text(words))

    # The address of the site, and how its pages are cited

    def address(self, path: str) -> str:
        """Where a file of the site stands on the web; empty if the descriptor names no folder."""
        home = self.facts.package.descriptor.get("homepage")
        if not isinstance(home, str) or not is_web_address(home) or {"?", "#"} & set(home):
            return ""
        return f"{home.rstrip('/')}/{quote(path)}"

    def cited(self, page: Page | None = None) -> Citation:
        """How to cite the package, or a page of the site."""
        path = f"{self.lang}/{page.name}.html" if page else ""
        return citation(
            self.facts.package,
            self.lang,
            page=page.title[0 if self.lang == "zh" else 1] if page else "",
            path=path,
            url=self.address(path),
        )

    # Files and figures

    @staticmethod
    def file(path: str) -> str:
        """The address of a file of the site, from a page of it."""
        return f"../{quote(path)}"

    @staticmethod
    def number(value: int) -> str:
        """A count with separators."""
        return f"{value:,}"

    @staticmethod
    def size(number_of_bytes: int) -> str:
        """A file's size."""
        if number_of_bytes < 1000:  # noqa: PLR2004
            return f"{number_of_bytes} B"
        return f"{number_of_bytes / 1000:,.1f} kB"
