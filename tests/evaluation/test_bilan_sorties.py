"""Every document of a bilan comes from its frozen content alone: same content, same bytes, and files that open."""

import io
import itertools
import json
import time
import zipfile
from pathlib import Path

import docx
import jsonschema
import openpyxl
import pypdf
import pytest
from django.urls import reverse
from django.utils.text import slugify
from docx.oxml.ns import qn
from lxml import etree

from evaluation.bilans import pdf, tableur, word
from evaluation.bilans.presentation import presenter
from evaluation.bilans.schema import build_schema
from evaluation.services import bilan as services
from tests.evaluation.contenus import contenu
from tests.factories import (
    BilanFactory,
    CritereFactory,
    EtapeFactory,
    FicheActionFactory,
    IndicateurFactory,
    PartenaireFactory,
    ProjetAssociatifFactory,
)

SORTIES = {
    "pdf": pdf.produire_pdf,
    "synthese": pdf.produire_synthese,
    "extrait": lambda texte: pdf.produire_extrait(texte, financeur="financeur-1"),
    "word": word.produire_word,
    "tableur": tableur.produire_tableur,
    "tableur_extrait": lambda texte: tableur.produire_tableur_extrait(texte, financeur="financeur-1"),
}


def sans_ajouts(texte):
    """Return a content as the first format wrote it."""
    brut = json.loads(texte)
    for objectif in brut["objectifs"]:
        for fiche in objectif["operationnels"][0]["fiches"]:
            del fiche["id"], fiche["budget_lignes"]
            for critere in fiche["criteres"]:
                for indicateur in critere["indicateurs"]:
                    indicateur.pop("appreciation", None)
    return json.dumps(brut)


def test_same_content_gives_the_same_bytes_whatever_the_hour():
    before = {nom: sortie(contenu(3)) for nom, sortie in SORTIES.items()}
    time.sleep(1.05)  # archives hold dates to the second
    assert [nom for nom, sortie in SORTIES.items() if sortie(contenu(3)) != before[nom]] == []


@pytest.mark.parametrize("nom", ["pdf", "synthese", "word", "tableur"])
def test_a_bilan_frozen_before_the_new_fields_is_still_laid_out(nom):
    assert len(SORTIES[nom](sans_ajouts(contenu(2)))) > 3000


# --- PDF -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("fiches", [0, 1, 18, 60])
def test_the_board_reads_two_pages_whatever_the_plan(fiches):
    lecteur = pypdf.PdfReader(io.BytesIO(pdf.produire_synthese(contenu(fiches))))
    assert len(lecteur.pages) == 2
    assert lecteur.trailer["/Root"]["/MarkInfo"]["/Marked"]


@pytest.mark.parametrize("constats", [13, 14, 60])
def test_long_findings_are_counted_rather_than_pushed_to_a_third_page(constats):
    vue = presenter(contenu(18))
    ligne = {
        "texte": "Satisfaction des personnes rencontrées dans les tiers-lieux du territoire : 56 %",
        "mot": "En deçà",
    }
    vue["essentiel"]["decisions"] = [
        {"fiche": f"Fiche {n}. Permanence dans les tiers-lieux des environs", "lignes": [ligne]}
        for n in range(constats)
    ]
    vue["essentiel"]["preconisations"] = [
        {"texte": f"{n}. Ouvrir le samedi", "porte_sur": "Tout le projet", "suite": "À décider"} for n in range(1, 4)
    ]
    recto, verso = (
        page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf._compile("synthese.typ", vue))).pages
    )
    montres, suite = (page.count("Satisfaction des personnes") for page in (recto, verso))
    assert 8 < montres <= constats
    assert ("La suite est à la page 2" in recto) is (montres < constats)
    assert suite == constats - montres or f"Et {constats - montres - suite} autre" in verso
    assert suite >= min(5, constats - montres)
    assert verso.count("Ouvrir le samedi") == 3


def test_a_funder_reads_its_lines_and_its_fiches_only():
    lecteur = pypdf.PdfReader(io.BytesIO(pdf.produire_extrait(contenu(3), financeur="financeur-1")))
    texte = " ".join(" ".join(page.extract_text().split()) for page in lecteur.pages)
    assert "Extrait pour le financeur : Financeur 1" in texte
    assert "Fiche 1. Tiers-lieux" in texte
    assert "Fiche 2" not in texte


def test_an_unknown_funder_has_no_extract():
    with pytest.raises(pdf.FinanceurInconnu):
        pdf.produire_extrait(contenu(1), financeur="personne")


# --- Word ------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def document():
    return docx.Document(io.BytesIO(word.produire_word(contenu(3))))


def test_word_has_real_titles_in_order(document):
    titres = [(p.style.name, p.text) for p in document.paragraphs if p.style.name.startswith(("Heading", "Title"))]
    assert ("Title", "Bilan à 18 mois") in titres
    assert ("Heading 3", "Fiche 1. Tiers-lieux") in titres
    niveaux = [int(nom[-1]) for nom, _ in titres if nom != "Title"]
    assert all(apres <= avant + 1 for avant, apres in itertools.pairwise(niveaux))


def test_every_table_of_the_word_repeats_its_header(document):
    assert document.tables
    assert all(table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None for table in document.tables)


def test_every_chart_of_the_word_is_described_and_the_language_is_french(document):
    formes = document.inline_shapes
    assert len(formes) > 5
    assert all(len(forme._inline.docPr.get("descr")) > 10 for forme in formes)
    assert document.core_properties.language == "fr-FR"
    assert document.styles["Normal"].element.rPr.find(qn("w:lang")).get(qn("w:val")) == "fr-FR"
    assert len({forme._inline.docPr.get("id") for forme in formes}) == len(formes)


def test_what_people_concluded_and_their_words_are_in_every_document(document):
    pages = pypdf.PdfReader(io.BytesIO(pdf.produire_pdf(contenu(1)))).pages
    imprime = " ".join(" ".join(page.extract_text().split()) for page in pages)
    paragraphes = [p.text for p in document.paragraphs]
    classeur = openpyxl.load_workbook(io.BytesIO(tableur.produire_tableur(contenu(1))))
    feuilles = [str(c.value) for nom in ("Appréciations", "Citations") for row in classeur[nom] for c in row]
    for mots in ("Trois mairies sur cinq prêtent une salle.", "On l’attend le mercredi.", "Équipe du camion"):
        assert mots in imprime
        assert any(mots in texte for texte in paragraphes)
        assert any(mots in texte for texte in feuilles)
    # Words are words: nothing in them is laid out or run.
    assert "#let x = 1 ; *gras* $" in imprime
    assert "Pas encore apprécié" in imprime
    assert "Auparavant : à discuter le 15 janvier 2026." in imprime.replace("\xa0", " ")


# --- Spreadsheet -----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def classeur():
    return openpyxl.load_workbook(io.BytesIO(tableur.produire_tableur(contenu(3))))


def test_a_sheet_per_kind_of_figure_each_with_a_frozen_header(classeur):
    assert {
        "Chiffres clés",
        "Répartitions",
        "Indicateurs",
        "Indicateurs par mois",
        "Étapes",
        "Budget par financeur",
    } <= {*classeur.sheetnames}
    assert all(feuille.freeze_panes == "A2" for feuille in classeur)


def test_numbers_are_numbers_and_days_are_days(classeur):
    chiffres = {ligne[0]: ligne[1:] for ligne in classeur["Chiffres clés"].iter_rows(min_row=2, values_only=True)}
    assert chiffres["Jeunes reçus"][0] == 2089
    assert chiffres["Événements par jeune"][0] == pytest.approx(16.3)
    assert classeur["Étapes"]["D2"].is_date


def test_a_hidden_figure_is_an_empty_cell_and_says_so(classeur):
    cachees = [x for x in classeur["Répartitions"].iter_rows(min_row=2, values_only=True) if "précisé" in x[1]]
    assert [(x[2], x[6]) for x in cachees] == [(None, "masqué")]


def test_nothing_of_a_spreadsheet_is_run(classeur):
    cellules = [cellule for feuille in classeur for ligne in feuille.iter_rows() for cellule in ligne]
    assert any(cellule.value == "=1+1" for cellule in cellules)
    assert not [cellule for cellule in cellules if cellule.data_type == "f"]


@pytest.mark.parametrize("nom", ["word", "tableur", "tableur_extrait"])
def test_every_part_of_the_office_files_is_well_formed_and_declared(nom):
    with zipfile.ZipFile(io.BytesIO(SORTIES[nom](contenu(2)))) as archive:
        assert archive.testzip() is None
        types = etree.fromstring(archive.read("[Content_Types].xml"))
        declares = {x.get("PartName", "").lstrip("/") for x in types} | {f".{x.get('Extension')}" for x in types}
        for membre in archive.namelist():
            assert membre == "[Content_Types].xml" or {membre, f".{membre.rsplit('.', 1)[-1]}"} & declares
            if membre.endswith((".xml", ".rels")):
                etree.fromstring(archive.read(membre))


# --- Data and pages --------------------------------------------------------------------------------


def test_the_made_up_content_of_these_tests_follows_the_schema():
    jsonschema.validate(json.loads(contenu(3)), build_schema())


def test_the_schema_in_the_documentation_is_the_one_that_is_published():
    ecrit = Path(__file__).parents[2] / "docs" / "schemas" / "bilan.schema.json"
    assert json.loads(ecrit.read_text(encoding="utf-8")) == build_schema()


@pytest.fixture
def bilan(db):
    projet = ProjetAssociatifFactory(actif=True)
    fiche = FicheActionFactory(objectif__objectif_general__projet=projet, titre="Camion mobile", numero=1)
    EtapeFactory(fiche=fiche, ordre=0)
    IndicateurFactory(critere=CritereFactory(fiche=fiche), mesure="premiers_accueils", cible=20)
    IndicateurFactory(critere=CritereFactory(fiche=fiche), mesure="", type="questionnaire")
    fiche.budget.create(libelle="Carburant", prevu=1200, depense="300.50", financeur=PartenaireFactory(nom="Région"))
    fiche.budget.create(libelle="Assurance", prevu=800)
    bilan = BilanFactory(projet=projet)
    services.produce_bilan(bilan=bilan)
    bilan.refresh_from_db()
    return bilan


def test_a_produced_content_follows_the_published_schema(bilan):
    jsonschema.validate(json.loads(bilan.contenu), build_schema())


def test_a_commission_member_finds_every_document_with_its_funders(client, carole, bilan):
    client.force_login(carole)
    page = client.get(reverse("evaluation:bilan-documents", args=[bilan.pk]))
    assert [(f["nom"], f["prevu"]) for f in page.context["financeurs"]] == [
        ("Région", "1\u202f200\xa0€"),
        ("Sans financeur désigné", "800\xa0€"),
    ]
    for nom in ("bilan-pdf", "bilan-synthese", "bilan-word", "bilan-tableur", "bilan-donnees"):
        url = reverse(f"evaluation:{nom}", args=[bilan.pk])
        assert url in page.content.decode()
        assert client.get(url).status_code == 200
    for financeur in page.context["financeurs"]:
        for forme in ("pdf", "xlsx"):
            url = reverse("evaluation:bilan-extrait", args=[bilan.pk, financeur["cle"], forme])
            answer = client.get(url)
            assert answer.status_code == 200
            assert f"{slugify(financeur['nom'])}.{forme}" in answer["Content-Disposition"]


@pytest.mark.parametrize(("financeur", "forme"), [("personne", "pdf"), ("personne", "xlsx"), ("sans-financeur", "exe")])
def test_an_extract_that_does_not_exist_is_not_found(client, carole, bilan, financeur, forme):
    client.force_login(carole)
    assert client.get(reverse("evaluation:bilan-extrait", args=[bilan.pk, financeur, forme])).status_code == 404


def test_what_is_changed_after_the_freeze_changes_no_document(client, carole, bilan):
    client.force_login(carole)
    noms = ("bilan-synthese", "bilan-word", "bilan-tableur", "bilan-donnees")
    avant = [client.get(reverse(f"evaluation:{nom}", args=[bilan.pk])).content for nom in noms]
    FicheActionFactory._meta.model.objects.update(titre="Autre titre")
    bilan.projet.titre = "Autre projet"
    bilan.projet.save()
    assert [client.get(reverse(f"evaluation:{nom}", args=[bilan.pk])).content for nom in noms] == avant


def test_anyone_may_read_the_schema(client):
    reponse = client.get(reverse("evaluation:bilan-schema"))
    assert reponse["Content-Type"].startswith("application/schema+json")
