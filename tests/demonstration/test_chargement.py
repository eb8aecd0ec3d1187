"""The demo is the same for the same seed and day, and spoils nobody's data."""

import datetime
import os
import subprocess
import sys

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from demonstration import services
from demonstration.management.commands import charger_demo
from demonstration.models import Chargement
from demonstration.services import ChargementRefuse, ensure_demo, load_demo
from jeunes.models import Jeune
from tests.demonstration.conftest import JOUR
from tests.demonstration.empreinte import digest
from tests.factories import JeuneFactory

pytestmark = pytest.mark.django_db


def load(**changes):
    load_demo(**{"taille": "minuscule", "jour": JOUR, "remplacer": True, "calculer": False, **changes})
    return digest()


def test_the_same_seed_and_day_give_the_same_data_and_others_do_not():
    first = load()
    assert load() == first
    assert load(graine=7) != first
    assert load(jour=JOUR + datetime.timedelta(days=1)) != first


def indexes():
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public' ORDER BY indexname")
        else:
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'index' ORDER BY name")
        return cursor.fetchall()


def test_the_indexes_taken_away_for_the_load_are_all_put_back():
    before = indexes()
    load()
    assert indexes() == before


def test_a_long_load_says_how_far_it_is(monkeypatch, capsys):
    monkeypatch.setattr(charger_demo, "SILENCE", 0)
    call_command("charger_demo", taille="minuscule", date=JOUR, remplacer=True, sans_calcul=True)
    *before, last = capsys.readouterr().out.splitlines()
    said = [int("".join(filter(str.isdigit, line))) for line in before]
    assert len(said) >= 3
    assert said == sorted(said)
    assert all(line.endswith(" lignes…") for line in before)
    assert last.startswith(f"{Chargement.objects.get().lignes} lignes en")


def test_needs_are_the_same_in_every_process():
    draw = (
        "import django; django.setup()\n"
        "from demonstration.activite.suivis import draw_besoins\n"
        "from demonstration.alea import Alea\n"
        "alea = Alea(1)\n"
        "print([draw_besoins(alea) for _ in range(20)])"
    )
    drawn = [
        subprocess.run(
            [sys.executable, "-c", draw],
            env={**os.environ, "DJANGO_SETTINGS_MODULE": "mission_locale.settings.test", "PYTHONHASHSEED": seed},
            check=True,
            capture_output=True,
        ).stdout
        for seed in ("1", "2")
    ]
    assert drawn[0] == drawn[1]


def test_a_database_that_holds_somebody_is_refused_unless_told_to_replace():
    JeuneFactory(nom="Vrai")
    with pytest.raises(ChargementRefuse, match="--remplacer"):
        load_demo(taille="minuscule", jour=JOUR)
    assert Jeune.objects.count() == 1
    call_command("charger_demo", taille="minuscule", remplacer=True, sans_calcul=True)
    assert not Jeune.objects.filter(nom="Vrai").exists()
    assert Jeune.objects.count() == 40


def test_the_same_load_again_does_nothing_and_another_size_is_refused(capsys):
    load()
    assert load_demo(taille="minuscule", jour=JOUR).deja_la
    with pytest.raises(CommandError, match="déjà des données"):
        call_command("charger_demo", taille="petite")


def test_ensure_demo_loads_an_empty_database_once_and_leaves_others_alone(monkeypatch):
    monkeypatch.setitem(services.TAILLES, "petite", services.TAILLES["minuscule"])
    ensure_demo()
    assert Chargement.objects.count() == 1
    ensure_demo()
    assert (Chargement.objects.count(), Jeune.objects.count()) == (1, 40)


def test_ensure_demo_never_touches_a_database_in_use():
    JeuneFactory()
    ensure_demo()
    assert Jeune.objects.count() == 1
    assert not Chargement.objects.exists()


@pytest.mark.parametrize("day", ["2026-11-22", "2027-02-28", "2028-02-29", "2026-12-31", "2026-08-15"])
def test_any_day_will_do(day):
    load(jour=datetime.date.fromisoformat(day))
    connection.check_constraints()


def test_the_report_says_how_fast(capsys):
    call_command("charger_demo", taille="minuscule", date=JOUR, sans_calcul=True)
    assert "lignes par seconde" in capsys.readouterr().out


def test_bulk_rows_are_written_with_the_defaults_of_their_model():
    from demonstration.ecriture import ligne
    from participation.models import Seance

    row = ligne(Seance, places=3)
    assert (row.places, row.places_prises, row.titre, row.annulee_le) == (3, 0, "", None)
