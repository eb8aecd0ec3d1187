"""A worker killed in the middle of a bilan: the job is taken again and gives one bilan."""

import datetime

import pytest
from django.utils import timezone

from commun.travaux import BATTEMENT_MAXIMUM, EtatTravail
from evaluation import tasks
from evaluation.bilans.canonique import empreinte
from evaluation.models import Bilan
from evaluation.services import bilan as services
from tests.factories import (
    CritereFactory,
    FicheActionFactory,
    IndicateurFactory,
    PremierAccueilFactory,
    ProjetAssociatifFactory,
    UtilisateurFactory,
)
from tests.serveurs import wait_until

MESURES = ("premiers_accueils", "entretiens", "evenements", "contacts", "jeunes_recus", "jeunes_accompagnes")


@pytest.fixture
def projet(transactional_db):
    """Enough indicateurs over three years for the work to last."""
    projet = ProjetAssociatifFactory(debut=datetime.date(2023, 1, 1), actif=True)
    for _ in range(12):
        fiche = FicheActionFactory(objectif__objectif_general__projet=projet)
        critere = CritereFactory(fiche=fiche)
        for mesure in MESURES:
            IndicateurFactory(critere=critere, mesure=mesure, filtres={"fiche": [str(fiche.pk)]})
    PremierAccueilFactory.create_batch(6, fait_le=datetime.datetime(2024, 3, 4, 10, tzinfo=datetime.UTC))
    return projet


def state(bilan):
    return Bilan.objects.filter(pk=bilan.pk).values_list("etat", "progression").get()


@pytest.mark.worker
@pytest.mark.lent
def test_a_killed_worker_s_bilan_is_taken_again_and_there_is_one(travailleur, projet):
    worker = travailleur()
    bilan = services.launch_bilan(
        projet=projet,
        type="intermediaire",
        arrete_au=datetime.date(2025, 12, 31),
        by=UtilisateurFactory(role="direction"),
        today=datetime.date(2026, 1, 5),
    )
    wait_until(lambda: state(bilan)[0] == EtatTravail.EN_COURS and state(bilan)[1] > 0, every=0.005)
    worker.kill()
    bilan.refresh_from_db()
    assert (bilan.etat, bilan.fige_le) == (EtatTravail.EN_COURS, None)

    travailleur()
    # The clock's sweeper comes once the dead worker has been silent for a minute; twice, to ask for two runs.
    Bilan.objects.filter(pk=bilan.pk).update(battement_le=timezone.now() - BATTEMENT_MAXIMUM * 2)
    assert tasks.reprendre_travaux() == 1
    tasks.reprendre_travaux()
    wait_until(lambda: state(bilan)[0] == EtatTravail.TERMINE, seconds=90)
    fini = Bilan.objects.get()
    assert fini.tentatives == 2
    assert fini.empreinte == empreinte(fini.contenu)
    assert bytes(fini.pdf).startswith(b"%PDF")


@pytest.mark.lent
def test_many_who_launch_the_same_bilan_while_it_ends_never_meet_an_error(en_parallele):
    projet = ProjetAssociatifFactory(debut=datetime.date(2025, 1, 1), actif=True)
    asked = {"type": "intermediaire", "arrete_au": datetime.date(2025, 12, 31), "today": datetime.date(2026, 1, 5)}
    diane = UtilisateurFactory(role="direction")

    def launch(_):
        bilan = services.launch_bilan(projet=projet, by=diane, **asked)
        # It ends at once: somebody else may just have found it running.
        Bilan.objects.filter(pk=bilan.pk).update(etat=EtatTravail.ECHOUE)
        return bilan

    answers = en_parallele(launch, range(60))
    assert [answer for answer in answers if isinstance(answer, Exception)] == []


def test_a_failed_bilan_is_not_relaunched_beside_the_one_that_runs(db):
    projet = ProjetAssociatifFactory(debut=datetime.date(2025, 1, 1), actif=True)
    same = {"projet": projet, "type": "intermediaire", "arrete_au": datetime.date(2025, 12, 31)}
    failed = Bilan.objects.create(**same, etat=EtatTravail.ECHOUE)
    Bilan.objects.create(**same)
    with pytest.raises(services.BilanRefuse, match="déjà en cours"):
        services.relaunch_bilan(bilan=failed, now=timezone.now())
