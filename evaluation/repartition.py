"""
The breakdown of one figure: its lines over a period, the one before and the same a year before, as a reader may see.

Outside the house (commission, export, print to give away) small numbers are hidden with what would give them back,
over the three periods at once.
"""

import datetime
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.utils.safestring import SafeString

from commun import graphiques
from commun.dates import Periode, mois_abrege, mois_en_lettres, months_of
from commun.mesures import NON_RENSEIGNE, DemandeInvalide, Lignes, Mesure
from commun.noms import normalise_nom
from commun.templatetags.ml import nombre
from evaluation.chiffres import (
    MASQUE,
    arrondi,
    caches_de,
    is_part,
    reunies_de,
    texte_rapport,
    texte_valeur,
    unite_a_cote,
)
from evaluation.moteur import Demande, Resultat, calculer, definition_of, prepare, ventiler_periodes
from evaluation.periodes import PeriodeNommee, un_an_avant
from structure.models import Commune

LIGNES_DESSINEES = 24
TRIS = {"": "Ordre habituel", "valeur": "Du plus grand au plus petit", "ecart": "Ce qui a le plus changé", "nom": "Nom"}


@dataclass(frozen=True)
class Case:
    """One cell of the table: its number in words, what it was computed from, and the number itself unless hidden."""

    texte: str
    rapport: str = ""
    valeur: Decimal | None = None
    numerateur: Decimal | None = None
    denominateur: Decimal | None = None
    masque: bool = False


@dataclass(frozen=True)
class LigneRepartie:
    """One line: its name and one cell per period, then how much it moved."""

    cle: Any
    libelle: str
    cases: tuple[Case, ...]
    evolution: str = ""


@dataclass(frozen=True)
class Tuile:
    """One commune of the grid: its figure, and its tone from 0 (nothing) to 5 (the most)."""

    nom: str
    texte: str
    ton: int


@dataclass(frozen=True)
class Quartier:
    """One EPCI of the grid, its communes that count somebody, and how many count nobody."""

    nom: str
    tuiles: list[Tuile]
    sans: int


@dataclass
class Repartition:
    """A breakdown ready to be drawn, read and exported."""

    mesure: Mesure
    par: str
    libelle: str
    choix: PeriodeNommee
    colonnes: list[str]
    lignes: list[LigneRepartie]
    total: LigneRepartie
    raison: str
    addition: str
    masquees: int
    exact: bool
    definition: str
    arrete_au: datetime.date
    svg: SafeString | str = ""
    non_dessinees: int = 0
    carte: list[Quartier] = field(default_factory=list)

    @property
    def titre(self) -> str:
        """Return what the table is about."""
        return f"{self.mesure.libelle}, par {self.libelle[0].lower()}{self.libelle[1:]}"

    @property
    def unite(self) -> str:
        """Return the unit of the figure, agreed with it."""
        return unite_a_cote(self.mesure, self.total.cases[0].valeur)

    @property
    def part(self) -> bool:
        """Tell whether the figure is a percentage, which moves by points."""
        return is_part(self.mesure)

    @property
    def en_cartes(self) -> bool:
        """Tell whether the table is too wide for a phone, where a line becomes a card: many periods, or rapports."""
        return len(self.colonnes) > 2 or any(
            case.rapport for ligne in (*self.lignes, self.total) for case in ligne.cases
        )


def repartir(
    demande: Demande, mesure: Mesure, choix: PeriodeNommee, par: str, *, exact: bool, tri: str, arrete_au: datetime.date
) -> Repartition:
    """Return the breakdown of a figure; a figure that cannot be known says why and has no line."""
    periodes, colonnes = _periodes(choix, par)
    demandes = [demande.over(periode) if periode else None for periode in periodes]
    resultats = calculer([item for item in demandes if item], arrete_au=arrete_au)
    totaux = tuple(resultats[item] if item else None for item in demandes)
    raison = totaux[0].raison if totaux[0] else ""
    brutes = [] if raison else _lignes(demande, mesure, par, periodes, arrete_au=arrete_au)
    caches = (
        set() if exact else _caches(brutes, totaux, mesure, reunies_de([brute[0] for brute in brutes], mesure, par))
    )
    total = _ligne(None, "Total", totaux, "total", caches, mesure)
    lignes = [_ligne(cle, nom, cells, rang, caches, mesure) for rang, (cle, nom, cells) in enumerate(brutes)]
    retenue = _definition(demande)
    repartition = Repartition(
        mesure=mesure,
        par=par,
        libelle=mesure.ventilations[par].libelle,
        choix=choix,
        colonnes=colonnes,
        lignes=_triees(lignes, tri),
        total=total,
        raison=raison,
        addition=_addition(brutes, totaux, mesure, demande, par, arrete_au),
        masquees=len(caches),
        exact=exact,
        definition=retenue,
        arrete_au=arrete_au,
    )
    _dessiner(repartition)
    if par == "commune" and lignes:
        repartition.carte = _grille(lignes)
    return repartition


def _definition(demande: Demande) -> str:
    try:
        retenue = definition_of(demande)
    except DemandeInvalide as refus:
        return str(refus)
    return retenue.en_mots if retenue else ""


def _periodes(choix: PeriodeNommee, par: str) -> tuple[list[Periode | None], list[str]]:
    """Return the periods of the columns with their names; months are compared with a year before only."""
    colonnes: list[tuple[Periode | None, str]] = [(choix.periode, choix.libelle)]
    if choix.precedente and par != "mois":
        colonnes.append((choix.precedente, choix.libelle_precedente))
    an = un_an_avant(choix.periode)
    if an != choix.precedente:
        colonnes.append((an, "un an avant"))
    return [periode for periode, _ in colonnes], [nom[0].upper() + nom[1:] for _, nom in colonnes]


Brute = tuple[Any, str, tuple[Resultat | None, ...]]


def _lignes(
    demande: Demande, mesure: Mesure, par: str, periodes: Sequence[Periode | None], *, arrete_au: datetime.date
) -> list[Brute]:
    """Return the lines as they were counted."""
    if par == "mois":
        return _mois(demande, periodes, arrete_au=arrete_au)
    try:
        lignes = ventiler_periodes(demande, par, periodes, arrete_au=arrete_au)
    except DemandeInvalide:
        return []
    return [(ligne.cle, ligne.libelle, ligne.resultats) for ligne in lignes]


def _mois(demande: Demande, periodes: Sequence[Periode | None], *, arrete_au: datetime.date) -> list[Brute]:
    """Return one line per month, each beside the same month a year before."""
    periode = periodes[0]
    assert periode is not None
    mois = months_of(Periode(periode.debut, max(min(periode.fin, arrete_au), periode.debut)))
    avant = [un_an_avant(m) for m in mois] if len(periodes) > 1 else []
    resultats = calculer([demande.over(p) for p in (*mois, *avant)], arrete_au=arrete_au)
    return [
        (
            m.debut,
            mois_en_lettres(m.debut),
            tuple(resultats[demande.over(p)] for p in (m, *([avant[rang]] if avant else []))),
        )
        for rang, m in enumerate(mois)
    ]


# --- What may be shown ------------------------------------------------------------------------------------------------


def _caches(
    brutes: Sequence[Brute],
    totaux: Sequence[Resultat | None],
    mesure: Mesure,
    reunies: Mapping[Any, Any] | None = None,
) -> set[tuple[Any, int]]:
    """Return the cells to hide, over all periods."""
    return {
        (rang, colonne)
        for colonne, total in enumerate(totaux)
        for rang in caches_de([(cle, cells[colonne]) for cle, _nom, cells in brutes], total, mesure, reunies)
    }


def _ligne(
    cle: Any,
    libelle: str,
    resultats: Sequence[Resultat | None],
    rang: Any,
    caches: set[tuple[Any, int]],
    mesure: Mesure,
) -> LigneRepartie:
    cases = tuple(_case(resultat, (rang, n) in caches, mesure) for n, resultat in enumerate(resultats))
    return LigneRepartie(cle, libelle, cases, _evolution(cases, mesure))


def _case(resultat: Resultat | None, masque: bool, mesure: Mesure) -> Case:
    if resultat is None:
        return Case("non mesuré")
    if masque:
        return Case(MASQUE, masque=True)
    num, den = resultat.numerateur, resultat.denominateur
    return Case(
        texte_valeur(resultat, mesure, masque=False),
        texte_rapport(resultat, mesure),
        arrondi(resultat, mesure),
        num,
        den,
    )


def _evolution(cases: Sequence[Case], mesure: Mesure) -> str:
    """Say how much a line moved since the period before."""
    if len(cases) < 2 or cases[0].valeur is None or cases[1].valeur is None:
        return ""
    ecart = cases[0].valeur - cases[1].valeur
    if not ecart:
        return "="
    signe = "+" if ecart > 0 else "\u2212"
    return f"{signe}{nombre(abs(ecart), mesure.decimales)}"


def _addition(
    brutes: Sequence[Brute],
    totaux: Sequence[Resultat | None],
    mesure: Mesure,
    demande: Demande,
    par: str,
    arrete_au: datetime.date,
) -> str:
    """Say why lines do not add up to the total, nothing when they do."""
    if not brutes or totaux[0] is None or not totaux[0].is_mesure:
        return ""
    plan = prepare(demande, arrete_au=arrete_au)
    if plan.facteur is not None:
        return "Une part ou une moyenne ne s’additionne pas : le total est calculé sur l’ensemble."
    somme = sum((ligne[2][0].numerateur or Decimal(0) for ligne in brutes if ligne[2][0]), Decimal(0))
    if somme == totaux[0].numerateur:
        return ""
    qui = "entreprise" if mesure.unite == "entreprises" else "personne"
    if par == "mois" and not isinstance(plan.compteurs["numerateur"], Lignes):
        return f"Une même {qui} peut compter dans plusieurs mois : les lignes ne s’additionnent pas."
    return f"Une même {qui} peut figurer dans plusieurs lignes : elles ne s’additionnent pas."


# --- How it is drawn --------------------------------------------------------------------------------------------------


def _triees(lignes: list[LigneRepartie], tri: str) -> list[LigneRepartie]:
    """Return the lines in the order asked for, « Non renseigné » last; hidden cells come after the others."""

    def ecart(ligne: LigneRepartie) -> Decimal | None:
        if len(ligne.cases) < 2 or ligne.cases[0].valeur is None or ligne.cases[1].valeur is None:
            return None
        return abs(ligne.cases[0].valeur - ligne.cases[1].valeur)

    if tri == "nom":
        lignes = sorted(lignes, key=lambda ligne: normalise_nom(ligne.libelle))
    elif tri in ("valeur", "ecart"):
        lire = ecart if tri == "ecart" else lambda ligne: ligne.cases[0].valeur
        lignes = sorted(lignes, key=lambda ligne: (lire(ligne) is None, -(lire(ligne) or 0)))
    return sorted(lignes, key=lambda ligne: ligne.cle is None and ligne.libelle == NON_RENSEIGNE)


def _dessiner(repartition: Repartition) -> None:
    """Draw the lines: a line for months, bars otherwise, two by two when there is something to compare with."""
    mesure, unite = repartition.mesure, "%" if is_part(repartition.mesure) else ""
    # What has no figure is in the table alone: a bar cannot show it.
    lignes = [ligne for ligne in repartition.lignes if ligne.cases[0].valeur is not None]
    if repartition.par == "mois":
        points = [(mois_abrege(ligne.cle), ligne.cases[0].valeur) for ligne in repartition.lignes]
        # A line that stays at zero until months are hidden would say that nothing came since.
        sert = any(valeur for _, valeur in points) or not any(ligne.cases[0].masque for ligne in repartition.lignes)
        repartition.svg = graphiques.courbe(points, titre=repartition.titre, unite=unite) if points and sert else ""
        return
    montrees = [ligne for ligne in lignes if ligne.cases[0].valeur or len(lignes) <= LIGNES_DESSINEES]
    if len(montrees) > LIGNES_DESSINEES:
        montrees = sorted(montrees, key=lambda ligne: -(ligne.cases[0].valeur or 0))[:LIGNES_DESSINEES]
    repartition.non_dessinees = len(repartition.lignes) - len(montrees)
    if not montrees:
        return
    if len(repartition.colonnes) > 1 and len(montrees) <= 8:
        repartition.svg = graphiques.barres_groupees(
            [ligne.libelle for ligne in montrees],
            [(nom, [ligne.cases[n].valeur for ligne in montrees]) for n, nom in enumerate(repartition.colonnes[:2])],
            titre=repartition.titre,
            unite=unite,
            absent=next((ligne.cases[1].texte for ligne in montrees if ligne.cases[1].valeur is None), ""),
        )
        return
    points = [(ligne.libelle, ligne.cases[0].valeur) for ligne in montrees]
    repartition.svg = graphiques.barres(points, titre=f"{repartition.titre}, {mesure.unite}", unite=unite)


def _grille(lignes: Sequence[LigneRepartie]) -> list[Quartier]:
    """Return the communes that count somebody, EPCI by EPCI: a grid that says more than a map of 127 small shapes."""
    par_code: Mapping[Any, LigneRepartie] = {ligne.cle: ligne for ligne in lignes if ligne.cle is not None}
    communes = (
        (Commune.objects.filter(pk__in=par_code.keys()) | Commune.objects.filter(du_territoire=True))
        .select_related("epci")
        .order_by("epci__nom", "nom_normalise", "code")
    )
    maximum = max((ligne.cases[0].valeur or Decimal(0) for ligne in par_code.values()), default=Decimal(0))
    quartiers: dict[str, Quartier] = {}
    for commune in communes:
        nom = commune.epci.nom if commune.epci and commune.du_territoire else "Hors du territoire"
        quartier = quartiers.setdefault(nom, Quartier(nom, [], 0))
        ligne = par_code.get(commune.pk)
        if ligne is None or (ligne.cases[0].valeur is None and not ligne.cases[0].masque) or ligne.cases[0].valeur == 0:
            quartiers[nom] = Quartier(nom, quartier.tuiles, quartier.sans + 1)
            continue
        quartier.tuiles.append(Tuile(commune.nom, ligne.cases[0].texte, _ton(ligne.cases[0].valeur, maximum)))
    dehors = quartiers.pop("Hors du territoire", None)
    return [*quartiers.values(), *([Quartier(dehors.nom, dehors.tuiles, 0)] if dehors and dehors.tuiles else [])]


def _ton(valeur: Decimal | None, maximum: Decimal) -> int:
    """Return the tone of a tile: the square root spreads a town and its villages."""
    if not valeur or not maximum:
        return 0
    return max(1, min(5, round(5 * math.sqrt(valeur / maximum))))
