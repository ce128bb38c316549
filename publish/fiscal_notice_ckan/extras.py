"""The files that are made from a release for those who look before they read, in their order.

First what needs no program but a browser, then what opens by a double click. What they are called
here is known by their names; a package may have no resource that is called so.
"""

from __future__ import annotations

from dataclasses import dataclass

from fiscal_notice.export.download_form import PackageForm
from fiscal_notice.export.forms import PACKAGE_FORMS, XLSX


@dataclass(frozen=True, slots=True, kw_only=True)
class Extra:
    """A file that is made, and what the portal says of it; its lists cut titles at 50 letters.

    ``name`` is our name for it, ``suffix`` what follows the dataset's name in the file's name, and
    ``lang`` the language of a picture.
    """

    name: str
    suffix: str
    title: str
    description: str
    format: str
    mediatype: str
    view: str | None = None
    lang: str = ""


SITE = "site.zip"
PICTURES = {"zh": "money.zh.svg", "en": "money.en.svg"}
_SVG = {"format": "SVG", "mediatype": "image/svg+xml", "view": "image_view"}


def _in_form(form: PackageForm) -> Extra:
    return Extra(
        name=form.resource,
        suffix=form.suffix,
        title=form.resource_title,
        description=form.resource_description,
        format=form.title.upper(),
        mediatype=form.media_type,
    )


EXTRAS = (
    Extra(
        name=PICTURES["zh"],
        suffix="-money.zh.svg",
        title="资金去向图 · The money, in a picture (Chinese)",
        description="每个市得到多少，其中多少有绩效目标。\n\n"
        "What each city receives, and how much of it has performance targets; labels in Chinese.",
        lang="zh",
        **_SVG,
    ),
    Extra(
        name=PICTURES["en"],
        suffix="-money.en.svg",
        title="资金去向图（英文） · The money, in a picture (English)",
        description="每个市得到多少，其中多少有绩效目标；图中文字为英文。\n\n"
        "What each city receives, and how much of it has performance targets; labels in English.",
        lang="en",
        **_SVG,
    ),
    _in_form(XLSX),
    Extra(
        name=SITE,
        suffix="-site.zip",
        title="离线网站 · Site to browse offline",
        description="解压后打开index.html。概览、数据字典与检查结果，中英文；通知另可按市、单位、绩效目标浏览，"
        "每个数字均链接到原文行号。无须联网，也可放到任何网站服务器上。\n\n"
        "Unpack it and open index.html: overview, data dictionary and checks, in Chinese and "
        "English; of a notice also cities, recipients and targets, with every figure leading to "
        "its line. It needs no network, and any web server can serve it.",
        format="ZIP",
        mediatype="application/zip",
    ),
    *(_in_form(form) for form in PACKAGE_FORMS if form is not XLSX),
)
NAMES = frozenset(each.name for each in EXTRAS)
