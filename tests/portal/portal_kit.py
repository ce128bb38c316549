"""Who asks a portal, which CKAN the tests run, its log, and waiting for what happens elsewhere."""

from __future__ import annotations

import ctypes
import os
import time
import uuid
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import requests

from fiscal_notice_ckan.portal import Portal, Request, read_requests
from fiscal_notice_ckan.portal.home import default_root
from fiscal_notice_ckan.portal.versions import VERSIONS

if TYPE_CHECKING:
    from collections.abc import Callable

PR_CAPBSET_DROP, CAP_SYS_PTRACE = 24, 19
VERSION = os.environ.get("FISCAL_NOTICE_TEST_CKAN", "2.12")
#: On the oldest CKAN only what it may answer otherwise is tried: the rest is the publisher's own.
THOROUGH = min(VERSIONS) != VERSION


def home_of_tests() -> Path:
    """$FISCAL_NOTICE_TEST_PORTAL, else a folder beside the user's own portal, never that itself.

    Processes that run tests side by side have a portal each.
    """
    chosen = os.environ.get("FISCAL_NOTICE_TEST_PORTAL")
    if chosen:
        home = Path(chosen).expanduser()
    else:
        usual = default_root(VERSION, os.environ, as_root=os.geteuid() == 0)
        home = usual.with_name(f"{usual.name}-tests")
    number = os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")
    return home if number == "0" else home.with_name(f"{home.name}-{number}")


def without_a_look_at_others() -> None:
    """Called between fork and exec: root then is as in many containers, where /proc is closed.

    It may not see any more which program a process runs that is another's, or that may do more.
    """
    ctypes.CDLL(None).prctl(PR_CAPBSET_DROP, CAP_SYS_PTRACE)


def until(condition: Callable[[], bool], seconds: float = 60.0) -> None:
    """Wait for a condition; fails after some seconds."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, f"it did not happen within {seconds} s"
        time.sleep(0.02)


def logged(log: Path, mark: str) -> list[Request]:
    """The logged requests with ``mark`` in their path, once there is one.

    The server writes a request's line after its answer, so the client is back before it.
    """

    def marked() -> list[Request]:
        return [each for each in read_requests(log) if mark in each.path]

    until(lambda: bool(marked()))
    return marked()


@dataclass(frozen=True)
class Caller:
    """Someone who asks the portal: anonymous without a token."""

    url: str
    token: str | None = field(default=None, repr=False)

    def post(self, action: str, **data: Any) -> requests.Response:
        headers = {"Authorization": self.token} if self.token else {}
        address = f"{self.url}/api/3/action/{action}"
        return requests.post(address, json=data, headers=headers, timeout=60)

    def act(self, action: str, **data: Any) -> Any:
        response = self.post(action, **data)
        assert response.status_code == 200, f"{action}: {response.status_code} {response.text}"
        return response.json()["result"]


@dataclass(frozen=True)
class Reader(Caller):
    """A reader of published datasets who knows CKAN's API and, but for names, nothing of ours."""

    def get(self, path: str, **params: Any) -> requests.Response:
        headers = {"Authorization": self.token} if self.token else {}
        return requests.get(f"{self.url}{path}", params=params, headers=headers, timeout=60)

    def action(self, name: str, /, **params: Any) -> Any:
        """The result, or None for anything but success."""
        answer = self.get(f"/api/3/action/{name}", **params)
        return answer.json()["result"] if answer.ok else None

    def dataset(self, name: str) -> Any:
        return self.action("package_show", id=name)

    def resource(self, dataset: str, name: str) -> Any:
        resources = self.dataset(dataset)["resources"]
        return next(each for each in resources if each["fiscal_notice_name"] == name)

    def content(self, dataset: str, name: str) -> bytes:
        path = self.resource(dataset, name)["url"].partition("/dataset/")[2]
        answer = self.get(f"/dataset/{path}")
        answer.raise_for_status()
        return answer.content

    def rows(self, dataset: str, name: str) -> list[tuple[str, int | None, str]]:
        """The rows of a DataStore table, by code."""
        resource = self.resource(dataset, name)["id"]
        found = self.action("datastore_search", resource_id=resource, limit=32000)["records"]
        return sorted((each["code"], each["amount"], each["name"]) for each in found)


_MARK = "/api/3?mark="


def log_of(portal: Portal) -> list[Request]:
    """Every request in the portal's own log, once the log is complete.

    A line is written after its answer was sent, so a last request of ours is waited for.
    """
    mark = uuid.uuid4().hex
    requests.get(f"{portal.url}{_MARK}{mark}", timeout=60)
    until(lambda: any(mark in each.path for each in read_requests(portal.access_log)))
    # Another thread of the server may still be about to write the line before that.
    time.sleep(0.2)
    return read_requests(portal.access_log)


def requests_since(portal: Portal, before: list[Request]) -> list[Request]:
    """What the portal has answered since its log was ``before``."""
    return [each for each in log_of(portal)[len(before) :] if _MARK not in each.path]
