"""An indicateur without a number in a real browser: judged by the team with a mayor's words, read in the bilan."""

import datetime

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from evaluation.models import Bilan, Citation
from evaluation.services import bilan as bilans
from tests.factories import (
    AppreciationFactory,
    BilanFactory,
    CitationFactory,
    CritereFactory,
    FicheActionFactory,
    IndicateurFactory,
    JeuneFactory,
    PointOrdreDuJourFactory,
    ProjetAssociatifFactory,
    ReunionFactory,
    UtilisateurFactory,
)
from tests.navigateur.accessibilite import assert_sans_faute

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def retours():
    today = timezone.localdate()
    projet = ProjetAssociatifFactory(debut=today - datetime.timedelta(days=500), titre="Aller vers", actif=True)
    fiche = FicheActionFactory(
        objectif__objectif_general__projet=projet, titre="Camion mobile", numero=1, statut="en_cours"
    )
    return IndicateurFactory(
        critere=CritereFactory(fiche=fiche), type="qualitatif", mesure="", libelle="Retours des mairies"
    )


def test_a_counsellor_judges_and_the_directrice_reads_it_in_the_bilan(connecter, live_server, diane, retours):
    JeuneFactory(prenom="Sarah", nom="Belkacem")
    page = connecter(UtilisateurFactory(role="conseiller"))
    page.goto(f"{live_server.url}{retours.critere.fiche.get_absolute_url()}")
    page.get_by_role("link", name="Apprécier : Retours des mairies").click()
    page.get_by_label("Atteint en partie").check()
    page.get_by_label("Qu’est-ce qui vous fait dire cela ?").fill("Trois mairies sur cinq prêtent une salle.")
    page.get_by_label("Ses mots").first.fill("Sarah et les autres l’attendent le mercredi.")
    page.get_by_role("button", name="Enregistrer").click()

    # Nothing typed is lost: what is missing is said beside its field.
    page.get_by_text("Dites de qui viennent ces mots").wait_for()
    page.get_by_label("De qui").first.select_option("collectivite")
    page.get_by_label("Accord").first.select_option("accord")
    page.get_by_role("button", name="Enregistrer").click()
    page.get_by_text("semblent nommer quelqu’un").first.wait_for()
    page.get_by_label("Ses mots").first.fill("On l’attend le mercredi.")
    page.get_by_role("button", name="Enregistrer").click()
    page.get_by_text("L’appréciation est enregistrée.").wait_for()
    assert page.locator(".citation").inner_text().startswith("«")

    page = connecter(diane)
    page.goto(f"{live_server.url}/bilans/nouveau/")
    assert page.get_by_text("Retours des mairies").count() == 0
    page.get_by_label("Bilan à 3 ans").check()
    page.get_by_role("heading", name="Avant de lancer le bilan à 3 ans").wait_for()
    page.get_by_role("button", name="Lancer le bilan").click()
    page.get_by_role("link", name="Ouvrir le PDF").wait_for()
    expect(page.get_by_text("On l’attend le mercredi.")).to_be_visible()
    expect(page.get_by_text("Trois mairies sur cinq prêtent une salle.")).to_be_visible()
    assert Bilan.objects.get().type == "final"


def test_what_is_not_ready_leads_to_the_form_that_puts_it_right(connecter, live_server, diane, retours):
    page = connecter(diane)
    page.goto(f"{live_server.url}/bilans/nouveau/")
    page.get_by_role("link", name="Apprécier : Retours des mairies").click()
    expect(page.get_by_role("heading", name="Apprécier", exact=True)).to_be_visible()


@pytest.mark.parametrize("taille", ["telephone", "bureau"])
def test_pages_of_appreciations_hold_on_a_phone_and_a_desk(connecter, live_server, diane, retours, taille):
    citation = CitationFactory(appreciation__indicateur=retours, appreciation__etat="non_atteint")
    CitationFactory(appreciation=citation.appreciation, mots="Entre nous.", accord="maison")
    Citation.objects.create(
        appreciation=citation.appreciation, mots="", de="jeune", retiree_le=timezone.now(), motif="Paroles reprises"
    )
    IndicateurFactory(critere=retours.critere, type="qualitatif", mesure="", libelle="Articles parus", ordre=1)
    AppreciationFactory(indicateur=retours, jour="2026-01-02")
    bilan = BilanFactory(projet=retours.critere.fiche.objectif.objectif_general.projet)
    bilans.produce_bilan(bilan=bilan)
    reunion = ReunionFactory()
    PointOrdreDuJourFactory(reunion=reunion)
    page = connecter(diane, taille=taille)
    for adresse in (
        "/pilotage/appreciations/",
        f"/pilotage/indicateurs/{retours.pk}/",
        f"/pilotage/indicateurs/{retours.pk}/appreciations/ecrire/",
        citation.appreciation.get_absolute_url(),
        f"{citation.appreciation.get_absolute_url()}corriger/",
        f"{citation.appreciation.get_absolute_url()}retirer/",
        retours.critere.fiche.get_absolute_url(),
        "/bilans/nouveau/",
        bilan.get_absolute_url(),
        reunion.get_absolute_url(),
        f"/pilotage/reunions/{reunion.pk}/imprimer/compte-rendu/",
    ):
        page.goto(f"{live_server.url}{adresse}")
        assert_sans_faute(page)
