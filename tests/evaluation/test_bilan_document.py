"""What a bilan looks like: the same words everywhere, the same bytes for the same content."""

import io
import json

import docx
import pypdf
import pytest

from evaluation.bilans.canonique import dump, empreinte
from evaluation.bilans.pdf import produire_pdf
from evaluation.bilans.presentation import presenter
from evaluation.bilans.word import produire_word
from tests.evaluation.contenus import contenu, resultat


def pages(pdf):
    return [" ".join(page.extract_text().split()) for page in pypdf.PdfReader(io.BytesIO(pdf)).pages]


def test_same_content_gives_the_same_bytes():
    assert produire_pdf(contenu(2)) == produire_pdf(contenu(2))


def test_cover_says_what_when_and_the_digest():
    texte = contenu(1)
    couverture = pages(produire_pdf(texte))[0]
    assert "Bilan à 18 mois" in couverture
    assert "31 octobre 2026" in couverture.replace("\u00a0", " ")
    assert empreinte(texte)[:8] in couverture


def test_document_holds_fiches_figures_targets_and_definitions():
    texte = " ".join(pages(produire_pdf(contenu(3)))).replace("\u00a0", " ").replace("\u202f", " ")
    assert "Fiche 1. Tiers-lieux" in texte
    assert "79 premiers accueils" in texte
    for attendu in ("cible : au moins 120", "Plafond dépassé", "Non montré", "Définitions des mesures"):
        assert attendu in texte


def test_document_is_tagged_and_named():
    lecteur = pypdf.PdfReader(io.BytesIO(produire_pdf(contenu(1))))
    assert lecteur.metadata.title.startswith("Bilan à 18 mois")
    assert lecteur.trailer["/Root"]["/Lang"].startswith("fr")
    assert lecteur.trailer["/Root"]["/MarkInfo"]["/Marked"]


def test_text_typed_by_people_is_never_markup():
    hostile = "#panic() *gras* $x$ <b> @ref `code` [x] \\ // fin"
    brut = json.loads(contenu(1))
    brut["objectifs"][0]["operationnels"][0]["fiches"][0]["vigilance"] = hostile
    assert hostile in " ".join(pages(produire_pdf(dump(brut))))


def test_empty_bilan_is_still_a_document():
    vide = contenu(
        0,
        objectifs=[],
        definitions=[],
        equipe=[],
        partenaires=[],
        territoire={"communes": 0, "population": 0, "epci": [], "lieux": []},
        public={"chiffres": [], "ventilations": [], "mois": []},
    )
    assert len(pages(produire_pdf(vide))) >= 4


def test_figures_are_said_in_french():
    brut = json.loads(contenu(1))
    brut["public"]["chiffres"] = [
        resultat(34140) | {"libelle": "A", "mesure": "evenements", "unite": "événements"},
        resultat("12.5") | {"libelle": "B", "mesure": "evenements", "unite": "%"},
        resultat("3.89") | {"libelle": "M", "mesure": "evenements", "unite": "entretiens par jeune"},
        resultat(masque=True) | {"libelle": "C", "mesure": "evenements", "unite": "jeunes"},
        resultat(etat="non_mesuree") | {"libelle": "D", "mesure": "evenements", "unite": "%"},
        resultat(etat="sans_objet") | {"libelle": "E", "mesure": "evenements", "unite": "%"},
    ]
    textes = [chiffre["texte"] for chiffre in presenter(dump(brut))["public"]["chiffres"]]
    assert textes == ["34\u202f140", "12,5\u00a0%", "3,89", "masqué", "non mesuré", "sans objet"]


def test_a_figure_of_too_few_people_has_no_line_that_would_say_another():
    brut = json.loads(contenu(1))
    indicateur = brut["objectifs"][0]["operationnels"][0]["fiches"][0]["criteres"][0]["indicateurs"][0]
    indicateur |= {"resultat": resultat(masque=True), "serie": [["2026-01", "0"], ["2026-02", None]]}
    [objectif] = presenter(dump(brut))["objectifs"][:1]
    lu = objectif["operationnels"][0]["fiches"][0]["criteres"][0]["indicateurs"][0]
    assert (lu["texte"], lu["unite"], lu["svg"]) == ("masqué", "", "")


@pytest.mark.parametrize(("ages", "dit"), [((12, 10), True), ((12, 8), False)])
def test_ages_that_add_up_to_more_than_the_people_counted_say_why(ages, dit):
    brut = json.loads(contenu(1))
    brut["public"]["chiffres"] = [resultat(20) | {"libelle": "Jeunes", "mesure": "jeunes_recus", "unite": "jeunes"}]
    lignes = [resultat(nombre) | {"libelle": f"{nombre} ans"} for nombre in ages]
    ventilation = {"titre": "Par âge", "mesure": "jeunes_recus", "unite": "jeunes", "lignes": lignes}
    brut["public"]["ventilations"] = [ventilation]
    [lue] = presenter(dump(brut))["public"]["ventilations"]
    assert ("plusieurs lignes" in lue["note"]) is dit


def test_a_word_bilan_lists_its_chapters_and_numbers_its_pages():
    document = docx.Document(io.BytesIO(produire_word(contenu(2))))
    [sommaire] = [p.text for p in document.paragraphs if "L’essentiel" in p.text and "Le public" in p.text]
    assert "\u2003Ce qui demande une décision" in sommaire.split("\n")
    assert 'w:instr="PAGE"' in document.sections[0].footer._element.xml


def test_canonical_text_refuses_floats():
    with pytest.raises(TypeError):
        dump({"valeur": [1.5]})


def test_canonical_text_has_one_spelling():
    assert dump({"b": "é", "a": [1, None]}) == '{"a":[1,null],"b":"é"}'
