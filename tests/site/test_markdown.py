"""Descriptions as HTML: what is Markdown is shown as such, and nothing else gets through."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fiscal_notice.site.markdown import is_web_address, markdown

LINK = '<a href="https://a.b/c?d=1&amp;e" rel="nofollow">'
SHOWN = "https://a.b/c?d=1&amp;e"


def bare(address: str) -> str:
    return f'<a href="{address}" rel="nofollow">{address}</a>'


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("one\ntwo\n\nthree", "<p>one two</p><p>three</p>"),
        ("# Head\ntext", "<p><strong>Head</strong></p><p>text</p>"),
        ("# Head ##  \ntext", "<p><strong>Head</strong></p><p>text</p>"),
        ("## C#", "<p><strong>C#</strong></p>"),
        ("# a # #", "<p><strong>a #</strong></p>"),
        ("# ##", "<p><strong></strong></p>"),
        ("- a\n  more\n- b\n\nc", "<ul><li>a more</li><li>b</li></ul><p>c</p>"),
        ("1. a\n2. b", "<ol><li>a</li><li>b</li></ol>"),
        ("`a<b` **b** *c*", "<p><code>a&lt;b</code> <strong>b</strong> <em>c</em></p>"),
        ("[x](https://a.b/c?d=1&e)", f"<p>{LINK}x</a></p>"),
        ("![x](https://a.b/c?d=1&e)", f"<p>{LINK}x</a></p>"),
        ("a https://a.b, b", f"<p>a {bare('https://a.b')}, b</p>"),
        ('see "https://a.b/c?d=1&e" now', f"<p>see &#34;{LINK}{SHOWN}</a>&#34; now</p>"),
        ("'https://a.b/c?d=1&e'", f"<p>&#39;{LINK}{SHOWN}</a>&#39;</p>"),
        ("<https://a.b/c?d=1&e>", f"<p>{LINK}{SHOWN}</a></p>"),
        ("<b>https://a.b/c?d=1&e</b>", f"<p>&lt;b&gt;{LINK}{SHOWN}</a>&lt;/b&gt;</p>"),
        ("https://a.b/c?d=1&e& f", f"<p>{LINK}{SHOWN}</a>&amp; f</p>"),
        ("<https://a.b c>", f"<p>&lt;{bare('https://a.b')} c&gt;</p>"),
        ("[x](javascript:alert)", "<p>[x](javascript:alert)</p>"),
        ("<b onclick=x>", "<p>&lt;b onclick=x&gt;</p>"),
        ("2 * 3 * 4", "<p>2 * 3 * 4</p>"),
        ("", ""),
    ],
)  # fmt: skip
def test_markdown(text: str, wanted: str) -> None:
    assert markdown(text) == wanted


class Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.seen: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


PIECES = st.sampled_from(
    ["[", "](", ")", "https://a.b", "javascript:x", "<", ">", '"', "*", "**", "`", "\n", "- ", "a",
     "#", " ", "1. ", "&", "'", "!["]
)  # fmt: skip


@given(st.lists(PIECES, max_size=30).map("".join))
def test_nothing_but_its_own_tags(text: str) -> None:
    tags = Tags()
    tags.feed(markdown(text))
    assert not tags.open
    for tag, attributes in tags.seen:
        assert tag in ("p", "ul", "ol", "li", "a", "code", "strong", "em")
        assert set(attributes) <= {"href", "rel"}
        assert str(attributes.get("href", "https://")).startswith("https://")


@pytest.mark.parametrize("text", ["[", ">", "*a ", "`", "- ", "[a](", "<", "![[", "http://", "#"])
def test_long_texts_of_one_sign_are_read(text: str) -> None:
    assert len(markdown(text * 50_000)) > 20_000


MANY = 50_000


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("#" + " #" * MANY + "x", "# " * (MANY - 1) + "#x"),
        ("# a" + " #" * MANY, "a" + " #" * (MANY - 1)),
        ("# a" + "#" * MANY, "a" + "#" * MANY),
        ("# a " + "#" * MANY + " " * MANY, "a"),
        ("#" + " " * MANY + "a", "a"),
    ],
    ids=range(5),
)
def test_long_headings_are_read(line: str, wanted: str) -> None:
    assert markdown(line) == f"<p><strong>{wanted}</strong></p>"


@pytest.mark.parametrize(
    ("value", "wanted"),
    [
        ("https://a.b/c", True),
        ("HTTP://a.b", True),
        ("javascript:alert(1)", False),
        ("https://a.b\njavascript:x", False),
        ('https://a.b/"x', False),
        (" https://a.b", False),
        ("//a.b", False),
        (7, False),
        (None, False),
    ],
)
def test_addresses_of_the_web(value: object, wanted: bool) -> None:
    assert is_web_address(value) is wanted
