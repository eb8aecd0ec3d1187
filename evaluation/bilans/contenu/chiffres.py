"""The figures of a bilan: asked of the engine, then frozen; counts of few people are hidden before they are."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from commun.dates import Periode, months_of
from commun.mesures import Mesure, registre
from commun.travaux import Avancement
from evaluation.bilans.canonique import texte_decimal
from evaluation.chiffres import doit_masquer, masques, se_lit_en_cumul, tendance
from evaluation.choix import EtatValeur
from evaluation.models import AppreciationIndicateur
from evaluation.moteur import Demande, Resultat, calculer
from plans_action.models import Indicateur


def figer(resultat: Resultat, mesure: Mesure, *, masque: bool | None = None) -> dict[str, Any]:
    """Return a figure as it is frozen; hidden when it points at few people, unless the caller has decided."""
    cache = doit_masquer(resultat, mesure) if masque is None else masque
    if cache or not resultat.is_mesure:
        etat = EtatValeur.MESUREE if cache else resultat.etat
        return {"etat": str(etat), "valeur": None, "numerateur": None, "denominateur": None, "masque": cache}
    valeur = resultat.valeur
    return {
        "etat": str(resultat.etat),
        "valeur": texte_decimal(None if valeur is None else mesure.arrondi(valeur)),
        "numerateur": texte_decimal(resultat.numerateur),
        "denominateur": texte_decimal(resultat.denominateur),
        "masque": False,
    }


def figer_lignes(resultats: Sequence[Resultat], mesure: Mesure) -> list[dict[str, Any]]:
    """Return the lines of a breakdown as they are frozen, hidden so that none is found by subtraction."""
    caches = masques(resultats, mesure)
    return [figer(resultat, mesure, masque=cache) for resultat, cache in zip(resultats, caches, strict=True)]


@dataclass
class Chiffres:
    """What is asked of the engine for a whole bilan, answered measure by measure so that progress can be told."""

    periode: Periode
    mois: list[Periode] = field(init=False)
    resultats: dict[Demande, Resultat] = field(default_factory=dict)
    # What people concluded of the indicateurs without a number, the latest first.
    appreciations: dict[UUID, list[AppreciationIndicateur]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.mois = months_of(self.periode)

    def demandes_de(self, indicateur: Indicateur, mesure: Mesure) -> list[Demande]:
        """Return the figure over the whole period, month by month and, but for shares, from the start to each month."""
        tout = Demande.of(indicateur, self.periode)
        demandes = [tout, *(tout.over(mois) for mois in self.mois)]
        if se_lit_en_cumul(mesure):
            demandes += [tout.over(periode) for periode in self.cumuls()]
        return demandes

    def cumuls(self) -> list[Periode]:
        """Return the periods from the start to the end of each month."""
        return [Periode(self.periode.debut, mois.fin) for mois in self.mois]

    def compute(self, demandes: Iterable[Demande], *, avancement: Avancement, de: int, a: int) -> None:
        """Ask the engine, one measure at a time."""
        par_mesure: dict[str, list[Demande]] = {}
        for demande in demandes:
            par_mesure.setdefault(demande.mesure, []).append(demande)
        for rang, (cle, groupe) in enumerate(par_mesure.items()):
            libelle = registre.get(cle).libelle
            avancement(de + (a - de) * rang // max(len(par_mesure), 1), f"Comptage : {libelle.lower()}")
            self.resultats |= calculer(groupe, arrete_au=self.periode.fin)

    def serie(self, indicateur: Indicateur, mesure: Mesure) -> tuple[list[list[str | None]], str]:
        """Return the points to draw, each month named, and the monthly tendency in a word."""
        tout = Demande.of(indicateur, self.periode)
        # The last month may be under way: it says nothing of the tendency.
        complets = [self.resultats[tout.over(mois)] for mois in self.mois if mois == Periode.mois(mois.debut)]
        if se_lit_en_cumul(mesure):
            figes = [figer(self.resultats[tout.over(periode)], mesure) for periode in self.cumuls()]
        else:
            figes = figer_lignes([self.resultats[tout.over(mois)] for mois in self.mois], mesure)
        points = [[f"{mois.debut:%Y-%m}", fige["valeur"]] for mois, fige in zip(self.mois, figes, strict=True)]
        masque = doit_masquer(self.resultats[tout], mesure)
        return points, tendance(complets, mesure, masque=masque)
