"""Who is received, and what a counsellor types."""

import uuid

import pytest
from django.utils import timezone

from tests.factories import AccompagnementFactory, JeuneFactory, LieuFactory


@pytest.fixture
def saisie(db):
    """What a counsellor types for somebody new, as the form sends it."""
    now = timezone.localtime()
    return {
        "jeton": str(uuid.uuid4()),
        "jeune": "",
        "nom": "Lefèvre",
        "prenom": "Maëlys",
        "date_naissance": f"03/05/{now.year - 19}",
        "lieu": str(LieuFactory(nom="Siège").pk),
        "jour": now.date().isoformat(),
        "heure": "00:00",
        "modalite": "flux",
        "suite": "information",
        "action": "enregistrer",
    }


@pytest.fixture
def suivi(alice):
    """A jeune whom Alice follows."""
    return AccompagnementFactory(conseiller=alice.conseiller, jeune=JeuneFactory(prenom="Inès", nom="Roux")).jeune
