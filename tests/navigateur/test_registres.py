"""Registers in a real browser: guests of a séance and their coming, a contact with an enterprise, a convention."""

import datetime

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from accueil.models import ContactEntreprise
from participation.models import Invitation
from tests.factories import AccompagnementFactory, JeuneFactory, PartenaireFactory, SeanceFactory
from tests.navigateur.accessibilite import assert_sans_faute
from tests.navigateur.visite import follow

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("taille", ["telephone", "bureau"])
def test_guests_are_added_and_their_coming_is_noted(connecter, live_server, alice, taille):
    debut = timezone.now() - datetime.timedelta(hours=3)
    seance = SeanceFactory(debut_le=debut)
    PartenaireFactory(nom="Mairie de Moulins")
    page = connecter(alice, taille=taille)
    page.goto(f"{live_server.url}/gestion/seances/{seance.pk}/invites/")
    assert_sans_faute(page)
    page.get_by_label("Mairie de Moulins").check()
    page.get_by_label("Autres invités, un par ligne").fill("Foyer rural")
    page.get_by_role("button", name="Ajouter à la liste").click()
    page.get_by_label("Présence de Mairie de Moulins").select_option(index=1)
    follow(page.get_by_role("button", name="Enregistrer"))
    expect(page.get_by_label("Présence de Foyer rural")).to_be_visible()
    assert_sans_faute(page)
    assert Invitation.objects.exclude(presence="").count() == 1


@pytest.mark.parametrize("taille", ["telephone", "bureau"])
def test_a_youth_is_found_and_invited_by_keyboard_alone(connecter, live_server, alice, taille):
    jeune = JeuneFactory(nom="Duchemin", prenom="Éloïse")
    AccompagnementFactory(conseiller=alice.conseiller, jeune=jeune)
    seance = SeanceFactory()
    page = connecter(alice, taille=taille)
    page.goto(f"{live_server.url}/gestion/seances/{seance.pk}/invites/")
    page.get_by_label("Autres invités, un par ligne").fill("Foyer rural")
    page.get_by_label("Nom ou prénom").focus()
    page.keyboard.type("eloise")
    page.keyboard.press("Enter")
    case = page.get_by_label("Éloïse")
    expect(case).to_be_visible()
    # Searching replaced the list alone: nothing typed elsewhere is lost.
    expect(page.get_by_label("Autres invités, un par ligne")).to_have_value("Foyer rural")
    assert_sans_faute(page)
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(case).to_be_focused()
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Réponse de Éloïse")).to_be_visible()
    assert_sans_faute(page)
    assert Invitation.objects.get().jeune == jeune


def test_a_contact_with_an_enterprise_is_noted(connecter, live_server, alice):
    entreprise = PartenaireFactory(nom="Menuiserie du Val", type="entreprise")
    page = connecter(alice)
    page.goto(f"{live_server.url}/partenaires/{entreprise.pk}/")
    assert_sans_faute(page)
    follow(page.get_by_role("link", name="Noter un contact"))
    assert_sans_faute(page)
    page.get_by_label("Ce qui s’est dit").fill("Deux places au printemps")
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_text("Deux places au printemps")).to_be_visible()
    assert ContactEntreprise.objects.get().partenaire == entreprise


def test_a_convention_is_kept_with_its_dates(connecter, live_server, diane):
    PartenaireFactory(nom="Région")
    page = connecter(diane, taille="telephone")
    page.goto(f"{live_server.url}/conventions/")
    assert_sans_faute(page)
    page.get_by_role("link", name="Ajouter une convention").first.click()
    page.get_by_label("Partenaire").select_option(label="Région")
    page.get_by_label("Objet").fill("Mobilité des jeunes")
    page.get_by_label("Début").fill("2026-01-01")
    assert_sans_faute(page)
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_text("sans terme")).to_be_visible()
