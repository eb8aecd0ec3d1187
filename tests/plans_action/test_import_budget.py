"""The budget of a Word fiche becomes lines of the house: posts, overheads, equipment; the rest waits to be placed."""

import re
import string
from decimal import Decimal

import pytest
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st

from plans_action import montants
from plans_action.exports.document import publish
from plans_action.exports.mise_en_page import lay_out
from plans_action.exports.word import write_word
from plans_action.imports.budget import read_budget
from plans_action.imports.contenu import as_contenu
from plans_action.imports.lecture import read_fiches
from tests.plans_action.documents_word import add_table, as_bytes, words_in, words_of_file

# As the regional template writes it, with invented figures: two columns of hours, a share said in the label, a total.
REGION = [
    (
        "",
        "Coût horaire en euros",
        "Préparation + réunions en heures",
        "Total des heures en heures/an",
        "Coût total / an",
    ),
    ("1 ETP Animation de la maison partagée", "26,40", "1 600", "1600", "42 240,00 €"),
    ("Quote-part 25 % fonctionnement dont déplacements", "", "", "", "10 560,00 €"),
    ("Achat tablette + abonnement annuel", "", "", "", "980,50€"),
    ("TOTAL annuel", "", "", "1600", "53 780,50 €"),
]
TOUT = [
    ("1 ETP Animation de la maison partagée", "poste", "42240.00"),
    ("Quote-part 25 % fonctionnement dont déplacements", "charges", "10560.00"),
    ("Achat tablette + abonnement annuel", "materiel", "980.50"),
]


def fichier(lignes, *, titre="Budget", avant=(), apres=()):
    """Return a fiche of the regional template whose budget is a table."""
    document = Document()
    document.add_heading("Une maison partagée", level=1)
    for rubrique, texte in (("Constat", "Trop de portes."), ("Finalité", "Une seule porte.")):
        document.add_heading(rubrique, level=2)
        document.add_paragraph(texte)
    if titre:
        document.add_heading(titre, level=2)
    for texte in avant:
        document.add_paragraph(texte)
    add_table(document, lignes, len(lignes[0]))
    for texte in apres:
        document.add_paragraph(texte)
    return as_bytes(document)


def read(octets):
    """Return the content of a Word fiche, its amounts computed."""
    contenu = as_contenu(read_fiches(octets, nom="fiche.docx")[0], cle="n1")
    montants.fill_prevus(contenu["budget"])
    return contenu


def lines(contenu):
    return [(ligne["libelle"], ligne["nature"], ligne["prevu"]) for ligne in contenu["budget"]]


def test_the_table_of_the_region_is_read_to_the_cent_and_nothing_is_left():
    contenu = read(fichier(REGION))
    assert lines(contenu) == TOUT
    poste = contenu["budget"][0]
    assert (poste["etp"], poste["heures"], poste["cout_horaire"]) == ("1.00", "1600.00", "26.40")
    assert contenu["budget"][1]["taux"] == "25.00"
    assert contenu["a_ranger"] == ""


@pytest.mark.parametrize(
    ("titre", "lignes"),
    [
        ("", REGION),
        ("Budget prévisionnel", REGION),
        ("Coût", [tuple(case.replace(" €", "\u202f€").replace(" ", "\u00a0") for case in ligne) for ligne in REGION]),
        ("Budget", [ligne for ligne in REGION if "TOTAL" not in ligne[0]]),
    ],
    ids=["no heading", "another heading", "no-break spaces", "no total"],
)
def test_it_is_read_under_any_heading_or_none(titre, lignes):
    assert [(nature, prevu) for _, nature, prevu in lines(read(fichier(lignes, titre=titre)))] == [
        (nature, prevu) for _, nature, prevu in TOUT
    ]


def test_columns_come_in_any_order_and_a_column_of_another_kind_goes_with_its_line():
    lignes = [
        ("Intitulé", "Montant", "ETP", "Heures", "Taux horaire", "Financeur"),
        ("Conseiller", "9 000 €", "0,5", "300", "30 €/h", "Région"),
        ("Fournitures", "120 €", "", "", "", ""),
    ]
    contenu = read(fichier(lignes))
    assert lines(contenu) == [
        ("Conseiller (Financeur : Région)", "poste", "9000.00"),
        ("Fournitures", "materiel", "120.00"),
    ]
    assert contenu["budget"][0]["etp"] == "0.50"


def test_a_budget_written_as_sentences_is_read():
    document = Document()
    document.add_heading("Une maison partagée", level=1)
    for ligne in (
        "# Constat", "Trop de portes.", "# Finalité", "Une porte", "# Budget",
        "1 ETP à 26,40 €/h sur 1 600 h = 42 240 €",
        "- Frais de fonctionnement (25 %) : 10 560 euros",
        "Matériel : 980,50 € par an",
        "Demande déposée en mars.",
        "Total : 53 780,50 €",
    ):  # fmt: skip
        document.add_heading(ligne[2:], level=2) if ligne.startswith("# ") else document.add_paragraph(ligne)
    contenu = read(as_bytes(document))
    assert [(nature, prevu) for _, nature, prevu in lines(contenu)] == [(nature, prevu) for _, nature, prevu in TOUT]
    assert contenu["a_ranger"] == "Budget : Demande déposée en mars."


def test_what_the_arithmetic_does_not_confirm_keeps_the_amount_of_its_authors():
    lignes = [REGION[0], ("1 ETP Animation", "26,40", "", "1600", "45 000 €"), ("Total", "", "", "", "45 100 €")]
    contenu = read(fichier(lignes))
    assert lines(contenu) == [("1 ETP Animation", "montant", "45000.00")]
    assert contenu["a_ranger"] == "Budget : Total | 45 100 €"


@pytest.mark.parametrize(
    "ligne",
    [
        ("Animation", "26,40", "1 200", "1600", "42 240 €"),
        ("Animation", "à définir", "", "1600", "42 240 €"),
        ("Animation", "26,405", "", "1600", "42 245 €"),
        ("Animation", "", "", "", "9 999 999 999 999 €"),
        ("Animation", "", "", "", "entre 10 et 20 000 €"),
        ("", "", "", "", "12 €"),
    ],
    ids=["hours that differ", "words", "too fine", "a telephone number", "a range", "no label"],
)
def test_a_row_that_has_no_place_stays_to_be_placed_whole(ligne):
    contenu = read(fichier([REGION[0], REGION[3], ligne]))
    assert lines(contenu) == [TOUT[2]]
    assert contenu["a_ranger"] == "Budget : " + " | ".join(case for case in ligne if case)


@pytest.mark.parametrize(
    "texte", ["", "À définir", "Poste | 2024 | 2025\nSalaires | 40 000 | 41 000", "06 12 34 56 78"]
)
def test_a_text_that_is_no_budget_stays_as_it_is(texte):
    assert read_budget(texte).lignes == []


def test_words_around_the_table_stay_to_be_placed():
    contenu = read(fichier(REGION, avant=["Pour une année pleine."], apres=["Voté en juin."]))
    assert lines(contenu) == TOUT
    assert contenu["a_ranger"] == "Budget : Pour une année pleine.\nVoté en juin."


def test_a_table_that_is_no_budget_is_none():
    lignes = [("Lieu", "Jour", "Heures"), ("Moulins", "Lundi", "9 h à 12 h"), ("Varennes", "Mardi", "14 h à 17 h")]
    assert read(fichier(lignes, titre=""))["budget"] == []


# --- Word, then import, then Word -------------------------------------------------------------------------------------

# What a table says in its titles, and the layout of the house in its own.
TITRES = {mot for ligne in REGION[:1] for case in ligne for mot in words_in(case)}
UNITES = {"h", "heures", "etp", "euros", "par", "an", "annuel", "des", "postes", "total"}


def words_with_numbers(texte):
    """Return the words of a text, each number as one of them however its thousands are parted."""
    joint = re.sub(r"(?<=\d)[\s\u00a0\u202f](?=\d{3})", "", texte)
    nombres = {Decimal(n.replace(",", ".")) for n in re.findall(r"\d+(?:[.,]\d+)?", joint)}
    return {mot for mot in words_in(texte) if not mot[0].isdigit()} | nombres


def text_of_word(octets):
    return " ; ".join(paragraphe.text for paragraphe in _paragraphs(octets))


def _paragraphs(octets):
    import io

    document = Document(io.BytesIO(octets))
    yield from document.paragraphs
    for tableau in document.tables:
        for ligne in tableau.rows:
            for cellule in ligne.cells:
                yield from cellule.paragraphs


@pytest.mark.parametrize("modele", ["moulins", "technowest", "arml"])
def test_word_then_import_then_word_keeps_every_word_and_number(modele):
    octets = fichier(REGION, avant=["Pour une année pleine."])
    contenu = read(octets)
    rendu = write_word(lay_out(publish(contenu, statut="idee"), modele), mission_locale="Mission Locale")
    lost = words_with_numbers(text_of_word(octets)) - words_with_numbers(text_of_word(rendu))
    assert lost - TITRES - UNITES == set()
    again = read(rendu)
    assert lines(again) == lines(contenu)
    assert words_of_file(rendu)["maison"] >= 2


CASES = st.one_of(
    st.sampled_from(
        ["", "1", "0,5", "30", "1 820", "28,50", "28,50 €/h", "51 870,00 €", "30 %", "12 h", "à voir", "1 ETP"]
    ),
    st.text(string.ascii_lowercase + "éè", min_size=3, max_size=8),
)
ENTETES = st.lists(
    st.sampled_from(["Poste", "ETP", "Heures", "Coût horaire", "Total", "Part", "Financeur", "2025", ""]),
    min_size=3,
    max_size=6,
)


@settings(max_examples=150, deadline=None)
@given(ENTETES, st.lists(st.lists(CASES, min_size=1, max_size=6), max_size=5))
def test_whatever_a_table_says_each_of_its_cells_is_a_field_a_label_or_left_to_be_placed(entetes, rangees):
    texte = "\n".join(" | ".join(rangee) for rangee in [entetes, *rangees])
    lu = read_budget(texte)
    if not lu.lignes:
        return  # the whole text is to be placed
    # Apart: « 1.00 1820.00 » would be read as one number.
    dit = " ; ".join([*lu.reste, *(f"{valeur}" for ligne in lu.lignes for valeur in ligne.values())])
    perdu = words_with_numbers(" \n ".join(" ; ".join(rangee) for rangee in rangees)) - words_with_numbers(dit)
    assert perdu - UNITES == set()
    assert all(len(ligne["libelle"]) <= 220 for ligne in lu.lignes)
