"""Ctrl-C, and the signals like it: from the first moment of a command to the last one message.

Imports next to nothing, so that it is in charge before all that takes time is imported.
"""

from __future__ import annotations

import signal

INTERRUPTED = "Interrupted; nothing was left half-written."

# As Ctrl-C: what was begun is ended, and no process and no file stays behind.
_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Interrupted(KeyboardInterrupt):
    """Ctrl-C, or a signal like it. After a plain one inside exec() Python ends by the signal."""


def listen() -> None:
    """Let each of the signals raise Interrupted; one that is ignored, as under nohup, stays so."""
    for number in _SIGNALS:
        if signal.getsignal(number) in (signal.SIG_DFL, signal.default_int_handler):
            signal.signal(number, _interrupt)


def ignore() -> None:
    """Let them do nothing: the command is over, and its exit code stands.

    While Python shuts down it puts the default back for a handler of ours, and a signal would end
    the process; one that is ignored stays so.
    """
    for number in _SIGNALS:
        if signal.getsignal(number) is _interrupt:
            signal.signal(number, signal.SIG_IGN)


def _interrupt(number: int, _: object) -> None:
    raise Interrupted(signal.strsignal(number))
