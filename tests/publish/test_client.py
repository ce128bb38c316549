"""The client against a server that misbehaves on purpose; the token never shows."""

from __future__ import annotations

import json
import logging
import resource
import threading
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from decimal import Decimal
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise
from pathlib import Path

import pytest

from fiscal_notice_ckan.client import Client
from fiscal_notice_ckan.errors import (
    ConflictError,
    DeniedError,
    MissingError,
    PortalError,
    RefusedError,
    UncertainError,
)
from fiscal_notice_ckan.snapshot import shown

TOKEN = "secret-token-of-the-test"
Answer = tuple[int, str, str]
JSON = "application/json"


@contextmanager
def server(
    answer: Callable[[str], Answer], to_body: Callable[[bytes], Answer] | None = None
) -> Iterator[tuple[str, list[str]]]:
    """A server that answers by the token that came, or by the body; and what it was asked."""
    seen: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            seen.append(f"{self.command} {self.path.split('?')[0].rsplit('/', 1)[-1]}")
            sent = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            token = str(self.headers.get("Authorization"))
            status, kind, body = to_body(sent) if to_body else answer(token)
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body.encode())))
            if status in (301, 302):
                self.send_header("Location", f"https://login.example.org/?t={TOKEN}")
            self.end_headers()
            self.wfile.write(body.encode())

        do_POST = do_GET  # noqa: N815  the name that http.server calls

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            pass

    running = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=running.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{running.server_port}", seen
    finally:
        running.shutdown()
        running.server_close()
        thread.join(timeout=10)


def client_at(url: str) -> Client:
    return Client(url, TOKEN, timeout=(2.0, 2.0), pauses=(0.01, 0.01))


def failed(kind: str, **more: object) -> str:
    return json.dumps({"success": False, "error": {"__type": kind, **more}})


CASES = [
    (403, JSON, failed("Authorization Error", message=f"no {TOKEN}"), DeniedError),
    (404, JSON, failed("Not Found Error", message="Not found"), MissingError),
    (409, JSON, failed("Validation Error", match=["metadata_modified"]), ConflictError),
    (409, JSON, failed("Validation Error", name=[f"bad {TOKEN}"]), RefusedError),
    (409, JSON, failed("Search Index Error", message="Solr is down"), UncertainError),
    (400, JSON, failed("Integrity Error", message="Integrity Error"), ConflictError),
    (413, "text/html", "too large", RefusedError),
    (429, "text/html", "slow down", UncertainError),
    (500, "text/html", f"<h1>{TOKEN}</h1>", UncertainError),
    (502, "text/html", "Bad Gateway", UncertainError),
    (200, "text/html", f"<html>{TOKEN}</html>", RefusedError),
    (200, JSON, "[]", RefusedError),
    (200, JSON, '{"error": "x"}', RefusedError),
    (200, JSON, '{"success": true}', RefusedError),
    (200, JSON, "null", RefusedError),
    (302, "text/html", "", RefusedError),
    (401, "text/html", "who?", DeniedError),
]


@pytest.mark.parametrize(("status", "kind", "body", "expected"), CASES)
def test_every_answer_has_one_clear_error_and_no_token(
    status: int,
    kind: str,
    body: str,
    expected: type[PortalError],
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    with server(lambda _: (status, kind, body)) as (url, _), pytest.raises(expected) as raised:
        client_at(url).write("package_patch", {"id": "x"}, idempotent=False)
    text = "".join(traceback.format_exception(raised.value))
    assert TOKEN not in text + repr(raised.value.args) + caplog.text
    assert type(raised.value) is expected


def test_a_question_is_not_redirected_to_a_page_to_log_in() -> None:
    with server(lambda _: (302, "text/html", "")) as (url, seen), pytest.raises(RefusedError) as no:
        client_at(url).read("package_show", id="x")
    assert "sending us elsewhere" in str(no.value)
    assert TOKEN not in str(no.value)
    assert seen == ["GET package_show"]


def test_a_portal_cannot_move_the_cursor_of_a_terminal() -> None:
    answer = (500, "text/html", "a\x1b[2Jb\x07c")
    with server(lambda _: answer) as (url, _), pytest.raises(UncertainError) as raised:
        client_at(url).write("package_patch", {"id": "x"}, idempotent=False)
    assert "a\ufffd[2Jb\ufffdc" in str(raised.value)


@pytest.mark.parametrize("raw", ["[]", '{"id": 1}', '{"id": "x", "resources": null}', '"x"'])
def test_what_is_no_dataset_is_not_taken_for_one(raw: str) -> None:
    body = f'{{"success": true, "result": {raw}}}'
    with (
        server(lambda _: (200, JSON, body)) as (url, _),
        pytest.raises(RefusedError, match="cannot be understood"),
    ):
        shown(client_at(url), "x")


@pytest.mark.parametrize("before", [0, 40, 60, 90, 190])
@pytest.mark.parametrize("token", ["0f8fad5b-d9cb-469f-a165-70867728950e", "eyJ" + "a1b2c" * 30])
def test_a_token_that_would_be_cut_is_hidden_first(token: str, before: int) -> None:
    body = "x" * before + token
    with server(lambda _: (500, "text/html", body)) as (url, _):
        client = Client(url, token, timeout=(2.0, 2.0), pauses=())
        with pytest.raises(UncertainError) as raised:
            client.write("package_patch", {"id": "x"}, idempotent=False)
    assert token[:8] not in str(raised.value)


def test_reads_are_retried_and_writes_are_not() -> None:
    with server(lambda _: (502, "text/html", "")) as (url, seen):
        client = client_at(url)
        attempts: list[Callable[[], object]] = [
            lambda: client.read("package_show", id="x"),
            lambda: client.write("datastore_upsert", {}, idempotent=True),
            lambda: client.write("package_create", {}, idempotent=False),
            lambda: client.revise({"update": {}}, {}),
        ]
        for attempt in attempts:
            with pytest.raises(UncertainError):
                attempt()
    assert seen == [
        *["GET package_show"] * 3,
        *["POST datastore_upsert"] * 3,
        "POST package_create",
        "POST package_revise",
    ]


def test_the_token_is_sent_but_not_by_the_visitor() -> None:
    with server(lambda sent: (200, JSON, json.dumps({"success": True, "result": sent}))) as (
        url,
        _,
    ):
        assert client_at(url).read("x") == TOKEN
        assert client_at(url).anonymous.read("x") == "None"
    assert TOKEN not in repr(client_at(url))


def test_a_netrc_password_does_not_replace_the_token(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login me password other\n", encoding="utf-8")
    monkeypatch.setenv("NETRC", str(netrc))
    with server(lambda sent: (200, JSON, json.dumps({"success": True, "result": sent}))) as (
        url,
        _,
    ):
        assert client_at(url).read("x") == TOKEN


def test_a_server_that_never_answers_runs_into_the_time_out() -> None:
    released = threading.Event()

    def silent(_: str) -> Answer:
        released.wait(10)
        return 200, JSON, "{}"

    with server(silent) as (url, _):
        client = Client(url, TOKEN, timeout=(0.3, 0.3), pauses=())
        with pytest.raises(UncertainError, match="did not answer status_show in time"):
            client.read("status_show")
        released.set()


def test_a_plain_server_at_an_https_address() -> None:
    with server(lambda _: (200, JSON, "{}")) as (url, _):
        client = client_at(url.replace("http:", "https:"))
        with pytest.raises(RefusedError, match="no secure connection"):
            client.read("status_show")


def test_files_are_read_while_they_are_sent(tmp_path: Path) -> None:
    """Every byte arrives, with more files than may be open at once, and progress is told."""
    files: dict[str, tuple[str, Path | bytes]] = {"text": ("text.txt", "文本".encode())}
    for number in range(40):
        path = tmp_path / str(number)
        path.write_bytes(bytes([number]) * (number * 5000))
        files[f"file{number}"] = (f"{number}.bin", path)
    heard: list[tuple[int, int]] = []
    bodies: list[bytes] = []

    def answer(body: bytes) -> Answer:
        bodies.append(body)
        return 200, JSON, '{"success": true, "result": {"package": {"id": "x"}}}'

    limits = resource.getrlimit(resource.RLIMIT_NOFILE)
    with server(lambda _: (200, JSON, "{}"), answer) as (url, _):
        client = client_at(url)
        open_now = len(list(Path("/proc/self/fd").iterdir()))
        resource.setrlimit(resource.RLIMIT_NOFILE, (open_now + 20, limits[1]))
        try:
            done = client.revise({"match": {"名": "字"}}, files, lambda *n: heard.append(n))
        finally:
            resource.setrlimit(resource.RLIMIT_NOFILE, limits)
    assert done == {"id": "x"}
    (body,) = bodies
    boundary = body.split(b"\r\n", 1)[0]
    parts = [part.partition(b"\r\n\r\n") for part in body.split(boundary)[1:-1]]
    assert [content.removesuffix(b"\r\n") for _, _, content in parts] == [
        '{"名": "字"}'.encode(),
        "文本".encode(),
        *(bytes([number]) * (number * 5000) for number in range(40)),
    ]
    assert b'name="file3"; filename="3.bin"' in parts[5][0]
    assert heard[-1] == (len(body), len(body))
    assert all(a < b for (a, _), (b, _) in pairwise(heard)), "the end is told once"
    assert max(b - a for (a, _), (b, _) in pairwise(heard)) <= 1 << 16


def test_numbers_keep_all_their_digits() -> None:
    body = '{"success": true, "result": {"records": [{"a": 0.1234567890123456789}]}}'
    with server(lambda _: (200, JSON, body)) as (url, _):
        found = client_at(url).read("datastore_search", resource_id="x")
    assert found["records"][0]["a"] == Decimal("0.1234567890123456789")
