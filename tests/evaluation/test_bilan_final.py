"""The final bilan is read beside the intermediate one, and answers its préconisations."""

import datetime
import io
import json

import docx
import jsonschema
import openpyxl
import pypdf
import pytest

from evaluation.bilans import pdf, tableur, word
from evaluation.bilans.presentation import presenter
from evaluation.bilans.schema import build_schema
from evaluation.models import Bilan
from evaluation.services import bilan as services
from tests.evaluation.contenus import contenu
from tests.factories import (
    BilanFactory,
    CritereFactory,
    FicheActionFactory,
    IndicateurFactory,
    PremierAccueilFactory,
    ProjetAssociatifFactory,
)

PRECONISATION = {
    "numero": 1,
    "titre": "Ouvrir le samedi",
    "texte": "Une matinée par mois.",
    "nature": "Changer une étape",
    "fiche": "Fiche 1. Tiers-lieux",
    "objectif": "",
    "responsable": "La direction",
    "echeance": "2027-01-31",
    "statut": "faite",
    "statut_libelle": "Faite",
    "motif": "",
    "faite_le": "2027-01-10",
    "devenue": {"genre": "étape", "libelle": "Ouvrir le samedi"},
}
COMMISSIONS = {
    "lecture": {"transmise_le": "2026-11-02", "transmise_par": "Diane", "empreinte": "e", "contenu": {}},
    "avis_clos_le": "2026-11-12",
    "avis": [{"fiche": None, "titre": "L’ensemble", "reussites": "On vient.", "ameliorations": "", "objectifs": ""}],
    "preconisations": [PRECONISATION],
    "reponses": [PRECONISATION | {"reponse_etat": "suivie", "reponse_libelle": "Suivie", "reponse": "Ouvert en mars."}],
    "membres": [],
    "en_double": [],
}


@pytest.fixture
def projet(db):
    return ProjetAssociatifFactory(debut=datetime.date(2025, 1, 1), actif=True)


@pytest.fixture
def indicateur(projet):
    fiche = FicheActionFactory(objectif__objectif_general__projet=projet, titre="Camion mobile", numero=1)
    return IndicateurFactory(critere=CritereFactory(fiche=fiche), mesure="premiers_accueils", libelle="Accueils")


def produced(projet, **champs):
    bilan = BilanFactory(projet=projet, **champs)
    services.produce_bilan(bilan=bilan)
    return Bilan.objects.get(pk=bilan.pk)


def accueils(nombre, mois):
    PremierAccueilFactory.create_batch(nombre, fait_le=datetime.datetime(2026, mois, 4, 10, tzinfo=datetime.UTC))


def test_the_final_bilan_holds_each_figure_then_and_now(projet, indicateur):
    accueils(6, mois=2)
    intermediaire = produced(projet, type="intermediaire", arrete_au=datetime.date(2026, 3, 31))
    accueils(5, mois=5)
    nouveau = IndicateurFactory(critere=indicateur.critere, mesure="premiers_accueils", libelle="Ajouté depuis")
    final = json.loads(produced(projet, type="final", arrete_au=datetime.date(2026, 6, 30)).contenu)
    assert final["comparaison"]["bilan"]["empreinte"] == intermediaire.empreinte
    lignes = {ligne["cle"]: ligne for ligne in final["comparaison"]["lignes"]}
    ligne = lignes[str(indicateur.pk)]
    assert (ligne["avant"]["valeur"], ligne["resultat"]["valeur"]) == ("6", "11")
    assert lignes[str(nouveau.pk)]["avant"] is None
    jsonschema.validate(final, build_schema())


@pytest.mark.parametrize("type_bilan", ["intermediaire", "final"])
def test_without_an_intermediate_bilan_there_is_nothing_beside(projet, indicateur, type_bilan):
    assert json.loads(produced(projet, type=type_bilan).contenu)["comparaison"] is None


def test_every_document_says_what_the_commissions_wrote_and_what_was_answered():
    texte = contenu(1, commissions=COMMISSIONS)
    jsonschema.validate(json.loads(texte), build_schema())
    [chapitre] = presenter(texte)["chapitres"]
    assert [partie["titre"] for partie in chapitre["parties"]] == [
        "Réussites et points d’amélioration",
        "Préconisations",
        "Réponses aux préconisations du bilan intermédiaire",
    ]
    lu = " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf.produire_pdf(texte))).pages)
    ecrit = "\n".join(
        cellule.text
        for table in docx.Document(io.BytesIO(word.produire_word(texte))).tables
        for row in table.rows
        for cellule in row.cells
    )
    for document in (lu, ecrit):
        mots = " ".join(document.replace("\u00a0", " ").split())
        assert "Ouvert en mars." in mots
        assert "devenue : étape « Ouvrir le samedi »" in mots


def test_what_the_commission_hopes_for_and_why_advice_was_set_aside_are_printed():
    avis = {**COMMISSIONS["avis"][0], "objectifs": "Les bourgs du sud."}
    ecartee = PRECONISATION | {"statut_libelle": "Écartée", "motif": "Trop cher cette année.", "devenue": None}
    texte = contenu(1, commissions=COMMISSIONS | {"avis": [avis], "preconisations": [ecartee]})
    [chapitre] = presenter(texte)["chapitres"]
    dits, conseils = chapitre["parties"][:2]
    assert dits["titre"] == "Réussites, points d’amélioration et nouveaux objectifs"
    assert dict(zip(dits["entetes"], dits["lignes"][0], strict=True))["Nouveaux objectifs"] == "Les bourgs du sud."
    assert conseils["lignes"][0][-1] == "Écartée\nTrop cher cette année."


def test_the_final_bilan_says_by_how_much_each_figure_moved(projet, indicateur):
    accueils(6, mois=2)
    produced(projet, type="intermediaire", arrete_au=datetime.date(2026, 3, 31))
    accueils(5, mois=5)
    final = produced(projet, type="final", arrete_au=datetime.date(2026, 6, 30))
    chapitre = presenter(final.contenu)["chapitres"][-1]
    indicateurs = next(partie for partie in chapitre["parties"] if partie["titre"] == "Les indicateurs")
    assert indicateurs["entetes"][-1] == "Écart"
    assert ["Fiche 1. Camion mobile", "Accueils", "6", "11", "+5"] in indicateurs["lignes"]


def test_the_spreadsheet_sets_the_two_bilans_side_by_side(projet, indicateur):
    accueils(6, mois=2)
    produced(projet, type="intermediaire", arrete_au=datetime.date(2026, 3, 31))
    final = produced(projet, type="final", arrete_au=datetime.date(2026, 6, 30))
    classeur = openpyxl.load_workbook(io.BytesIO(tableur.produire_tableur(final.contenu)))
    lignes = list(classeur["Depuis l’intermédiaire"].iter_rows(min_row=2, values_only=True))
    assert ("Fiche 1. Camion mobile", "Accueils", "premiers accueils", 6, 6) in lignes
