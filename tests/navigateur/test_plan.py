"""The plan in a real browser: its four views, a step done, a fiche shared and taken up, the projet written."""

import datetime
import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from plans_action.models import Etape, FicheAction
from tests.factories import ConseillerFactory, EtapeFactory, FicheActionFactory, ProjetAssociatifFactory
from tests.navigateur.accessibilite import assert_sans_faute
from tests.navigateur.visite import follow

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def fiche():
    """A fiche with a late step and one to come."""
    today = timezone.localdate()
    projet = ProjetAssociatifFactory(debut=today - datetime.timedelta(days=300), titre="Aller vers", actif=True)
    fiche = FicheActionFactory(
        objectif__objectif_general__projet=projet, titre="Camion mobile", numero=1, statut="en_cours",
        resume="Le camion passe.", debut=today - datetime.timedelta(days=200),
    )  # fmt: skip
    EtapeFactory(fiche=fiche, ordre=0, titre="Équiper", echeance=today - datetime.timedelta(days=1))
    EtapeFactory(fiche=fiche, ordre=1, titre="Tourner", echeance=today + datetime.timedelta(days=30))
    return fiche


@pytest.mark.parametrize("taille", ["telephone", "bureau"])
def test_a_late_step_is_seen_in_each_view_and_done(connecter, live_server, diane, fiche, taille):
    autre = FicheActionFactory(objectif=fiche.objectif, titre="Vis ma vie", numero=6)
    page = connecter(diane, taille=taille)
    page.goto(f"{live_server.url}/plan/")
    assert_sans_faute(page)
    page.get_by_role("link", name="Tableau").click()
    expect(page.get_by_role("link", name="Vis ma vie")).to_be_visible()
    page.get_by_label("Titre contenant").fill("camion")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("camion"))
    expect(page.get_by_role("link", name=autre.titre)).to_have_count(0)
    expect(page.get_by_text("1 en retard").first).to_be_visible()
    assert_sans_faute(page)
    with page.expect_download() as fichier:
        page.get_by_role("link", name="Tableur (.xlsx)").click()
    assert fichier.value.suggested_filename.endswith(".xlsx")
    follow(page.get_by_role("link", name="Chronologie"))
    expect(page.get_by_text(re.compile("1 en retard")).first).to_be_visible()
    assert_sans_faute(page)
    page.get_by_role("link", name="Calendrier").click()
    expect(page.get_by_role("link", name="Mois suivant")).to_be_visible()
    assert_sans_faute(page)
    etape = Etape.objects.get(titre="Équiper")
    page.goto(f"{live_server.url}/plan/etapes/{etape.pk}/faite/")
    assert_sans_faute(page)
    follow(page.get_by_role("button", name="Enregistrer"))
    page.get_by_role("heading", name="Camion mobile").wait_for()
    etape.refresh_from_db()
    assert etape.statut == "faite"


def test_a_fiche_is_shared_read_by_anybody_and_taken_up_elsewhere(
    connecter, live_server, adele, browser, fiche, tmp_path
):
    page = connecter(adele)
    page.goto(f"{live_server.url}{fiche.get_absolute_url()}")
    follow(page.get_by_role("link", name="Partager", exact=True))
    assert_sans_faute(page)
    page.get_by_role("button", name="Publier", exact=True).click()
    page.get_by_role("dialog").get_by_role("button", name="Publier").click()
    expect(page.get_by_text("Cette fiche est publiée")).to_be_visible()

    # Anybody, on a phone.
    visiteur = browser.new_context(viewport={"width": 360, "height": 780}, locale="fr-FR")
    public = visiteur.new_page()
    public.goto(f"{live_server.url}/?visite=1")
    public.get_by_role("link", name="Des actions à reprendre chez vous").click()
    public.get_by_role("heading", name="Centre de ressources").wait_for()
    assert_sans_faute(public)
    public.get_by_role("link", name="Camion mobile").click()
    public.get_by_role("heading", name="Reprendre cette action").or_(
        public.get_by_text("Reprendre cette action")
    ).wait_for()
    assert_sans_faute(public)
    adresse = public.get_by_role("link", name="JSON", exact=True).get_attribute("href")
    fichier = tmp_path / "fiche.json"
    fichier.write_bytes(public.request.get(f"{live_server.url}{adresse}").body())
    visiteur.close()

    # The other house takes the file.
    page.goto(f"{live_server.url}/plan/fiches/essaimer/")
    assert_sans_faute(page)
    page.get_by_label("Ou son fichier JSON").set_input_files(fichier)
    page.get_by_role("button", name="Reprendre la fiche").click()
    expect(page.get_by_text(re.compile("essaimée", re.I)).first).to_be_visible()
    assert FicheAction.objects.filter(titre="Camion mobile").count() == 2


def test_the_projet_associatif_is_written_read_and_published(connecter, live_server, diane, fiche):
    projet = fiche.objectif.objectif_general.projet
    page = connecter(diane)
    page.goto(f"{live_server.url}/plan/projet/{projet.pk}/ecrire/")
    assert_sans_faute(page)
    follow(page.get_by_role("link", name="Ajouter une valeur"))
    assert_sans_faute(page)
    page.get_by_label("Intitulé").fill("L’écoute")
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_text("L’écoute").first).to_be_visible()
    page.set_viewport_size({"width": 360, "height": 780})
    assert_sans_faute(page)
    follow(page.get_by_role("link", name="Lire le document"))
    expect(page.get_by_role("heading", name="L’écoute")).to_be_visible()
    assert_sans_faute(page)
    page.get_by_role("link", name="Publier").click()
    page.get_by_role("button", name="Publier cette version").click()
    expect(page.get_by_text("Cette version est intacte")).to_be_visible()
    assert_sans_faute(page)


def test_a_training_is_asked_for_and_refused_with_its_reason(connecter, live_server, diane):
    ConseillerFactory(prenom="Odile", nom="Bastien")
    page = connecter(diane)
    page.goto(f"{live_server.url}/plan/formations/")
    assert_sans_faute(page)
    follow(page.get_by_role("link", name="Noter une demande").first)
    assert_sans_faute(page)
    page.locator("[name=conseiller]").select_option(label="Odile Bastien")
    page.locator("[name=intitule]").fill("Écrire pour être compris")
    page.get_by_role("button", name="Enregistrer").click()
    page.get_by_role("link", name="Écrire pour être compris").click()
    page.get_by_label("Refusée", exact=True).check()
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_text("Dites pourquoi la demande est refusée.").first).to_be_visible()
    assert_sans_faute(page)
