"""The administratrice imports fiches written in Word, in a real browser: dropped, read, corrected, accepted."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import expect

from plans_action.models import FicheAction
from tests.navigateur.accessibilite import assert_sans_faute
from tests.plans_action.documents_word import EVALUATIONS, LIBELLES, VALEURS, as_bytes, moulins

pytestmark = pytest.mark.django_db(transaction=True)

DEMARCHE = [
    ("Etape 0", "Naissance d'une envie : cultiver ensemble", "Au dernier atelier", "Toute l'équipe", "Au café"),
    ("Etape 1", "Choisir le terrain", "Le plus tôt possible", "La direction", "Avec la mairie du bourg, jusqu'à"),
    ("", "", "", "", "la signature de la convention"),
    (EVALUATIONS, "Attention : météo", "En juin", "Alice",
     "Les jeunes :\n• Nombre de jeunes reçus au jardin\n• Questionnaire de satisfaction"),
]  # fmt: skip


@pytest.fixture
def fichiers(tmp_path) -> dict[str, Path]:
    """A fiche with something that has no place, another, and a file that is none."""
    entete = [*zip(LIBELLES, VALEURS, strict=True), ("Matériel roulant", "Une brouette et deux arrosoirs")]
    contenus = {
        "jardin.docx": as_bytes(moulins(DEMARCHE, entete=entete)),
        "fresque.docx": as_bytes(moulins(DEMARCHE[:1], titre="FRESQUE DU QUARTIER")),
        "tableur.docx": b"ceci n'est pas un document",
    }
    for nom, contenu in contenus.items():
        (tmp_path / nom).write_bytes(contenu)
    return {nom: tmp_path / nom for nom in contenus}


@pytest.fixture
def ouvrir(live_server, connecter, adele):
    """Open the page of the imports as the administratrice."""

    def open_page(taille="bureau"):
        page = connecter(adele, taille=taille)
        page.goto(f"{live_server.url}/plan/importer/")
        return page

    return open_page


def photograph(page, nom):
    """Keep a picture where the maintainer asks for it."""
    if dossier := os.getenv("PHOTOS_IMPORTS"):
        page.screenshot(path=f"{dossier}/{nom}.png", full_page=True)


@pytest.mark.parametrize("taille", ["bureau", "telephone"])
def test_she_sends_three_files_corrects_one_and_accepts_it(ouvrir, fichiers, taille):
    page = ouvrir(taille)
    assert_sans_faute(page)
    photograph(page, f"liste-vide-{taille}")
    page.get_by_label("Fichiers Word (.docx)").set_input_files([str(chemin) for chemin in fichiers.values()])
    recus = page.get_by_role("region", name="Ce qui vient d’être lu")
    expect(recus.get_by_role("link", name="JARDIN PARTAGE", exact=True)).to_be_visible()
    expect(recus.get_by_text("Ce fichier n’est pas un document Word (.docx).")).to_be_visible()
    expect(page.get_by_role("status").get_by_text("2 fichiers lus, 1 refusé.")).to_be_attached()
    assert_sans_faute(page)
    photograph(page, f"liste-{taille}")

    recus.get_by_role("link", name="JARDIN PARTAGE", exact=True).click()
    a_ranger = page.get_by_role("textbox", name="À ranger")
    expect(a_ranger).to_have_value("Matériel roulant : Une brouette et deux arrosoirs")
    assert_sans_faute(page)
    photograph(page, f"relecture-{taille}")
    a_ranger.fill("")
    page.get_by_label("Récurrence").fill("Chaque samedi")
    page.get_by_role("group", name="Nombre de jeunes reçus au jardin").get_by_label("Jeunes reçus").check()
    page.get_by_role("button", name="Accepter et créer la fiche").click()
    expect(page.get_by_text("La fiche est créée, à l’état d’idée.")).to_be_visible()
    fiche = FicheAction.objects.get()
    assert (fiche.recurrence, fiche.a_ranger, fiche.premiere_etape) == ("Chaque samedi", "", 0)
    assert list(fiche.criteres.get().indicateurs.values_list("mesure", flat=True)) == ["jeunes_recus", ""]


def test_files_are_dropped_on_the_page(ouvrir, fichiers):
    page = ouvrir()
    octets = list(fichiers["fresque.docx"].read_bytes())
    transfert = page.evaluate_handle(
        """(octets) => {
            const transfert = new DataTransfer();
            transfert.items.add(new File([new Uint8Array(octets)], "fresque.docx"));
            return transfert;
        }""",
        octets,
    )
    page.dispatch_event("[data-depot]", "drop", {"dataTransfer": transfert})
    expect(page.get_by_role("link", name="FRESQUE DU QUARTIER", exact=True)).to_be_visible()


def test_a_closed_tab_loses_nothing_of_what_was_corrected(ouvrir, fichiers):
    page = ouvrir()
    page.get_by_label("Fichiers Word (.docx)").set_input_files(str(fichiers["jardin.docx"]))
    page.get_by_role("link", name="JARDIN PARTAGE", exact=True).click()
    page.get_by_label("Titre").fill("Le jardin de tous")
    expect(page.get_by_text("Brouillon enregistré")).to_be_visible()
    adresse = page.url
    page.close(run_before_unload=False)
    page = ouvrir()
    page.goto(adresse)
    expect(page.get_by_label("Titre")).to_have_value("Le jardin de tous")


def test_she_sets_a_fiche_aside(ouvrir, fichiers):
    page = ouvrir()
    page.get_by_label("Fichiers Word (.docx)").set_input_files(str(fichiers["fresque.docx"]))
    page.get_by_role("link", name="FRESQUE DU QUARTIER", exact=True).click()
    page.get_by_role("button", name="Écarter").click()
    page.get_by_role("dialog").get_by_role("button", name="Écarter").click()
    expect(page.get_by_text("aucune fiche n’a été créée")).to_be_visible()
    assert not FicheAction.objects.exists()
