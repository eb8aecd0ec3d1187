"""
The timeline of the plan: fiches as bars, steps as marks, in units of a drawing that needs no style attribute.

A mark says its state by its shape and its words, never by its colour alone.
"""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.http import QueryDict

from commun.dates import MOIS_ABREGES, add_months, mois_en_lettres
from plans_action.choix import StatutFiche
from plans_action.echeancier import Repere, bilans_of, reperes_of
from plans_action.models import FicheAction, ProjetAssociatif

ZOOMS = {"trimestre": "Trimestre", "annee": "Année", "projet": "Projet entier"}
MOIS = {"trimestre": 3, "annee": 12}
LARGEUR = 1000
HAUTEUR = 44
MILIEU = 16  # the middle of the bar; below it, the words of late steps


@dataclass(frozen=True)
class Fenetre:
    """The days shown, `au` included."""

    zoom: str
    du: datetime.date
    au: datetime.date

    def x(self, jour: datetime.date) -> float:
        """Return where the beginning of a day is drawn."""
        return round(LARGEUR * (jour - self.du).days / ((self.au - self.du).days + 1), 1)

    def before(self) -> datetime.date | None:
        """Return the first day of the window before, None when all is shown."""
        return self._moved(-1)

    def after(self) -> datetime.date | None:
        """Return the first day of the window after, None when all is shown."""
        return self._moved(1)

    def _moved(self, sens: int) -> datetime.date | None:
        if self.zoom == "projet":
            return None
        moved = add_months(self.du, sens * MOIS[self.zoom])
        return moved if 2000 <= moved.year <= 2098 else None

    def __contains__(self, jour: datetime.date) -> bool:
        return self.du <= jour <= self.au

    def __str__(self) -> str:
        debut, fin = mois_en_lettres(self.du), mois_en_lettres(self.au)
        return debut if debut == fin else f"{debut} à {fin}"


@dataclass(frozen=True)
class Graduation:
    """A month or a quarter in the head of the drawing."""

    x: float
    largeur: float
    libelle: str
    annee: str


@dataclass(frozen=True)
class Marque:
    """A step, an evaluation or an end, where it is drawn."""

    x: float
    repere: Repere


@dataclass(frozen=True)
class Barre:
    """A fiche from its first to its last day; open sides go on beyond the window."""

    x: float
    largeur: float
    depuis_avant: bool
    apres_encore: bool
    debut: datetime.date
    fin: datetime.date


@dataclass(frozen=True)
class LigneFrise:
    """A fiche of the timeline."""

    fiche: FicheAction
    barre: Barre | None
    marques: list[Marque]
    reperes: list[Repere]  # all of them, also beyond the window: the row in words
    en_retard: list[Repere]
    avant: int  # marks before the window
    apres: int
    sans_date: bool


@dataclass(frozen=True)
class Groupe:
    """The fiches of an objective."""

    titre: str
    lignes: list[LigneFrise]


@dataclass(frozen=True)
class Frise:
    """The timeline ready to be drawn."""

    fenetre: Fenetre
    graduations: list[Graduation]
    groupes: list[Groupe]
    aujourdhui: float | None
    bilans: list[Marque]
    nombre: int
    en_retard: int
    largeur: int = LARGEUR
    hauteur: int = HAUTEUR


def read_fenetre(query: QueryDict, *, projet: ProjetAssociatif, today: datetime.date) -> Fenetre:
    """Return the window of an address; a year around today when it says nothing."""
    zoom = query.get("zoom", "annee")
    if zoom == "projet":
        fin = max(projet.echeance_finale, add_months(projet.debut, 3))
        return Fenetre(
            zoom, projet.debut.replace(day=1), add_months(fin.replace(day=1), 1) - datetime.timedelta(days=1)
        )
    zoom = zoom if zoom in MOIS else "annee"
    # A year shows three months behind and nine ahead: what is late and what comes.
    start = add_months(today.replace(day=1), -1 if zoom == "trimestre" else -3)
    try:
        asked = datetime.date.fromisoformat(query.get("du", "")).replace(day=1)
        start = asked if 2000 <= asked.year <= 2098 else start
    except ValueError:
        pass
    return Fenetre(zoom, start, add_months(start, MOIS[zoom]) - datetime.timedelta(days=1))


def build(fiches: Iterable[FicheAction], *, projet: ProjetAssociatif, fenetre: Fenetre, today: datetime.date) -> Frise:
    """Return the timeline of fiches whose steps are read, grouped in the order of the plan."""
    groupes: dict[str, list[LigneFrise]] = {}
    for fiche in fiches:
        titre = str(fiche.objectif) if fiche.objectif else "Fiches pas encore placées"
        groupes.setdefault(titre, []).append(_line(fiche, fenetre, today))
    lignes = [ligne for groupe in groupes.values() for ligne in groupe]
    return Frise(
        fenetre,
        _scale(fenetre),
        [Groupe(titre, groupe) for titre, groupe in groupes.items()],
        fenetre.x(today) if today in fenetre else None,
        [Marque(fenetre.x(bilan.jour), bilan) for bilan in bilans_of(projet, today=today) if bilan.jour in fenetre],
        len(lignes),
        sum(len(ligne.en_retard) for ligne in lignes),
    )


def _line(fiche: FicheAction, fenetre: Fenetre, today: datetime.date) -> LigneFrise:
    reperes = reperes_of(fiche, today=today)
    return LigneFrise(
        fiche,
        _bar(fiche, reperes, fenetre),
        _marks(reperes, fenetre),
        reperes,
        [repere for repere in reperes if repere.en_retard],
        sum(repere.jour < fenetre.du for repere in reperes),
        sum(repere.jour > fenetre.au for repere in reperes),
        not reperes and fiche.debut is None,
    )


def _marks(reperes: list[Repere], fenetre: Fenetre) -> list[Marque]:
    """Place the marks; those of the same days step aside so that each can be seen and reached."""
    marques: list[Marque] = []
    last = -100.0
    for repere in reperes:
        if repere.jour in fenetre:
            x = max(min(max(fenetre.x(repere.jour), 10), LARGEUR - 10), min(last + 17, LARGEUR - 10))
            marques.append(Marque(round(x, 1), repere))
            last = x
    return marques


def _bar(fiche: FicheAction, reperes: list[Repere], fenetre: Fenetre) -> Barre | None:
    jours = [repere.jour for repere in reperes]
    debut = fiche.debut or min(jours, default=None)
    fin = fiche.echeance or max([*jours, *([fiche.debut] if fiche.debut else [])], default=None)
    if debut is None or fin is None:
        return None
    debut, fin = min(debut, fin), max(debut, fin)
    # A permanent action without end runs on.
    sans_fin = fiche.echeance is None and fiche.statut == StatutFiche.EN_COURS
    fin_dessinee = fenetre.au if sans_fin and fin < fenetre.au else fin
    if fin_dessinee < fenetre.du or debut > fenetre.au:
        return None
    x = fenetre.x(max(debut, fenetre.du))
    end = fenetre.x(min(fin_dessinee, fenetre.au) + datetime.timedelta(days=1))
    return Barre(x, round(max(end - x, 6), 1), debut < fenetre.du, sans_fin or fin > fenetre.au, debut, fin)


def _scale(fenetre: Fenetre) -> list[Graduation]:
    """Cut the window into months, or quarters when it is long."""
    step = 1 if (fenetre.au - fenetre.du).days < 400 else 3
    graduations: list[Graduation] = []
    jour = fenetre.du
    while jour <= fenetre.au:
        suivant = min(add_months(jour, step), fenetre.au + datetime.timedelta(days=1))
        x = fenetre.x(jour)
        libelle = MOIS_ABREGES[jour.month - 1]
        new_year = not graduations or jour.month <= step
        graduations.append(Graduation(x, round(fenetre.x(suivant) - x, 1), libelle, str(jour.year) if new_year else ""))
        jour = suivant
    return graduations
