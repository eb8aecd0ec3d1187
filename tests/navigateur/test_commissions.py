"""The two commissions in a real browser: open, answer by keyboard, transmit, preconise, accept."""

import datetime

import pytest
from django.utils import timezone

from evaluation.models import Lecture, Preconisation
from evaluation.services import lectures
from tests.factories import (
    EtapeFactory,
    FicheActionFactory,
    LectureFactory,
    LectureFicheFactory,
    MembreCommissionFactory,
    PointOrdreDuJourFactory,
    PreconisationFactory,
    ProjetAssociatifFactory,
    ReunionFactory,
    UtilisateurFactory,
)
from tests.navigateur.accessibilite import assert_sans_faute
from tests.navigateur.visite import follow

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def fiche():
    """A fiche with one step done, in a projet of its second year."""
    today = timezone.localdate()
    projet = ProjetAssociatifFactory(debut=today - datetime.timedelta(days=500), titre="Aller vers", actif=True)
    fiche = FicheActionFactory(
        objectif__objectif_general__projet=projet, titre="Camion mobile", numero=1, statut="en_cours"
    )
    EtapeFactory(fiche=fiche, ordre=0, titre="Équiper", statut="faite", faite_le=today, echeance=today)
    return fiche


@pytest.fixture
def baptiste():
    """A member of the commission du bilan."""
    baptiste = UtilisateurFactory(email="baptiste@example.org", role="commission")
    MembreCommissionFactory(compte=baptiste, commission="bilan", nom="Baptiste Roux")
    return baptiste


def test_from_the_reading_to_a_step_of_the_plan(connecter, live_server, context, diane, carole, baptiste, fiche):
    MembreCommissionFactory(compte=carole, preside=True, nom="Carole Vidal")

    # The direction opens the reading.
    page = connecter(diane)
    page.goto(f"{live_server.url}/pilotage/commissions/")
    page.get_by_role("link", name="Ouvrir une lecture").first.click()
    page.get_by_label("Bilan à 18 mois").check()
    page.get_by_role("button", name="Ouvrir la lecture").click()
    page.get_by_text("0 fiche lue sur 1").wait_for()

    # A member answers the fifteen questions by keyboard, takes one draft, and transmits.
    page = connecter(carole)
    page.goto(f"{live_server.url}/pilotage/commissions/")
    page.get_by_role("link", name="Pour le bilan à 18 mois").click()
    follow(page.get_by_role("link", name="Lire la prochaine fiche"))  # a key pressed before its script would be lost
    page.locator("#question-objectifs input[type=radio]").last.focus()
    page.keyboard.press("r")
    assert "1 étape faite sur 1" in page.locator("#question-objectifs textarea").input_value().replace("\xa0", " ")
    assert page.locator("#question-objectifs input[value=oui]").is_checked()
    page.keyboard.press("ArrowDown")
    for touche in "ppoonnosoponoo":
        page.keyboard.press(touche)
    page.keyboard.press("Enter")
    page.get_by_text("1 fiche lue sur 1").wait_for()
    page.get_by_role("link", name="Transmettre").click()
    page.get_by_label("Je transmets cette lecture").check()
    page.get_by_role("button", name="Transmettre").click()
    page.get_by_text("Elle ne change plus").wait_for()
    assert Lecture.objects.get().empreinte

    # The commission du bilan reads and preconises.
    page = connecter(baptiste)
    page.goto(f"{live_server.url}/pilotage/commissions/")
    page.get_by_role("link", name="Pour le bilan à 18 mois").click()
    page.get_by_role("link", name="Avis et préconisations").first.click()
    page.get_by_role("link", name="1. Camion mobile").click()
    page.get_by_label("Réussites").fill("Le camion tourne.")
    page.get_by_role("button", name="Enregistrer").click()
    page.get_by_text("Le camion tourne.").wait_for()
    page.get_by_role("link", name="Préconiser").click()
    page.get_by_label("En une phrase").fill("Ajouter un arrêt le mercredi")
    page.get_by_label("Ajouter ou changer une étape").check()
    page.get_by_label("Fiche-action concernée").select_option(label="1. Camion mobile")
    page.get_by_role("button", name="Enregistrer").click()
    page.get_by_text("La direction en décidera").wait_for()

    # The direction accepts from the dashboard: the step exists.
    page = connecter(diane)
    page.goto(f"{live_server.url}/pilotage/")
    page.get_by_role("link", name="1. Ajouter un arrêt le mercredi").click()
    page.get_by_role("link", name="Accepter").click()
    page.get_by_role("button", name="Accepter").click()
    page.get_by_role("link", name="Étape 1 : Ajouter un arrêt le mercredi").click()
    page.get_by_role("heading", name="Préconisations de la commission du bilan").wait_for()
    assert Preconisation.objects.get().etape.fiche == fiche


@pytest.mark.une_fois
@pytest.mark.parametrize("taille", ["telephone", "bureau"])
def test_pages_are_accessible(connecter, live_server, diane, fiche, taille):
    projet = fiche.objectif.objectif_general.projet
    membre = MembreCommissionFactory(nom="Odile Marchand", email="odile@example.org")
    MembreCommissionFactory(commission="bilan", email="odile@example.org")
    reunion = ReunionFactory(projet=projet, le=timezone.now() - datetime.timedelta(hours=2))
    PointOrdreDuJourFactory(reunion=reunion, titre="Étapes en retard").fiches.add(fiche)
    ouverte = LectureFicheFactory(lecture=LectureFactory(projet=projet, type="final"), fiche=fiche)
    autre = ProjetAssociatifFactory(titre="Ancien projet")
    lue = LectureFicheFactory(lecture=LectureFactory(projet=autre), fiche=fiche)
    lectures.transmit(lecture=lue.lecture, by=diane, now=timezone.now())
    preconisation = PreconisationFactory(lecture=lue.lecture, nature="etape", fiche=fiche)
    page = connecter(diane, taille=taille)
    base = "/pilotage"
    for adresse in (
        f"{base}/commissions/",
        f"{base}/commissions/membres/nouveau/",
        f"{base}/commissions/membres/{membre.pk}/",
        f"{base}/reunions/{reunion.pk}/",
        f"{base}/reunions/{reunion.pk}/modifier/",
        f"{base}/reunions/{reunion.pk}/presences/",
        f"{base}/reunions/{reunion.pk}/compte-rendu/",
        f"{base}/reunions/{reunion.pk}/imprimer/presence/",
        f"{base}/reunions/{reunion.pk}/imprimer/compte-rendu/",
        f"{base}/lectures/ouvrir/",
        f"{base}/lectures/{ouverte.lecture_id}/",
        f"{base}/lectures/fiches/{ouverte.pk}/",
        f"{base}/lectures/{ouverte.lecture_id}/transmettre/",
        f"{base}/lectures/{lue.lecture_id}/transmise/",
        f"{base}/lectures/{lue.lecture_id}/avis/",
        f"{base}/lectures/fiches/{lue.pk}/avis/",
        f"{base}/lectures/{lue.lecture_id}/preconisations/nouvelle/",
        f"{base}/preconisations/",
        f"{base}/preconisations/{preconisation.pk}/",
        f"{base}/preconisations/{preconisation.pk}/accepter/",
        f"{base}/preconisations/{preconisation.pk}/ecarter/",
    ):
        page.goto(f"{live_server.url}{adresse}")
        assert_sans_faute(page)
