"""Whatever the shape that an author, Word or another suite gave to a fiche, the same fiche is read."""

from collections import Counter
from typing import Any

import pytest

from plans_action.imports.fiche import FicheLue
from plans_action.imports.lecture import read_fiches
from tests.plans_action.documents_word import COLONNES, add_table, as_bytes, lost_words, repeated_words
from tests.plans_action.formes_word import (
    ENTETE,
    EVALUATION,
    FORMES,
    INDICATEURS,
    SUITES,
    TITRE,
    Rangee,
    demarche,
    entete,
    etapes,
    titled,
)

pytestmark = pytest.mark.une_fois

# Shapes whose cells are read as they are, with words that the others have not.
A_PART = {"demarche_mots_des_colonnes_dans_les_cellules"}


def read(document: Any) -> FicheLue:
    """Read a document: one fiche, no word lost, none written twice."""
    contenu = as_bytes(document)
    fiches = read_fiches(contenu, nom="essai.docx")
    assert len(fiches) == 1
    assert lost_words(contenu, fiches) == Counter()
    assert repeated_words(contenu, fiches) == Counter()
    return fiches[0]


@pytest.mark.parametrize("nom", sorted(FORMES.keys() - A_PART))
def test_the_same_fiche_is_read_in_every_shape(nom):
    fiche = read(FORMES[nom]())
    assert fiche.titre == TITRE
    assert {champ: getattr(fiche, champ) for champ in ENTETE} == ENTETE
    assert steps(fiche) == etapes()
    evaluation, suites = fiche.evaluation, fiche.perspectives_lues
    assert (evaluation.quoi, evaluation.quand, evaluation.qui) == EVALUATION[1:4]
    assert evaluation.indicateurs == INDICATEURS
    assert (suites.quoi, suites.quand, suites.qui, suites.comment) == SUITES[1:]
    assert fiche.a_ranger == []
    assert fiche.complements == {}


@pytest.mark.parametrize("nom", sorted(A_PART))
def test_words_of_the_template_written_again_in_the_cells_stay_there(nom):
    fiche = read(FORMES[nom]())
    assert fiche.etapes[0].lignes[0].quand == "Quand ? Fin 2030"
    assert fiche.evaluation.indicateurs == INDICATEURS


# --- Shapes with an answer of their own --------------------------------------------------------------

PLANTER = ("Etape 1", "Planter", "En mars", "Les jeunes", "À la bêche")


def steps_of(*lignes: Rangee, **autres: Any) -> list[tuple[int, list[tuple[str, ...]]]]:
    """Read the steps of a démarche."""
    return steps(demarche_of(*lignes, **autres))


def demarche_of(*lignes: Rangee, **autres: Any) -> FicheLue:
    """Read a fiche that has these rows."""
    return read(demarche(entete(titled()), lignes, **autres))


def steps(fiche: FicheLue) -> list[tuple[int, list[tuple[str, ...]]]]:
    """Return steps as numbers and lines."""
    return [(e.numero, [(x.quoi, x.quand, x.qui, x.comment) for x in e.lignes]) for e in fiche.etapes]


@pytest.mark.parametrize("libelle", ["Etape 1\nEtape 2", "Etapes 1 et 2", "Étapes 1/2", "Etape 1 - Etape 2"])
def test_two_steps_in_one_cell_are_two_when_the_other_cells_say_so(libelle):
    assert steps_of((libelle, "Planter\nCueillir", "Mars\nJuin", "Tous", "")) == [
        (1, [("Planter", "Mars", "Tous", "")]),
        (2, [("Cueillir", "Juin", "", "")]),
    ]


def test_steps_written_together_that_cannot_be_parted_are_one_and_it_is_said():
    fiche = demarche_of(("Etapes 1 à 3", "Planter", "", "", ""), ("Etape 4", "Cueillir", "", "", ""))
    assert [etape.numero for etape in fiche.etapes] == [1, 4]
    assert fiche.avertissements == [
        "Les étapes 1, 2 et 3 sont écrites ensemble : elles forment l’étape 1, à partager si besoin."
    ]


def test_a_number_that_follows_a_step_is_not_always_a_step():
    assert steps_of(("Etape 1 - 2 séances", "Planter", "", "", "")) == [(1, [("2 séances\nPlanter", "", "", "")])]


def test_the_parts_of_a_step_are_its_lines():
    assert steps_of(
        ("Etape 1.1", "Planter", "", "", ""), ("Etape 1.2", "Arroser", "", "", ""), ("2.1", "", "", "", "")
    ) == [
        (1, [("1.1\nPlanter", "", "", ""), ("1.2\nArroser", "", "", "")]),
        (2, [("2.1", "", "", "")]),
    ]


@pytest.mark.parametrize(
    "libelle", ["Résultats attendus", "Indicateurs quantitatifs", "Facteurs de réussite et d'échec"]
)
def test_an_evaluation_may_bear_another_name(libelle):
    fiche = demarche_of(PLANTER, (libelle, "", "En juin", "Alice", "• Nombre de fruits\n• Joie des enfants"))
    assert (len(fiche.etapes), fiche.evaluation.quand) == (1, "En juin")
    assert fiche.evaluation.indicateurs == ["Nombre de fruits", "Joie des enfants"]


def test_the_signs_of_a_step_that_evaluates_are_proposed_when_nothing_else_does():
    bilan = ("Etape 2", "Évaluation", "En juin", "Alice", "Se réunir\n• Nombre de fruits")
    fiche = demarche_of(PLANTER, bilan)
    assert (len(fiche.etapes), fiche.evaluation.indicateurs) == (2, ["Nombre de fruits"])
    assert demarche_of(PLANTER, bilan, EVALUATION).evaluation.indicateurs == INDICATEURS


def test_an_evaluation_whose_label_is_one_cell_too_far_is_an_evaluation():
    fiche = demarche_of(PLANTER, ("", EVALUATION[0], "En juin", "Alice", "• Nombre de fruits"))
    assert (fiche.evaluation.quand, fiche.evaluation.indicateurs) == ("En juin", ["Nombre de fruits"])


def test_an_author_who_writes_without_capitals_keeps_his_lines():
    lignes = [("planter", "en mars", "tous", "à la bêche"), ("arroser", "tout l'été", "les voisins", "le soir")]
    assert steps_of(("Etape 1", *lignes[0]), ("", *lignes[1])) == [(1, lignes)]
    lignes = [("Planter", "En mars", "Groupe A", "À la bêche"), ("Arroser", "tout l'été", "Groupe B", "Le soir")]
    assert steps_of(("Etape 1", *lignes[0]), ("", *lignes[1])) == [(1, lignes)]


def test_a_row_that_lost_its_merged_cell_is_read_one_column_further():
    assert steps_of(PLANTER, ("Arroser", "En avril", "Les voisins", "À l'arrosoir", "")) == [
        (1, [PLANTER[1:], ("Arroser", "En avril", "Les voisins", "À l'arrosoir")])
    ]


def test_a_column_of_indicateurs_is_part_of_the_evaluation():
    fiche = demarche_of((*PLANTER, "Nombre d'arbres"), colonnes=(*COLONNES, "Indicateurs"))
    assert steps(fiche) == [(1, [PLANTER[1:]])]
    assert fiche.evaluation.indicateurs == ["Nombre d'arbres"]


@pytest.mark.parametrize(("premiere", "a_ranger"), [("DEMARCHE", []), ("Chantier", ["Colonne « Chantier »"])])
def test_the_column_of_the_steps_may_bear_any_title(premiere, a_ranger):
    fiche = demarche_of(PLANTER, colonnes=(premiere, *COLONNES[1:]), bandeau=False)
    assert (steps(fiche), fiche.a_ranger) == ([(1, [PLANTER[1:]])], a_ranger)


def test_a_missing_column_leaves_the_others_in_their_place():
    lues = steps_of(("Etape 1", "Planter", "En mars", "À la bêche"), colonnes=("Etapes", "Quoi", "Quand", "Comment"))
    assert lues == [(1, [("Planter", "En mars", "", "À la bêche")])]


def test_what_one_cell_says_of_the_four_columns_goes_to_each():
    texte = "Quoi : Planter\nQuand : en mars\nQui ? Tous\nComment : à la bêche"
    assert steps_of(("Etape 1", texte, "", "", "")) == [(1, [("Planter", "en mars", "Tous", "à la bêche")])]


def test_indicateurs_and_perspectives_below_the_table_are_in_their_place():
    document = demarche(entete(titled()), [PLANTER, (EVALUATION[0], "", "", "", "")])
    document.add_paragraph("Indicateurs :")
    document.add_paragraph("Nombre d'arbres", style="List Bullet")
    document.add_paragraph("Envie de revenir", style="List Bullet")
    document.add_paragraph("Perspectives-Evolutions : un second verger")
    document.add_paragraph("Et une serre")
    document.add_paragraph("Retour aux objectifs 2")
    fiche = read(document)
    assert fiche.evaluation.indicateurs == ["Nombre d'arbres", "Envie de revenir"]
    assert fiche.perspectives == "un second verger\nEt une serre"
    assert fiche.a_ranger == ["Retour aux objectifs 2"]


def test_signs_written_under_quand_are_found():
    fiche = demarche_of(PLANTER, (EVALUATION[0], "", "• Nombre de fruits\n• Joie des enfants", "Alice", ""))
    assert fiche.evaluation.indicateurs == ["Nombre de fruits", "Joie des enfants"]


def test_a_label_with_a_precision_is_read_and_the_precision_kept():
    document = titled()
    add_table(document, [("Objectif 1.2", "Planter"), ("Récurrence (fréquence)", "Annuelle")], 2)
    fiche = read(document)
    assert (fiche.objectif, fiche.recurrence) == ("Planter", "Annuelle")
    assert fiche.a_ranger == ["Objectif 1.2", "Récurrence (fréquence)"]


def test_cells_that_hold_their_own_labels_are_read_each_in_its_place():
    document = titled()
    lignes = [("Objectif : Planter", "Récurrence : Annuelle"), ("Calendrier : de mars", "à juin")]
    add_table(document, lignes, 2)
    fiche = read(document)
    assert (fiche.objectif, fiche.recurrence, fiche.calendrier) == ("Planter", "Annuelle", "de mars\nà juin")


def test_a_cell_whose_own_label_names_no_field_is_set_aside():
    document = titled()
    add_table(document, [("Objectif : Planter", "Démarche : un arbre par jeune")], 2)
    fiche = read(document)
    assert (fiche.objectif, fiche.a_ranger) == ("Planter", ["Démarche : un arbre par jeune"])


def test_a_label_glued_to_its_value_is_told_from_it():
    document = titled()
    add_table(document, [("Objectif Planter des arbres",), ("Qui coordonne ? Alice",)], 1)
    fiche = read(document)
    assert (fiche.objectif, fiche.coordonne) == ("Planter des arbres", "Alice")


def test_a_title_written_twice_opens_one_fiche():
    document = titled()
    add_table(document, [("Intitulé de l'action", TITRE), ("Objectif", "Planter")], 2)
    fiche = read(document)
    assert (fiche.titre, fiche.objectif) == (TITRE, "Planter")


def test_a_heading_above_the_title_is_no_fiche():
    document = titled("Plans d'action de l'année", style="Heading 1")
    document.add_paragraph("Intitulé de l'action : LE VERGER", style="Heading 2")
    fiche = read(demarche(entete(document), [PLANTER]))
    assert (fiche.titre, fiche.a_ranger) == ("LE VERGER", ["Plans d'action de l'année"])


def test_a_numbered_title_begins_the_next_fiche():
    document = demarche(entete(titled()), [PLANTER])
    document.add_paragraph("Fiche action n° 8 : LA FRESQUE", style="Heading 1")
    fiches = read_fiches(as_bytes(demarche(entete(document), [PLANTER])))
    assert [(fiche.titre, len(fiche.etapes)) for fiche in fiches] == [(TITRE, 1), ("LA FRESQUE", 1)]
