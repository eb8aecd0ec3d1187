"""/sante/ says which part of the installation does not answer, and nothing more; /metrics wants its token."""

import time

import pytest
from celery import current_app
from django.core.management import CommandError, call_command

from mission_locale import sante, tasks, vues

TOUT_VA_BIEN = dict.fromkeys(("base", "courtier", "travailleur", "horloge"), "bien")


@pytest.fixture
def en_marche(db, monkeypatch):
    """An hour after the start, a worker and a clock that gave signs of life, and a broker that answers."""
    monkeypatch.setattr(vues, "DEMARRE_LE", time.time() - 3600)
    monkeypatch.setattr(sante, "check_broker", lambda: True)
    tasks.battement()
    tasks.worker_beats()
    sante.sign_of_life("travailleur")


def test_all_is_well(client, en_marche):
    answer = client.get("/sante/")
    assert (answer.status_code, answer.json()) == (200, TOUT_VA_BIEN)


@pytest.mark.parametrize("part", ["travailleur", "horloge"])
def test_a_silent_part_is_named(client, en_marche, part):
    sante.sign_of_life(part, now=time.time() - 3600)
    answer = client.get("/sante/")
    assert (answer.status_code, answer.json()) == (503, TOUT_VA_BIEN | {part: "absent"})


@pytest.mark.parametrize(("secondes", "etat", "status"), [(60, "démarre", 200), (120, "absent", 503)])
def test_what_has_not_spoken_in_the_first_minute_is_starting(client, en_marche, monkeypatch, secondes, etat, status):
    sante.sign_of_life("horloge", now=1)
    monkeypatch.setattr(vues, "DEMARRE_LE", time.time() - secondes)
    answer = client.get("/sante/")
    assert (answer.status_code, answer.json()["horloge"]) == (status, etat)


@pytest.mark.parametrize(("check", "part"), [("check_broker", "courtier"), ("check_database", "base")])
def test_a_part_that_fails_is_named_without_saying_why(client, en_marche, monkeypatch, check, part):
    def fail():
        raise OSError("mot de passe de la base : secret")

    monkeypatch.setattr(sante, check, fail)
    answer = client.get("/sante/")
    assert (answer.status_code, answer.json()) == (503, TOUT_VA_BIEN | {part: "absent"})
    assert "secret" not in answer.content.decode()


def test_a_broker_that_does_not_exist_is_absent_at_once(db, monkeypatch):
    monkeypatch.setattr(current_app.conf, "broker_url", "redis://127.0.0.1:1/0")
    started = time.monotonic()
    assert sante.health(now=time.time())["courtier"] == "absent"
    assert time.monotonic() - started < 5


def test_the_health_check_of_a_container_says_what_is_wrong(en_marche, capsys):
    call_command("verifier_sante", "horloge")
    assert "Tout va bien : horloge" in capsys.readouterr().out
    sante.sign_of_life("horloge", now=1)
    with pytest.raises(CommandError, match="horloge"):
        call_command("verifier_sante", "horloge")
    with pytest.raises(CommandError, match="web"):
        call_command("verifier_sante", "web", "--port", "1")


@pytest.mark.parametrize(
    ("token", "shown", "status"),
    [("", "", 404), ("", "Bearer ", 404), ("jeton", "Bearer faux", 404), ("jeton", "Bearer jeton", 200)],
)
def test_figures_of_the_web_process_want_their_token(client, db, settings, token, shown, status):
    settings.METRICS_TOKEN = token
    assert client.get("/metrics", headers={"authorization": shown}).status_code == status
