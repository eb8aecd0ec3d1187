"""Figures in a real browser: a reading of a word chosen, a figure by commune, cohorts, a month of readings."""

import datetime
import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from commun.dates import add_months
from evaluation.models import Releve
from jeunes.models import Definition
from tests.factories import (
    CommuneFactory,
    CritereFactory,
    FicheActionFactory,
    IndicateurFactory,
    JeuneFactory,
    PremierAccueilFactory,
    ProjetAssociatifFactory,
)
from tests.navigateur.accessibilite import assert_sans_faute
from tests.navigateur.visite import follow

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def projet():
    """A projet of a year and a half, with one indicateur that is read elsewhere."""
    debut = add_months(timezone.localdate().replace(day=1), -18)
    projet = ProjetAssociatifFactory(debut=debut, titre="Aller vers", actif=True)
    fiche = FicheActionFactory(objectif__objectif_general__projet=projet, titre="Site vivant", numero=9)
    critere = CritereFactory(fiche=fiche)
    IndicateurFactory(critere=critere, type="releve", mesure="", libelle="Visites du site")
    IndicateurFactory(critere=critere, type="releve", mesure="", libelle="Personnes abonnées", ordre=1)
    return projet


def test_the_commission_compares_two_readings_and_one_is_put_in_force(connecter, live_server, diane, projet):
    for version, (lecture, libelle) in enumerate((("periode", "Vue dans la période"), ("recente", "Vue récemment")), 1):
        Definition.objects.update_or_create(
            objet="accompagne",
            version=version,
            defaults={"lecture": lecture, "libelle": libelle, "choisie": version == 1},
        )
    page = connecter(diane)
    page.goto(f"{live_server.url}/pilotage/definitions/")
    assert_sans_faute(page)
    follow(page.get_by_role("link", name="Jeune accompagné"))
    assert_sans_faute(page)
    page.get_by_role("link", name="Comparer deux lectures").click()
    expect(page.locator(".chiffre-seul-valeur")).to_have_count(2)
    assert_sans_faute(page)
    follow(page.get_by_role("link", name="Noter le choix de la commission"))
    assert_sans_faute(page)
    page.get_by_label("Version 2").check()
    page.get_by_label("Commission de suivi").check()
    page.get_by_label("Pourquoi").fill("Plus près de ce que nous faisons")
    page.get_by_role("button", name="Mettre en vigueur").click()
    expect(page.locator(".definition-choisie")).to_contain_text("Version 2")
    expect(page.get_by_text("Plus près de ce que nous faisons")).to_be_visible()
    assert Definition.objects.get(objet="accompagne", choisie=True).version == 2


@pytest.mark.parametrize("taille", ["telephone", "bureau"])
def test_a_figure_is_read_by_commune_between_two_days(connecter, live_server, diane, projet, taille):
    moulins, yzeure = (CommuneFactory(nom=nom, du_territoire=True) for nom in ("Moulins", "Yzeure"))
    PremierAccueilFactory.create_batch(6, jeune__commune=moulins)
    PremierAccueilFactory(jeune=JeuneFactory(commune=yzeure))
    page = connecter(diane, taille=taille)
    page.goto(f"{live_server.url}/pilotage/chiffres/")
    assert_sans_faute(page)
    page.get_by_role("link", name="Premiers accueils", exact=True).click()
    expect(page.locator(".chiffre-seul-valeur")).to_have_text("7")
    if taille == "telephone":
        expect(page.get_by_label("Répartition par")).to_be_hidden()
        page.get_by_role("button", name="Période et répartition").click()
    page.get_by_label("Répartition par").select_option("commune")
    page.wait_for_url(re.compile("par=commune"))
    expect(page.get_by_role("listitem").filter(has_text="Moulins")).to_contain_text("6")
    assert_sans_faute(page)
    if taille == "telephone":
        page.get_by_role("button", name="Période et répartition").click()
    page.get_by_label("Période", exact=True).select_option("libre")
    page.wait_for_url(re.compile("periode=libre"))
    if taille == "telephone":
        page.get_by_role("button", name="Période et répartition").click()
    page.get_by_label("Au", exact=True).fill(f"{timezone.localdate() - datetime.timedelta(days=1):%Y-%m-%d}")
    expect(page.locator(".chiffre-seul-valeur")).to_have_text("0")
    page.get_by_role("link", name="Voir ce qui est compté").click()
    expect(page.get_by_text("Rien n’est compté sur cette période")).to_be_visible()
    assert_sans_faute(page)


@pytest.mark.parametrize("taille", ["telephone", "bureau"])
def test_cohorts_and_the_way_in_are_read(connecter, live_server, diane, projet, taille):
    PremierAccueilFactory.create_batch(6, fait_le=timezone.now() - datetime.timedelta(days=200))
    page = connecter(diane, taille=taille)
    page.goto(f"{live_server.url}/pilotage/parcours/")
    expect(page.locator(".chiffre-seul-valeur")).to_have_text("6")
    expect(page.get_by_role("row", name=re.compile("Non renseigné"))).to_be_visible()
    assert_sans_faute(page)
    page.get_by_role("link", name="Du contact à l’accompagnement").click()
    expect(page.get_by_role("row", name=re.compile("Toute la Mission Locale"))).to_be_visible()
    assert_sans_faute(page)


def test_a_month_is_typed_then_two_are_pasted(connecter, live_server, alice, projet):
    page = connecter(alice)
    page.goto(f"{live_server.url}/pilotage/releves/")
    assert_sans_faute(page)
    expect(page.get_by_label(re.compile("Personnes abonnées|Visites du site")).first).to_be_focused()
    page.keyboard.type("1 240")
    page.keyboard.press("Enter")
    page.keyboard.type("325")
    page.get_by_role("button", name="Enregistrer le mois").click()
    expect(page.get_by_text("Tous les relevés")).to_be_visible()
    page.get_by_role("link", name="Coller depuis un tableur").click()
    mois = [add_months(projet.debut, rang) for rang in (1, 2)]
    page.get_by_label("Collez ici les cases copiées").fill(
        f"Indicateur\t{mois[0]:%m/%Y}\t{mois[1]:%m/%Y}\nVisites du site\t120\t131\nInconnu\t3\t4"
    )
    page.get_by_role("button", name="Lire ce texte").click()
    expect(page.get_by_role("heading", name="Ce qui n’est pas compris")).to_be_visible()
    assert_sans_faute(page)
    page.set_viewport_size({"width": 360, "height": 780})
    assert_sans_faute(page)
    follow(page.get_by_role("button", name="Enregistrer 2 relevés"))
    page.get_by_text("Inconnu").first.wait_for()
    assert sorted(Releve.objects.values_list("valeur", flat=True)) == [120, 131, 325, 1240]
