"""The real worker and the real broker, started beside a test on the test's own database."""

import contextlib
import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest
from celery import current_app
from django.conf import settings
from django.db import connection

from commun import courtier

RACINE = Path(settings.BASE_DIR)


def database_url() -> str:
    """Return the URL of the database that the tests run on, for another process."""
    values = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{values['NAME']}"
    port = f":{values['PORT']}" if values["PORT"] else ""
    return f"postgres://{values['USER']}:{values['PASSWORD']}@{values['HOST']}{port}/{values['NAME']}"


def environment(broker_url: str) -> dict[str, str]:
    """Return the environment in which another process meets the test's database and broker."""
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "mission_locale.settings.test",
        "DATABASE_URL": database_url(),
        "CELERY_BROKER_URL": broker_url,
        "DJANGO_ALLOW_ASYNC_UNSAFE": "true",
    }


class Travailleur:
    """A Celery worker in its own process group, which can be killed as a machine would."""

    def __init__(self, env: dict[str, str], log: Path) -> None:
        self.env, self.log = env, log
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> "Travailleur":
        command = [
            sys.executable,
            "-m",
            "celery",
            "-A",
            "mission_locale",
            "worker",
            "--concurrency=1",
            "--loglevel=INFO",
        ]
        with self.log.open("ab") as output:
            self.process = subprocess.Popen(
                [*command, "--without-gossip", "--without-mingle"],
                cwd=RACINE, env=self.env, stdout=output, stderr=output, start_new_session=True,
            )  # fmt: skip
        self._wait_until_ready()
        return self

    def _wait_until_ready(self) -> None:
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            if b" ready." in self.log.read_bytes():
                return
            assert self.process.poll() is None, self.log.read_text()[-3000:]
            time.sleep(0.1)
        raise AssertionError(f"the worker is not ready: {self.log.read_text()[-3000:]}")

    def kill(self) -> None:
        """SIGKILL the worker and its children."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(timeout=10)
        self.log.unlink(missing_ok=True)
        self.log.touch()


@pytest.fixture
def courtier_reel(transactional_db, monkeypatch):
    """A real broker for this test alone; tasks are really queued. Yields the broker's URL."""
    with tempfile.TemporaryDirectory(prefix="ml-courtier-") as folder:
        socket = Path(folder) / "b.sock"
        server = courtier.start(socket, Path(folder) / "donnees")
        url = f"redis+socket://{socket}"
        if os.getenv("REDIS_URL"):  # production's transport: the same Redis, a database of its own
            url = os.environ["REDIS_URL"].rsplit("/", 1)[0] + f"/{1 + os.getpid() % 14}"
        conf = current_app.conf
        before = (conf.broker_url, conf.task_always_eager)
        conf.broker_url, conf.task_always_eager = url, False
        current_app._after_fork()  # forget the connections to the broker of before
        try:
            yield url
        finally:
            conf.broker_url, conf.task_always_eager = before
            current_app._after_fork()
            server.kill()
            server.wait()


@pytest.fixture
def travailleur(courtier_reel, tmp_path):
    """A real worker on the test's database. Start another with `travailleur()` after killing the first."""
    started = []

    def start() -> Travailleur:
        worker = Travailleur(environment(courtier_reel), tmp_path / f"worker{len(started)}.log")
        worker.log.touch()
        started.append(worker)
        return worker.start()

    yield start
    for worker in started:
        if worker.process and worker.process.poll() is None:
            worker.kill()


def wait_until(condition, *, seconds: float = 30.0, every: float = 0.1):
    """Wait for something that another process does; fail with a clear message when it does not come."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if result := condition():
            return result
        time.sleep(every)
    raise AssertionError("it did not happen in time")
