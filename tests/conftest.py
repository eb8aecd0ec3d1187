"""Fixtures of the whole suite: one account per role, and the faults that every test refuses."""

import gc
import socket

import pytest
from django.core.cache import cache
from django.db import connection
from django.template import engines
from django.test import TransactionTestCase

from comptes.choix import Role
from tests import bases, harnais
from tests.factories import ConseillerFactory, JeuneFactory, UtilisateurFactory
from tests.parallele import en_parallele  # noqa: F401 - fixture
from tests.serveurs import courtier_reel, travailleur  # noqa: F401 - fixtures

# What opens the database to a test or to what it stands on; a browser and a worker always try both engines.
OUVRENT = {"db", "transactional_db", "django_db_setup", "live_server", "page"}


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    """Mark as said once what never reaches the database: pytest-django refuses it to these tests."""
    for item in items:
        if not OUVRENT & set(item.fixturenames) and not any(map(item.get_closest_marker, ("django_db", "worker"))):
            item.add_marker(pytest.mark.une_fois)


def pytest_collection_finish():
    """Look for garbage among what tests make, not again and again among the tests themselves: a twelfth of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 20, 50)


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment, django_db_modify_db_settings, django_db_blocker):
    """Copy the migrated database instead of migrating it again in each process."""
    with django_db_blocker.unblock():
        before = bases.create()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda case: bases.restore())
        yield
    with django_db_blocker.unblock():
        connection.creation.destroy_test_db(before, verbosity=0)


@pytest.fixture(scope="session")
def live_server(django_db_setup, live_server):
    """Serve the test database for as long as it is there: a page on its way would keep it from being dropped."""
    return live_server


@pytest.fixture(autouse=True, scope="session")
def _faults():
    """Refuse, in every test, an undefined variable of our templates and any access to another machine."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(engines["django"].engine, "string_if_invalid", harnais.RefuseUndefined())
        patch.setattr(socket.socket, "connect", harnais.refuse_network)
        yield


@pytest.fixture(autouse=True)
def _empty_cache():
    """Sign-in limits live in the cache and would leak from one test to the next."""
    cache.clear()


@pytest.fixture
def alice(db):
    """A conseillère with an account."""
    return ConseillerFactory(utilisateur__email="alice@example.org", prenom="Alice", nom="Bertin").utilisateur


@pytest.fixture
def bruno(db):
    """Another conseiller, who does not follow Alice's youths."""
    return ConseillerFactory(utilisateur__email="bruno@example.org", prenom="Bruno", nom="Collet").utilisateur


@pytest.fixture
def zoe(db):
    """A jeune with an account."""
    return JeuneFactory(avec_compte=True, prenom="Zoé", nom="Delmas").compte


@pytest.fixture
def charlie(db):
    """A partenaire."""
    return UtilisateurFactory(email="charlie@example.org", role=Role.PARTENAIRE)


@pytest.fixture
def carole(db):
    """A membre de commission."""
    return UtilisateurFactory(email="carole@example.org", role=Role.COMMISSION)


@pytest.fixture
def diane(db):
    """The directrice."""
    return UtilisateurFactory(email="diane@example.org", role=Role.DIRECTION)


@pytest.fixture
def adele(db):
    """The administratrice."""
    return UtilisateurFactory(email="adele@example.org", role=Role.ADMINISTRATION)
