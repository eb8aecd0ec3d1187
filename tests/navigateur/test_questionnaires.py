"""A questionnaire in a real browser: built by keyboard, answered on a phone from its code, typed from paper, read."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import expect

from evaluation.models import Feuille, Questionnaire, Vague
from tests.factories import LieuFactory
from tests.navigateur.accessibilite import assert_sans_faute
from tests.navigateur.conftest import TAILLES
from tests.navigateur.visite import follow

pytestmark = pytest.mark.django_db(transaction=True)
IMAGES = os.getenv("IMAGES")


def photo(page, nom):
    """Keep a picture when somebody asked for pictures."""
    if IMAGES:
        page.screenshot(path=str(Path(IMAGES) / f"{nom}.png"), full_page=True)


@pytest.fixture
def telephone(browser):
    """Give a page of somebody else's phone: no account, no cookie."""
    contexts = []

    def ouvrir():
        context = browser.new_context(viewport=TAILLES["telephone"], locale="fr-FR")
        contexts.append(context)
        return context.new_page()

    yield ouvrir
    for context in contexts:
        context.close()


def test_from_the_first_question_to_the_results(connecter, live_server, alice, telephone):
    LieuFactory(nom="Camion, Chevagnes")
    page = connecter(alice)
    page.goto(f"{live_server.url}/pilotage/questionnaires/")
    assert_sans_faute(page)
    follow(page.get_by_role("link", name="Créer un questionnaire").first)
    assert_sans_faute(page)
    page.get_by_label("Satisfaction des jeunes").check()
    page.get_by_label("Titre").fill("Votre passage au camion")
    page.get_by_label("Jeunes", exact=True).check()
    page.get_by_label("Anonyme", exact=False).check()
    page.get_by_role("button", name="Écrire les questions").click()
    build(page)
    page.get_by_role("button", name="Ouvrir le questionnaire").click()
    expect(page.get_by_text("Le questionnaire est ouvert")).to_be_visible()
    photo(page, "detail")
    page.get_by_role("link", name="Lancer une vague").click()
    page.get_by_label("Nom de cette vague").fill("Tournées d’automne")
    page.get_by_label("Dernier jour").fill("2099-01-01")
    photo(page, "vague-form")
    follow(page.get_by_role("button", name="Lancer la vague"))
    assert_sans_faute(page)
    photo(page, "vague")
    lien = page.get_by_label("Adresse à envoyer").input_value()
    for rang in range(4):
        answer(telephone(), lien, rang)
    type_paper(page)
    page.goto(f"{live_server.url}{Questionnaire.objects.get().get_absolute_url()}resultats/")
    assert_sans_faute(page)
    expect(page.get_by_text("5 feuilles comptées")).to_be_visible()
    photo(page, "resultats")
    page.set_viewport_size(TAILLES["telephone"])
    assert_sans_faute(page)
    photo(page, "resultats-360")
    vague = Vague.objects.get()
    for nom in ("affiche", "feuille"):
        page.goto(f"{live_server.url}{vague.get_absolute_url()}{nom}/")
        assert_sans_faute(page)
        photo(page, nom)


def build(page):
    """Add a question with its options by the keyboard, move it up, and look at the preview."""
    page.get_by_role("button", name="Un seul choix").focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    question = page.locator(".construction-question").last
    question.get_by_label("La question", exact=True).fill("Comment êtes-vous venu ou venue ?")
    question.get_by_label("Réponse possible 1").fill("À pied")
    question.get_by_label("Réponse possible 2").fill("En car")
    with page.expect_navigation():
        question.get_by_role("button", name="Ajouter une réponse possible").press("Enter")
    question = page.locator(".construction-question").last
    page.wait_for_function("() => document.activeElement.matches('input[id^=id_o-]')")
    page.keyboard.type("En voiture")
    with page.expect_navigation():
        question.get_by_role("button", name="Monter la question").press("Enter")
    titres = page.locator(".construction-question input[id$=-libelle]").evaluate_all("nodes => nodes.map(n => n.value)")
    assert titres.index("Comment êtes-vous venu ou venue ?") < len(titres) - 1
    assert_sans_faute(page)
    photo(page, "construction")
    page.set_viewport_size(TAILLES["telephone"])
    assert_sans_faute(page)
    photo(page, "construction-360")
    page.get_by_role("button", name="Enregistrer et voir l’aperçu").click()
    expect(page.get_by_text("Rien n’est envoyé")).to_be_visible()
    photo(page, "apercu-360")
    page.set_viewport_size(TAILLES["bureau"])
    page.get_by_role("link", name="Revenir au questionnaire").first.click()


def answer(page, lien, rang):
    """Answer on a phone, first badly, then by keyboard."""
    page.goto(lien)
    if not rang:
        assert_sans_faute(page)
        photo(page, "repondre-360")
        page.get_by_label("Qu’est-ce que nous devrions changer ?").fill("Passer plus souvent")
        page.get_by_role("button", name="Envoyer ma réponse").click()
        expect(page.get_by_text("points à corriger")).to_be_visible()
        assert page.get_by_label("Qu’est-ce que nous devrions changer ?").input_value() == "Passer plus souvent"
        assert_sans_faute(page)
        photo(page, "repondre-erreur-360")
    faces = page.locator(".question", has_text="Au total").get_by_role("radio")
    faces.first.focus()
    page.keyboard.press("Space")
    for _ in range(4 - rang % 2):
        page.keyboard.press("ArrowRight")
    assert page.locator(".question", has_text="Au total").locator(":checked").count() == 1
    page.get_by_label("Oui, tout à fait").check()
    if not rang:
        photo(page, "repondre-plein-360")
    page.get_by_role("button", name="Envoyer ma réponse").click()
    page.get_by_text("Votre réponse est bien arrivée").wait_for()
    assert_sans_faute(page)
    photo(page, "merci-360")


def type_paper(page):
    """Type a sheet with the number keys alone."""
    page.get_by_role("link", name="Saisir des feuilles papier").click()
    page.wait_for_function("() => document.activeElement.matches('[data-question]')")
    photo(page, "saisir")
    for _ in range(5):
        page.keyboard.press("1")
        if page.evaluate("document.activeElement.querySelector('input[type=checkbox]') !== null"):
            page.keyboard.press("Enter")
    page.keyboard.press("Control+Enter")
    page.get_by_text("Feuille enregistrée").wait_for()
    assert_sans_faute(page)
    assert Feuille.objects.filter(canal="papier").count() == 1
