"""The page of one figure: the figure over a period with its previous one, its course, its breakdown."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.safestring import SafeString

from commun import graphiques
from commun.dates import Periode, mois_abrege, months_of
from commun.mesures import DemandeInvalide, Lignes, Mesure
from commun.templatetags.ml import nombre
from comptes.models import Utilisateur
from evaluation import cibles
from evaluation.chiffres import (
    Montree,
    Regard,
    arrondi,
    doit_masquer,
    is_part,
    masques,
    se_lit_en_cumul,
    tendance,
    texte_rapport,
    texte_valeur,
    unite_a_cote,
)
from evaluation.moteur import Demande, Resultat, calculer, ventiler
from evaluation.periodes import PROJET, PeriodeNommee
from evaluation.projets import elapsed, whole_projet
from evaluation.secret import espaces, proteger
from plans_action.models import Indicateur, ProjetAssociatif


@dataclass(frozen=True)
class Ventilee:
    """A breakdown ready to be drawn and read."""

    par: str
    libelle: str
    svg: SafeString
    lignes: list[list[Any]]
    masquees: int
    regroupees: bool


@dataclass(frozen=True)
class Cours:
    """The course of a figure since the start of the projet: month by month and, unless it is a share, as a total."""

    mois: list[Periode]
    par_mois: list[Montree]
    cumul: list[Montree]
    mesure: Mesure

    @property
    def noms(self) -> list[str]:
        """Return the names of the months."""
        return [mois_abrege(periode.debut) for periode in self.mois]

    def tendance(self, *, arrete_au: datetime.date, masque: bool) -> str:
        """Return the tendency in a word; the month under way says nothing of it."""
        complets = [
            montree.resultat
            for montree, periode in zip(self.par_mois, self.mois, strict=True)
            if periode.fin < arrete_au or periode == Periode.mois(periode.debut)
        ]
        return tendance(complets, self.mesure, masque=masque)

    def courbe_mois(self, indicateur: Indicateur) -> SafeString:
        """Draw the months; a target for the whole projet has no place among them."""
        return graphiques.courbe(
            self._points(self.par_mois),
            titre=f"{indicateur.libelle}, mois par mois",
            cible=None if self.cumul else indicateur.cible,
            unite=_signe(self.mesure),
        )

    def courbe_cumul(self, indicateur: Indicateur) -> SafeString | str:
        """Draw what is counted since the start."""
        if not self.cumul:
            return ""
        titre = f"{indicateur.libelle}, cumul depuis le début du projet"
        return graphiques.courbe(self._points(self.cumul), titre=titre, cible=indicateur.cible)

    def _points(self, montrees: list[Montree]) -> list[tuple[str, Any]]:
        return [(nom, montree.valeur(self.mesure)) for nom, montree in zip(self.noms, montrees, strict=True)]

    @property
    def entetes(self) -> list[str]:
        """Return the columns of the table beside the charts."""
        return ["Mois", "Dans le mois", *(["Depuis le début"] if self.cumul else [])]

    @property
    def lignes(self) -> list[list[str]]:
        """Return the rows of the table beside the charts."""
        colonnes = [self.par_mois, *([self.cumul] if self.cumul else [])]
        return [
            [nom, *(montree.texte(self.mesure) for montree in ligne)]
            for nom, *ligne in zip(self.noms, *colonnes, strict=True)
        ]


@dataclass(frozen=True)
class Detail:
    """Everything that the page of a figure says."""

    texte: str
    unite: str
    raison: str
    rapport: str
    lecture: cibles.Lecture | None
    cible: str
    precedente: str
    evolution: str
    mois: SafeString
    cumul: SafeString | str
    lignes_mois: list[list[str]]
    entetes_mois: list[str]
    tendance: str
    ton_tendance: str
    ventilee: Ventilee | None
    total: Resultat
    exact: bool


@dataclass(frozen=True)
class Comptes:
    """What is counted for the page: the figure, the one of the period before, the course."""

    resultat: Resultat
    avant: Resultat | None
    cours: Cours
    protege: bool  # the figure is hidden for the sake of another one of the page


def detail(
    *,
    indicateur: Indicateur,
    mesure: Mesure,
    projet: ProjetAssociatif,
    choix: PeriodeNommee,
    par: str,
    user: Utilisateur,
    arrete_au: datetime.date,
) -> Detail:
    """Return the figure of an indicateur over a period, counted now, as an account may see it."""
    regard, demande = Regard.of(user), Demande.of(indicateur, choix.periode)
    comptes = _compter(demande, choix, mesure, projet, regard, arrete_au=arrete_au)
    resultat, avant, cours = comptes.resultat, comptes.avant, comptes.cours
    petit = regard.masque(resultat, mesure)
    masque = petit or comptes.protege
    whole = whole_projet(projet)
    ecoulee = cibles.part_ecoulee(whole.debut, whole.fin, arrete_au)
    lecture = None
    if choix.code == PROJET:
        lecture = cibles.lire_indicateur(indicateur, mesure, resultat, masque=masque, ecoulee=ecoulee)
    va = cours.tendance(arrete_au=arrete_au, masque=masque and choix.code == PROJET)
    return Detail(
        texte=texte_valeur(resultat, mesure, masque=masque),
        unite=unite_a_cote(mesure, None if masque else arrondi(resultat, mesure)),
        raison=resultat.raison,
        rapport="" if masque else texte_rapport(resultat, mesure),
        lecture=lecture,
        cible=cibles.texte_cible(indicateur, mesure, lecture or cibles.SANS_CIBLE, ecoulee=ecoulee),
        precedente=regard.texte(avant, mesure) if avant else "",
        evolution=_evolution(resultat, avant, mesure, regard) if avant and not masque else "",
        mois=cours.courbe_mois(indicateur),
        cumul=cours.courbe_cumul(indicateur),
        lignes_mois=cours.lignes,
        entetes_mois=cours.entetes,
        tendance=va,
        ton_tendance=graphiques.ton_tendance(va, mesure.sens),
        # Lines would add up to a figure that is hidden for the sake of another.
        ventilee=None
        if comptes.protege and not petit
        else _ventiler(demande, resultat, par, mesure, regard, arrete_au=arrete_au),
        total=resultat,
        exact=regard.exact or not mesure.personnes,
    )


def _compter(
    demande: Demande,
    choix: PeriodeNommee,
    mesure: Mesure,
    projet: ProjetAssociatif,
    regard: Regard,
    *,
    arrete_au: datetime.date,
) -> Comptes:
    """Count at once the figure, the one of the period before and the course since the start of the projet."""
    avant = demande.over(choix.precedente) if choix.precedente and choix.precedente.fin >= projet.debut else None
    mois = months_of(elapsed(projet, arrete_au=arrete_au))
    cumuls = [Periode(projet.debut, periode.fin) for periode in mois] if se_lit_en_cumul(mesure) else []
    demandes = [demande, *(demande.over(p) for p in (*mois, *cumuls)), *([avant] if avant else [])]
    resultats = calculer(demandes, arrete_au=arrete_au)
    resultat = resultats[demande]
    par_mois = [resultats[demande.over(periode)] for periode in mois]
    depuis = [resultats[demande.over(periode)] for periode in cumuls]
    caches = set() if regard.exact else _caches(par_mois, depuis, resultat, _mois_dans(mois, choix.periode), mesure)
    cours = Cours(
        mois,
        [Montree("", un, ("mois", rang) in caches) for rang, un in enumerate(par_mois)],
        [Montree("", un, ("cumul", rang) in caches) for rang, un in enumerate(depuis)],
        mesure,
    )
    return Comptes(resultat, resultats[avant] if avant else None, cours, "chiffre" in caches)


def _mois_dans(mois: Sequence[Periode], periode: Periode) -> list[int]:
    """Return the ranks of the months that make a period, none when they do not make it exactly."""
    rangs = [n for n, un in enumerate(mois) if periode.debut <= un.debut and un.fin <= periode.fin]
    if not rangs or mois[rangs[0]].debut != periode.debut:
        return []
    # The month under way stops at the cut-off day, as the figure does.
    return rangs if mois[rangs[-1]].fin == periode.fin or rangs[-1] == len(mois) - 1 else []


def _caches(
    par_mois: Sequence[Resultat],
    depuis: Sequence[Resultat],
    chiffre: Resultat,
    dans: Sequence[int],
    mesure: Mesure,
) -> set[Any]:
    """Return what to hide among the figure, its months and its running total, so that none gives back another."""
    if not mesure.personnes or callable(mesure.calcul) or not isinstance(mesure.calcul, Lignes):
        lus = [un.valeur for un in depuis]
        proches = espaces(lus) if all(un.denominateur is None for un in depuis) else [False] * len(lus)
        mois = masques(par_mois, mesure)
        cumul = [doit_masquer(un, mesure) or (mesure.personnes and proches[n]) for n, un in enumerate(depuis)]
        return {("mois", n) for n, cache in enumerate(mois) if cache} | {
            ("cumul", n) for n, cache in enumerate(cumul) if cache
        }
    cellules: dict[Any, tuple[Decimal]] = {("mois", n): (un.valeur or Decimal(0),) for n, un in enumerate(par_mois)}
    cellules |= {("cumul", n): (un.valeur or Decimal(0),) for n, un in enumerate(depuis)}
    cellules["chiffre"] = (chiffre.valeur or Decimal(0),)
    sommes: list[Any] = [
        (("cumul", n), [("cumul", n - 1), ("mois", n)] if n else [("mois", 0)]) for n in range(len(depuis))
    ]
    if dans:
        sommes.append(("chiffre", [("mois", n) for n in dans]))
    return proteger(cellules, sommes)


def _signe(mesure: Mesure) -> str:
    """Return what follows each number of a chart."""
    return "%" if is_part(mesure) else ""


def _evolution(resultat: Resultat, avant: Resultat, mesure: Mesure, regard: Regard) -> str:
    """Say how much a figure moved: points for a share, a difference otherwise; nothing when one is hidden."""
    la, avant_la = regard.valeur(resultat, mesure), regard.valeur(avant, mesure)
    if la is None or avant_la is None:
        return ""
    ecart = la - avant_la
    if not ecart:
        return "inchangé"
    signe = "+" if ecart > 0 else "\u2212"
    return f"{signe}{nombre(abs(ecart), mesure.decimales)}" + (" points" if is_part(mesure) else "")


def _ventiler(
    demande: Demande, total: Resultat, par: str, mesure: Mesure, regard: Regard, *, arrete_au: datetime.date
) -> Ventilee | None:
    """Return a breakdown, None for one that the measure does not have."""
    if par not in mesure.ventilations:
        return None
    try:
        lignes = ventiler(demande, par, arrete_au=arrete_au)
    except DemandeInvalide:
        return None
    montrees = regard.lignes(lignes, total, mesure, par)
    libelle = mesure.ventilations[par].libelle
    valeurs = ((ligne.libelle, ligne.valeur(mesure)) for ligne in montrees)
    points = [(nom, valeur) for nom, valeur in valeurs if valeur is not None]  # the others are in the table
    return Ventilee(
        par=par,
        libelle=libelle,
        svg=graphiques.barres(points, titre=f"{mesure.libelle} par {libelle.lower()}", unite=_signe(mesure)),
        lignes=[
            [ligne.libelle, ligne.texte(mesure), "" if ligne.masque else texte_rapport(ligne.resultat, mesure)]
            for ligne in montrees
        ],
        masquees=sum(ligne.masque for ligne in montrees),
        regroupees=len(montrees) < len(lignes),
    )
