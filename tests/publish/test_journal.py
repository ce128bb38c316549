"""The journal survives what a crash leaves, and the lock keeps the second publisher out."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from fiscal_notice.errors import PublishError, TargetError
from fiscal_notice_ckan.journal import Journal, default_state, opened

WHERE = ("https://data.example.org", "small")


def test_an_unfinished_run_is_seen_by_the_next(tmp_path: Path) -> None:
    with opened(tmp_path, *WHERE, "one") as journal:
        assert journal.unfinished() is None
        journal.write("plan")
        journal.write("commit")
    with opened(tmp_path, *WHERE, "two") as journal:
        last = journal.unfinished()
        assert last is not None
        assert (last["run"], last["step"]) == ("one", "commit")
        journal.write("finished")
        assert journal.unfinished() is None


def test_a_line_cut_short_by_a_crash_is_left_out_and_swallows_nothing(tmp_path: Path) -> None:
    with opened(tmp_path, *WHERE, "one") as journal:
        journal.write("plan")
        with journal.path.open("ab") as file:
            file.write(b'{"time": "2026-01-02T00:00:00Z", "ste')
        journal.write("commit")
        assert [entry["step"] for entry in journal.entries()] == ["plan", "commit"]


@pytest.mark.parametrize("rubbish", [b"\xff\xfe\n", b"[]\n", b"3\n", b'{"step": "x"}\n', b"\n"])
def test_rubbish_in_the_journal_is_no_entry(tmp_path: Path, rubbish: bytes) -> None:
    with opened(tmp_path, *WHERE, "one") as journal:
        journal.path.write_bytes(rubbish)
        assert journal.entries() == []


def test_the_lock_keeps_another_process_out_and_dies_with_its_holder(tmp_path: Path) -> None:
    hold = (
        "import sys; from pathlib import Path; from fiscal_notice_ckan.journal import opened\n"
        "with opened(Path(sys.argv[1]), *sys.argv[2:4], 'x'):\n"
        "    print('held', flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", hold, str(tmp_path), *WHERE],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        with pytest.raises(PublishError, match="is running here"), opened(tmp_path, *WHERE, "y"):
            pass
        holder.kill()
    with opened(tmp_path, *WHERE, "y"):
        pass


def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with (
        pytest.raises(TargetError, match="cannot be written"),
        opened(tmp_path / "file", *WHERE, "x"),
    ):
        pass


def test_a_full_disk_is_named(tmp_path: Path) -> None:
    full = Path("/dev/full")

    class Full(Journal):
        @property
        def path(self) -> Path:
            return full

        def _torn(self) -> bool:
            return False

    with pytest.raises(TargetError, match="No space left"):
        Full(folder=tmp_path, run="x").write("plan")


def test_where_the_state_is_kept(tmp_path: Path) -> None:
    assert default_state({"FISCAL_NOTICE_STATE": str(tmp_path)}) == tmp_path
    assert default_state({"XDG_STATE_HOME": "/x"}) == Path("/x/fiscal-notice/publish")


def test_receipts_are_whole_and_runs_are_remembered(tmp_path: Path) -> None:
    with opened(tmp_path, *WHERE, "one") as journal:
        journal.write("plan")
        path = journal.receipt({"version": "1.0.0"})
    assert json.loads(path.read_text(encoding="utf-8")) == {"version": "1.0.0"}
    (path.parent / "receipt-torn.json").write_text('{"version": ', encoding="utf-8")
    with opened(tmp_path, *WHERE, "two") as journal:
        assert list(journal.receipts()) == [{"version": "1.0.0"}]
        assert journal.runs == {"one", "two"}
    assert sorted(each.name for each in path.parent.iterdir()) == [
        "journal.jsonl",
        "lock",
        "receipt-one.json",
        "receipt-torn.json",
    ]
