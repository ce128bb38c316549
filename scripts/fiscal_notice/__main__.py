"""The first and the last moment of the command line: ``fiscal-notice``, ``python -m``."""

from __future__ import annotations

import sys

from fiscal_notice.cli import signals
from fiscal_notice.errors import EXIT_CANNOT_RUN


def entry_point() -> None:
    """Run the command line; a signal is one line also while the program is being imported."""
    try:
        signals.listen()
        from fiscal_notice.cli import main  # noqa: PLC0415  takes a moment

        main.entry_point()
    except KeyboardInterrupt:
        signals.ignore()
        sys.stderr.write(f"{signals.INTERRUPTED}\n")
        sys.exit(EXIT_CANNOT_RUN)


if __name__ == "__main__":
    entry_point()
