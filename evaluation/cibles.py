"""Where an indicateur stands against its target: one rule for the dashboard, the page of the figure and the bilan."""

import datetime
from dataclasses import dataclass
from decimal import Decimal

from commun.mesures import Mesure
from commun.templatetags.ml import INSECABLE, nombre
from evaluation.chiffres import arrondi, is_cumulative, is_part
from evaluation.choix import EtatValeur
from evaluation.moteur import Resultat
from plans_action.choix import SensCible
from plans_action.models import Indicateur


@dataclass(frozen=True)
class Lecture:
    """A word on a figure: its code, its French, the tone of its badge, and what was expected by now."""

    code: str
    mot: str
    ton: str
    attendu: Decimal | None = None

    @property
    def en_deca(self) -> bool:
        """Tell whether somebody should look: the target is missed, or will be at this pace."""
        return self.code in ("en_deca", "depassee")

    @property
    def atteinte(self) -> bool:
        """Tell whether the target is reached, or its ceiling kept."""
        return self.code in ("atteinte", "respectee")

    @property
    def en_bonne_voie(self) -> bool:
        """Tell whether the target is reached, or will be at this pace."""
        return self.atteinte or self.code == "en_voie"


SANS_CIBLE = Lecture("sans_cible", "Sans cible", "neutre")
NON_MESUREE = Lecture("non_mesuree", "Non mesuré", "neutre")
PAS_CALCULEE = Lecture("non_mesuree", "Pas encore calculé", "neutre")  # bound since the last night: nothing to decide
SANS_OBJET = Lecture("sans_objet", "Sans objet", "neutre")
MASQUEE = Lecture("masquee", "Trop peu de personnes", "neutre")
A_APPORTER = Lecture("a_apporter", "À apporter en séance", "neutre")


def part_ecoulee(debut: datetime.date, fin: datetime.date, jour: datetime.date) -> Decimal:
    """Return how much of a period is past on the evening of a day, from 0 to 1."""
    total = (fin - debut).days
    if total <= 0:
        return Decimal(1)
    ecoulee = Decimal((jour - debut).days + 1) / Decimal(total)
    return min(max(ecoulee, Decimal(0)), Decimal(1))


def lire(
    *,
    valeur: Decimal | None,
    cible: Decimal | None,
    sens: str,
    cumulative: bool,
    ecoulee: Decimal,
    etat: str = EtatValeur.MESUREE,
    masque: bool = False,
) -> Lecture:
    """
    Read a figure against its target.

    The target of something that adds up (a number of interviews) is for the whole projet: what is expected by now is
    the share of it that time has used. A rate or a mean is held against its target as it is.
    """
    if etat == EtatValeur.SANS_OBJET:
        return SANS_OBJET
    if masque:
        return MASQUEE
    if valeur is None:
        return NON_MESUREE
    if cible is None:
        return SANS_CIBLE
    attendu = (cible * ecoulee).quantize(Decimal("0.01")) if cumulative else cible
    if sens == SensCible.AU_PLUS:
        if valeur > cible:
            return Lecture("depassee", "Plafond dépassé", "alerte", attendu)
        if cumulative and valeur > attendu:
            return Lecture("en_deca", "Trop vite", "alerte", attendu)
        return Lecture("respectee", "Plafond respecté", "bien", attendu)
    if valeur >= cible:
        return Lecture("atteinte", "Cible atteinte", "bien", attendu)
    if cumulative and valeur >= attendu:
        return Lecture("en_voie", "En bonne voie", "info", attendu)
    return Lecture("en_deca", "En deçà de la cible", "alerte", attendu)


def lire_indicateur(
    indicateur: Indicateur, mesure: Mesure, resultat: Resultat, *, masque: bool, ecoulee: Decimal
) -> Lecture:
    """Read the figure of an indicateur over the whole projet against its target."""
    return lire(
        valeur=arrondi(resultat, mesure),
        cible=indicateur.cible,
        sens=indicateur.sens_cible,
        cumulative=is_cumulative(mesure),
        ecoulee=ecoulee,
        etat=resultat.etat,
        masque=masque,
    )


def sens_en_mots(sens: str) -> str:
    """Return "au moins" or "au plus"."""
    return str(SensCible(sens).label).lower()


def texte_cible(indicateur: Indicateur, mesure: Mesure, lecture: Lecture, *, ecoulee: Decimal) -> str:
    """Say the target and, for what adds up over the projet, what was expected by now."""
    if indicateur.cible is None:
        return ""
    texte = f"{sens_en_mots(indicateur.sens_cible)} {nombre(indicateur.cible)}"
    if is_part(mesure):
        return f"{texte}{INSECABLE}%"
    if is_cumulative(mesure):
        texte += " en fin de projet"
        if lecture.attendu is not None and ecoulee < 1:
            texte += f", {nombre(lecture.attendu, 0)} à ce jour"
    return texte
