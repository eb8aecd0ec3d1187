"""No word of a document is ever lost, whatever its shape; and a reader that drops a cell is caught."""

import copy
import string
from typing import Any

import pytest
from docx import Document
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from plans_action.imports import lecture
from plans_action.imports.document import Cellule
from tests.plans_action.documents_word import (
    COLONNES,
    EVALUATIONS,
    LIBELLES,
    PERSPECTIVES,
    add_table,
    as_bytes,
    lost_words,
    vertical,
    words_of_file,
    write,
)
from tests.plans_action.formes_word import FORMES

pytestmark = pytest.mark.une_fois

TITRES_DE_TEXTE = (
    "Constat", "Finalité :", "Public cible", "Pilotage", "Résultats attendus", "Contact : a@example.org", "Budget",
    "Champ d'action :", "Intentions sous-jacentes", "Type d'action : régulière", "Étape 2 : semer", "Un titre inconnu",
    "DEMARCHE", "Fiche-action", "Objectifs", "Partenaires : la mairie", "Évaluation", "Retour aux objectifs 1",
)  # fmt: skip

mots = st.text(string.ascii_lowercase + "éèàç", min_size=3, max_size=9)
separateurs = st.sampled_from([" ", " ", " ", "\n", "\n\n", " - ", " : ", "\n• ", " / ", ". ", " ; ", " ? "])


@st.composite
def texts(draw: Any) -> str:
    """Return what a person writes in a cell."""
    parts = draw(st.lists(mots, max_size=6))
    texte = ""
    for part in parts:
        texte += (draw(separateurs) if texte else draw(st.sampled_from(["", "• ", "- ", "1. "]))) + part
    return texte.capitalize() if draw(st.booleans()) else texte


@st.composite
def slips(draw: Any, libelle: str) -> str:
    """Return a label, now and then with a slip: a letter less, more, two exchanged, another case."""
    genre = draw(st.sampled_from(["", "", "", "moins", "plus", "inverse", "casse", "accents"]))
    place = draw(st.integers(0, len(libelle) - 2))
    if genre == "moins":
        return libelle[:place] + libelle[place + 1 :]
    if genre == "plus":
        return libelle[:place] + "e" + libelle[place:]
    if genre == "inverse":
        return libelle[:place] + libelle[place + 1] + libelle[place] + libelle[place + 2 :]
    if genre == "casse":
        return libelle.upper()
    return libelle.replace("é", "e").replace("É", "E") if genre == "accents" else libelle


class Fichier(bytes):
    """The bytes of a file, shown by their size in a failing test."""

    def __repr__(self) -> str:
        return f"<{len(self)} octets>"


@st.composite
def documents(draw: Any) -> Fichier:
    """Return a document that may be a fiche: tables of any shape, merged anyhow, paragraphs between them."""
    document = Document()
    if draw(st.booleans()):
        document.add_heading(draw(slips("Intitulé de l'Action")) + " : " + draw(texts()).replace("\n", " "), level=1)
    for _ in range(draw(st.integers(0, 3))):
        genre = draw(st.sampled_from(["entete", "demarche", "quelconque", "texte"]))
        if genre == "texte":
            _paragraphs(draw, document)
        elif genre == "entete":
            libelles = draw(st.lists(st.sampled_from([*LIBELLES, "", "Autre rubrique"]), max_size=8))
            add_table(document, [(draw(slips(le)) if le else "", draw(texts())) for le in libelles], 2)
        else:
            _table(draw, document, demarche=genre == "demarche")
    return Fichier(as_bytes(document))


def _paragraphs(draw: Any, document: Any) -> None:
    for _ in range(draw(st.integers(0, 6))):
        texte = draw(st.one_of(texts(), st.sampled_from(TITRES_DE_TEXTE)))
        paragraphe = document.add_paragraph(
            style=draw(st.sampled_from([None, None, "Heading 2", "List Bullet", "List Number"]))
        )
        run = paragraphe.add_run(texte.replace("\n", " "))
        run.bold = draw(st.booleans())


def _table(draw: Any, document: Any, *, demarche: bool) -> None:
    colonnes = draw(st.integers(4, 6)) if demarche else draw(st.integers(1, 5))
    table = document.add_table(rows=0, cols=colonnes)
    if demarche and draw(st.booleans()):
        _fill(table, ["DEMARCHE"])
    if demarche and draw(st.integers(0, 4)):
        titres = list(draw(st.permutations(COLONNES)) if draw(st.booleans()) else COLONNES)
        _fill(table, [draw(slips(titre)) for titre in [*titres, "Où ?"][:colonnes]])
    for rang in range(draw(st.integers(0, 5))):
        libelle = draw(
            st.sampled_from(["", "", f"Etape {rang}", f"Étape {rang} :", str(rang), EVALUATIONS, PERSPECTIVES, "Suite"])
        )
        _fill(
            table,
            [draw(slips(libelle)) if len(libelle) > 2 else libelle, *(draw(texts()) for _ in range(colonnes - 1))],
        )
        if draw(st.integers(0, 3)) == 0:
            debut = draw(st.integers(0, colonnes - 1))
            fin = draw(st.integers(debut, colonnes - 1))
            table.rows[-1].cells[debut].merge(table.rows[-1].cells[fin])
    _nested(draw, table)
    if len(table.rows) > 1 and draw(st.booleans()):
        # The lower part of a vertical merge, with words that Word would hide.
        rang = draw(st.integers(1, len(table.rows) - 1))
        vertical(table.rows[rang]._tr.tc_lst and table.rows[rang].cells[0], None)


def _fill(table: Any, textes: list[str]) -> None:
    rangee = table.add_row()
    for cellule, texte in zip(rangee.cells, textes, strict=False):
        write(cellule, texte)


def _nested(draw: Any, table: Any) -> None:
    if table.rows and draw(st.integers(0, 5)) == 0:
        dedans = table.rows[-1].cells[0].add_table(rows=1, cols=2)
        for cellule in dedans.rows[0].cells:
            write(cellule, draw(texts()))


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(documents())
def test_no_word_is_lost_whatever_the_document(contenu):
    try:
        fiches = lecture.read_fiches(contenu)
    except lecture.FichierRefuse:
        assert not words_of_file(contenu)
        return
    assert not lost_words(contenu, fiches)


def test_a_reader_that_drops_a_cell_is_caught(monkeypatch):
    """The control: the check above can fail."""
    document = Document()
    add_table(document, [("Objectif", "Faire pousser des tomates anciennes")], 2)
    contenu = as_bytes(document)
    assert not lost_words(contenu, lecture.read_fiches(contenu))
    vrai = Cellule.__dict__["texte"].func
    monkeypatch.setattr(Cellule, "texte", property(lambda cellule: "" if cellule.colonne else vrai(cellule)))
    assert set(lost_words(contenu, lecture.read_fiches(contenu))) == {"faire", "pousser", "des", "tomates", "anciennes"}


@pytest.mark.parametrize("lignes", [40, 400])
def test_a_very_long_fiche_loses_nothing(lignes):
    document = Document()
    rows = [(f"Etape {rang % 90}", *(f"mot{rang}c{colonne}" for colonne in range(4))) for rang in range(lignes)]
    add_table(document, [COLONNES, *rows], 5) if lignes < 100 else document.add_paragraph(" ".join(map(str, rows)))
    contenu = as_bytes(document)
    assert not lost_words(contenu, lecture.read_fiches(contenu))


@st.composite
def damaged(draw: Any) -> Fichier:
    """Return a fiche of a known shape after a few accidents: cells emptied, filled, merged, rows added or moved."""
    document = FORMES[draw(st.sampled_from(sorted(FORMES)))]()
    for _ in range(draw(st.integers(1, 4))):
        tables = [table for table in document.tables if table.rows]
        if not tables:
            break
        table = draw(st.sampled_from(tables))
        cellules = table.rows[draw(st.integers(0, len(table.rows) - 1))].cells
        debut = draw(st.integers(0, len(cellules) - 1))
        accident = draw(st.sampled_from(["vider", "remplir", "fusionner", "ajouter", "couper", "dessus"]))
        if accident in ("vider", "remplir"):
            cellules[debut].text = "" if accident == "vider" else draw(texts())
        elif accident == "fusionner":
            cellules[debut].merge(cellules[draw(st.integers(debut, len(cellules) - 1))])
        elif accident == "dessus":
            table._tbl.addprevious(copy.deepcopy(document.add_paragraph(draw(texts()))._p))
        else:
            rangee = table.rows[-1]._tr if accident == "couper" else copy.deepcopy(table.rows[-1]._tr)
            place = table.rows[draw(st.integers(0, len(table.rows) - 1))]._tr
            place.addprevious(rangee)
    return Fichier(as_bytes(document))


@settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
@given(damaged())
def test_no_word_of_a_damaged_fiche_is_lost(contenu):
    assert not lost_words(contenu, lecture.read_fiches(contenu))
