"""Fiches written as text under headings, as Technowest and the ARML do; the sentences are invented."""

from typing import Any

import pytest
from docx import Document

from plans_action.imports.fiche import FicheLue
from plans_action.imports.lecture import read_fiches
from tests.plans_action.documents_word import add_table, as_bytes, lost_words

pytestmark = pytest.mark.une_fois


def document(*lignes: str, titres: tuple[str, ...] = ()) -> Any:
    """Return a document of paragraphs; `# x` is a heading, `- x` a bullet drawn by Word, `* x` a bold line."""
    fichier = Document()
    for ligne in lignes:
        if ligne.startswith("# "):
            fichier.add_heading(ligne[2:], level=2)
        elif ligne.startswith("- "):
            fichier.add_paragraph(ligne[2:], style="List Bullet")
        elif ligne.startswith("* "):
            fichier.add_paragraph().add_run(ligne[2:]).bold = True
        else:
            fichier.add_paragraph(ligne)
    return fichier


def read(fichier: Any) -> FicheLue:
    contenu = as_bytes(fichier)
    fiches = read_fiches(contenu, nom="essai.docx")
    assert not lost_words(contenu, fiches)
    return fiches[0]


def test_a_fiche_of_technowest_is_read_by_its_headings():
    fiche = read(
        document(
            "Fiche-Action",
            "Mission Locale des Collines, Valmont",
            "Titre : La radio des jeunes",
            "Type d'action : ponctuelle ☒ régulière permanent",
            "Durée du projet : Trois ans",
            "Durée de l’action :",
            "D'octobre à juin, chacun vient quand il veut.",
            "Préparation : 2 mois",
            "Porteur·ses du projet : • Une coordinatrice",
            "• Un animateur",
            "Participant·es cibles : Jeunes suivis",
            "Type de participation : Collaborateur ; Pilote",
            "Critères déterminants : Écoute ; Liberté",
            "Champ d'action :",
            "radio – écriture – voix",
            "Contact : radio@example.org",
            "Mission Locale des Collines, Valmont",
            "La radio des jeunes",
            "Objectifs :",
            "Faire entendre les jeunes du bassin.",
            "Intentions sous-jacentes :",
            "Changer l'accueil avec eux, ce qui aura pour objectif de mieux les connaître.",
            "Parties prenantes et rôles :",
            "- Professionnel·les : écouter, monter le son.",
            "- Jeunes : choisir, animer.",
            "Besoins matériels :",
            "- Deux micros",
            "Résultats :",
            "- Une émission par mois",
            "Description :",
            "Consignes et grandes étapes de la démarche :",
            "- Réflexion",
            "Pour objectif :",
            "- Créer du lien",
        )
    )
    assert fiche.titre == "La radio des jeunes"
    assert fiche.objectif == "Faire entendre les jeunes du bassin."
    assert fiche.complements == {
        "type_action": "ponctuelle ☒ régulière permanent",
        "duree_projet": "Trois ans",
        "duree_action": "D'octobre à juin, chacun vient quand il veut.",
        "preparation": "2 mois",
        "porteurs": "• Une coordinatrice\n• Un animateur",
        "participants": "Jeunes suivis",
        "type_participation": "Collaborateur ; Pilote",
        "criteres_determinants": "Écoute ; Liberté",
        "champ_action": "radio – écriture – voix",
        "contacts": "radio@example.org",
        "intentions": "Changer l'accueil avec eux, ce qui aura pour objectif de mieux les connaître.",
        "parties_prenantes": "• Professionnel·les : écouter, monter le son.\n• Jeunes : choisir, animer.",
        "besoins_materiels": "• Deux micros",
        "resultats": "• Une émission par mois",
        "description": "Consignes et grandes étapes de la démarche :\n• Réflexion\nPour objectif :\n• Créer du lien",
    }
    assert fiche.a_ranger == ["Mission Locale des Collines, Valmont"]


def test_a_fiche_of_the_arml_is_read_by_its_headings_and_its_budget_kept():
    fichier = document(
        "* Un accueil partagé dans la vallée",
        "# Constat",
        "Les jeunes frappent à trop de portes.",
        "# Finalité",
        "Une seule porte, plusieurs clés.",
        "# Public cible",
        "Les jeunes sans suivi",
        "# Une implantation :",
        "Près du marché",
        "# Pilotage :",
        "Maison de l'emploi",
        "# Partenaires (non exhaustif) :",
        "Lycée, centre social",
        "# Résultats attendus",
        "- Moins d'attente",
        "# Remerciements",
        "À toutes les équipes",
        "Et aux familles",
        "# Budget",
    )
    add_table(fichier, [("Poste", "Heures", "Total"), ("1 ETP", "1 600", "40 000 €")], 3)
    fiche = read(fichier)
    assert fiche.titre == "Un accueil partagé dans la vallée"
    assert fiche.partenaires == "Lycée, centre social"
    assert fiche.complements == {
        "constat": "Les jeunes frappent à trop de portes.",
        "finalite": "Une seule porte, plusieurs clés.",
        "cible": "Les jeunes sans suivi",
        "implantation": "Près du marché",
        "pilotage": "Maison de l'emploi",
        "resultats": "• Moins d'attente",
        "budget": "Poste | Heures | Total\n1 ETP | 1 600 | 40 000 €",
    }
    assert fiche.a_ranger == ["Remerciements\nÀ toutes les équipes\nEt aux familles"]


def test_a_moulins_fiche_written_as_text_has_its_steps():
    fiche = read(
        document(
            "Intitulé de l'action : Jardin",
            "Objectif : jardiner ensemble",
            "Démarche",
            "Étape 0 : idée",
            "Quand ? En mars",
            "Qui : tous",
            "# Étape 1",
            "Semer",
            "Comment : à la main",
            "Évaluation :",
            "- Nombre de récoltes",
            "Perspectives : un second jardin",
        )
    )
    assert [(e.numero, e.lignes[0].as_json()) for e in fiche.etapes] == [
        (0, {"quoi": "idée", "quand": "En mars", "qui": "tous", "comment": ""}),
        (1, {"quoi": "Semer", "quand": "", "qui": "", "comment": "à la main"}),
    ]
    assert fiche.evaluation.indicateurs == ["Nombre de récoltes"]
    assert fiche.perspectives == "un second jardin"
