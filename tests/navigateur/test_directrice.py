"""The directrice's work in a real browser: dashboard, figure, its list, a bilan with its progress and its PDF."""

import io
import re

import pypdf
import pytest
from django.utils import timezone
from playwright.sync_api import expect

from commun.travaux import EtatTravail
from evaluation.models import Bilan
from evaluation.services import bilan as bilans
from evaluation.services.calcul import run_now
from tests.factories import (
    BilanFactory,
    CritereFactory,
    EtapeFactory,
    FicheActionFactory,
    IndicateurFactory,
    PremierAccueilFactory,
    ProjetAssociatifFactory,
    ReunionFactory,
)
from tests.navigateur.accessibilite import assert_sans_faute
from tests.navigateur.visite import follow

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def projet():
    """A projet in its second year, with one fiche, a late step and a figure."""
    today = timezone.localdate()
    projet = ProjetAssociatifFactory(debut=today.replace(year=today.year - 1, day=1), titre="Aller vers", actif=True)
    fiche = FicheActionFactory(objectif__objectif_general__projet=projet, titre="Camion mobile", numero=1)
    EtapeFactory(fiche=fiche, ordre=0, titre="Équiper le véhicule", echeance=today.replace(day=1, year=today.year - 1))
    critere = CritereFactory(fiche=fiche)
    IndicateurFactory(critere=critere, libelle="Premiers accueils au camion", cible=60)
    IndicateurFactory(critere=critere, libelle="Satisfaction des jeunes", type="questionnaire", mesure="", ordre=1)
    PremierAccueilFactory.create_batch(7)
    ReunionFactory(projet=projet)
    run_now(projet=projet, arrete_au=today)
    return projet


def test_directrice_goes_from_the_dashboard_to_the_pdf(connecter, live_server, diane, projet):
    page = connecter(diane)
    page.goto(f"{live_server.url}/pilotage/")
    expect(page.get_by_role("heading", name="Étapes en retard")).to_be_visible()
    page.locator(".pilote-fiche").get_by_role("link", name="Premiers accueils au camion").click()

    page.get_by_text("Une personne a un seul premier accueil").wait_for()
    chiffre = page.locator(".chiffre-seul-valeur").inner_text()
    page.get_by_label("Répartition par").select_option("sexe")
    page.wait_for_url(re.compile("par=sexe"))
    expect(page.get_by_role("row", name="Non renseigné")).to_be_visible()
    page.get_by_role("link", name="Voir ce qui est compté").click()

    page.get_by_role("heading", name="Ce qui est compté").wait_for()
    assert page.locator(".tableau tbody tr").count() == int(chiffre) == 7

    page.goto(f"{live_server.url}/bilans/")
    page.get_by_role("link", name="Lancer un bilan").first.click()
    page.get_by_role("radio", name="Bilan à 18 mois").check()
    page.get_by_role("button", name="Lancer le bilan").click()
    page.get_by_role("link", name="Ouvrir le PDF").wait_for()
    expect(page.get_by_role("heading", name="Bilan à 18 mois")).to_be_visible()

    adresse = page.get_by_role("link", name="Ouvrir le PDF").get_attribute("href")
    pdf = page.request.get(f"{live_server.url}{adresse}")
    assert pdf.headers["content-type"] == "application/pdf"
    couverture = pypdf.PdfReader(io.BytesIO(pdf.body())).pages[0].extract_text()
    assert "Bilan à 18 mois" in couverture
    assert Bilan.objects.get().empreinte[:8] in couverture


def test_a_frozen_bilan_is_taken_out_verified_and_compared(connecter, live_server, diane, projet):
    bilan = BilanFactory(projet=projet, arrete_au=timezone.localdate())
    bilans.produce_bilan(bilan=bilan)
    page = connecter(diane)
    page.goto(f"{live_server.url}{bilan.get_absolute_url()}")
    follow(page.get_by_role("link", name="Autres documents"))
    assert_sans_faute(page)
    tableur = page.get_by_role("link", name="Tableur").first.get_attribute("href")
    assert page.request.get(f"{live_server.url}{tableur}").body().startswith(b"PK")
    page.go_back()
    page.get_by_role("link", name="Vérifier").click()
    page.get_by_text("Le bilan est celui qui a été figé").wait_for()
    PremierAccueilFactory()  # typed after the freeze, before the cut-off day is over
    page.go_back()
    page.get_by_role("link", name="Comparer à aujourd’hui").click()
    page.get_by_role("button", name="Comparer à aujourd’hui").click()
    page.get_by_role("link", name="Voir la liste").first.click()
    page.get_by_role("heading", name=re.compile("ce qui a changé")).wait_for()
    assert page.locator(".tableau tbody tr").count() == 1
    assert_sans_faute(page)


def test_progress_is_followed_until_the_bilan_is_ready(connecter, live_server, diane, projet):
    bilan = BilanFactory(projet=projet, arrete_au=timezone.localdate())
    page = connecter(diane)
    page.goto(f"{live_server.url}{bilan.get_absolute_url()}")
    page.get_by_text("Vous pouvez quitter cette page").wait_for()
    bilans.produce_bilan(bilan=bilan)
    page.get_by_text("C’est prêt.").wait_for()
    page.get_by_role("link", name="Ouvrir le bilan").click()
    page.get_by_role("link", name="Ouvrir le PDF").wait_for()


def test_filters_stay_in_the_address_and_come_back(connecter, live_server, diane, projet):
    FicheActionFactory(objectif__objectif_general__projet=projet, titre="Vis ma vie", coordonne="Une équipe")
    page = connecter(diane)
    page.goto(f"{live_server.url}/pilotage/")
    page.get_by_label("En retard ou en deçà de la cible seulement").check()
    page.wait_for_url(re.compile("a_regarder=on"))
    expect(page.locator(".pilote-fiche")).to_have_count(1)
    page.go_back()
    page.locator(".pilote-fiche").nth(1).wait_for()


@pytest.mark.une_fois
@pytest.mark.parametrize("taille", ["telephone", "bureau"])
def test_pages_are_accessible(connecter, live_server, diane, projet, taille):
    bilan = BilanFactory(projet=projet, arrete_au=timezone.localdate())
    bilans.produce_bilan(bilan=bilan)
    assert Bilan.objects.get().etat == EtatTravail.TERMINE
    indicateur = projet.objectifs.get().operationnels.get().fiches.get().criteres.get().indicateurs.first()
    page = connecter(diane, taille=taille)
    for adresse in (
        "/pilotage/",
        f"/pilotage/indicateurs/{indicateur.pk}/",
        f"/pilotage/indicateurs/{indicateur.pk}/liste/",
        "/pilotage/reunions/",
        "/pilotage/reunions/nouvelle/",
        "/bilans/",
        "/bilans/nouveau/",
        f"/bilans/{bilan.pk}/",
        f"/bilans/{bilan.pk}/verifier/",
        f"/bilans/{bilan.pk}/comparer/",
    ):
        page.goto(f"{live_server.url}{adresse}")
        assert_sans_faute(page)
