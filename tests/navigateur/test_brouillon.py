"""In a real browser: what is typed survives a closed tab, a lost session and a lost network; search by keyboard."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from comptes import brouillons
from comptes.models import Brouillon
from tests.factories import AccompagnementFactory, JeuneFactory

pytestmark = pytest.mark.django_db(transaction=True)
CLE = "premier-accueil"
ENREGISTRE = re.compile(r"Brouillon enregistré à \d+\sh\s\d\d")


@pytest.fixture
def formulaire(connecter, live_server, alice):
    """The form of the premier accueil, open."""
    page = connecter(alice)
    page.goto(live_server.url + reverse("accueil:premier-accueil-create"))
    return page


def type_name(page, texte):
    page.locator("input[name=nom]").press_sequentially(texte)


def test_what_is_typed_survives_a_closed_tab(formulaire, context, alice):
    type_name(formulaire, "Delaunay")
    expect(formulaire.locator("[data-brouillon]")).to_have_text(ENREGISTRE)
    adresse = formulaire.url
    formulaire.close()
    page = context.new_page()
    page.goto(adresse)
    expect(page.get_by_text("Ce que vous aviez commencé est revenu")).to_be_visible()
    expect(page.locator("input[name=nom]")).to_have_value("Delaunay")
    page.get_by_role("button", name="Effacer et recommencer").click()
    expect(page.locator("input[name=nom]")).to_have_value("")
    assert not brouillons.ouvrir(alice, CLE).retrouve


def test_what_is_typed_before_the_scripts_came_is_kept_too(connecter, live_server, alice):
    page = connecter(alice)
    held = []
    page.route(re.compile(r"/js/brouillon\b.*\.js"), lambda route: held.append(route))
    page.goto(live_server.url + reverse("accueil:premier-accueil-create"), wait_until="commit")
    type_name(page, "Delaunay")
    [late] = held
    late.continue_()
    expect(page.locator("[data-brouillon]")).to_have_text(ENREGISTRE)
    assert brouillons.ouvrir(alice, CLE).retrouve


def test_enter_in_a_field_never_erases_the_draft_that_came_back(formulaire):
    type_name(formulaire, "Delaunay")
    expect(formulaire.locator("[data-brouillon]")).to_have_text(ENREGISTRE)
    formulaire.reload()
    expect(formulaire.get_by_text("Ce que vous aviez commencé est revenu")).to_be_visible()
    formulaire.locator("input[name=prenom]").press("Enter")
    expect(formulaire.get_by_role("alert")).to_be_visible()  # it was sent, and the first name is missing
    expect(formulaire.locator("input[name=nom]")).to_have_value("Delaunay")


def test_a_lost_session_is_said_and_the_text_is_kept_once_signed_in_again(formulaire, context, connecter, alice):
    context.clear_cookies(name="sessionid")
    type_name(formulaire, "Delaunay")
    expect(formulaire.get_by_role("alert")).to_contain_text("Rien n’est perdu")
    expect(formulaire.locator("input[name=nom]")).to_have_value("Delaunay")
    assert not Brouillon.objects.exists()
    connecter(alice)
    type_name(formulaire, " M")
    expect(formulaire.locator("[data-brouillon]")).to_have_text(ENREGISTRE)
    expect(formulaire.get_by_role("alert")).to_have_count(0)
    assert Brouillon.objects.get().donnees["nom"] == ["Delaunay M"]


def test_a_lost_network_is_said_and_the_text_stays(formulaire, context):
    context.set_offline(True)
    type_name(formulaire, "Delaunay")
    expect(formulaire.get_by_role("alert")).to_contain_text("Pas de réseau")
    context.set_offline(False)
    type_name(formulaire, "y")
    expect(formulaire.locator("[data-brouillon]")).to_have_text(ENREGISTRE)


def test_without_a_network_nothing_is_sent_and_the_draft_leaves_when_it_comes_back(formulaire, context):
    type_name(formulaire, "Delaunay")
    expect(formulaire.locator("[data-brouillon]")).to_have_text(ENREGISTRE)
    context.set_offline(True)
    type_name(formulaire, " M")
    formulaire.get_by_role("button", name="Enregistrer le premier accueil").click()
    expect(formulaire.get_by_role("alert")).to_contain_text("rien n’est parti")
    expect(formulaire.locator("input[name=nom]")).to_have_value("Delaunay M")
    context.set_offline(False)
    expect(formulaire.get_by_role("alert")).to_have_count(0)
    assert Brouillon.objects.get().donnees["nom"] == ["Delaunay M"]


def test_search_is_done_by_keyboard_from_any_page(connecter, live_server, alice):
    jeune = JeuneFactory(prenom="Léa", nom="Delaunay")
    AccompagnementFactory(jeune=jeune, conseiller=alice.conseiller)
    page = connecter(alice)
    page.goto(live_server.url + reverse("comptes:compte"))
    page.keyboard.press("Control+k")
    page.keyboard.type("lea del")
    expect(page.get_by_role("option")).to_have_count(1)
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("option")).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    expect(page).to_have_url(live_server.url + jeune.get_absolute_url())
