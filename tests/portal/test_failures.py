"""What a person is told when the portal cannot be started."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from fiscal_notice.errors import PublishError
from fiscal_notice_ckan.portal import down, status, up
from fiscal_notice_ckan.portal.home import Home, default_root, locked, open_home, write_whole
from fiscal_notice_ckan.portal.process import Process, _process, leaders, mains, run_step


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder that other accounts may enter, as root's portal needs one."""
    for each in (tmp_path, *list(tmp_path.parents)[:2]):
        each.chmod(0o711)
    return tmp_path / "home"


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


def test_home_of_another_ckan_is_refused(folder: Path) -> None:
    open_home(folder, "2.11")
    with pytest.raises(PublishError, match="another CKAN"):
        up("2.12", folder)


def test_missing_home_has_no_portal(tmp_path: Path) -> None:
    assert status(tmp_path / "none") is None
    down(tmp_path / "none")
    assert not (tmp_path / "none").exists()


def test_closed_way_to_the_home_is_explained_to_root(tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    if os.geteuid() != 0:  # only root hands PostgreSQL to another account
        assert open_home(closed / "home", "2.12").root == closed / "home"
        return
    with pytest.raises(PublishError, match="FISCAL_NOTICE_PORTAL_HOME"):
        open_home(closed / "home", "2.12")


def test_lock_held_by_another_is_waited_for_then_reported(folder: Path) -> None:
    home = open_home(folder, "2.12")
    with (
        locked(home),
        pytest.raises(PublishError, match="another command"),
        locked(home, patience=0.3),
    ):
        pass
    with locked(home, patience=0.3):
        pass


def test_failed_step_quotes_the_end_of_its_log(tmp_path: Path) -> None:
    log = tmp_path / "step.log"
    script = "for n in $(seq 30); do echo line $n; done; exit 3"
    with pytest.raises(PublishError) as caught:
        run_step("it broke", ["/bin/sh", "-c", script], log=log, timeout=9, environment={})
    assert str(caught.value).startswith(f"{log}: it broke")
    assert (caught.value.found or "").splitlines()[-1] == "line 30"
    assert "line 9\n" not in (caught.value.found or "")


def test_step_that_hangs_is_ended(tmp_path: Path) -> None:
    log = tmp_path / "step.log"
    with pytest.raises(PublishError, match="no end after 0 s"):
        run_step("it hung", ["/bin/sleep", "30"], log=log, timeout=0.3, environment={})


@pytest.mark.parametrize(
    ("environment", "as_root", "expected"),
    [
        ({"FISCAL_NOTICE_PORTAL_HOME": "/srv/p", "XDG_STATE_HOME": "/s"}, False, "/srv/p"),
        ({"XDG_STATE_HOME": "/s"}, True, "/s/fiscal-notice/portal-2.12"),
        ({}, True, "/var/lib/fiscal-notice/portal-2.12"),
        ({}, False, f"{Path.home()}/.local/state/fiscal-notice/portal-2.12"),
    ],
)
def test_default_home(environment: dict[str, str], as_root: bool, expected: str) -> None:
    assert default_root("2.12", environment, as_root=as_root) == Path(expected)


def test_long_home_gets_short_socket_addresses(tmp_path: Path) -> None:
    long = Home(root=tmp_path / ("x" * 120))
    assert len(str(long.sockets)) <= 90
    assert long.sockets != Home(root=tmp_path / ("y" * 120)).sockets
    assert Home(root=Path("/short")).sockets == Path("/short/run")


def test_file_is_written_whole_and_closed_to_others(tmp_path: Path) -> None:
    path = tmp_path / "secret"
    (tmp_path / "secret.new").write_text("left by a crash")
    write_whole(path, "all of it")
    assert path.read_text() == "all of it"
    assert path.stat().st_mode & 0o777 == 0o600
    assert [each.name for each in tmp_path.iterdir()] == ["secret"]


def test_service_counts_before_the_shell_has_become_it(tmp_path: Path) -> None:
    """A start killed at that moment, or a look at it, must not miss the service."""
    home = Home(root=tmp_path.resolve())
    script = tmp_path / "redis-server"
    waiting = ["/bin/sh", "-c", '"$@" </dev/null &', "sh", str(script)]
    entry = tmp_path / "41"
    entry.mkdir()
    (entry / "exe").symlink_to("/bin/dash")
    (entry / "cmdline").write_text("\0".join([*waiting, ""]))
    (entry / "stat").write_text("41 (sh) S 1 41 41")
    assert _process(entry, home) == process(41, 1, "redis")
    assert _process(entry, Home(root=tmp_path / "other")) is None


def process(pid: int, parent: int, service: str) -> Process:
    return Process(pid=pid, parent=parent, service=service)


def test_service_without_its_master_has_no_leader() -> None:
    whole = [process(10, 1, "ckan"), process(11, 10, "ckan"), process(20, 1, "redis")]
    orphaned = [process(11, 1, "ckan"), process(12, 1, "ckan"), process(20, 1, "redis")]
    assert leaders(whole) == {"ckan": 10, "redis": 20}
    assert mains(orphaned) == {"ckan": 11, "redis": 20}
    assert leaders(orphaned) == {"redis": 20}
