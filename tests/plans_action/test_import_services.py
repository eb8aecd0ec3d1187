"""From a file to a fiche of the house, by the command and by a person's eye."""

import datetime
import io
import json
import uuid
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import IntegrityError, transaction
from django.utils import timezone

from plans_action import contenu as c
from plans_action.choix import StatutFiche, StatutImport, TypeIndicateur
from plans_action.imports import services
from plans_action.imports.contenu import as_contenu
from plans_action.imports.lecture import read_fiches
from plans_action.imports.propositions import propose
from plans_action.models import FicheAction, ImportFiche, Indicateur, NoteFiche
from tests import factories as f
from tests.plans_action.documents_word import EVALUATIONS, PERSPECTIVES, as_bytes, moulins, words_in, words_of_file

DEMARCHE = [
    ("Etape 1", "Choisir le terrain", "En mars", "La direction", "Avec la mairie"),
    ("", "Signer la convention", "J-10", "La mairie", ""),
    ("Etape 2", "Semer", "", "Les jeunes", "• à la main\n• au cordeau"),
    (EVALUATIONS, "Attention : météo", "En juin", "Alice",
     "Les jeunes :\n• Nombre de jeunes reçus au jardin\n• Taux de satisfaction"),
    (PERSPECTIVES, "Un second jardin", "2031", "", ""),
]  # fmt: skip


@pytest.fixture
def fichier(tmp_path) -> Path:
    chemin = tmp_path / "jardin.docx"
    chemin.write_bytes(as_bytes(moulins(DEMARCHE)))
    return chemin


@pytest.fixture
def lu(fichier) -> services.FichierLu:
    return services.read_file(nom="jardin.docx", contenu=fichier.read_bytes())


@pytest.fixture
def sarah():
    return f.UtilisateurFactory(role="administration")


def run(*args: str) -> str:
    """Run the command and return what it prints."""
    sortie = io.StringIO()
    call_command("importer_fiches", *args, stdout=sortie, stderr=io.StringIO())
    return sortie.getvalue()


# --- The command -------------------------------------------------------------------------------------


def test_json_is_one_object_for_one_fiche_and_nothing_else(fichier):
    fiche = json.loads(run(str(fichier), "--format", "json", "--dry-run"))
    assert fiche["titre"] == "JARDIN PARTAGE"
    assert [etape["numero"] for etape in fiche["etapes"]] == [1, 2]


def test_a_trial_needs_no_database(fichier):
    """No database is allowed in this test."""
    assert "rien n’a été écrit" in run(str(fichier), "--dry-run")


def test_json_is_a_list_for_several_files_and_tells_which_failed(fichier, tmp_path):
    mauvais = tmp_path / "mauvais.docx"
    mauvais.write_bytes(b"bonjour")
    sortie, erreurs = io.StringIO(), io.StringIO()
    with pytest.raises(CommandError, match="1 fichier sur 2"):
        call_command(
            "importer_fiches",
            str(mauvais),
            str(fichier),
            "--format",
            "json",
            "--dry-run",
            stdout=sortie,
            stderr=erreurs,
        )
    liste = json.loads(sortie.getvalue())
    assert liste[0] == {"fichier": "mauvais.docx", "erreur": "Ce fichier n’est pas un document Word (.docx)."}
    assert liste[1]["titre"] == "JARDIN PARTAGE"
    assert "mauvais.docx : Ce fichier n’est pas" in erreurs.getvalue()


def test_the_files_of_a_folder_are_read_in_the_order_of_their_names(tmp_path):
    for nom, titre in (("b.docx", "LA FRESQUE"), ("a.docx", "LE JARDIN")):
        (tmp_path / nom).write_bytes(as_bytes(moulins(DEMARCHE, titre=titre)))
    (tmp_path / "~$b.docx").write_bytes(b"ouvert dans Word")
    (tmp_path / "notes.txt").write_text("rien")
    liste = json.loads(run(str(tmp_path), "--format", "json", "--dry-run"))
    assert [fiche["titre"] for fiche in liste] == ["LE JARDIN", "LA FRESQUE"]


def test_a_document_that_breaks_the_reader_does_not_stop_the_others(fichier, monkeypatch, caplog):
    monkeypatch.setattr(services, "read_fiches", lambda *args, **options: 1 / 0)
    lu = services.read_file(nom="jardin.docx", contenu=fichier.read_bytes())
    assert "n’a pas pu être lu" in lu.erreur
    assert "ZeroDivisionError" in caplog.text


def test_the_command_says_in_one_line_what_it_read(fichier):
    assert "9 rubriques remplies, 2 étapes, 3 lignes, 2 indicateurs proposés, 0 passage à ranger" in run(
        str(fichier), "--dry-run"
    )


@pytest.mark.django_db
def test_a_trial_writes_nothing(fichier):
    run(str(fichier), "--dry-run")
    assert not FicheAction.objects.exists()
    assert not ImportFiche.objects.exists()


@pytest.mark.django_db
def test_the_command_creates_an_idea_whose_measures_wait_for_a_person(fichier):
    assert "Fiche créée" in run(str(fichier))
    fiche = FicheAction.objects.get()
    assert (fiche.statut, fiche.titre, fiche.premiere_etape) == (StatutFiche.IDEE, "JARDIN PARTAGE", 1)
    assert [etape.ordre for etape in fiche.etapes.all()] == [1, 2]
    assert not Indicateur.objects.exclude(mesure="").exists()
    assert "« Jeunes reçus »" in NoteFiche.objects.get().texte
    assert fiche.history.count() == 2
    origine = ImportFiche.objects.get()
    assert (origine.nom_fichier, origine.fiche, origine.contenu) == ("jardin.docx", fiche, None)


@pytest.mark.django_db
def test_a_file_imported_twice_gives_one_fiche_unless_asked(fichier):
    run(str(fichier))
    assert "Fichier déjà importé" in run(str(fichier))
    assert FicheAction.objects.count() == 1
    run(str(fichier), "--de-nouveau")
    assert FicheAction.objects.count() == 2


@pytest.mark.django_db
def test_the_fiche_is_signed_by_the_account_named(fichier, sarah):
    run(str(fichier), "--par", sarah.email.upper())
    assert FicheAction.objects.get().history.latest().history_user == sarah
    with pytest.raises(CommandError, match="Aucun compte"):
        run(str(fichier), "--par", "personne@example.org")


# --- Every word arrives in the fiche ---------------------------------------------------------------------


@pytest.mark.django_db
def test_every_word_of_the_cells_is_in_the_fiche(fichier, lu):
    fiche = services.create_at_once(lu=lu, by=None, now=timezone.now())[0]
    textes = json.dumps(c.snapshot(fiche), ensure_ascii=False).replace("\\n", " ")
    libelles = {mot for texte in lu.fiches[0].reconnus for mot in words_in(texte)}
    assert set(words_of_file(fichier.read_bytes())) - libelles <= set(words_in(textes))


def test_signs_are_grouped_under_whom_they_concern(lu):
    criteres = as_contenu(lu.fiches[0], cle="x")["criteres"]
    assert [(critere["libelle"], [i["libelle"] for i in critere["indicateurs"]]) for critere in criteres] == [
        ("Les jeunes", ["Nombre de jeunes reçus au jardin", "Taux de satisfaction"])
    ]
    assert criteres[0]["indicateurs"][1]["liaison"]["type"] == TypeIndicateur.QUESTIONNAIRE


def test_a_text_longer_than_its_box_is_kept_whole_to_be_placed():
    long = "mot " * 200
    contenu = as_contenu(read_fiches(as_bytes(moulins(DEMARCHE, titre=long)))[0], cle="x")
    assert len(contenu["titre"]) <= 300
    assert long.strip() in contenu["a_ranger"]


def test_steps_that_change_their_number_are_said():
    contenu = as_bytes(moulins([("Etape 1", "A", "", "", ""), ("Etape 3", "B", "", "", "")]))
    assert "1, 3 dans le document ; elles deviennent 1, 2" in services.read_file(nom="a.docx", contenu=contenu).fiches[
        0
    ].avertissements[-1]  # fmt: skip


@pytest.mark.parametrize(
    ("texte", "mesure"),
    [
        ("Nombre de jeunes reçus", "jeunes_recus"),
        ("Nombre de jeune reçu en « entretien de 1er accueil » au marché", "premiers_accueils"),
        ("Nombre de jeunes accompagnés sur la durée (6 mois)", "jeunes_accompagnes_suite"),
        ("Fréquence des entretiens par jeune", "entretiens_par_jeune"),
        ("Sorties dites positives", "sorties_positives"),
        ("Jeunes n'ayant pas de rdv dans les 15 jours", "sans_rdv_sous_n_jours"),
        ("Nombre de nouveaux partenaires", "partenaires_crees"),
        ("PMSMP", "pmsmp"),
        ("Ateliers et animations réalisés", "seances_tenues"),
    ],
)
def test_the_nearest_measure_is_proposed_first(texte, mesure):
    assert propose(texte)[0].mesure.cle == mesure


@pytest.mark.parametrize("texte", ["Satisfaction des voisins", "Questionnaire de fin", "Nombre d'abonnés", ""])
def test_nothing_is_proposed_when_the_records_do_not_know(texte):
    assert propose(texte) == []


# --- A person's eye -------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_an_import_waits_then_becomes_a_fiche_and_forgets_what_was_read(lu, sarah):
    (attente,) = services.keep(lu=lu, by=sarah, now=timezone.now())
    assert attente.lue["titre"] == "JARDIN PARTAGE"
    fiche = services.accept(attente=attente, contenu=attente.contenu, by=sarah, now=timezone.now())
    attente.refresh_from_db()
    assert (attente.statut, attente.fiche, attente.lue, attente.contenu) == (StatutImport.ACCEPTE, fiche, None, None)
    with pytest.raises(services.ImportRefuse):
        services.accept(attente=attente, contenu={}, by=sarah, now=timezone.now())
    assert FicheAction.objects.count() == 1


@pytest.mark.django_db
def test_a_fiche_that_cannot_be_written_leaves_the_import_waiting(lu, sarah):
    (attente,) = services.keep(lu=lu, by=sarah, now=timezone.now())
    with pytest.raises(services.services.PlanRefuse):
        services.accept(
            attente=attente, contenu=attente.contenu | {"lieux": [str(uuid.uuid4())]}, by=sarah, now=timezone.now()
        )
    attente.refresh_from_db()
    assert attente.statut == StatutImport.A_RELIRE
    assert not FicheAction.objects.exists()


@pytest.mark.django_db
def test_the_same_file_read_again_replaces_what_waited(lu, sarah):
    services.keep(lu=lu, by=sarah, now=timezone.now())
    services.keep(lu=lu, by=sarah, now=timezone.now())
    assert ImportFiche.objects.count() == 1


@pytest.mark.django_db
def test_what_waits_goes_after_thirty_days_and_the_origin_of_fiches_stays(lu, sarah):
    now = timezone.now()
    services.create_at_once(lu=lu, by=sarah, now=now - datetime.timedelta(days=31))
    services.keep(lu=lu, by=sarah, now=now - datetime.timedelta(days=31))
    assert services.purge(now=now) == 1
    assert services.purge(now=now) == 0
    assert ImportFiche.objects.get().statut == StatutImport.ACCEPTE


@pytest.mark.django_db
def test_the_database_refuses_a_settled_import_that_still_holds_text():
    with pytest.raises(IntegrityError), transaction.atomic():
        ImportFiche.objects.create(nom_fichier="a", sha256="0", titre="A", statut=StatutImport.ECARTE, contenu={})


@pytest.mark.parametrize(
    ("nom", "propre"),
    [
        ("../../etc/passwd.docx", "passwd.docx"),
        ("C:\\Documents\\fiche 1.docx", "fiche 1.docx"),
        ("fi\u202eche\x00.docx", "fi che .docx"),
        ("", "sans-nom.docx"),
        ("a" * 400 + ".docx", "a" * 245 + ".docx"),
    ],
)
def test_names_of_files_are_cleaned(nom, propre):
    assert services.clean_name(nom) == propre
