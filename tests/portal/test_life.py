"""Starting, stopping and surviving: the portal after crashes of any of its parts."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeAlias

import pytest

from fiscal_notice_ckan.portal import Portal, down, status, up
from fiscal_notice_ckan.portal.home import Home
from fiscal_notice_ckan.portal.process import Process, belonging
from portal.portal_kit import until, without_a_look_at_others

if TYPE_CHECKING:
    from pathlib import Path

    from portal.portal_kit import Caller

LOOK = (
    "import pathlib, sys; from fiscal_notice_ckan.portal import status; "
    "print(status(pathlib.Path(sys.argv[1])).pids)"
)
Works: TypeAlias = Callable[[Portal], bool]
# What a home holds while its portal is down: nothing that a step left behind.
KEPT = "filled lock logs port postgres redis run secrets series storage venv"
START = "import pathlib; from fiscal_notice_ckan.portal import up; up({!r}, pathlib.Path({!r}))"


def processes(home: Path, service: str) -> list[Process]:
    return [each for each in belonging(Home(root=home)) if each.service == service]


@pytest.fixture
def works(caller: type[Caller]) -> Works:
    def asked(portal: Portal) -> bool:
        editor = caller(portal.url, portal.read_token())
        roles = editor.act("organization_list_for_user")
        return [each["name"] for each in roles] == [portal.organisation]

    return asked


def end_start_when(
    portal: Portal, reached: Callable[[], bool], ending: signal.Signals = signal.SIGKILL
) -> None:
    """Run ``up`` in a process of its own and end it, and it alone, as soon as it is so far."""
    before = (portal.home / "lock").read_text()
    with subprocess.Popen(
        [sys.executable, "-c", START.format(portal.version, str(portal.home))],
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    ) as starting:
        until(lambda: (portal.home / "lock").read_text() != before)
        until(lambda: starting.poll() is not None or reached())
        assert starting.poll() is None, "the start had ended before"
        starting.send_signal(ending)


def test_up_twice_is_harmless(portal: Portal) -> None:
    assert up(portal.version, portal.home) == portal
    assert status(portal.home) == portal


@pytest.mark.skipif(os.geteuid() != 0, reason="others see their own processes only")
def test_root_in_a_container_sees_all_of_the_portal(portal: Portal) -> None:
    seen = subprocess.check_output(
        [sys.executable, "-c", LOOK, portal.home], preexec_fn=without_a_look_at_others, text=True
    )
    assert seen.strip() == str(portal.pids)


def test_two_ups_at_once_share_one_portal(portal: Portal) -> None:
    down(portal.home)
    found: list[Portal] = []
    threads = [
        threading.Thread(target=lambda: found.append(up(portal.version, portal.home)))
        for _ in range(2)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert len(found) == 2
    assert found[0] == found[1]
    assert len(processes(portal.home, "redis")) == 1


def test_down_leaves_no_process_and_keeps_port_and_token(works: Works, portal: Portal) -> None:
    token = portal.read_token()
    down(portal.home)
    assert belonging(Home(root=portal.home)) == []
    assert status(portal.home) is None
    down(portal.home)
    again = up(portal.version, portal.home)
    assert (again.url, again.read_token()) == (portal.url, token)
    assert works(again)


@pytest.mark.parametrize("service", ["ckan", "redis", "postgres"])
def test_killed_service_is_brought_back(works: Works, portal: Portal, service: str) -> None:
    pid = portal.pids[service]
    os.kill(pid, signal.SIGKILL)
    until(lambda: pid not in [each.pid for each in belonging(Home(root=portal.home))])
    again = up(portal.version, portal.home)
    assert again.pids[service] != portal.pids[service]
    assert works(again)


@pytest.mark.parametrize("service", ["ckan", "postgres"])
def test_killed_workers_are_brought_back(works: Works, portal: Portal, service: str) -> None:
    for each in processes(portal.home, service):
        if each.pid != portal.pids[service]:
            with contextlib.suppress(ProcessLookupError):  # PostgreSQL ends the others itself
                os.kill(each.pid, signal.SIGKILL)
    assert works(up(portal.version, portal.home))


def test_everything_killed_at_once_with_its_files_left_behind(works: Works, portal: Portal) -> None:
    """What a reboot leaves: sockets and pid files of processes that are no more."""
    for each in belonging(Home(root=portal.home)):
        with contextlib.suppress(ProcessLookupError):  # workers that went with their master
            os.kill(each.pid, signal.SIGKILL)
    pid_file = portal.home / "postgres" / "data" / "postmaster.pid"
    lines = pid_file.read_text().splitlines()
    # The pid was given to someone else meanwhile, who is alive: this process.
    pid_file.write_text("\n".join([str(os.getpid()), *lines[1:]]))
    assert works(up(portal.version, portal.home))


@pytest.mark.parametrize("service", [None, "postgres", "redis", "ckan"])
def test_start_killed_at_any_moment(works: Works, portal: Portal, service: str | None) -> None:
    down(portal.home)
    end_start_when(portal, lambda: service is None or bool(processes(portal.home, service)))
    assert works(up(portal.version, portal.home))


@pytest.mark.parametrize("moment", ["begun", "tables", "token"])
def test_filling_killed_half_way_is_done_again(works: Works, portal: Portal, moment: str) -> None:
    down(portal.home)
    (portal.home / "filled").unlink()
    portal.token_file.unlink()
    log = portal.home / "logs" / "setup.log"
    before = log.stat().st_size
    reached = {
        "begun": lambda: bool(processes(portal.home, "step")),
        "tables": lambda: log.stat().st_size > before,
        "token": portal.token_file.exists,
    }
    end_start_when(portal, reached[moment])
    assert works(up(portal.version, portal.home))


def test_half_made_cluster_is_made_again(works: Works, portal: Portal) -> None:
    down(portal.home)
    cluster = portal.home / "postgres" / "data"
    cluster.rename(cluster.with_name("data.partial"))
    (cluster.with_name("data.partial") / "PG_VERSION").unlink()
    (portal.home / "filled").unlink()
    assert works(up(portal.version, portal.home))


def test_lost_token_is_replaced_and_the_old_one_refused(
    works: Works, caller: type[Caller], portal: Portal
) -> None:
    old = caller(portal.url, portal.read_token())
    portal.token_file.unlink()
    again = up(portal.version, portal.home)
    assert works(again)
    assert again.read_token() != old.token
    refused = caller(again.url, old.token).post("organization_list_for_user")
    assert refused.status_code == 403 or refused.json()["result"] == []


def test_taken_port_is_left_to_its_owner(works: Works, portal: Portal) -> None:
    down(portal.home)
    with socket.create_server(("127.0.0.1", int(portal.url.rpartition(":")[2]))):
        again = up(portal.version, portal.home)
        assert again.url != portal.url
        assert works(again)


def test_ctrl_c_at_a_start_leaves_no_process(portal: Portal) -> None:
    down(portal.home)
    end_start_when(portal, lambda: bool(processes(portal.home, "redis")), signal.SIGINT)
    assert belonging(Home(root=portal.home)) == []


def test_half_made_venv_is_made_again(works: Works, portal: Portal) -> None:
    """Takes as long as a first start: everything is installed anew."""
    down(portal.home)
    (portal.home / "venv" / "installed").unlink()
    (portal.home / "venv" / "bin" / "python").unlink()
    package = "venv/lib/python3.*/site-packages/click"
    for held in portal.home.glob(package):
        shutil.rmtree(held)
    # pip writes packages by then, and goes on without its starter.
    end_start_when(portal, lambda: any(portal.home.glob(package)))
    assert works(up(portal.version, portal.home))


def test_home_holds_no_leftovers(portal: Portal) -> None:
    down(portal.home)
    assert " ".join(sorted(each.name for each in portal.home.iterdir())) == KEPT
    assert [each.name for each in (portal.home / "postgres").iterdir()] == ["data"]
    assert [*(portal.home / "run").iterdir()] == []
    assert [*portal.home.glob("*/*.new")] == []
