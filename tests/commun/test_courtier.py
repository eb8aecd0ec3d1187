import time

import pytest
from celery import current_app

from commun import courtier
from tests.serveurs import wait_until


def test_the_embedded_broker_keeps_what_was_queued_when_it_is_killed(tmp_path):
    import redis

    socket, data = tmp_path / "b.sock", tmp_path / "donnees"
    server = courtier.start(socket, data)
    client = redis.Redis(unix_socket_path=str(socket))
    client.config_set("appendfsync", "always")
    client.lpush("file", *range(20))
    server.kill()
    server.wait()
    server = courtier.start(socket, data)
    assert redis.Redis(unix_socket_path=str(socket)).llen("file") == 20
    server.kill()
    server.wait()


def test_a_broker_that_does_not_run_is_seen_at_once(tmp_path):
    started = time.monotonic()
    assert not courtier.is_alive(tmp_path / "b.sock")
    assert time.monotonic() - started < 0.5


@pytest.mark.worker
def test_a_real_worker_takes_what_the_web_process_queues(travailleur):
    travailleur()
    result = wait_until(lambda: current_app.control.ping(timeout=1))
    assert next(iter(result[0].values())) == {"ok": "pong"}
