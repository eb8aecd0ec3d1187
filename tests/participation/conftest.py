"""Threads that really work on one database at the same time, SQLite or PostgreSQL."""

import sqlite3
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, connections
from django.utils import timezone

from tests.factories import JeuneFactory, SeanceFactory


@pytest.fixture
def en_parallele(transactional_db, tmp_path, monkeypatch):
    """Return run(function, arguments, fils=8): each call in a thread with its own connection to the same data."""
    monkeypatch.setattr("commun.taches.enqueue", lambda *args, **kwargs: True)

    def run(function, arguments, fils=8):
        if connection.vendor == "sqlite" and connections.settings["default"]["NAME"] != str(tmp_path / "base"):
            connection.ensure_connection()  # the suite's base is in memory: threads share a copy of it in a file
            with sqlite3.connect(tmp_path / "base") as copy:
                connection.connection.backup(copy)
            monkeypatch.setitem(connections.settings["default"], "NAME", str(tmp_path / "base"))

        def call(argument):
            try:
                return function(argument)
            except Exception as error:
                return error
            finally:
                connection.close()

        with ThreadPoolExecutor(fils) as threads:
            return list(threads.map(call, arguments))

    return run


@pytest.fixture
def maintenant():
    return timezone.now()


@pytest.fixture
def inscrire(maintenant):
    """Sign a jeune up, a new one by default."""
    from participation import services

    def sign_up(seance, jeune=None, by=None, **kwargs):
        jeune = jeune or JeuneFactory(avec_compte=True)
        by = by or jeune.compte
        return services.register_jeune(jeune=jeune, seance_id=seance.pk, by=by, now=maintenant, **kwargs)

    return sign_up


@pytest.fixture
def petite_seance(db):
    """Two places."""
    return SeanceFactory(places=2)
