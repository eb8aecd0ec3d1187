"""A conseillère attaches files to a fiche in a real browser, and chooses her reminders."""

import os

import pytest
from playwright.sync_api import expect

from plans_action.models import Piece, ReglageRappels
from tests.factories import EtapeFactory, FicheActionFactory
from tests.fichiers import PDF, PIXEL
from tests.navigateur.accessibilite import assert_sans_faute

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def fiche(transactional_db):
    fiche = FicheActionFactory(titre="Aller vers", numero=4)
    EtapeFactory(fiche=fiche, ordre=1, titre="Poser les affiches")
    return fiche


def photograph(page, nom):
    """Keep a picture where the maintainer asks for it."""
    if dossier := os.getenv("PHOTOS_PIECES"):
        page.screenshot(path=f"{dossier}/{nom}.png", full_page=True)


@pytest.mark.parametrize("taille", ["bureau", "telephone"])
def test_she_sends_files_sees_which_are_kept_and_removes_one(live_server, connecter, alice, fiche, tmp_path, taille):
    for nom, octets in (("affiche.png", PIXEL), ("compte-rendu.pdf", PDF), ("page.html", b"<html>")):
        (tmp_path / nom).write_bytes(octets)
    (tmp_path / "film.pdf").write_bytes(b"%PDF-" + b"0" * (11 * 1024 * 1024))
    page = connecter(alice, taille=taille)
    page.goto(f"{live_server.url}{fiche.get_absolute_url()}")
    page.get_by_role("link", name="Fichiers").click()
    expect(page.get_by_role("heading", name="Joindre un fichier")).to_be_visible()
    assert_sans_faute(page)
    photograph(page, f"vide-{taille}")
    page.get_by_label("Pour quelle étape").select_option(label="Étape 1 : Poser les affiches")
    page.get_by_label("Ce que le fichier montre").fill("L’affiche de mars")
    page.locator("#id_fichiers").set_input_files(
        [tmp_path / nom for nom in ("affiche.png", "compte-rendu.pdf", "page.html", "film.pdf")]
    )
    recus = page.locator("[data-depot-recus] li")
    expect(recus).to_have_count(4)
    expect(page.locator("[data-depot-annonce]")).to_have_text("2 fichiers joints, 2 refusés.")
    expect(recus.nth(2)).to_contain_text("n’est pas accepté")
    expect(recus.nth(3)).to_contain_text("dépasse 10 Mo")
    expect(page.locator("[data-pieces] .piece")).to_have_count(2)
    assert_sans_faute(page)
    photograph(page, f"recus-{taille}")
    page.get_by_role("link", name="Retirer affiche.png").click()
    page.get_by_label("Pourquoi ce fichier est-il retiré").fill("Une meilleure version existe")
    page.get_by_role("button", name="Retirer ce fichier").click()
    expect(page.locator("[data-pieces] .piece")).to_have_count(1)
    assert Piece.objects.get(nom="affiche.png").motif_retrait == "Une meilleure version existe"


def test_a_file_is_dropped_on_the_zone_and_the_list_shows_it(live_server, connecter, alice, fiche):
    page = connecter(alice)
    page.goto(f"{live_server.url}{fiche.get_absolute_url()}fichiers/")
    transfert = page.evaluate_handle(
        """(octets) => {
            const transfert = new DataTransfer();
            transfert.items.add(new File([new Uint8Array(octets)], "affiche.pdf"));
            return transfert;
        }""",
        list(PDF),
    )
    page.dispatch_event("[data-depot-zone]", "drop", {"dataTransfer": transfert})
    expect(page.locator("[data-depot-annonce]")).to_have_text("1 fichier joint.")
    expect(page.locator("[data-pieces] .piece")).to_have_count(1)
    expect(page.locator("#titre-pieces")).to_be_focused()


def test_she_mutes_a_fiche(live_server, connecter, alice, fiche):
    fiche.coordinateurs.add(alice.conseiller)
    page = connecter(alice, taille="telephone")
    page.goto(f"{live_server.url}/plan/mes-echeances/")
    page.get_by_role("link", name="Mes rappels", exact=True).click()
    expect(page.get_by_role("heading", name="Mes rappels")).to_be_visible()
    assert_sans_faute(page)
    page.get_by_label("4. Aller vers").uncheck()
    page.get_by_label("Combien de temps avant").select_option("14")
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_text("Un e-mail vous prévient 14")).to_be_visible()
    assert list(ReglageRappels.objects.get(compte=alice).fiches_muettes.all()) == [fiche]
