"""The folder of a portal: whose it is, who may use it at once, what the system refuses."""

from __future__ import annotations

import errno
import os
import threading
from pathlib import Path

import pytest

from fiscal_notice.errors import PublishError
from fiscal_notice_ckan.portal import down, lifecycle, status, up
from fiscal_notice_ckan.portal.home import (
    Home,
    default_root,
    explained,
    known_port,
    open_home,
    prepare,
    write_whole,
)
from fiscal_notice_ckan.portal.lock import locked

AS_ROOT = os.geteuid() == 0


def made(folder: Path, series: str = "2.12") -> Home:
    home = open_home(folder)
    with locked(home):
        prepare(home, series)
    return home


def test_home_of_another_ckan_is_refused(folder: Path) -> None:
    made(folder, "2.11")
    with pytest.raises(PublishError, match="another CKAN"):
        up("2.12", folder)


def test_closed_way_to_the_home_is_explained_to_root(tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    if not AS_ROOT:  # only root hands PostgreSQL to another account
        assert open_home(closed / "home").root == closed / "home"
        return
    with pytest.raises(PublishError, match="FISCAL_NOTICE_PORTAL_HOME"):
        open_home(closed / "home")


@pytest.mark.skipif(not AS_ROOT, reason="only root can give a folder away")
@pytest.mark.parametrize("ask", [up, down, status])
def test_home_in_a_folder_of_another_account_is_refused(folder: Path, ask: type) -> None:
    """Its owner could put links there, for root to follow."""
    made(folder)
    os.chown(folder, 65_533, 65_533)
    with pytest.raises(PublishError, match="another account"):
        ask(home=folder)


def test_starts_at_once_in_a_new_folder_make_one_home(folder: Path) -> None:
    """None may take what another has just made for a stranger's."""
    for round_ in range(20):
        place, problems = folder.with_name(f"home-{round_}"), list[BaseException]()
        together = threading.Barrier(4)

        def start(
            place: Path = place,
            together: threading.Barrier = together,
            problems: list[BaseException] = problems,
        ) -> None:
            together.wait()
            try:
                made(place)
            except PublishError as error:
                problems.append(error)

        threads = [threading.Thread(target=start) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert problems == []


def test_lock_held_by_another_is_waited_for_then_reported(folder: Path) -> None:
    home = made(folder)
    said: list[str] = []
    with (
        locked(home),
        pytest.raises(PublishError, match="another command") as caught,
        locked(home, said.append, patience=0.3),
    ):
        pass
    assert caught.value.found == f"process {os.getpid()}"
    assert len(said) == 1
    with locked(home, said.append, patience=0.3):
        pass
    assert len(said) == 1


def test_lock_is_no_way_to_empty_another_file(folder: Path) -> None:
    home = made(folder)
    mine = folder.with_name("mine")
    mine.write_text("mine")
    home.lock.unlink()
    home.lock.symlink_to(mine)
    with pytest.raises(PublishError, match="lock"):
        down(folder)
    assert mine.read_text() == "mine"


def full(*_: object) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_full_disk_is_told(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(PublishError, match="No space left") as caught:
        up(home=folder)
    assert caught.value.hint == "free some space"


def test_portal_can_be_stopped_on_a_full_disk(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made(folder)
    monkeypatch.setattr(os, "pwrite", full)
    down(folder)


def test_reader_that_has_gone_is_no_fault_of_the_home(folder: Path) -> None:
    with pytest.raises(BrokenPipeError), explained(Home(root=folder)):
        raise BrokenPipeError


def test_interrupted_installation_leaves_no_process(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stopped: list[Home] = []

    def interrupted(*_: object) -> None:
        assert len(stopped) == 1  # what an earlier start left is stopped before
        raise KeyboardInterrupt

    monkeypatch.setattr(lifecycle, "install", interrupted)
    monkeypatch.setattr(lifecycle, "stop", stopped.append)
    with pytest.raises(KeyboardInterrupt):
        up(home=folder)
    assert len(stopped) == 2


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


@pytest.mark.parametrize(("text", "port"), [("5000\n", 5000), ("", None), ("x", None)])
def test_known_port(tmp_path: Path, text: str, port: int | None) -> None:
    home = Home(root=tmp_path)
    assert known_port(home) is None
    home.port.write_text(text)
    assert known_port(home) == port


def test_file_is_written_whole_and_closed_to_others(tmp_path: Path) -> None:
    path = tmp_path / "secret"
    (tmp_path / "secret.new").write_text("left by a crash")
    write_whole(path, "all of it")
    assert path.read_text() == "all of it"
    assert path.stat().st_mode & 0o777 == 0o600
    assert [each.name for each in tmp_path.iterdir()] == ["secret"]
