"""The three templates of a fiche: their fields, their lists, what is understood, what is still missing."""

import datetime
from decimal import Decimal

import pytest
from django.utils import timezone

from plans_action import contenu as c
from plans_action import services
from plans_action.models import ChampAction, Indicateur
from plans_action.rubriques import RUBRIQUES, assess
from tests.factories import FicheActionFactory, IndicateurFactory, PartenaireFactory
from tests.plans_action.test_saisie import typed, url_of

TEXTES = [champ.nom for champ in c.FICHE.champs if champ.genre == "texte" and champ.nom not in ("titre", "a_ranger")]


@pytest.fixture
def fiche(db):
    return FicheActionFactory(titre="Regroupement")


@pytest.fixture
def editing(client, adele, fiche):
    client.force_login(adele)
    return typed(client, fiche)


def write(fiche, adele, **changes):
    """Save a fiche with some of its content changed."""
    fiche.refresh_from_db()
    contenu = c.snapshot(fiche) | changes
    services.save_fiche(fiche=fiche, contenu=contenu, version=fiche.version, by=adele, now=timezone.now())
    fiche.refresh_from_db()
    return fiche


def test_every_text_of_the_three_templates_is_saved_and_read(client, fiche, editing):
    textes = {nom: f"Texte de {nom}\nsecond" for nom in TEXTES}
    client.post(url_of(fiche), editing | textes)
    fiche.refresh_from_db()
    assert {nom: getattr(fiche, nom) for nom in TEXTES} == textes
    page = client.get(fiche.get_absolute_url()).content.decode()
    assert [
        nom for nom in TEXTES if f"Texte de {nom}<br>second" not in page and f"Texte de {nom}\nsecond" not in page
    ] == []


def test_domains_are_ticked_or_typed(client, fiche, editing):
    client.post(
        url_of(fiche), editing | {"champs_action": ["entraide"], "autres_champs": "Théâtre, entraide,  plein  air"}
    )
    assert c.snapshot(fiche)["champs_action"] == ["entraide", "plein air", "théâtre"]
    assert ChampAction.objects.count() == 3


def test_who_carries_and_who_takes_part(client, fiche, editing):
    partenaire = PartenaireFactory()
    data = {
        "porteurs": ["n1", "n2"],
        "porteurs-n1-nom": "Camille Roux",
        "porteurs-n1-role": "coordinatrice",
        "parties_prenantes": ["n1"],
        "parties_prenantes-n1-nom": "Jeunes",
        "parties_prenantes-n1-roles": "s’engager\nanimer",
        "parties_prenantes-n1-partenaire": str(partenaire.pk),
    }
    client.post(url_of(fiche), editing | data)
    assert [str(porteur) for porteur in fiche.porteurs.all()] == ["Camille Roux (coordinatrice)"]
    partie = fiche.parties_prenantes.get()
    assert (partie.nom, partie.roles, partie.partenaire) == ("Jeunes", "s’engager\nanimer", partenaire)


def test_the_budget_is_computed_when_saved(client, fiche, editing):
    data = {
        "budget": ["n1", "n2", "n3"],
        "budget-n1-libelle": "Chargé de mission",
        "budget-n1-nature": "poste",
        "budget-n1-etp": "1",
        "budget-n1-heures": "1 820",
        "budget-n1-cout_horaire": "28,50",
        "budget-n2-libelle": "Fonctionnement",
        "budget-n2-nature": "charges",
        "budget-n2-taux": "30",
        "budget-n3-libelle": "Ordinateur et téléphone",
        "budget-n3-nature": "materiel",
        "budget-n3-prevu": "1158,80",
    }
    client.post(url_of(fiche), editing | data)
    assert [ligne.prevu for ligne in fiche.budget.all()] == [Decimal("51870"), Decimal("15561"), Decimal("1158.80")]
    page = client.get(fiche.get_absolute_url()).content.decode()
    assert "68\u202f589,80" in page


def test_steps_may_be_numbered_from_one(client, adele, fiche):
    etapes = [
        {"cle": f"n{rang}", "titre": titre, "echeance": None, "statut": "a_venir", "lignes": []}
        for rang, titre in ((1, "Antennes"), (2, "Permanences"))
    ]
    write(fiche, adele, etapes=etapes, premiere_etape=1)
    assert [str(etape) for etape in fiche.etapes.all()] == ["Étape 1 : Antennes", "Étape 2 : Permanences"]


# --- What « quand » leads to -----------------------------------------------------------------------


def one_step(quand, echeance=None, cle="n1"):
    ligne = {"cle": "n1", "quoi": "Appeler", "quand": quand, "qui": "", "comment": ""}
    return [{"cle": cle, "titre": "", "echeance": echeance, "statut": "a_venir", "lignes": [ligne]}]


def test_a_step_takes_the_date_that_its_lines_say_and_follows_the_action(fiche, adele):
    write(fiche, adele, etapes=one_step("J-10"))
    assert fiche.etapes.get().echeance is None
    write(fiche, adele, date_action="2026-06-15")
    assert fiche.etapes.get().echeance == datetime.date(2026, 6, 5)
    write(fiche, adele, date_action="2026-06-20")
    assert fiche.etapes.get().echeance == datetime.date(2026, 6, 10)


def test_a_date_typed_wins(fiche, adele):
    write(fiche, adele, etapes=one_step("J-10", "2026-06-01"), date_action="2026-06-15")
    write(fiche, adele, date_action="2026-06-20")
    assert fiche.etapes.get().echeance == datetime.date(2026, 6, 1)


def test_the_reading_page_says_the_day_beside_the_words(client, adele, fiche):
    write(fiche, adele, etapes=one_step("J-10"))
    client.force_login(adele)
    assert "dès que le jour de l’action sera fixé" in client.get(fiche.get_absolute_url()).content.decode()
    write(fiche, adele, date_action="2026-06-15")
    assert "vendredi 5 juin" in client.get(fiche.get_absolute_url()).content.decode()


# --- Template and gauge ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("modele", "ouvertes"),
    [
        ("moulins", set()),
        ("technowest", {"public", "projet", "demarche", "parties"}),
        ("arml", {"cadre", "public", "parties"}),
    ],
)
def test_the_template_chosen_opens_its_sections_and_hides_none(client, fiche, editing, modele, ouvertes):
    client.post(url_of(fiche), editing | {"modele": modele})
    rubriques = client.get(url_of(fiche)).context["rubriques"]
    assert {ouverte.rubrique.cle for ouverte in rubriques if ouverte.du_modele and ouverte.rubrique.modeles} == ouvertes
    assert len(rubriques) == len(RUBRIQUES)


def test_a_title_is_enough_and_the_gauge_says_what_is_missing(client, fiche, editing):
    assert client.post(url_of(fiche), editing).status_code == 302
    before = assess(c.snapshot(fiche))
    assert before.remplis == 0
    client.post(url_of(fiche), typed(client, fiche) | {"but": "Aller vers", "coordonne": "La direction"})
    completude = assess(c.snapshot(fiche))
    assert completude.remplis == 2
    assert "le calendrier" in [element.libelle for element in completude.manquants]
    assert f"2\u00a0éléments sur {completude.attendus}" in client.get(fiche.get_absolute_url()).content.decode()


def test_what_an_import_left_is_seen_until_it_is_placed(client, adele, fiche):
    write(fiche, adele, a_ranger="Un passage\n\nUn autre")
    client.force_login(adele)
    assert "Un passage" in client.get(fiche.get_absolute_url()).content.decode()
    client.post(url_of(fiche), typed(client, fiche) | {"a_ranger": ""})
    assert "À ranger" not in client.get(fiche.get_absolute_url()).content.decode()


# --- Target ----------------------------------------------------------------------------------------


def test_a_change_of_target_asks_why_and_keeps_it(client, adele, fiche):
    indicateur = IndicateurFactory(critere__fiche=fiche, cible=120)
    client.force_login(adele)
    data = typed(client, fiche)
    name = f"criteres-{indicateur.critere_id}-indicateurs-{indicateur.pk}"
    refused = client.post(url_of(fiche), data | {f"{name}-cible": "90"})
    assert "Dites pourquoi la cible change" in refused.content.decode()
    client.post(url_of(fiche), data | {f"{name}-cible": "90", f"{name}-motif_cible": "moyens"})
    assert Indicateur.objects.get().cible == 90
    client.post(url_of(fiche), typed(client, fiche) | {"but": "Autre"})
    assert Indicateur.history.filter(motif_cible="moyens", cible=90).count() == 1
    assert Indicateur.objects.get().motif_cible == "moyens"


def test_a_first_target_asks_nothing(client, adele, fiche):
    indicateur = IndicateurFactory(critere__fiche=fiche, cible=None)
    client.force_login(adele)
    name = f"criteres-{indicateur.critere_id}-indicateurs-{indicateur.pk}-cible"
    assert client.post(url_of(fiche), typed(client, fiche) | {name: "90"}).status_code == 302
