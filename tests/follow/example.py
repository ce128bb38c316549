"""Make an example of a follow-up from nothing real: ``python tests/follow/example.py FOLDER``.

The notice is the small invented one of the tests, and so is all that its two cities say: forms are
made, filled in, read, checked, scored and shown, by the commands that a province would type. The
descriptors say ``invented``, so every page does.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

TESTS = Path(__file__).resolve().parent.parent
WORDS = {
    "title": "虚构的小通知",
    "title@en": "A small invented notice",
    "description": "Invented: no city, office or figure in it is real.",
    "description@zh": "虚构示例：其中的市、单位和数字均非真实。",
}
NEXT = "open {site}/index.html; the package of what became of it is {folder}/follow-up"


def say(text: str) -> None:
    """Print a line at once: commands print, too."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def command(folder: Path, *arguments: str) -> None:
    """Show a command, and run it in ``folder``; what it finds is no failure here."""
    say(f"\n$ fiscal-notice {' '.join(arguments)}")
    words = [sys.executable, "-m", "fiscal_notice", *arguments]
    done = subprocess.run(words, cwd=folder, check=False)
    if done.returncode > 1:
        raise SystemExit(done.returncode)


def make(folder: Path) -> None:
    """Make all of it anew in ``folder``."""
    # The kit of the tests makes the figures up; it is not installed.
    sys.path.insert(0, str(TESTS))
    from fiscal_notice.follow.announced import announced_by
    from fiscal_notice.package import read_package
    from follow.fill import fill
    from follow.kit import invented_city
    from kit import mini_package

    for name in ("notice", "forms", "returned", "follow-up", "site"):
        shutil.rmtree(folder / name, ignore_errors=True)
    folder.mkdir(parents=True, exist_ok=True)
    path = mini_package(folder / "notice") / "datapackage.json"
    descriptor = json.loads(path.read_text(encoding="utf-8"))
    for name in ("related", "publication"):
        descriptor.pop(name, None)
    text = json.dumps({**descriptor, **WORDS, "invented": True}, ensure_ascii=False, indent=2)
    path.write_text(text + "\n", encoding="utf-8")
    notice = ("--root", "notice")
    command(folder, *notice, "follow", "new", "--out", "forms")
    announced = announced_by(read_package(folder / "notice"))
    (folder / "returned").mkdir()
    for form in sorted((folder / "forms").glob("*.xlsx")):
        city = invented_city(announced, form.name.partition("-")[0])
        fill(form, city, folder / "returned" / form.name)
    day = f"{(announced.budget_year or 2021) + 1}-04-01"
    read = ("follow", "read", "returned", "--out", "follow-up", "--as-of", day)
    command(folder, *notice, *read)
    command(folder, "follow", "check", "follow-up")
    command(folder, "follow", "score", "follow-up")
    command(folder, *notice, "site", "--follow-up", "follow-up", "--out", "site", "--no-downloads")
    say("\n" + NEXT.format(site=folder / "site", folder=folder))


if __name__ == "__main__":
    make(Path(sys.argv[1] if len(sys.argv) > 1 else "dist/example").resolve())
