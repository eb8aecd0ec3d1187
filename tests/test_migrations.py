"""Migrations go back and forth on filled tables, and a demo of before they were folded is made again."""

import re
import sys

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import ConnectionHandler, DatabaseError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from demonstration import ancienne
from demonstration.management.commands.demo import Command
from evaluation import anonymat
from evaluation.models import TraceFait
from tests import factories
from tests.bases import RESTENT

ROOMS = ("comptes", "structure", "jeunes", "plans_action", "accueil", "participation", "evaluation", "demonstration")
GARDEE = "lecture_transmise_figee"


def triggers():
    question = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    if connection.vendor == "postgresql":
        question = "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
    with connection.cursor() as cursor:
        cursor.execute(question)
        return {nom for (nom,) in cursor.fetchall()}


def lines():
    """Return how many lines each table holds."""
    with connection.cursor() as cursor:
        names = sorted(set(connection.introspection.table_names(cursor)) - RESTENT)
        cursor.execute(" UNION ALL ".join(f"SELECT '{name}', count(*) FROM \"{name}\"" for name in names))
        return dict(cursor.fetchall())


@pytest.mark.django_db(transaction=True)
def test_the_migrations_of_the_top_room_go_back_and_forth_on_filled_tables():
    factories.BilanFactory()
    factories.ReleveFactory()
    evenement = factories.EvenementFactory()
    before, refused = lines(), triggers()
    assert {GARDEE, *anonymat.REFUS} <= refused
    factories.FeuilleFactory(anonyme=True)
    factories.PreconisationFactory()

    try:
        call_command("migrate", "evaluation", "0002", verbosity=0)
        assert "evaluation_feuille" not in lines()
        assert not {GARDEE, *anonymat.REFUS} & triggers()
    finally:
        call_command("migrate", verbosity=0)

    assert triggers() == refused
    after = lines()
    assert after.keys() == before.keys()
    assert all(after[table] >= before[table] for table in before)
    sheet = factories.FeuilleFactory(anonyme=True)
    with pytest.raises(DatabaseError, match="reste anonyme"):
        type(sheet).objects.filter(pk=sheet.pk).update(anonyme=False)
    evenement.delete()
    assert TraceFait.objects.filter(action="retrait").exists()


def test_every_migration_of_ours_has_a_name_and_says_what_it_does():
    ours = {config.label for config in apps.get_app_configs() if config.name in ROOMS}
    migrations = {key: migration for key, migration in MigrationLoader(None).disk_migrations.items() if key[0] in ours}
    assert {room for room, _name in migrations} == set(ROOMS)
    for (_room, name), migration in migrations.items():
        assert not re.search(r"_(initial|auto_|alter_|and_more)", name)
        assert sys.modules[type(migration).__module__].__doc__


@pytest.fixture
def base_of_a_demo(tmp_path, monkeypatch):
    """A file of its own in place of the database of the demo."""
    base = ConnectionHandler(
        {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": str(tmp_path / "mission_locale.sqlite3")}}
    )["default"]
    monkeypatch.setattr(ancienne, "connection", base)
    MigrationRecorder(base).record_applied("comptes", "0001_comptes")
    yield base
    base.close()


@pytest.mark.django_db
def test_a_demo_of_this_version_or_an_empty_one_stays(base_of_a_demo):
    assert ancienne.put_aside_when_from_another_version() is None
    MigrationRecorder(base_of_a_demo).flush()
    assert ancienne.put_aside_when_from_another_version() is None


@pytest.mark.django_db
def test_a_demo_of_another_version_is_kept_aside_and_said(base_of_a_demo, tmp_path, capsys):
    MigrationRecorder(base_of_a_demo).record_applied("evaluation", "0014_changements_des_faits")
    Command().leave_another_version()
    assert [file.name for file in tmp_path.iterdir()] == ["mission_locale.ancienne.sqlite3"]
    assert "une autre version : elle est gardée dans" in capsys.readouterr().out
    assert not ancienne.is_from_another_version()


@pytest.mark.django_db
def test_a_server_of_another_version_is_left_alone_in_one_line(base_of_a_demo, monkeypatch):
    MigrationRecorder(base_of_a_demo).record_applied("evaluation", "0014_changements_des_faits")
    monkeypatch.setattr(base_of_a_demo, "vendor", "postgresql")
    with pytest.raises(CommandError, match="donnez une base vide"):
        Command().leave_another_version()
