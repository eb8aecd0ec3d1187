"""Threads that really work on one database at the same time, SQLite or PostgreSQL."""

import sqlite3
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, connections


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
