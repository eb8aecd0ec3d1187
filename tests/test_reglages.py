"""Settings refuse to start on a missing or odd value; production passes Django's own checks; headers are closed."""

import os
import re
import statistics
import subprocess
import sys
import time

import pytest

from tests.factories import UtilisateurFactory
from tests.harnais import RACINE

PRODUCTION = {
    "DJANGO_SETTINGS_MODULE": "mission_locale.settings.prod",
    "DJANGO_SECRET_KEY": "essai-" + "k3yZq8-vR2x_Lw7" * 5,
    "ALLOWED_HOSTS": "ml.example.org",
    "SITE_URL": "https://ml.example.org",
    "DATABASE_URL": "postgres://ml:essai@127.0.0.1:5432/ml",
    "REDIS_URL": "redis://127.0.0.1:6379/0",
    "EMAIL_HOST": "mail.example.org",
}
BASE = {"PATH": os.environ.get("PATH", ""), "HOME": "/tmp"}


def test_what_production_reads_is_passed_to_its_containers_and_told_to_who_installs():
    sources = "".join((RACINE / f"mission_locale/settings/{nom}.py").read_text("utf-8") for nom in ("base", "prod"))
    lus = set(re.findall(r'env_(?:int|bool|required)\(\s*"([A-Z_]+)"', sources)) - {"DJANGO_DEBUG"}
    passes = (RACINE / "docker-compose.yml").read_text("utf-8")
    dits = (RACINE / "README.md").read_text("utf-8")
    assert "DOSSIERS_PAR_HEURE_ALERTE" in lus
    assert {nom for nom in lus if f"    {nom}: " not in passes} == set()
    assert {nom for nom in lus if f"`{nom}`" not in dits} == set()


def manage(*arguments, tmp_path, **environment):
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=RACINE,
        env={**BASE, "VAR_DIR": str(tmp_path), **environment},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.mark.une_fois
def test_production_passes_every_check_of_django_without_a_warning(tmp_path):
    done = manage("check", "--deploy", "--fail-level", "WARNING", tmp_path=tmp_path, **PRODUCTION)
    assert done.returncode == 0, done.stderr
    assert "0 silenced" in done.stdout


@pytest.mark.une_fois
@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"DJANGO_SECRET_KEY": ""}, "DJANGO_SECRET_KEY"),
        ({"DJANGO_SECRET_KEY": "court"}, "too short"),
        ({"ALLOWED_HOSTS": "*"}, "ALLOWED_HOSTS"),
        ({"DATABASE_URL": "mysql://a:b@c/d"}, "DATABASE_URL"),
        ({"HTTPS": "oui"}, "HTTPS='oui'"),
        ({"EMAIL_HOST": ""}, "EMAIL_HOST"),
        ({"EMAIL_PORT": "99999"}, "from 1 to 65535"),
        ({"DEFAULT_FROM_EMAIL": "la maison"}, "DEFAULT_FROM_EMAIL"),
        ({"SITE_URL": "http://ml.example.org"}, "https://"),
        ({"SITE_URL": "ml.example.org"}, "https://"),
        ({"REDIS_URL": "http://ailleurs"}, "REDIS_URL"),
        ({"TRUSTED_PROXY_COUNT": "-1"}, "whole number"),
        ({"SEUIL_PETITS_NOMBRES": "1"}, "from 5 to 50"),
        ({"DJANGO_DEBUG": "True"}, "DJANGO_DEBUG"),
    ],
    ids=[
        "no_key",
        "short_key",
        "any_host",
        "other_database",
        "odd_boolean",
        "no_mail",
        "odd_port",
        "odd_sender",
        "no_https",
        "no_scheme",
        "odd_broker",
        "odd_proxies",
        "small_numbers_shown",
        "debug",
    ],
)
def test_production_refuses_to_start_with_a_sentence(tmp_path, change, said):
    done = manage("check", tmp_path=tmp_path, **{**PRODUCTION, **change})
    assert done.returncode != 0
    assert said in done.stderr


@pytest.mark.une_fois
def test_production_has_no_demo_and_asks_for_the_second_factor(tmp_path):
    script = (
        "from django.conf import settings; from django.urls import NoReverseMatch, reverse\n"
        "assert settings.MFA_REQUIRED_FOR_STAFF and not settings.DEMO and not settings.DEBUG\n"
        "assert 'demonstration' not in settings.INSTALLED_APPS\n"
        "try: reverse('demonstration:depart')\n"
        "except NoReverseMatch: print('fermée')"
    )
    assert "fermée" in manage("shell", "-c", script, tmp_path=tmp_path, **PRODUCTION).stdout


@pytest.mark.parametrize("page", ["/", "/compte/connexion/", "/sante/", "/inconnue/"])
def test_every_answer_has_closed_headers(client, db, page):
    headers = client.get(page).headers
    policy = headers["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "script-src 'self'" in policy
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"


def test_no_page_asks_another_host(client, db):
    html = client.get("/compte/connexion/equipe/").content.decode()
    others = {part for part in html.split('"') if part.startswith(("http://", "https://", "//"))}
    assert others <= {"https://meteofrance.com/"}  # where « Quitter vite » goes: a link, that nothing follows by itself


def median_times(client, url, field, addresses, rounds, **extra):
    """Return the median time of a POST for each address, the addresses taking turns."""
    from django.core.cache import cache

    times = {address: [] for address in addresses}
    for _ in range(rounds):
        for address in addresses:
            cache.clear()
            client.cookies.clear()
            started = time.process_time()
            client.post(url, {field: address, **extra})
            times[address].append(time.process_time() - started)
    return [statistics.median(values) for values in times.values()]


@pytest.mark.lent
def test_the_clock_does_not_tell_whether_an_address_is_known(client, zoe, alice, settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
    UtilisateurFactory(email="pro@example.org")
    code = median_times(client, "/compte/connexion/", "email", [zoe.email, "pro@example.org", "x@example.org"], 5)
    assert max(code) - min(code) < 0.060
    password = median_times(
        client, "/compte/connexion/equipe/", "login", ["pro@example.org", "x@example.org"], 3, password="faux"
    )
    assert max(password) - min(password) < 0.060 + 0.25 * max(password)
