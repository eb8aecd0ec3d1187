"""Séances and sign-ups."""

import pytest
from django.utils import timezone

from tests.factories import JeuneFactory, SeanceFactory


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
