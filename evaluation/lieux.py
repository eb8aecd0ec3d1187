"""Places side by side: the same few figures for each, over a period, with how they moved since the one before."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.safestring import SafeString

from commun import graphiques
from commun.exports import Cellule, Colonne, Onglet
from commun.mesures import Mesure, registre
from commun.templatetags.ml import date_courte
from evaluation import secret
from evaluation.chiffres import Regard, is_part
from evaluation.moteur import Demande, LigneComparee, Resultat, calculer, ventiler_cote_a_cote
from evaluation.periodes import PeriodeNommee
from evaluation.repartition import LigneRepartie, _caches, _ligne

ENSEMBLE = "Toute la Mission Locale"


@dataclass(frozen=True)
class Theme:
    """A few figures that are read together."""

    code: str
    libelle: str
    cles: tuple[str, ...]


THEMES = {
    theme.code: theme
    for theme in (
        Theme("accueil", "Accueil", ("premiers_accueils", "jeunes_recus", "entretiens_par_jeune")),
        Theme("suivi", "Suivi", ("jeunes_accompagnes_suite", "sans_rdv_sous_n_jours")),
        Theme("seances", "Séances", ("seances_tenues", "participants", "taux_presence")),
    )
}


@dataclass(frozen=True)
class LieuCompare:
    """One place: its name, and one line per figure."""

    libelle: str
    chiffres: tuple[LigneRepartie, ...]
    titres: tuple[str, ...] = ()

    @property
    def cellules(self) -> list[tuple[str, LigneRepartie]]:
        """Return each figure with its title, which a phone shows beside it."""
        return list(zip(self.titres, self.chiffres, strict=True))


@dataclass(frozen=True)
class Comparaison:
    """The table of the places, ready to be read, drawn and taken out."""

    theme: Theme
    choix: PeriodeNommee
    arrete_au: datetime.date
    exact: bool
    mesures: list[Mesure]
    lieux: list[LieuCompare]
    ensemble: LieuCompare
    dessinee: Mesure
    svg: SafeString | str
    masquees: int

    @property
    def dessine_ensemble(self) -> str:
        """Return what the drawn figure is for the whole house."""
        return self.ensemble.chiffres[self.mesures.index(self.dessinee)].cases[0].texte


def comparer(
    theme: Theme, choix: PeriodeNommee, *, regard: Regard, tri: str = "", arrete_au: datetime.date
) -> Comparaison:
    """Return the places that count somebody, each with the figures of a theme; sorted by one, the first is drawn."""
    mesures = [registre.get(cle) for cle in theme.cles]
    periodes = [choix.periode, *([choix.precedente] if choix.precedente else [])]
    demandes = [Demande.make(mesure.cle, choix.periode) for mesure in mesures]
    memoire: dict[Any, Any] = {}
    table = [
        ligne
        for ligne in ventiler_cote_a_cote(demandes, "lieu", periodes, arrete_au=arrete_au, memoire=memoire)
        if any(resultat and (resultat.numerateur or resultat.denominateur) for resultat in ligne.resultats)
    ]
    resultats = calculer(
        [demande.over(periode) for demande in demandes for periode in periodes], arrete_au=arrete_au, memoire=memoire
    )
    colonnes: list[list[LigneRepartie]] = []
    ensemble: list[LigneRepartie] = []
    masquees = 0
    for rang, (mesure, demande) in enumerate(zip(mesures, demandes, strict=True)):
        brutes = [(ligne.cle, ligne.libelle, _cells(ligne, rang, len(periodes))) for ligne in table]
        totaux = tuple(resultats[demande.over(periode)] for periode in periodes)
        caches = set() if regard.exact else _caches(brutes, totaux, mesure)
        masquees += len(caches)
        colonnes.append([_ligne(*brute, numero, caches, mesure) for numero, brute in enumerate(brutes)])
        ensemble.append(_ligne(None, ENSEMBLE, totaux, "total", caches, mesure))
    titres = tuple(mesure.libelle for mesure in mesures)
    lieux = [
        LieuCompare(ligne.libelle, tuple(colonne[numero] for colonne in colonnes), titres)
        for numero, ligne in enumerate(table)
    ]
    voulue = tri.lstrip("-")
    dessinee = theme.cles.index(voulue) if voulue in theme.cles else 0
    lieux = _tries(lieux, dessinee if voulue in theme.cles else None, descendant=tri.startswith("-"))
    return Comparaison(
        theme=theme,
        choix=choix,
        arrete_au=arrete_au,
        exact=regard.exact,
        mesures=mesures,
        lieux=lieux,
        ensemble=LieuCompare(ENSEMBLE, tuple(ensemble), titres),
        dessinee=mesures[dessinee],
        svg=_dessin(lieux, mesures[dessinee], dessinee),
        masquees=masquees,
    )


def _cells(ligne: LigneComparee, rang: int, nombre: int) -> tuple[Resultat | None, ...]:
    """Return what a line says of one figure, period by period."""
    return ligne.resultats[rang * nombre : (rang + 1) * nombre]


def _tries(lieux: list[LieuCompare], rang: int | None, *, descendant: bool) -> list[LieuCompare]:
    """Return the places in the order asked for; what is hidden or has no figure comes last."""
    if rang is None:
        return lieux

    def cle(lieu: LieuCompare) -> tuple[bool, Decimal]:
        valeur = lieu.chiffres[rang].cases[0].valeur
        return valeur is None, (-valeur if descendant else valeur) if valeur is not None else Decimal(0)

    return sorted(lieux, key=cle)


def _dessin(lieux: list[LieuCompare], mesure: Mesure, rang: int) -> SafeString | str:
    points = [(lieu.libelle, valeur) for lieu in lieux if (valeur := lieu.chiffres[rang].cases[0].valeur) is not None]
    unite = "%" if is_part(mesure) else ""
    return graphiques.barres(points, titre=f"{mesure.libelle}, lieu par lieu", unite=unite) if points else ""


# --- The file ---------------------------------------------------------------------------------------------------------


def onglet(comparaison: Comparaison) -> Onglet:
    """Return the sheet: what is on screen, in the same order, then what it is about."""
    return Onglet(
        "Comparaison des lieux", _colonnes(comparaison), _lignes(comparaison), apres=list(_a_propos(comparaison))
    )


def _colonnes(comparaison: Comparaison) -> list[Colonne]:
    """Return the place, then each figure and what it was before."""
    colonnes: list[Colonne] = [("Lieu", 40)]
    for mesure in comparaison.mesures:
        unite = "" if mesure.unite == mesure.libelle.lower() else f" ({mesure.unite})"
        colonnes.append((f"{mesure.libelle}{unite}", 24))
        if comparaison.choix.precedente:
            colonnes.append((f"{mesure.libelle} : {comparaison.choix.libelle_precedente}", 24))
    return colonnes


def _lignes(comparaison: Comparaison) -> Iterator[list[Cellule]]:
    for lieu in (*comparaison.lieux, comparaison.ensemble):
        cases = [case for chiffre in lieu.chiffres for case in chiffre.cases]
        yield [lieu.libelle, *(case.texte if case.valeur is None else case.valeur for case in cases)]


def _a_propos(comparaison: Comparaison) -> Iterator[list[Cellule]]:
    yield []
    yield ["Période", comparaison.choix.libelle]
    yield ["Compté jusqu’au", date_courte(comparaison.arrete_au)]
    for mesure in comparaison.mesures:
        yield [mesure.libelle, mesure.definition]
    if comparaison.masquees:
        yield ["masqué", f"moins de {secret.SEUIL} personnes, ou un nombre qui permettrait d’en retrouver un autre"]
