"""Which processes are a portal's own: never a stranger's, and all of its own."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from fiscal_notice_ckan.portal.accounts import portal_uids
from fiscal_notice_ckan.portal.home import Home
from fiscal_notice_ckan.portal.process import (
    Process,
    _process,
    belonging,
    leaders,
    mains,
    start_service,
)
from portal.portal_kit import until, without_a_look_at_others

AS_ROOT = pytest.mark.skipif(os.geteuid() != 0, reason="only root can become another account")
NOBODY, STRANGER = 65_534, 65_533
ME = os.geteuid()
UIDS = frozenset({ME, NOBODY})
LOOK = """
import pathlib, sys
from fiscal_notice_ckan.portal.home import Home
from fiscal_notice_ckan.portal.process import belonging
home = Home(root=pathlib.Path(sys.argv[1]))
print(*(f"{each.pid} {each.service}" for each in belonging(home)))
"""
Entry = Callable[..., Path]


def process(pid: int, parent: int, service: str) -> Process:
    return Process(pid=pid, parent=parent, service=service)


@pytest.fixture
def home(folder: Path) -> Home:
    folder.mkdir(mode=0o755)
    folder.chmod(0o755)
    return Home(root=folder.resolve())


@pytest.fixture
def entry(tmp_path: Path) -> Entry:
    """An entry of /proc, without ``program`` one whose program may not be seen."""

    def make(arguments: list[str], program: str = "", uid: int = ME) -> Path:
        made = tmp_path / "41"
        made.mkdir()
        (made / "cmdline").write_text("\0".join([*arguments, ""]))
        (made / "status").write_text(f"Name:\tx\nPPid:\t1\nUid:\t{uid}\t{uid}\t{uid}\t{uid}\n")
        if program:
            (made / "exe").symlink_to(program)
        return made

    return make


@pytest.fixture
def closed(monkeypatch: pytest.MonkeyPatch) -> None:
    """The system does not say which program a process runs, as to root in many containers."""

    def refuse(_: Path) -> Path:
        raise PermissionError

    monkeypatch.setattr(Path, "readlink", refuse)


def test_service_counts_before_the_shell_has_become_it(home: Home, entry: Entry) -> None:
    """A start killed at that moment, or a look at it, must not miss the service."""
    program = f"{home.root}/redis-server"
    made = entry(["/bin/sh", "-c", '"$@" </dev/null &', "sh", program], "/bin/dash")
    assert _process(made, home, UIDS) == process(41, 1, "redis")
    assert _process(made, Home(root=home.root / "other"), UIDS) is None


@pytest.mark.usefixtures("closed")
@pytest.mark.parametrize(
    ("arguments", "service"),
    [
        (["{home}/venv/bin/postgres", "-D", "{home}/postgres/data"], "postgres"),
        (["{home}/venv/bin/redis-server", "--port", "0"], "redis"),
        (["{home}/venv/bin/python", "-m", "gunicorn", "x"], "ckan"),
        (["{home}/venv/bin/python", "{home}/venv/bin/ckan", "jobs", "worker"], "worker"),
        (["{home}/venv/bin/python", "{home}/venv/bin/ckan", "jobs", "list"], "step"),
        (["{home}/venv/bin/python", "-m", "pip"], "step"),
        (["postgres: {mark}: checkpointer "], "postgres"),
        (["postgres: {mark}: ckan ckan [local] idle"], "postgres"),
        (["postgres: portal-0123456789abcdef: checkpointer "], None),
        (["postgres: {mark}"], None),
        (["/usr/bin/tail", "-f", "{home}/logs/ckan.log"], None),
        (["{home}-of-another/venv/bin/postgres"], None),
        ([""], None),
    ],
)
@pytest.mark.parametrize("uid", [ME, NOBODY])
def test_process_is_known_where_its_program_cannot_be_seen(
    home: Home, entry: Entry, arguments: list[str], service: str | None, uid: int
) -> None:
    filled = [each.format(home=home.root, mark=home.mark) for each in arguments]
    expected = process(41, 1, service) if service else None
    assert _process(entry(filled, uid=uid), home, UIDS) == expected


@pytest.mark.parametrize("hidden", [True, False])
def test_stranger_who_names_himself_like_a_service_is_none(
    home: Home, entry: Entry, hidden: bool, request: pytest.FixtureRequest
) -> None:
    """Everyone may choose his arguments and read where a home is, and nobody his account."""
    if hidden:
        request.getfixturevalue("closed")
    program = f"{home.root}/venv/bin/postgres"
    assert _process(entry([program], program, uid=STRANGER), home, UIDS) is None


def test_process_without_an_account_to_see_has_ended(home: Home, entry: Entry) -> None:
    made = entry([f"{home.root}/venv/bin/postgres"], "/bin/true")
    (made / "status").unlink()
    assert _process(made, home, UIDS) is None


def test_uids_are_ours_and_for_root_those_of_the_database() -> None:
    uids = portal_uids()
    assert ME in uids
    assert len(uids) == (2 if ME == 0 else 1)


@contextmanager
def sleeping(program: Path, arguments: list[str], uid: int) -> Iterator[int]:
    """A process of another account that sleeps."""
    with subprocess.Popen(arguments, executable=program, user=uid, group=uid, cwd="/") as started:
        try:
            yield started.pid
        finally:
            started.kill()


def look(home: Home, *, privileged: bool) -> str:
    return subprocess.check_output(
        [sys.executable, "-c", LOOK, home.root],
        preexec_fn=None if privileged else without_a_look_at_others,
        text=True,
    ).strip()


@AS_ROOT
@pytest.mark.parametrize("privileged", [True, False])
def test_root_finds_the_database_and_no_stranger(home: Home, privileged: bool) -> None:
    """Also in a container, where root may not look into the processes of other accounts."""
    program = home.root / "postgres"
    shutil.copy(shutil.which("sleep") or "", program)
    program.chmod(0o755)
    with (
        sleeping(program, [str(program), "60"], NOBODY) as database,
        sleeping(program, [str(program), "60"], STRANGER),
        sleeping(Path("/bin/sleep"), [f"{home.root}/venv/bin/python", "60"], STRANGER),
    ):
        assert look(home, privileged=privileged) == f"{database} postgres"


def test_service_outlives_a_ctrl_c_at_the_terminal_of_its_start(home: Home) -> None:
    """Ctrl-C goes to all processes of a terminal's session that are in the foreground."""
    program = home.root / "redis-server"
    shutil.copy(shutil.which("sleep") or "", program)
    start_service("no", [program, "60"], log=home.root / "log", environment={})
    until(lambda: bool(belonging(home)))
    (started,) = belonging(home)
    try:
        assert os.getsid(started.pid) != os.getsid(0)
    finally:
        os.kill(started.pid, signal.SIGKILL)


def test_service_without_its_master_has_no_leader() -> None:
    whole = [process(10, 1, "ckan"), process(11, 10, "ckan"), process(20, 1, "redis")]
    orphaned = [process(11, 1, "ckan"), process(12, 1, "ckan"), process(20, 1, "redis")]
    assert leaders(whole) == {"ckan": 10, "redis": 20}
    assert mains(orphaned) == {"ckan": 11, "redis": 20}
    assert leaders(orphaned) == {"redis": 20}
