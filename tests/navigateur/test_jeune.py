"""A youth's journey on a phone: see, sign in by a mailed code, sign up, wait, be promoted, give back."""

import datetime
import os
import re
import uuid

import pytest
from django.core import mail
from playwright.sync_api import expect

from participation import services
from tests.factories import IdeeFactory, JeuneFactory, LieuFactory, RegroupementFactory, SeanceFactory
from tests.navigateur.accessibilite import assert_sans_faute
from tests.navigateur.conftest import TAILLES
from tests.navigateur.visite import follow

PHOTOS = os.getenv("PHOTOS", "")


def regarder(page, nom):
    """Hold the page to what every page must hold; keep its picture when PHOTOS names a folder."""
    if PHOTOS:
        page.screenshot(path=f"{PHOTOS}/{nom}.png", full_page=True)
    assert_sans_faute(page)


@pytest.fixture
def telephone(page):
    page.set_viewport_size(TAILLES["telephone"])
    return page


@pytest.fixture
def seance(transactional_db):
    """One place, in a real-looking group."""
    groupe = RegroupementFactory(
        titre="Le groupe du mardi", description="On se retrouve, on discute, on prépare des sorties ensemble."
    )
    lieu = LieuFactory(nom="Siège", adresse="12 rue du Pont, 03000 Moulins", acces="Bus A, arrêt Pont")
    return SeanceFactory(regroupement=groupe, lieu=lieu, places=1)


def se_connecter(page, adresse):
    """Type the address, then the code found in the mail."""
    page.get_by_label(re.compile("adresse", re.I)).first.fill(adresse)
    page.get_by_role("button", name=re.compile("code", re.I)).first.click()
    champ = page.get_by_label(re.compile("code", re.I)).first
    expect(champ).to_be_visible()
    [message] = [m for m in mail.outbox if m.to == [adresse]]
    champ.fill(re.search(r"\b\d{3}\s?\d{3}\b", message.body)[0])
    page.locator("main form button[type=submit]").first.click()


def test_from_the_list_to_the_place_with_a_mailed_code(telephone, live_server, seance):
    zoe = JeuneFactory(avec_compte=True, prenom="Zoé")
    telephone.goto(f"{live_server.url}/seances/")
    expect(telephone.get_by_text("1 place sur 1")).to_be_visible()
    regarder(telephone, "seances-anonyme")
    follow(telephone.get_by_role("link", name="Le groupe du mardi"))
    regarder(telephone, "seance-anonyme")
    telephone.get_by_role("button", name="Je m’inscris").click()
    se_connecter(telephone, zoe.email)
    # Wanted before the sign-in, done after it: no second tap.
    expect(telephone.get_by_text("Votre place est réservée")).to_be_visible()
    regarder(telephone, "seance-place")
    assert seance.inscriptions.get().jeune == zoe


def test_the_rank_then_the_place_that_falls_then_given_back(connecter, live_server, seance, maintenant_reel):
    first, zoe = JeuneFactory(avec_compte=True), JeuneFactory(avec_compte=True, prenom="Zoé")
    premiere = services.register_jeune(jeune=first, seance_id=seance.pk, by=first.compte, now=maintenant_reel)
    autre = JeuneFactory(avec_compte=True)
    services.register_jeune(jeune=autre, seance_id=seance.pk, by=autre.compte, now=maintenant_reel)
    page = connecter(zoe.compte, taille="telephone")
    page.goto(f"{live_server.url}/seances/{seance.pk}/")
    page.get_by_role("button", name="Je m’inscris sur la liste d’attente").click()
    expect(page.get_by_text("Vous êtes 2e sur la liste d’attente")).to_be_visible()
    regarder(page, "seance-attente")

    for inscription in (premiere, seance.inscriptions.get(jeune=autre)):
        services.cancel_inscription(inscription=inscription, now=maintenant_reel)
    page.goto(f"{live_server.url}/mes-seances/")
    expect(page.get_by_text("Votre place est réservée")).to_be_visible()
    regarder(page, "mes-seances")
    assert "s’est libérée" in [m for m in mail.outbox if m.to == [zoe.email]][-1].subject

    page.get_by_role("link", name="Le groupe du mardi").click()
    page.get_by_role("button", name="Je rends ma place").click()  # one tap
    expect(page.get_by_text("Votre place est rendue")).to_be_visible()
    regarder(page, "seance-rendue")
    assert seance.inscriptions.confirmees().count() == 0


def test_an_idea_and_its_answer(connecter, live_server, transactional_db):
    zoe = JeuneFactory(avec_compte=True, prenom="Zoé")
    IdeeFactory(jeune=zoe, texte="Une sortie au lac", reponse="Bonne idée, on la prépare. Camille", statut="retenue")
    page = connecter(zoe.compte, taille="telephone")
    page.goto(f"{live_server.url}/idees/")
    page.get_by_label("Votre idée").fill("Apprendre à réparer son vélo")
    regarder(page, "idees")
    page.get_by_role("button", name="Envoyer mon idée").click()
    expect(page.get_by_text("Merci, votre idée est bien reçue")).to_be_visible()


def test_without_script_one_more_tap_is_enough(browser, live_server, seance):
    zoe = JeuneFactory(avec_compte=True)
    context = browser.new_context(java_script_enabled=False, viewport=TAILLES["telephone"], locale="fr-FR")
    page = context.new_page()
    page.goto(f"{live_server.url}/seances/{seance.pk}/")
    page.get_by_role("button", name="Je m’inscris").click()
    se_connecter(page, zoe.email)
    page.get_by_role("button", name="Je m’inscris").click()
    expect(page.get_by_text("Votre place est réservée")).to_be_visible()
    context.close()


@pytest.fixture
def maintenant_reel():
    from django.utils import timezone

    return timezone.now()


@pytest.mark.parametrize("taille", ["telephone", "bureau"])
def test_the_team_s_pages_hold_on_a_phone_and_on_a_desk(connecter, live_server, seance, alice, maintenant_reel, taille):
    seance.places = 3
    seance.animateurs.add(alice.conseiller)
    seance.save()
    for prenom, nom in [("Lina", "Bastide"), ("Hugo", "Perrin"), ("Inès", "Marchal"), ("Tom", "Vidal")]:
        jeune = JeuneFactory(avec_compte=True, prenom=prenom, nom=nom)
        services.register_jeune(jeune=jeune, seance_id=seance.pk, by=jeune.compte, now=maintenant_reel)
    page = connecter(alice, taille=taille)
    chemins = {
        "liste": "seances/",
        "creer": "seances/creer/",
        "gestion": f"seances/{seance.pk}/",
        "modifier": f"seances/{seance.pk}/modifier/",
        "annuler": f"seances/{seance.pk}/annuler/",
        "presences": f"seances/{seance.pk}/presences/",
        "emargement": f"seances/{seance.pk}/emargement/",
        "inscrire": f"seances/{seance.pk}/inscrire/?q=lina",
        "regroupements": "regroupements/",
    }
    for nom, chemin in chemins.items():
        page.goto(f"{live_server.url}/gestion/{chemin}")
        regarder(page, f"equipe-{nom}-{taille}")


def test_presences_by_keyboard_alone(connecter, live_server, seance, alice, maintenant_reel):
    seance.places = 3
    seance.save()
    for _ in range(3):
        jeune = JeuneFactory(avec_compte=True)
        services.register_jeune(jeune=jeune, seance_id=seance.pk, by=jeune.compte, now=maintenant_reel)
    type(seance).objects.update(jour=maintenant_reel.date())
    page = connecter(alice)
    page.goto(f"{live_server.url}/gestion/seances/{seance.pk}/presences/")
    page.keyboard.type("pae")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Les présences sont enregistrées")).to_be_visible()
    noted = seance.inscriptions.order_by("rang").values_list("presence", flat=True)
    assert list(noted) == ["present", "absent", "excuse"]


def test_who_leads_is_said_by_keyboard_and_read_by_the_youth(connecter, live_server, seance, alice, maintenant_reel):
    seance.places = 3
    seance.save()
    jeunes = [JeuneFactory(avec_compte=True) for _ in range(3)]
    for jeune in jeunes:
        services.register_jeune(jeune=jeune, seance_id=seance.pk, by=jeune.compte, now=maintenant_reel)
    page = connecter(alice)
    page.goto(f"{live_server.url}/gestion/seances/{seance.pk}/presences/")
    for touche in ("ArrowDown", "r", "ArrowDown", "r", "r", "Enter"):
        page.keyboard.press(touche)
    expect(page.get_by_text("Les rôles sont enregistrés")).to_be_visible()
    regarder(page, "equipe-roles")
    roles = seance.inscriptions.order_by("rang").values_list("participation", flat=True)
    assert list(roles) == ["collaborateur", "pilote", "collaborateur"]
    page = connecter(jeunes[1].compte, taille="telephone")
    page.goto(f"{live_server.url}/seances/{seance.pk}/")
    expect(page.get_by_text("Vous pilotez cette séance")).to_be_visible()
    regarder(page, "seance-pilote")


@pytest.mark.parametrize("taille", ["telephone", "bureau"])
def test_a_whole_series_moves_by_keyboard_after_its_preview(connecter, live_server, seance, alice, taille):
    numero = uuid.uuid4()
    debut = (seance.debut_le + datetime.timedelta(days=7)).replace(hour=13, minute=0, second=0, microsecond=0)
    type(seance).objects.update(serie=numero, debut_le=debut, fin_le=debut + datetime.timedelta(hours=2))
    for rang in (1, 2):
        later = debut + datetime.timedelta(weeks=rang)
        SeanceFactory(regroupement=seance.regroupement, lieu=seance.lieu, serie=numero, debut_le=later)
    page = connecter(alice, taille=taille)
    page.goto(f"{live_server.url}/gestion/seances/{seance.pk}/modifier/")
    page.get_by_label("Cette séance et les 2 suivantes de la série").press(" ")
    page.get_by_label("Nombre de places").fill("9")
    page.get_by_label("Nombre de places").press("Enter")
    expect(page.get_by_role("heading", name="Ce qui va changer")).to_be_visible()
    regarder(page, f"equipe-serie-{taille}")
    page.get_by_role("checkbox").nth(2).press(" ")
    page.get_by_role("button", name="Modifier ces séances").press("Enter")
    expect(page.get_by_text("2 séances modifiées")).to_be_visible()
    assert list(type(seance).objects.order_by("debut_le").values_list("places", flat=True)) == [9, 9, 12]
    page.goto(f"{live_server.url}/gestion/seances/{seance.pk}/annuler/?portee=suivantes")
    regarder(page, f"equipe-annuler-serie-{taille}")


def test_a_double_tap_is_one_place(connecter, live_server, seance):
    zoe = JeuneFactory(avec_compte=True)
    page = connecter(zoe.compte, taille="telephone")
    page.goto(f"{live_server.url}/seances/{seance.pk}/")
    page.get_by_role("button", name="Je m’inscris").dblclick()
    expect(page.get_by_text("Votre place est réservée")).to_be_visible()
    assert seance.inscriptions.get().jeune == zoe


def test_somebody_new_says_who_it_is_and_finds_the_place_taken(telephone, live_server, seance):
    telephone.goto(f"{live_server.url}/seances/{seance.pk}/")
    telephone.get_by_role("button", name="Je m’inscris").click()
    se_connecter(telephone, "nouvelle@example.org")
    telephone.get_by_label("prénom", exact=False).first.fill("Inès")
    telephone.locator("input[name=nom]").fill("Marchal")
    telephone.locator("input[name=date_naissance]").fill("03/05/2007")
    regarder(telephone, "presentation")
    telephone.locator("main form button[type=submit]").first.click()
    expect(telephone.get_by_text("Votre place est réservée")).to_be_visible()
    assert seance.inscriptions.get().jeune.prenom == "Inès"
