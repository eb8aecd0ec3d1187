"""Who pays for what: the lines of the budgets, gathered by financeur."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from commun.templatetags.ml import INSECABLE, nombre, pluriel
from evaluation.bilans.lecture import fiches_de, lignes_budget_de
from evaluation.bilans.presentation.plan import titre_fiche

SANS_FINANCEUR = "sans-financeur"


@dataclass(frozen=True)
class Ligne:
    """One line of a budget."""

    fiche: str
    libelle: str
    prevu: Decimal
    depense: Decimal


@dataclass(frozen=True)
class Financeur:
    """One financeur, the lines that it pays, and the keys of its fiches."""

    cle: str
    nom: str
    lignes: tuple[Ligne, ...]
    fiches: tuple[str, ...]

    @property
    def prevu(self) -> Decimal:
        """Return what is planned in all."""
        return sum((ligne.prevu for ligne in self.lignes), Decimal(0))

    @property
    def depense(self) -> Decimal:
        """Return what was spent in all."""
        return sum((ligne.depense for ligne in self.lignes), Decimal(0))


def financeurs_de(contenu: dict[str, Any]) -> list[Financeur]:
    """Return the financeurs of a content, the largest first; the lines that nobody pays yet are the last."""
    noms: dict[str, str] = {}
    lignes: dict[str, list[Ligne]] = {}
    fiches: dict[str, dict[str, None]] = {}
    for cle, nom, fiche, ligne in _lignes(contenu):
        noms.setdefault(cle, nom)
        lignes.setdefault(cle, []).append(ligne)
        fiches.setdefault(cle, {})[fiche] = None
    financeurs = [Financeur(cle, noms[cle], tuple(lignes[cle]), tuple(fiches[cle])) for cle in noms]
    return sorted(financeurs, key=lambda f: (f.cle == SANS_FINANCEUR, -f.prevu, f.nom, f.cle))


def _lignes(contenu: dict[str, Any]) -> Iterator[tuple[str, str, str, Ligne]]:
    for fiche in fiches_de(contenu):
        for ligne in lignes_budget_de(fiche):
            qui = ligne["financeur"] or {"id": SANS_FINANCEUR, "nom": "Sans financeur désigné"}
            montants = Decimal(ligne["prevu"]), Decimal(ligne["depense"])
            yield qui["id"], qui["nom"], fiche["id"], Ligne(titre_fiche(fiche), ligne["libelle"], *montants)


def euros(montant: Decimal) -> str:
    """Return an amount as it is said."""
    return f"{nombre(montant, 0 if montant == montant.to_integral_value() else 2)}{INSECABLE}€"


def present_financeur(financeur: Financeur) -> dict[str, Any]:
    """Return a financeur as every document says it."""
    return {
        "cle": financeur.cle,
        "nom": financeur.nom,
        "phrase": f"{pluriel(len(financeur.fiches), 'fiche-action')}, {euros(financeur.prevu)} prévus, "
        f"{euros(financeur.depense)} dépensés à la date d’arrêt.",
        "prevu": euros(financeur.prevu),
        "depense": euros(financeur.depense),
        "fiches": list(financeur.fiches),
        "lignes": [
            {
                "fiche": ligne.fiche,
                "libelle": ligne.libelle,
                "prevu": euros(ligne.prevu),
                "depense": euros(ligne.depense),
            }
            for ligne in financeur.lignes
        ],
    }
