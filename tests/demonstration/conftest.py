"""A tiny Mission Locale, loaded once for the tests that only read it."""

import datetime

import pytest
from django.db import transaction

from demonstration.services import load_demo

JOUR = datetime.date(2026, 11, 19)  # a Thursday


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker):
    """Load forty youths, and forget them after the file."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield load_demo(taille="minuscule", jour=JOUR)
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def petite(django_db_setup, django_db_blocker):
    """Load the size of `make demo`, whose shares can be looked at."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield load_demo(taille="petite", jour=JOUR, calculer=False)
        transaction.set_rollback(True)
