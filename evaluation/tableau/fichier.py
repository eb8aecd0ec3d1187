"""The dashboard as a file: what needs a decision, then each indicateur of each fiche on a row, as the filters show."""

from collections.abc import Iterator
from decimal import Decimal

from commun.exports import Cellule, Colonne, Onglet
from commun.templatetags.ml import date_courte
from evaluation.tableau.fiches import LigneFiche
from evaluation.tableau.indicateurs import LigneIndicateur
from evaluation.tableau.page import Bande, Tableau, numero_objectif

COLONNES_FICHES: tuple[Colonne, ...] = (
    ("Objectif opérationnel", 40),
    ("Fiche-action", 40),
    ("État", 14),
    ("Étapes", 9),
    ("Étapes faites", 9),
    ("Étapes en retard", 9),
    ("Étapes à venir", 9),
    ("Indicateur", 44),
    ("Valeur", 14),
    ("Unité", 22),
    ("Où l’on en est", 22),
    ("Cible", 44),
    ("Évolution", 14),
    ("Définition retenue", 40),
)
COLONNES_DECISIONS: tuple[Colonne, ...] = (("Ce qui attend", 38), ("Quoi", 60), ("Précision", 60), ("Fiche-action", 40))


def onglets(tableau: Tableau) -> list[Onglet]:
    """Return the sheets: the fiches first, which a .csv holds alone."""
    return [
        Onglet("Fiches et indicateurs", COLONNES_FICHES, lignes(tableau)),
        Onglet("À décider", COLONNES_DECISIONS, decisions(tableau)),
        Onglet("À propos", (("Quoi", 30), ("Valeur", 80)), _a_propos(tableau)),
    ]


def decisions(tableau: Tableau) -> Iterator[list[Cellule]]:
    """Yield what needs a decision, kind by kind."""
    for sujet in tableau.sujets:
        for decision in sujet.decisions:
            fiche = str(decision.fiche) if decision.fiche else ""
            yield [sujet.titre, decision.texte, decision.precision, fiche]


def lignes(tableau: Tableau) -> Iterator[list[Cellule]]:
    """Yield one row per indicateur, and one for a fiche that has none."""
    for bande in tableau.bandes:
        for fiche in bande.fiches:
            debut = _debut(bande, fiche)
            for indicateur in fiche.indicateurs:
                yield [*debut, *_indicateur(indicateur)]
            if not fiche.indicateurs:
                yield [*debut, "Aucun indicateur", *[""] * 6]


def _debut(bande: Bande, fiche: LigneFiche) -> list[Cellule]:
    objectif = f"{numero_objectif(bande.objectif)} {bande.objectif.titre}" if bande.objectif else ""
    retard = len(fiche.en_retard)
    a_venir = fiche.total - fiche.faites - retard
    return [objectif, str(fiche.fiche), fiche.fiche.get_statut_display(), fiche.total, fiche.faites, retard, a_venir]


def _indicateur(ligne: LigneIndicateur) -> list[Cellule]:
    valeur: Cellule = ligne.texte if ligne.valeur is None else ligne.valeur
    return [
        ligne.indicateur.libelle,
        valeur,
        ligne.mesure.unite if ligne.mesure else ligne.precision,
        ligne.lecture.mot,
        ligne.cible,
        ligne.tendance,
        ligne.definition,
    ]


def _a_propos(tableau: Tableau) -> Iterator[list[Cellule]]:
    yield ["Projet associatif", str(tableau.projet)]
    if tableau.calcul is not None:
        yield ["Chiffres arrêtés au", date_courte(tableau.calcul.arrete_au)]
    yield ["Fiches-action montrées", Decimal(tableau.fiches_montrees)]
    yield ["Fiches-action en tout", Decimal(tableau.fiches)]
    yield [
        "Petits nombres",
        "Un effectif de 1 à 4 personnes est écrit « moins de 5 », et « masqué » un chiffre qui repose sur lui : un "
        "fichier sort de la maison.",
    ]
