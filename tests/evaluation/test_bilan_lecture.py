"""What the commission de suivi transmitted is printed: its answers fiche by fiche, who sits, who came."""

import io
import json

import docx
import pypdf
import pytest
from django.utils import timezone

from evaluation.bilans import pdf, word
from evaluation.bilans.presentation import presenter
from evaluation.services.commissions import content_for_bilan
from tests.evaluation.contenus import contenu
from tests.factories import MembreCommissionFactory, ProjetAssociatifFactory, ReunionFactory

QUESTIONS = [
    {"code": "objectifs", "famille": "Ce que l’action a produit", "texte": "Est-ce atteint ?"},
    {"code": "budget", "famille": "Sa conduite", "texte": "Le budget a-t-il été tenu ?"},
    {"code": "temps", "famille": "Sa conduite", "texte": "A-t-on eu assez de temps ?"},
]


def reponse(question, appreciation, libelle, commentaire=""):
    return {
        "question": question,
        "appreciation": appreciation,
        "libelle": libelle,
        "commentaire": commentaire,
        "faits": [{"libelle": "Étapes", "texte": "3 sur 5"}],
    }


def fiche_lue(numero, titre, *reponses):
    return {"id": f"fiche-{numero}", "numero": numero, "titre": titre, "objectif": "1.1", "reponses": list(reponses)}


LECTURE = {
    "transmise_le": "2026-10-20",
    "transmise_par": "Odile Marchandeau",
    "empreinte": "a" * 64,
    "contenu": {
        "grille": {"version": 1, "questions": QUESTIONS},
        "fiches": [
            fiche_lue(
                1,
                "Camion mobile",
                reponse("objectifs", "en_partie", "En partie", "Deux arrêts #let sur cinq"),
                reponse("budget", "oui", "Oui"),
                reponse("temps", "", "Pas de réponse"),
            ),
            fiche_lue(2, "Tiers-lieux", reponse("objectifs", "", "Pas de réponse")),
        ],
    },
}
COMMISSIONS = {
    "lecture": LECTURE,
    "avis_clos_le": None,
    "avis": [],
    "preconisations": [],
    "reponses": [],
    "membres": [
        {
            "commission": "Commission de suivi des plans d'actions",
            "nom": "Odile Marchandeau",
            "qualite": "Adjointe au maire",
            "college": "Élus des collectivités",
            "voix": "Voix délibérative",
        }
    ],
    "en_double": ["Odile Marchandeau"],
    "reunions": [
        {
            "commission": "Commission de suivi des plans d'actions",
            "le": "2026-10-12",
            "lieu": "Salle du conseil",
            "presences": [
                {"nom": "Odile Marchandeau", "college": "Élus", "presence": "Présent", "represente_par": ""},
                {"nom": "Yann Coudray", "college": "Jeunes", "presence": "Représenté", "represente_par": "Inès Valmy"},
                {"nom": "Luc Perrichon", "college": "Équipe", "presence": "Excusé", "represente_par": ""},
            ],
        }
    ],
}
TEXTE = contenu(2, commissions=COMMISSIONS)


def test_the_answers_are_counted_then_read_question_by_question():
    chapitre = next(c for c in presenter(TEXTE)["chapitres"] if c["cle"] == "lecture")
    comptes, camion = chapitre["parties"]
    assert comptes["lignes"][0] == ["Fiche 1. Camion mobile", "1", "1", "0", "0", "1"]
    # A fiche that nobody answered is in the count, and has no table of its own.
    assert comptes["lignes"][1] == ["Fiche 2. Tiers-lieux", "0", "0", "0", "0", "1"]
    assert camion["lignes"] == [
        ["Est-ce atteint ?", "En partie", "Deux arrêts #let sur cinq"],
        ["Le budget a-t-il été tenu ?", "Oui", ""],
    ]
    assert camion["note"] == "1\xa0question sans réponse."


@pytest.mark.parametrize(
    "mots",
    [
        "La lecture de la commission de suivi",
        "Deux arrêts #let sur cinq",
        "Adjointe au maire",
        "Yann Coudray (Jeunes, a donné pouvoir à Inès Valmy)",
        "Luc Perrichon (Équipe)",
        "Siègent dans les deux commissions : Odile Marchandeau.",
    ],
)
def test_pdf_and_word_print_it(documents, mots):
    assert all(mots in texte for texte in documents)


@pytest.fixture(scope="module")
def documents():
    pages = pypdf.PdfReader(io.BytesIO(pdf.produire_pdf(TEXTE))).pages
    imprime = " ".join(" ".join(page.extract_text().split()) for page in pages)
    document = docx.Document(io.BytesIO(word.produire_word(TEXTE)))
    cellules = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    ecrit = " ".join(" ".join([*(p.text for p in document.paragraphs), *cellules]).split())
    return imprime, ecrit


def test_a_bilan_frozen_before_meetings_were_kept_is_still_laid_out():
    brut = json.loads(TEXTE)
    del brut["commissions"]["reunions"]
    assert presenter(json.dumps(brut))["chapitres"]


@pytest.mark.django_db
def test_the_content_holds_the_meetings_whose_presences_were_noted():
    projet = ProjetAssociatifFactory()
    membre = MembreCommissionFactory(nom="Odile Marchandeau")
    venue, annulee = ReunionFactory(projet=projet), ReunionFactory(projet=projet, annulee_le=timezone.now())
    for reunion, presence in ((venue, "present"), (annulee, "present"), (ReunionFactory(projet=projet), "")):
        reunion.convocations.create(
            membre=membre, nom=membre.nom, college=membre.college, voix=membre.voix, presence=presence
        )
    [gardee] = content_for_bilan(projet, "intermediaire")["reunions"]
    assert gardee["le"] == timezone.localdate(venue.le).isoformat()
    assert [p["nom"] for p in gardee["presences"]] == ["Odile Marchandeau"]
