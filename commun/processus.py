"""Processes that this one starts, watches and stops: nothing is left behind."""

import contextlib
import os
import signal
import subprocess
import sys
from pathlib import Path

ARRET_SECONDES = 8


def die_with_parent() -> None:
    """On Linux, have a child stop when its parent is killed outright."""
    if sys.platform == "linux":
        import ctypes

        ctypes.CDLL(None).prctl(1, signal.SIGTERM)


def spawn(command: list[str], *, cwd: Path | None = None, quiet: bool = False) -> "subprocess.Popen[bytes]":
    """Start a process in a session of its own: the terminal's Ctrl-C reaches the parent alone, which stops it."""
    output = subprocess.DEVNULL if quiet else None
    return subprocess.Popen(  # noqa: S603 - our own commands
        command, cwd=cwd, stdout=output, stderr=output, start_new_session=True, preexec_fn=die_with_parent
    )


def stop_process(process: "subprocess.Popen[bytes]") -> None:
    """Ask a process group to stop, then kill what is left of it."""
    for number in (signal.SIGTERM, signal.SIGKILL):
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, number)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(timeout=ARRET_SECONDES)
            break
