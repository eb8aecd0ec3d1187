"""A conseillère's day in a real browser: the whole first interview by keyboard, and nothing typed ever lost."""

import datetime

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from accueil.models import PremierAccueil, RendezVous
from comptes.models import Brouillon
from jeunes.models import Jeune
from tests.factories import (
    AccompagnementFactory,
    CommuneFactory,
    JeuneFactory,
    LieuFactory,
    PremierAccueilFactory,
    RendezVousFactory,
)
from tests.navigateur.accessibilite import assert_sans_faute

NOUVEAU = "/accueil/premier-accueil/nouveau/"
# A practised hand types four keys a second and needs half a second to move from field to field.
SECONDES_PAR_TOUCHE, SECONDES_PAR_CHAMP = 0.25, 0.5


class Clavier:
    """Hands on the keyboard, which count what they press."""

    def __init__(self, page):
        self.page, self.touches, self.champs = page, 0, 0

    def ecrit(self, texte):
        self.page.keyboard.type(texte)
        self.touches += len(texte)

    def presse(self, touche, fois=1):
        for _ in range(fois):
            self.page.keyboard.press(touche)
        self.touches += fois
        self.champs += fois if touche == "Tab" else 0

    def va_a(self, nom):
        """Tab until a field has the focus."""
        for _ in range(25):
            if self.page.evaluate("document.activeElement.name") == nom:
                return
            self.presse("Tab")
        raise AssertionError(f"{nom} cannot be reached by Tab")

    @property
    def secondes(self):
        return self.touches * SECONDES_PAR_TOUCHE + self.champs * SECONDES_PAR_CHAMP


@pytest.fixture
def alice(alice):
    alice.conseiller.lieu = LieuFactory(nom="Siège")
    alice.conseiller.save()
    CommuneFactory(nom="Moulins", nom_normalise="moulins", codes_postaux="03000")
    return alice


def test_a_new_person_is_logged_by_keyboard_alone_in_under_a_minute(live_server, connecter, alice):
    page = connecter(alice)
    page.goto(live_server.url + NOUVEAU)
    expect(page.locator("[name=nom]")).to_be_focused()
    clavier = Clavier(page)
    clavier.ecrit("Lefèvre")
    clavier.presse("Tab")
    clavier.ecrit("Maëlys")
    clavier.presse("Tab")
    clavier.ecrit(f"0305{timezone.localdate().year - 19}")
    clavier.va_a("commune")
    clavier.ecrit("moulins")
    clavier.va_a("mode_connaissance")
    clavier.ecrit("Ami")
    clavier.va_a("besoins")
    clavier.presse("Space")
    clavier.va_a("note")
    clavier.ecrit("Cherche un stage")
    clavier.presse("Control+Enter")
    page.wait_for_url("**/jeunes/*/")
    premier = PremierAccueil.objects.get()
    assert (premier.jeune.commune.nom, premier.lieu.nom, premier.mode_connaissance) == (
        "Moulins",
        "Siège",
        "bouche_a_oreille",
    )
    assert premier.besoins.get().besoin == "orientation_formation"
    measure = f"{clavier.touches} touches, {clavier.champs} champs, {clavier.secondes:.0f} s"
    assert clavier.secondes < 60, measure


def test_somebody_known_is_picked_by_the_arrows(live_server, connecter, alice):
    connue = JeuneFactory(nom="Lefèvre", prenom="Maëlys")
    page = connecter(alice)
    page.goto(live_server.url + NOUVEAU)
    expect(page.locator("[name=nom]")).to_be_focused()
    clavier = Clavier(page)
    clavier.ecrit("lefev")
    page.wait_for_selector("[data-suggestions] button")
    clavier.presse("ArrowDown")
    clavier.presse("Enter")
    page.wait_for_selector("[data-choisi]")
    expect(page.locator("[name=modalite]:checked")).to_be_focused()
    clavier.presse("Control+Enter")
    page.wait_for_url("**/jeunes/*/")
    assert PremierAccueil.objects.get().jeune == connue
    assert Jeune.objects.count() == 1


def test_who_is_picked_after_the_question_leaves_nothing_to_correct(live_server, connecter, alice):
    connue = JeuneFactory(nom="Lefèvre", prenom="Maëlys")
    page = connecter(alice)
    page.goto(live_server.url + NOUVEAU)
    page.fill("[name=nom]", "lefevre")
    page.fill("[name=prenom]", "maelys")
    page.click("text=Enregistrer le premier accueil")
    expect(page.locator(".resume-erreurs")).to_contain_text("Cette personne semble déjà connue")
    page.click("[data-suggestions] button")
    page.wait_for_selector("[data-choisi]")
    expect(page.locator(".resume-erreurs")).to_have_count(0)
    page.click("text=Enregistrer le premier accueil")
    page.wait_for_url("**/jeunes/*/")
    assert PremierAccueil.objects.get().jeune == connue


def test_flags_appear_while_typing(live_server, connecter, alice):
    page = connecter(alice)
    page.goto(live_server.url + NOUVEAU)
    page.fill("[name=nom]", "Roche")
    page.fill("[name=date_naissance]", f"01/01/{timezone.localdate().year - 16}")
    page.wait_for_selector("text=Mineur (")


def test_a_rendez_vous_is_set_without_leaving_the_form(live_server, connecter, alice):
    page = connecter(alice)
    page.goto(live_server.url + NOUVEAU)
    page.fill("[name=nom]", "Roche")
    page.fill("[name=prenom]", "Tom")
    assert not page.is_visible("[name=rdv_jour]")
    page.check("[name=suite][value=rendez_vous]")
    page.fill("[name=rdv_jour]", (timezone.localdate() + datetime.timedelta(days=8)).isoformat())
    page.fill("[name=rdv_heure]", "14:00")
    page.click("text=Enregistrer le premier accueil")
    page.wait_for_url("**/jeunes/*/")
    assert RendezVous.objects.get().conseiller == alice.conseiller


def test_a_closed_tab_loses_nothing(live_server, connecter, alice):
    page = connecter(alice)
    page.goto(live_server.url + NOUVEAU)
    page.fill("[name=nom]", "Lefèvre")
    page.fill("[name=note]", "Cherche un stage")
    page.wait_for_selector("text=Brouillon enregistré")
    page.close()
    page = connecter(alice)
    page.goto(live_server.url + NOUVEAU)
    expect(page.locator("[name=nom]")).to_have_value("Lefèvre")
    expect(page.locator("[name=note]")).to_have_value("Cherche un stage")


def test_a_lost_session_loses_nothing(live_server, connecter, alice):
    page = connecter(alice)
    page.goto(live_server.url + NOUVEAU)
    page.fill("[name=nom]", "Lefèvre")
    page.fill("[name=prenom]", "Maëlys")
    page.wait_for_selector("text=Brouillon enregistré")
    Session.objects.all().delete()
    page.fill("[name=note]", "Saisi après la fin de la session")
    page.wait_for_selector("text=Votre session est terminée")
    assert page.input_value("[name=note]") == "Saisi après la fin de la session"
    page.click("text=Enregistrer le premier accueil")
    page.wait_for_url("**/compte/**")
    assert not PremierAccueil.objects.exists()
    again = connecter(alice)
    again.goto(live_server.url + NOUVEAU)
    expect(again.locator("[name=prenom]")).to_have_value("Maëlys")
    assert Brouillon.objects.count() == 1


def test_a_second_first_interview_becomes_an_interview_with_all_that_was_typed(live_server, connecter, alice):
    suivi = AccompagnementFactory(conseiller=alice.conseiller, jeune=JeuneFactory(nom="Roux", prenom="Inès")).jeune
    PremierAccueilFactory(jeune=suivi)
    page = connecter(alice)
    page.goto(live_server.url + NOUVEAU)
    page.fill("[name=note]", "Revient pour un stage")
    page.fill("[name=nom]", "roux")
    page.click("[data-suggestions] button")
    page.click("text=Enregistrer plutôt un entretien")
    page.wait_for_url("**/entretiens/nouveau/")
    expect(page.locator("[name=note]")).to_have_value("Revient pour un stage")
    page.click("text=Enregistrer l’entretien")
    page.wait_for_url(f"**{suivi.get_absolute_url()}")
    assert suivi.evenements.get(nature="entretien").note == "Revient pour un stage"


@pytest.mark.une_fois
@pytest.mark.parametrize("taille", ["telephone", "bureau"])
def test_her_pages_are_accessible_and_fit(live_server, connecter, alice, taille):
    suivi = AccompagnementFactory(conseiller=alice.conseiller, jeune=JeuneFactory(ne_pas_contacter_domicile=True)).jeune
    RendezVousFactory(
        jeune=suivi, conseiller=alice.conseiller, prevu_le=timezone.now(), statut="fixe", lieu=LieuFactory()
    )
    PremierAccueilFactory(jeune=suivi)
    page = connecter(alice, taille=taille)
    files = [
        "jeune-detail",
        "jeune-rendez-vous",
        "jeune-situations",
        "jeune-coordonnees",
        "jeune-lectures",
        "jeune-update",
    ]
    urls = [reverse(f"jeunes:{name}", kwargs={"pk": suivi.pk}) for name in files]
    urls += [reverse(f"accueil:{name}", kwargs={"pk": suivi.pk}) for name in ("entretien-create", "rendez-vous-create")]
    for url in [NOUVEAU, "/ma-journee/", "/jeunes/", "/accueil/contacts/nouveau/", "/lieux/", "/partenaires/", *urls]:
        page.goto(live_server.url + url)
        assert_sans_faute(page)
