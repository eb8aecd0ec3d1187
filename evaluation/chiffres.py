"""How a figure may be shown: whether it adds up over the projet, whether it counts too few people to be said."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from commun import graphiques
from commun.mesures import Contexte, Lecture, Mesure, MesureInconnue, Ratio, registre
from commun.templatetags.ml import INSECABLE, accord_unite, nombre
from comptes.models import Utilisateur
from evaluation import secret
from evaluation.moteur import LigneVentilation, Resultat
from evaluation.releves import mesure_releve_de
from plans_action.models import Indicateur

# A breakdown with more lines than that has no order in which neighbours mean something.
LISTE_LONGUE = 8
MASQUE = "masqué"
TOTAL = "total"


def mesure_de(indicateur: Indicateur) -> Mesure | None:
    """Return the measure of an indicateur, None when it has none or when it was withdrawn."""
    if (releve := mesure_releve_de(indicateur)) is not None:
        return releve
    try:
        return registre.get(indicateur.mesure) if indicateur.mesure else None
    except MesureInconnue:
        return None


def is_cumulative(mesure: Mesure) -> bool:
    """Tell whether the measure grows as the projet goes on: a number of rows or of people, not a rate or a mean."""
    if isinstance(mesure.calcul, Lecture):
        return mesure.calcul.agregation == "somme"
    if callable(mesure.calcul):
        parametres = mesure.clean_parametres({})
        return not isinstance(mesure.calcul(Contexte(parametres, datetime.date.max)), Ratio)
    return not isinstance(mesure.calcul, Ratio)


def is_part(mesure: Mesure) -> bool:
    """Tell whether the measure is a share (those who have it, out of all), not a mean."""
    return mesure.unite == "%"


def se_lit_en_cumul(mesure: Mesure) -> bool:
    """Tell whether the course of the measure is drawn from the start of the projet: all but shares, read each month."""
    if isinstance(mesure.calcul, Lecture):
        return mesure.calcul.agregation == "somme"
    return not is_part(mesure)


def doit_masquer(resultat: Resultat, mesure: Mesure) -> bool:
    """Tell whether a figure about people counts too few of them to be said outside."""
    if not mesure.personnes or not resultat.is_mesure:
        return False
    if resultat.denominateur is None:
        return secret.est_petit(resultat.valeur)
    if is_part(mesure):
        return secret.part_revelatrice(resultat.numerateur, resultat.denominateur)
    return secret.est_petit(resultat.denominateur) or secret.est_petit(resultat.numerateur)


def masques(resultats: Sequence[Resultat], mesure: Mesure) -> list[bool]:
    """Return which lines of a breakdown or months of a series to hide, so that none is found by subtraction."""
    if not mesure.personnes:
        return [False] * len(resultats)
    if any(resultat.denominateur is not None for resultat in resultats):
        return [doit_masquer(resultat, mesure) for resultat in resultats]
    return secret.masques([resultat.valeur for resultat in resultats])


def arrondi(resultat: Resultat, mesure: Mesure) -> Decimal | None:
    """Return the value as it is shown, None when there is none."""
    return None if resultat.valeur is None else mesure.arrondi(resultat.valeur)


def unite_a_cote(mesure: Mesure, valeur: Decimal | None = None) -> str:
    """Return the unit to write beside a figure, agreed with it; a share carries its sign already."""
    return "" if is_part(mesure) else accord_unite(valeur, mesure.unite)


def texte_rapport(resultat: Resultat, mesure: Mesure) -> str:
    """Say what a figure was computed from: a share is so many out of so many, a mean is so many for so many."""
    numerateur, denominateur = resultat.numerateur, resultat.denominateur
    if numerateur is None or denominateur is None:
        return ""
    return f"{nombre(numerateur)} {'sur' if is_part(mesure) else 'pour'} {nombre(denominateur)}"


def texte_valeur(resultat: Resultat, mesure: Mesure, *, masque: bool) -> str:
    """Return a figure as it is said: a number, « moins de 5 », « masqué », « non mesuré » or « sans objet »."""
    if masque:
        return secret.MOTS if resultat.denominateur is None and secret.est_petit(resultat.valeur) else MASQUE
    valeur = arrondi(resultat, mesure)
    if valeur is None:
        return resultat.etat.label.lower()
    texte = nombre(valeur, mesure.decimales)
    return f"{texte}{INSECABLE}%" if is_part(mesure) else texte


@dataclass(frozen=True)
class Montree:
    """A figure, a month or a line of a breakdown as it is shown: exact, several put together, or hidden."""

    libelle: str
    resultat: Resultat
    masque: bool

    def valeur(self, mesure: Mesure) -> Decimal | None:
        """Return the value to show or to draw, None when there is none or it is hidden."""
        return None if self.masque else arrondi(self.resultat, mesure)

    def texte(self, mesure: Mesure) -> str:
        """Return the figure as it is said; among lines, « moins de 5 » would bound what the others hide."""
        return MASQUE if self.masque and self.libelle else texte_valeur(self.resultat, mesure, masque=self.masque)


def montrer_lignes(lignes: Sequence[LigneVentilation], total: Resultat, mesure: Mesure, par: str) -> list[Montree]:
    """
    Return the lines of a breakdown as they may be shown outside: the same ones are hidden as on every other page.

    When lines add up to the total, those hidden are put together in one, whose number anybody could subtract.
    """
    reunies = reunies_de([ligne.cle for ligne in lignes], mesure, par)
    caches = caches_de([(ligne.cle, ligne.resultat) for ligne in lignes], total, mesure, reunies) - {TOTAL}
    if not caches:
        return [Montree(ligne.libelle, ligne.resultat, masque=False) for ligne in lignes]
    comptes = [ligne.resultat.valeur for ligne in lignes if ligne.resultat.denominateur is None]
    if len(comptes) < len(lignes) or total.valeur != sum(compte or Decimal(0) for compte in comptes):
        return [Montree(ligne.libelle, ligne.resultat, rang in caches) for rang, ligne in enumerate(lignes)]
    longue = len(lignes) > LISTE_LONGUE
    place = len(lignes) - (lignes[-1].cle is None) if longue else min(caches)
    montrees: list[Montree] = []
    for rang in range(len(lignes) + 1):
        if rang == place:
            montrees.append(_ensemble([lignes[autre] for autre in sorted(caches)], longue=longue))
        if rang < len(lignes) and rang not in caches:
            montrees.append(Montree(lignes[rang].libelle, lignes[rang].resultat, masque=False))
    return montrees


def _ensemble(lignes: Sequence[LigneVentilation], *, longue: bool) -> Montree:
    """Return hidden lines put together as one, named by them or, in a long list, by their number."""
    somme = sum((ligne.resultat.valeur or Decimal(0) for ligne in lignes), Decimal(0))
    noms = ", ".join(ligne.libelle for ligne in lignes)
    resultat = replace(lignes[0].resultat, valeur=somme, numerateur=somme)
    autres = f"Autres ({len(lignes)} lignes regroupées)" if longue and len(lignes) > 1 else noms
    return Montree(autres, resultat, secret.est_petit(somme))


def reunies_de(cles: Sequence[Any], mesure: Mesure, par: str) -> Mapping[Any, Any] | None:
    """Return the line of the coarser breakdown that holds each line, None when there is no such breakdown."""
    reunit = mesure.ventilations[par].reunit
    return reunit([cle for cle in cles if cle is not None]) if reunit else None


def caches_de(
    lignes: Sequence[tuple[Any, Resultat | None]],
    total: Resultat | None,
    mesure: Mesure,
    reunies: Mapping[Any, Any] | None = None,
) -> set[Any]:
    """
    Return the lines of a breakdown to hide, by rank, and `TOTAL` when it is hidden too.

    `reunies` says of each line which line of a coarser breakdown holds it (communes of an EPCI, ages under 18): that
    table is read too, so its lines count among what is shown.
    """
    if not mesure.personnes:
        return set()
    cellules: dict[Any, tuple[Decimal, ...]] = {
        rang: _composants(resultat, mesure) for rang, (_cle, resultat) in enumerate(lignes)
    }
    parts: dict[Any, list[Any]] = {}
    for rang, (cle, _resultat) in enumerate(lignes):
        parts.setdefault(rang if reunies is None else ("ensemble", reunies.get(cle)), []).append(rang)
    reunis = {cle: enfants for cle, enfants in parts.items() if len(enfants) > 1}
    for cle, enfants in reunis.items():
        cellules[cle] = tuple(sum(n) for n in zip(*(cellules[enfant] for enfant in enfants), strict=True))
    cellules[TOTAL] = _composants(total, mesure)
    haut = [cle if cle in reunis else enfants[0] for cle, enfants in parts.items()]
    larges = secret.proteger({cle: cellules[cle] for cle in (*haut, TOTAL)}, [(TOTAL, haut)], connues=[TOTAL])
    sommes = [(TOTAL, haut), *reunis.items(), (TOTAL, list(range(len(lignes))))]
    connues = {TOTAL, *haut} - larges
    return secret.proteger(cellules, sommes, connues=connues, cachees=larges) - set(reunis)


def _composants(resultat: Resultat | None, mesure: Mesure) -> tuple[Decimal, ...]:
    """Return the counts of people that a cell tells: those who have it, those who do not, and both."""
    zero = Decimal(0)
    if resultat is None or resultat.numerateur is None:
        return (zero, zero, zero)
    if resultat.denominateur is None:
        return (resultat.numerateur, zero, zero)
    reste = resultat.denominateur - resultat.numerateur if is_part(mesure) else zero
    return (resultat.numerateur, reste, resultat.denominateur)


def tendance(resultats: Sequence[Resultat], mesure: Mesure, *, masque: bool = False) -> str:
    """
    Return where the months go, in a word, "" beside a hidden figure.

    Hidden months count too: the others alone may go the other way, and a word gives no number back.
    """
    return "" if masque else graphiques.tendance([arrondi(resultat, mesure) for resultat in resultats])


@dataclass(frozen=True)
class Regard:
    """How much of the figures a reader may see: every one exactly, or small counts of people hidden."""

    exact: bool

    @classmethod
    def of(cls, user: Utilisateur) -> "Regard":
        """Return the regard of an account."""
        return cls(secret.voit_exact(user))

    def masque(self, resultat: Resultat, mesure: Mesure) -> bool:
        """Tell whether a figure is hidden from this reader."""
        return not self.exact and doit_masquer(resultat, mesure)

    def montree(self, resultat: Resultat, mesure: Mesure) -> Montree:
        """Return a figure that stands alone."""
        return Montree("", resultat, self.masque(resultat, mesure))

    def valeur(self, resultat: Resultat, mesure: Mesure) -> Decimal | None:
        """Return the value to show or to draw, None when there is none or it is hidden."""
        return self.montree(resultat, mesure).valeur(mesure)

    def texte(self, resultat: Resultat, mesure: Mesure) -> str:
        """Return the figure as it is said to this reader."""
        return self.montree(resultat, mesure).texte(mesure)

    def serie(self, resultats: Sequence[Resultat], mesure: Mesure) -> list[Montree]:
        """Return the months of a series, hidden so that none is found by subtraction."""
        caches = [False] * len(resultats) if self.exact else masques(resultats, mesure)
        return [Montree("", resultat, cache) for resultat, cache in zip(resultats, caches, strict=True)]

    def lignes(self, lignes: Sequence[LigneVentilation], total: Resultat, mesure: Mesure, par: str) -> list[Montree]:
        """Return the lines of a breakdown."""
        if self.exact:
            return [Montree(ligne.libelle, ligne.resultat, masque=False) for ligne in lignes]
        return montrer_lignes(lignes, total, mesure, par)
