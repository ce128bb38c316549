"""An invented follow-up on the portal: what forms said, by city, and that none of it is real."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from fiscal_notice.follow.announced import announced_by
from fiscal_notice.package import read_package
from fiscal_notice.release import make_release
from follow.kit import INVENTED, invented_record, write_follow_up
from kit import mini_package
from portal.portal_kit import Reader
from publish.publisher_kit import Publish


def test_all_rows_are_published_and_the_page_says_invented(
    tmp_path: Path, run: Publish, visitor: Reader, name: str
) -> None:
    notice = read_package(mini_package(tmp_path / "notice"))
    record = invented_record(announced_by(notice))
    record = replace(record, descriptor={**record.descriptor, "name": name})
    folder = write_follow_up(tmp_path / "follow-up", record, notice, path="../notice")
    archive = make_release(folder, tmp_path).archive
    assert archive is not None
    run(archive)
    shown = visitor.dataset(name)
    assert INVENTED in shown["title"]
    assert "nvented" in shown["notes"]
    assert notice.title("zh") in shown["notes"]
    table = visitor.resource(name, "payments")["id"]
    found = visitor.action("datastore_search", resource_id=table)["records"]
    assert [row["payee"] for row in found] == [row["payee"] for row in record.rows("payments")]
    assert not run(archive).plan.pending
