"""Youths whom Alice follows."""

import pytest

from tests.factories import AccompagnementFactory, JeuneFactory


@pytest.fixture
def suivi_par_alice(alice):
    """A jeune of Alice's portfolio."""
    return AccompagnementFactory(conseiller=alice.conseiller, jeune=JeuneFactory(prenom="Inès", nom="Roux")).jeune
