"""The page of one figure: the period asked for, the figure with its previous one, its course, its breakdown."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString

from commun import graphiques
from commun.dates import Periode
from commun.mesures import DemandeInvalide, Mesure
from commun.templatetags.ml import nombre
from comptes.models import Utilisateur
from evaluation import cibles, secret
from evaluation.chiffres import Montree, arrondi, doit_masquer, is_cumulative, masques, montrer_lignes, se_lit_en_cumul
from evaluation.choix import EtatValeur
from evaluation.moteur import MOIS_EN_LETTRES, Demande, Resultat, calculer, months_of, ventiler
from evaluation.services.calcul import whole_projet
from evaluation.tableau import texte_cible, texte_valeur, ton_tendance
from plans_action.models import Indicateur, ProjetAssociatif

PROJET = "projet"
ABREGES = ("janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc.")


@dataclass(frozen=True)
class PeriodeNommee:
    """A period that one may choose: its code in the address and its name."""

    code: str
    libelle: str
    periode: Periode
    precedente: Periode | None = None
    libelle_precedente: str = ""


def periodes_proposees(projet: ProjetAssociatif, *, arrete_au: datetime.date) -> list[tuple[str, list[PeriodeNommee]]]:
    """Return the periods to choose from, grouped: the projet, its years, quarters and months, the latest first."""
    tout = Periode(projet.debut, max(min(whole_projet(projet).fin, arrete_au), projet.debut))
    mois = [Periode.mois(periode.debut) for periode in months_of(tout)]
    annees = sorted({periode.debut.year for periode in mois})
    trimestres = sorted({(periode.debut.year, (periode.debut.month - 1) // 3) for periode in mois})
    return [
        ("Projet", [PeriodeNommee(PROJET, "Depuis le début du projet", tout)]),
        ("Années", [_annee(annee) for annee in reversed(annees)]),
        ("Trimestres", [_trimestre(annee, rang) for annee, rang in reversed(trimestres)]),
        ("Mois", [_mois(periode) for periode in reversed(mois)]),
    ]


def _annee(annee: int) -> PeriodeNommee:
    return PeriodeNommee(
        str(annee), f"Année {annee}", Periode.annee(annee), Periode.annee(annee - 1), f"année {annee - 1}"
    )


def _trimestre(annee: int, rang: int) -> PeriodeNommee:
    avant_annee, avant_rang = (annee, rang - 1) if rang else (annee - 1, 3)
    return PeriodeNommee(
        f"{annee}-t{rang + 1}",
        f"{_ordinal(rang)} trimestre {annee}",
        _jours_trimestre(annee, rang),
        _jours_trimestre(avant_annee, avant_rang),
        f"{_ordinal(avant_rang)} trimestre {avant_annee}",
    )


def _ordinal(rang: int) -> str:
    return "1er" if rang == 0 else f"{rang + 1}e"


def _jours_trimestre(annee: int, rang: int) -> Periode:
    fin = Periode.mois(datetime.date(annee, 3 * rang + 3, 1)).fin
    return Periode(datetime.date(annee, 3 * rang + 1, 1), fin)


def _mois(periode: Periode) -> PeriodeNommee:
    avant = Periode.mois(periode.debut - datetime.timedelta(days=1))
    nom, nom_avant = (f"{MOIS_EN_LETTRES[p.debut.month - 1]} {p.debut.year}" for p in (periode, avant))
    return PeriodeNommee(f"{periode.debut:%Y-%m}", nom.capitalize(), periode, avant, nom_avant)


def choisie(groupes: list[tuple[str, list[PeriodeNommee]]], code: str) -> PeriodeNommee:
    """Return the period that the address names, the projet by default."""
    toutes = {periode.code: periode for _, periodes in groupes for periode in periodes}
    return toutes.get(code, toutes[PROJET])


# --- The figure ------------------------------------------------------------------------------------


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
    lignes_mois: list[list[Any]]
    entetes_mois: list[str]
    tendance: str
    ton_tendance: str
    ventilee: Ventilee | None
    total: Resultat
    exact: bool


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
    exact = secret.voit_exact(user)
    projet_entier = whole_projet(projet)
    tout = Periode(projet.debut, max(min(projet_entier.fin, arrete_au), projet.debut))
    mois = months_of(tout)
    demande = Demande.of(indicateur, choix.periode)
    cumulative = se_lit_en_cumul(mesure)
    cumuls = [Periode(tout.debut, periode.fin) for periode in mois] if cumulative else []
    precedente = demande.over(choix.precedente) if choix.precedente and choix.precedente.fin >= projet.debut else None
    demandes = [demande, *(demande.over(p) for p in (*mois, *cumuls)), *([precedente] if precedente else [])]
    resultats = calculer(demandes, arrete_au=arrete_au)
    resultat = resultats[demande]
    masque = not exact and doit_masquer(resultat, mesure)
    par_mois = [resultats[demande.over(periode)] for periode in mois]
    caches = [False] * len(mois) if exact else masques(par_mois, mesure)
    valeurs = [None if cache else arrondi(r, mesure) for r, cache in zip(par_mois, caches, strict=True)]
    cumulees = [resultats[demande.over(periode)] for periode in cumuls]
    vues = [None if not exact and doit_masquer(r, mesure) else arrondi(r, mesure) for r in cumulees]
    noms = [f"{ABREGES[p.debut.month - 1]} {p.debut:%y}" for p in mois]
    sur_projet = choix.code == PROJET
    lecture = None
    if sur_projet:
        lecture = _lecture(indicateur, mesure, resultat, masque=masque, projet=projet_entier, arrete_au=arrete_au)
    ecoulee = cibles.part_ecoulee(projet_entier.debut, projet_entier.fin, arrete_au)
    complets = [v for v, p in zip(valeurs, mois, strict=True) if p.fin < arrete_au or p == Periode.mois(p.debut)]
    tendance = graphiques.tendance(complets)
    unite = "%" if mesure.unite == "%" else ""
    return Detail(
        texte=texte_valeur(resultat, mesure, masque=masque),
        unite="" if unite else mesure.unite,
        raison=resultat.raison,
        rapport="" if masque else _rapport(resultat),
        lecture=lecture,
        cible=texte_cible(indicateur, mesure, lecture or cibles.SANS_CIBLE, ecoulee=ecoulee),
        precedente=_precedente(resultats[precedente], mesure, exact=exact) if precedente else "",
        evolution=_evolution(resultat, resultats[precedente], mesure, exact=exact) if precedente else "",
        mois=graphiques.courbe(
            list(zip(noms, valeurs, strict=True)),
            titre=f"{indicateur.libelle}, mois par mois",
            cible=None if cumulative else indicateur.cible,
            unite=unite,
        ),
        cumul=(
            graphiques.courbe(
                list(zip(noms, vues, strict=True)),
                titre=f"{indicateur.libelle}, cumul depuis le début du projet",
                cible=indicateur.cible,
            )
            if cumulative
            else ""
        ),
        lignes_mois=_lignes_mois(noms, par_mois, caches, cumulees, mesure, exact=exact),
        entetes_mois=["Mois", "Dans le mois", *(["Depuis le début"] if cumulative else [])],
        tendance=tendance,
        ton_tendance=ton_tendance(tendance, mesure),
        ventilee=_ventiler(demande, resultat, par, mesure, exact=exact, arrete_au=arrete_au),
        total=resultat,
        exact=exact,
    )


def _lecture(
    indicateur: Indicateur,
    mesure: Mesure,
    resultat: Resultat,
    *,
    masque: bool,
    projet: Periode,
    arrete_au: datetime.date,
) -> cibles.Lecture:
    if masque:
        return cibles.MASQUEE
    if resultat.etat == EtatValeur.SANS_OBJET:
        return cibles.SANS_OBJET
    return cibles.lire(
        valeur=arrondi(resultat, mesure),
        cible=indicateur.cible,
        sens=indicateur.sens_cible,
        cumulative=is_cumulative(mesure),
        ecoulee=cibles.part_ecoulee(projet.debut, projet.fin, arrete_au),
    )


def _rapport(resultat: Resultat) -> str:
    """Say what a ratio was computed from."""
    if resultat.denominateur is None or resultat.numerateur is None:
        return ""
    return f"{nombre(resultat.numerateur)} sur {nombre(resultat.denominateur)}"


def _precedente(resultat: Resultat, mesure: Mesure, *, exact: bool) -> str:
    return texte_valeur(resultat, mesure, masque=not exact and doit_masquer(resultat, mesure))


def _evolution(resultat: Resultat, avant: Resultat, mesure: Mesure, *, exact: bool) -> str:
    """Say how much a figure moved: points for a rate, a difference otherwise; nothing when one is hidden."""
    if not exact and (doit_masquer(resultat, mesure) or doit_masquer(avant, mesure)):
        return ""
    la, avant_la = arrondi(resultat, mesure), arrondi(avant, mesure)
    if la is None or avant_la is None:
        return ""
    ecart = la - avant_la
    if not ecart:
        return "inchangé"
    signe = "+" if ecart > 0 else "\u2212"
    return f"{signe}{nombre(abs(ecart), mesure.decimales)}" + (" points" if mesure.unite == "%" else "")


def _lignes_mois(
    noms: list[str],
    par_mois: list[Resultat],
    caches: list[bool],
    cumulees: list[Resultat],
    mesure: Mesure,
    *,
    exact: bool,
) -> list[list[Any]]:
    """Return the table beside the chart: each month, and what is counted since the start when it adds up."""
    lignes = [
        [nom, _cellule(resultat, mesure, cache)] for nom, resultat, cache in zip(noms, par_mois, caches, strict=True)
    ]
    for ligne, cumul in zip(lignes, cumulees, strict=False):
        ligne.append(_cellule(cumul, mesure, not exact and doit_masquer(cumul, mesure)))
    return lignes


def _cellule(resultat: Resultat, mesure: Mesure, masque: bool) -> str:
    return texte_valeur(resultat, mesure, masque=masque)


def _ventiler(
    demande: Demande, total: Resultat, par: str, mesure: Mesure, *, exact: bool, arrete_au: datetime.date
) -> Ventilee | None:
    """Return a breakdown, None for one that the measure does not have."""
    if par not in mesure.ventilations:
        return None
    try:
        lignes = ventiler(demande, par, arrete_au=arrete_au)
    except DemandeInvalide:
        return None
    montrees = (
        [Montree(ligne.libelle, ligne.resultat, False) for ligne in lignes]
        if exact
        else montrer_lignes(lignes, total, mesure)
    )
    libelle = mesure.ventilations[par].libelle
    points = [(ligne.libelle, arrondi(ligne.resultat, mesure)) for ligne in montrees if not ligne.masque]
    return Ventilee(
        par=par,
        libelle=libelle,
        svg=graphiques.barres(
            points, titre=f"{mesure.libelle} par {libelle.lower()}", unite="%" if mesure.unite == "%" else ""
        ),
        lignes=[
            [
                ligne.libelle,
                _cellule(ligne.resultat, mesure, ligne.masque),
                "" if ligne.masque else _rapport(ligne.resultat),
            ]
            for ligne in montrees
        ],
        masquees=sum(ligne.masque for ligne in montrees),
        regroupees=len(montrees) < len(lignes),
    )
