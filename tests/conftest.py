"""Fixtures of the whole suite: one account per role, and the faults that every test refuses."""

import pytest
from django.core.cache import cache

from comptes.choix import Role
from tests.factories import ConseillerFactory, JeuneFactory, UtilisateurFactory
from tests.serveurs import courtier_reel, travailleur  # noqa: F401 - fixtures


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
