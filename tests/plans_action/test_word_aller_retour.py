"""Word, then import, then Word: every word of the cells is still there, and the second reading is the first."""

import string

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from plans_action import montants
from plans_action.choix import ModeleFiche
from plans_action.exports.document import publish
from plans_action.exports.mise_en_page import lay_out
from plans_action.exports.word import write_word
from plans_action.imports.contenu import as_contenu
from plans_action.imports.lecture import read_fiches
from tests.plans_action.documents_word import (
    EVALUATIONS,
    PERSPECTIVES,
    as_bytes,
    moulins,
    words_of_file,
    words_of_json,
)

DEMARCHE = [
    ("Etape 1", "Trouver un terrain\nParler aux voisins", "J-60", "Équipe", "• Appeler la mairie\n• Visiter"),
    ("", "", "le mois suivant", "", "Relancer"),
    ("Etape 2", "Semer", "Mars 2027 ?", "Jeunes", ""),
    (EVALUATIONS, "Compter", "Fin 2027", "Conseillère", "• Nombre de jeunes reçus\n• Satisfaction des voisins"),
    (PERSPECTIVES, "Un second jardin", "2028", "Direction", "Avec une autre commune"),
]


def read(octets):
    """Return the fiche that a Word file holds."""
    return read_fiches(octets, nom="fiche.docx")[0]


def rewrite(lue, modele):
    """Return the Word file of a fiche that was read."""
    contenu = as_contenu(lue, cle="n1")
    montants.fill_prevus(contenu["budget"])
    return write_word(lay_out(publish(contenu, statut="idee"), modele), mission_locale="Mission Locale")


def test_a_fiche_of_the_authors_is_read_the_same_after_a_round_trip():
    first = read(as_bytes(moulins(DEMARCHE)))
    second = read(rewrite(first, "moulins"))
    assert second.as_json() == first.as_json()
    assert [etape.numero for etape in second.etapes] == [1, 2]


@pytest.mark.parametrize("modele", ModeleFiche.values)
def test_every_word_of_the_cells_is_in_each_layout(modele):
    lue = read(as_bytes(moulins(DEMARCHE)))
    assert words_of_json(lue.as_json()) - words_of_file(rewrite(lue, modele)) == {}


CELLULES = st.lists(st.text(string.ascii_lowercase + "éèà", min_size=2, max_size=9), max_size=5).map(" ".join)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.tuples(CELLULES, CELLULES, CELLULES, CELLULES), min_size=1, max_size=4),
    st.sampled_from(ModeleFiche.values),
)
def test_no_cell_is_lost_whatever_it_says(lignes, modele):
    demarche = [(f"Etape {rang}", *ligne) for rang, ligne in enumerate(lignes)]
    lue = read(as_bytes(moulins(demarche)))
    assert words_of_json(lue.as_json()) - words_of_file(rewrite(lue, modele)) == {}
