"""How a figure may be shown: whether it adds up over the projet, whether it counts too few people to be said."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from commun.mesures import NON_RENSEIGNE, Contexte, Lecture, Mesure, MesureInconnue, Ratio, registre
from commun.templatetags.ml import INSECABLE, accord_unite, nombre
from comptes.models import Utilisateur
from evaluation import secret
from evaluation.moteur import LigneVentilation, Resultat
from evaluation.releves import mesure_releve_de
from plans_action.models import Indicateur

# A breakdown with more lines than that has no order in which neighbours mean something.
LISTE_LONGUE = 8


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
    """Return a figure as it is said: a number, « moins de 5 », « non mesuré » or « sans objet »."""
    if masque:
        return secret.MOTS
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
        """Return the line's figure as it is said."""
        return texte_valeur(self.resultat, mesure, masque=self.masque)


def montrer_lignes(lignes: Sequence[LigneVentilation], total: Resultat, mesure: Mesure) -> list[Montree]:
    """
    Return the lines of a breakdown as they may be shown outside.

    Small lines are put together, with their neighbours or in one « autres » line of a long list, when lines add up to
    the total; else (rates, people counted in several lines) they are hidden.
    """
    comptes = [ligne.resultat.valeur for ligne in lignes if ligne.resultat.valeur is not None]
    additives = (
        mesure.personnes
        and len(comptes) == len(lignes)
        and all(ligne.resultat.denominateur is None for ligne in lignes)
        and total.valeur == sum(comptes)
    )
    if not additives:
        caches = masques([ligne.resultat for ligne in lignes], mesure)
        return [Montree(ligne.libelle, ligne.resultat, cache) for ligne, cache in zip(lignes, caches, strict=True)]
    if len(lignes) > LISTE_LONGUE:
        return _avec_autres(lignes, comptes)
    return [_ensemble([lignes[rang] for rang in groupe]) for groupe in secret.groupes(comptes)]


def _ensemble(lignes: Sequence[LigneVentilation], libelle: str = "") -> Montree:
    """Return lines put together as one."""
    somme = sum((ligne.resultat.valeur or Decimal(0) for ligne in lignes), Decimal(0))
    utiles = [ligne.libelle for ligne in lignes if ligne.resultat.valeur or len(lignes) == 1]
    resultat = replace(lignes[0].resultat, valeur=somme, numerateur=somme)
    return Montree(libelle or ", ".join(utiles), resultat, secret.est_petit(somme))


def _avec_autres(lignes: Sequence[LigneVentilation], comptes: Sequence[Decimal]) -> list[Montree]:
    """Return a long list with its small lines gathered in one, before « Non renseigné »."""
    rangs = secret.reste(comptes)
    montrees = [_ensemble([ligne]) for rang, ligne in enumerate(lignes) if rang not in rangs]
    if rangs:
        autres = _ensemble([lignes[rang] for rang in rangs], f"Autres ({len(rangs)} lignes regroupées)")
        fin = len(montrees) - (1 if montrees and montrees[-1].libelle == NON_RENSEIGNE else 0)
        montrees.insert(fin, autres)
    return montrees


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

    def lignes(self, lignes: Sequence[LigneVentilation], total: Resultat, mesure: Mesure) -> list[Montree]:
        """Return the lines of a breakdown."""
        if self.exact:
            return [Montree(ligne.libelle, ligne.resultat, masque=False) for ligne in lignes]
        return montrer_lignes(lignes, total, mesure)
