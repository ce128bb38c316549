"""The list of forms: each has all that it needs, and whoever names forms names these."""

from __future__ import annotations

import re
from pathlib import Path
from pkgutil import resolve_name

import pytest

from fiscal_notice.export.download_form import DownloadForm
from fiscal_notice.export.forms import FORMS, PACKAGE_FORMS, TABLE_FORMS
from fiscal_notice.package import read_package
from fiscal_notice.package.limits import PARQUET, SQLITE, XLSX
from fiscal_notice.release import make_release
from fiscal_notice.release.summary import release_summary
from fiscal_notice.site import make_site
from fiscal_notice.validate import rules_for, validate_package
from fiscal_notice_ckan.extras import EXTRAS
from kit import ROOT

EACH = pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)


@EACH
def test_a_form_has_all_its_parts(form: DownloadForm) -> None:
    assert re.fullmatch(r"[a-z][a-z-]*", form.name)
    assert re.fullmatch(r"\.[a-z]+", form.suffix)
    assert re.fullmatch(r"[a-z]+/[a-z0-9.+-]+", form.media_type)
    assert form.title
    assert form.title_zh
    assert form.about.endswith(".")
    assert re.search("[\u4e00-\u9fff].*。$", form.about_zh)
    assert resolve_name(form.make).__doc__
    assert resolve_name(form.read).__doc__


def test_no_two_forms_are_called_alike() -> None:
    for words in (
        [form.name for form in FORMS],
        [form.title for form in FORMS],
        [form.suffix for form in PACKAGE_FORMS],
        [form.resource for form in PACKAGE_FORMS],
    ):
        assert len(set(words)) == len(words)
    assert len(FORMS) == len(TABLE_FORMS) + len(PACKAGE_FORMS)


def test_limits_are_those_of_forms() -> None:
    assert {XLSX, SQLITE, PARQUET} <= {form.title for form in FORMS}


def test_summary_site_and_portal_name_the_same_forms(mini: Path, tmp_path: Path) -> None:
    bundle = make_release(mini, tmp_path / "out", downloads=True)
    downloads = {each.name: each.path.read_bytes() for each in bundle.downloads}
    package = read_package(mini)
    report = validate_package(package, rules_for(package))
    make_site(package, report, tmp_path / "site", downloads)
    for lang, comma in (("en", ", "), ("zh", "、")):
        listed = comma.join(form.titled(lang) for form in FORMS)
        lines = release_summary(mini, bundle, lang=lang).splitlines()
        assert [line for line in lines if line.endswith(listed)]
        page = (tmp_path / "site" / lang / "data.html").read_text(encoding="utf-8")
        for form in FORMS:
            assert (form.about_zh if lang == "zh" else form.about) in page
    offered = {each.name: (each.suffix, each.mediatype) for each in EXTRAS}
    for form in PACKAGE_FORMS:
        assert offered[form.resource] == (form.suffix, form.media_type)
        assert len(form.resource_title) <= 50


@EACH
def test_the_readme_says_what_is_in_the_folder_of_downloads(form: DownloadForm) -> None:
    whole = form in PACKAGE_FORMS
    file = f"NAME-VERSION{form.suffix}" if whole else f"{form.name}/TABLE{form.suffix}"
    assert f"\n| `{file}` | " in (ROOT / "README.md").read_text(encoding="utf-8")
