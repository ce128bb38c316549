"""What a person is told when the portal cannot be started."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from fiscal_notice.errors import PublishError
from fiscal_notice_ckan.portal import down, status, up
from fiscal_notice_ckan.portal.process import run_step

if TYPE_CHECKING:
    from pathlib import Path


def test_unknown_version_is_refused() -> None:
    with pytest.raises(PublishError, match=r"2\.9") as caught:
        up("2.9")
    assert caught.value.expected == "2.12 or 2.11"


def test_folder_of_something_else_is_left_alone(folder: Path) -> None:
    folder.mkdir()
    (folder / "thesis.txt").write_text("mine")
    with pytest.raises(PublishError, match=r"thesis\.txt"):
        up(home=folder)
    assert [each.name for each in folder.iterdir()] == ["thesis.txt"]
    assert status(folder) is None
    down(folder)


def test_path_that_ckan_cannot_read_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PublishError, match="%"):
        up(home=tmp_path / "100%")
    assert not (tmp_path / "100%").exists()


def test_missing_home_has_no_portal(tmp_path: Path) -> None:
    assert status(tmp_path / "none") is None
    down(tmp_path / "none")
    assert not (tmp_path / "none").exists()


def test_failed_step_quotes_the_end_of_its_log(tmp_path: Path) -> None:
    log = tmp_path / "step.log"
    script = "for n in $(seq 30); do echo line $n; done; exit 3"
    with pytest.raises(PublishError) as caught:
        run_step("it broke", ["/bin/sh", "-c", script], log=log, timeout=9, environment={})
    assert str(caught.value).startswith(f"{log}: it broke")
    assert (caught.value.found or "").splitlines()[-1] == "line 30"
    assert "line 9\n" not in (caught.value.found or "")


def test_step_that_cannot_begin_says_why_and_not_only_what_was_logged_before(
    tmp_path: Path,
) -> None:
    log = tmp_path / "step.log"
    log.write_text("of last week\n")
    with pytest.raises(PublishError, match="No such file") as caught:
        run_step("it broke", [tmp_path / "none"], log=log, timeout=9, environment={})
    assert str(tmp_path / "none") in (caught.value.found or "")


def test_step_that_hangs_is_ended(tmp_path: Path) -> None:
    log = tmp_path / "step.log"
    with pytest.raises(PublishError, match="no end after 0 s"):
        run_step("it hung", ["/bin/sleep", "30"], log=log, timeout=0.3, environment={})
