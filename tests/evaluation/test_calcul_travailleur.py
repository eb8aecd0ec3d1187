import datetime

import pytest
from django.utils import timezone

from commun.travaux import BATTEMENT_MAXIMUM, EtatTravail
from evaluation import tasks
from evaluation.models import Calcul, ValeurIndicateur
from evaluation.services import calcul as services
from plans_action.models import Critere, FicheAction, Indicateur
from tests.factories import ObjectifOperationnelFactory, PremierAccueilFactory, ProjetAssociatifFactory
from tests.serveurs import wait_until

JOUR = datetime.date(2026, 3, 20)
NATURES = ("premier_accueil", "entretien", "entretien_partenaire")


def large_projet(fiches=30):
    """Return a projet whose computation lasts a few seconds."""
    projet = ProjetAssociatifFactory(debut=datetime.date(2023, 4, 1))
    objectif = ObjectifOperationnelFactory(objectif_general__projet=projet)
    made = FicheAction.objects.bulk_create(
        FicheAction(objectif=objectif, numero=n, titre=f"Fiche {n}") for n in range(1, fiches + 1)
    )
    criteres = Critere.objects.bulk_create(Critere(fiche=fiche, libelle="Public touché") for fiche in made)
    Indicateur.objects.bulk_create(
        Indicateur(critere=critere, libelle=nature, type="calcule", mesure="jeunes_recus", filtres={"nature": [nature]})
        for critere in criteres
        for nature in NATURES
    )
    return projet


def figures():
    fields = ("indicateur", "debut", "fin", "etat", "valeur", "mesure_version")
    return sorted(ValeurIndicateur.objects.values_list(*fields), key=str)


@pytest.mark.worker
@pytest.mark.lent
def test_a_worker_killed_in_the_middle_gives_one_set_of_values(travailleur):
    projet = large_projet()
    PremierAccueilFactory(fait_le=datetime.datetime(2024, 2, 5, 9, tzinfo=datetime.UTC))
    worker = travailleur()
    calcul = services.ask_calcul(projet=projet, by=None, arrete_au=JOUR)
    rows = Calcul.objects.filter(pk=calcul.pk)
    wait_until(lambda: rows.filter(etat=EtatTravail.EN_COURS, progression__gte=5).exists(), every=0.02)
    worker.kill()
    assert rows.get().etat == EtatTravail.EN_COURS
    assert figures() == []

    rows.update(battement_le=timezone.now() - 2 * BATTEMENT_MAXIMUM)  # the minute of silence, without waiting for it
    travailleur()
    assert tasks.reprendre_travaux() == 1
    wait_until(lambda: rows.filter(etat=EtatTravail.TERMINE).exists(), seconds=60)
    after = figures()
    assert rows.get().tentatives == 2
    assert len(after) == len(set(after)) == 30 * len(NATURES) * (36 + 3 + 1)
    services.run_now(projet=projet, arrete_au=JOUR)
    assert figures() == after
