import datetime

import pytest
from django.utils import timezone

from commun.travaux import EtatTravail
from evaluation.models import Calcul
from tests.factories import ProjetAssociatifFactory
from tests.navigateur.accessibilite import faults


@pytest.mark.parametrize("taille", ["telephone", "bureau"])
def test_the_directrice_follows_a_computation_until_it_is_done(connecter, live_server, diane, taille):
    projet = ProjetAssociatifFactory(titre="Projet associatif 2025-2027", debut=datetime.date(2025, 1, 1))
    calcul = Calcul.objects.create(
        projet=projet,
        arrete_au=timezone.localdate(),
        etat=EtatTravail.EN_COURS,
        progression=42,
        etape_en_cours="Fiche 8 sur 18 : Antennes et permanences",
    )
    page = connecter(diane, taille=taille)
    page.goto(live_server.url + calcul.get_absolute_url())
    page.get_by_text("Antennes et permanences").wait_for()
    assert faults(page) == []
    Calcul.objects.filter(pk=calcul.pk).update(etat=EtatTravail.TERMINE, progression=100)
    page.get_by_role("link", name="Ouvrir le tableau de bord").wait_for()  # the page asked again by itself
    assert faults(page) == []
