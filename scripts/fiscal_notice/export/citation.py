"""How the data are cited: one citation from the descriptor, as text, BibTeX and RIS."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from fiscal_notice.package import Package
from fiscal_notice.package.words import text_of

_BIBTEX = {
    **{sign: f"\\{sign}" for sign in "&%$#_{}"},
    "\\": "\\textbackslash{}",
    "~": "\\textasciitilde{}",
    "^": "\\textasciicircum{}",
}
_BLANK = re.compile(r"\s+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """What is cited, in one language: the data, or a page of theirs (``page``, ``path``).

    ``authors`` are those who publish the data, or else all who contributed. ``url`` is empty if
    nobody said where it stands; then the ``path`` of a page is named.
    """

    lang: str
    authors: tuple[str, ...]
    title: str
    name: str
    version: str
    created: str
    url: str = ""
    page: str = ""
    path: str = ""

    @property
    def year(self) -> str:
        """The year of this version, empty if it has no day."""
        return self.created[:4]

    @property
    def text(self) -> str:
        """One sentence; what is not known is left out."""
        zh = self.lang == "zh"
        who = ("、" if zh else ", ").join(self.authors)
        if zh:
            author = f"{who}（{self.year}）：" if who and self.year else f"{who}：" if who else ""
            what = f"{self.page}，载于：{self.title}" if self.page else self.title
            return f"{author}{what}，" + "，".join([*self._version(), *self._place()]) + "。"
        author = f"{who} ({self.year}). " if who and self.year else f"{who}. " if who else ""
        what = f"{self.page}. In: {self.title}" if self.page else self.title
        return f"{author}{what}. " + ", ".join([*self._version(), *self._place()]) + "."

    def _version(self) -> list[str]:
        zh = self.lang == "zh"
        name = f"数据包 {self.name}" if zh else f"Data package {self.name}"
        version = f"{self.version} 版" if zh else f"version {self.version}"
        return [name, version, *([self.created] if self.created else [])]

    def _place(self) -> list[str]:
        return [place for place in [self.url or self.path] if place]

    @property
    def bibtex(self) -> str:
        """An entry for BibTeX; names stand in braces of their own, so that none is taken apart."""
        place = self.path.rpartition("/")[2].partition(".")[0]
        key = re.sub(r"[^A-Za-z0-9:._-]+", "-", ":".join(filter(None, (self.name, place))))
        fields = {
            "author": " and ".join(f"{{{_tex(name)}}}" for name in self.authors),
            "title": f"{{{_tex(self.page or self.title)}}}",
            "howpublished": _tex(self.title) if self.page else "",
            "year": self.year,
            "version": _tex(self.version),
            "note": _tex(", ".join(self._version())),
            "url": _address(self.url),
        }
        lines = [f"  {name} = {{{value}}}" for name, value in fields.items() if value]
        return "\n".join((f"@misc{{{key or 'data'},", ",\n".join(lines), "}"))

    @property
    def ris(self) -> str:
        """A record of RIS, for reference managers."""
        return "\n".join(f"{tag}  - {_BLANK.sub(' ', value).strip()}" for tag, value in self._ris())

    def _ris(self) -> Iterator[tuple[str, str]]:
        yield "TY", "DATA"
        yield from (("AU", f"{name},") for name in self.authors)
        fields = {
            "TI": self.page or self.title,
            "T2": self.title if self.page else "",
            "PY": self.year,
            "DA": self.created.replace("-", "/"),
            "ET": self.version,
            "ID": self.name,
            "LA": "zh-Hans" if self.lang == "zh" else "en",
            "UR": self.url,
        }
        yield from ((tag, value) for tag, value in fields.items() if value)
        yield "ER", ""


def citation(
    package: Package, lang: str, *, page: str = "", path: str = "", url: str = ""
) -> Citation:
    """How to cite a package, or one ``page`` of its site that stands at ``path`` and ``url``."""
    raw = package.descriptor
    names = (text_of(entry, "title") for entry in _publishers(raw))
    return Citation(
        lang=lang,
        authors=tuple(name for name in names if name),
        title=package.title(lang) or text_of(raw, "name"),
        name=text_of(raw, "name"),
        version=package.version,
        created=text_of(raw, "created")[:10],
        url=url,
        page=page,
        path=path,
    )


def entries(raw: Mapping[str, Any], name: str) -> Iterator[Mapping[str, Any]]:
    """The objects of a list of the descriptor, whatever else stands in it."""
    value = raw.get(name)
    for entry in value if isinstance(value, list) else ():
        if isinstance(entry, dict):
            yield entry


def _publishers(raw: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Who publishes the data, or else everyone who contributed."""
    people = list(entries(raw, "contributors"))
    roles = [p.get("roles") for p in people]
    named = [isinstance(r, list) and "publisher" in r for r in roles]
    return [p for p, is_one in zip(people, named, strict=True) if is_one] or people


def _tex(text: str) -> str:
    return "".join(_BIBTEX.get(sign, sign) for sign in _BLANK.sub(" ", text).strip())


def _address(url: str) -> str:
    """An address as it is, but for what would end the field."""
    return url.replace("{", "%7B").replace("}", "%7D").replace("\\", "%5C")
