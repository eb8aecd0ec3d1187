"""A tiny Mission Locale, loaded once for the tests that only read it."""

import datetime

import pytest

from demonstration.services import load_demo
from tests.harnais import made_once

JOUR = datetime.date(2026, 11, 19)  # a Thursday


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker):
    """Load forty youths, and forget them after the file."""
    with made_once(django_db_blocker):
        yield load_demo(taille="minuscule", jour=JOUR)


@pytest.fixture(scope="module")
def petite(django_db_setup, django_db_blocker):
    """Load the size of `make demo`, whose shares can be looked at."""
    with made_once(django_db_blocker):
        yield load_demo(taille="petite", jour=JOUR, calculer=False)
