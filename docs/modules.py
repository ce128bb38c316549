"""Write modules.md beside this file: every module in the first sentence of its own docstring."""

from __future__ import annotations

import ast
from pathlib import Path

ROOT = Path(__file__).parents[1]
SOURCES = (
    ROOT / "scripts" / "fiscal_notice",
    ROOT / "scripts" / "frictionless_fiscal_notice",
    ROOT / "publish" / "fiscal_notice_ckan",
)
HEAD = """<!-- Made by `make docs`; changes here are lost. -->

# Modules

Each in the first sentence of its docstring. [Architecture](architecture.md) says how they belong
together.
"""


def page() -> str:
    """The page in Markdown: a table for each room, its own sentence above."""
    lines = [HEAD.rstrip()]
    for source in SOURCES:
        for folder in (source, *sorted(path for path in source.rglob("*") if path.is_dir())):
            modules = sorted(path for path in folder.glob("*.py") if path.stem != "__init__")
            if not modules:
                continue
            lines += ["", f"## {'.'.join(folder.relative_to(source.parent).parts)}", ""]
            if (folder / "__init__.py").is_file():
                lines += [first_sentence(folder / "__init__.py"), ""]
            lines += ["| module | in a line |", "| --- | --- |"]
            lines += [f"| `{path.stem}` | {first_sentence(path)} |" for path in modules]
    return "\n".join(lines) + "\n"


def first_sentence(path: Path) -> str:
    """The first line of a module's docstring."""
    text = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
    return text.partition("\n")[0].replace("|", "\\|")


if __name__ == "__main__":
    (ROOT / "docs" / "modules.md").write_text(page(), encoding="utf-8")
