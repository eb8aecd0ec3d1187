"""The whole dashboard, arranged by objective under the filters of the address."""

import datetime
from collections import defaultdict
from dataclasses import dataclass, field, replace
from typing import Any

from django.db.models import F, Q

from commun.travaux import EtatTravail
from comptes.models import Utilisateur
from evaluation import cibles
from evaluation.bilans.contenu.plan import STATUTS_HORS_BILAN
from evaluation.chiffres import Regard
from evaluation.choix import StatutPreconisation
from evaluation.models import Calcul, Preconisation, Reunion
from evaluation.tableau.decisions import Sujet, list_sujets
from evaluation.tableau.echeances import EcheanceBilan, list_echeances
from evaluation.tableau.fiches import LigneFiche, load_fiches, present_fiche
from evaluation.tableau.indicateurs import Lecteur, indicateurs_by_fiche
from plans_action.models import ObjectifOperationnel, ProjetAssociatif

POINTS_MONTRES = 12


@dataclass
class Bande:
    """One operational objective with its fiches."""

    objectif: ObjectifOperationnel | None
    fiches: list[LigneFiche] = field(default_factory=list)


@dataclass(frozen=True)
class Filtres:
    """What the address asks to see."""

    objectif: str = ""
    statut: str = ""
    a_regarder: bool = False

    @property
    def actifs(self) -> bool:
        """Tell whether something is left out."""
        return bool(self.objectif or self.statut or self.a_regarder)


@dataclass
class Tableau:
    """The whole dashboard."""

    projet: ProjetAssociatif
    exact: bool
    bandes: list[Bande]
    sujets: list[Sujet]
    reunion: Reunion | None
    points: list[str]
    bilans: list[EcheanceBilan]
    calcul: Calcul | None
    calcul_en_cours: Calcul | None
    fiches: int
    fiches_montrees: int
    compteurs: dict[str, int]
    a_apporter: int
    filtres: Filtres
    choix_objectifs: list[tuple[str, str]]

    @property
    def nombre_decisions(self) -> int:
        """Count what needs a decision."""
        return sum(len(sujet.decisions) for sujet in self.sujets)


def build(
    *,
    projet: ProjetAssociatif,
    operationnels: list[ObjectifOperationnel],
    user: Utilisateur,
    filtres: Filtres,
    now: datetime.datetime,
    today: datetime.date,
    regard: Regard | None = None,
) -> Tableau:
    """Return the dashboard of a projet as an account may see it, or as it may leave the house."""
    regard = regard or Regard.of(user)
    dernier, en_cours = _calculs(projet)
    choix = [(numero_objectif(objectif), f"{numero_objectif(objectif)} {objectif.titre}") for objectif in operationnels]
    if filtres.objectif not in dict(choix):
        filtres = replace(filtres, objectif="")
    fiches = _fiches(projet, arrete_au=dernier.arrete_au if dernier else today, regard=regard, today=today)
    montrees = [fiche for fiche in fiches if _retenue(fiche, filtres)]
    echeances = list_echeances(projet, today=today)
    reunion, points = _prochaine_reunion(projet, user, now)
    return Tableau(
        projet=projet,
        exact=regard.exact,
        bandes=_bandes(operationnels, montrees, filtres),
        sujets=list_sujets(
            fiches=fiches,
            echeances=echeances,
            today=today,
            preconisations=_preconisations(projet, user, today),
        ),
        reunion=reunion,
        points=points,
        bilans=echeances,
        calcul=dernier,
        calcul_en_cours=en_cours,
        fiches=len(fiches),
        fiches_montrees=len(montrees),
        compteurs=_compteurs(fiches),
        filtres=filtres,
        choix_objectifs=choix,
        a_apporter=sum(ligne.lecture is cibles.A_APPORTER for fiche in fiches for ligne in fiche.indicateurs),
    )


def _fiches(
    projet: ProjetAssociatif, *, arrete_au: datetime.date, regard: Regard, today: datetime.date
) -> list[LigneFiche]:
    """Return every fiche of the projet with its stored figures."""
    fiches = list(load_fiches(projet))
    indicateurs = indicateurs_by_fiche(fiches)
    lecteur = Lecteur(projet, arrete_au=arrete_au, regard=regard)
    lecteur.load([indicateur for groupe in indicateurs.values() for indicateur in groupe])
    return [
        present_fiche(fiche, [lecteur.lire(indicateur) for indicateur in indicateurs[fiche.pk]], today=today)
        for fiche in fiches
    ]


def _prochaine_reunion(
    projet: ProjetAssociatif, user: Utilisateur, now: datetime.datetime
) -> tuple[Reunion | None, list[str]]:
    """Return the next meeting and its agenda, in one query."""
    rows = Reunion.objects.visible_to(user).filter(projet=projet).a_venir(now=now)
    rows = rows.annotate(point=F("points__titre")).order_by("le", "pk", "points__ordre", "points__pk")
    found: list[Any] = list(rows[:POINTS_MONTRES])  # the meeting once per item of its agenda
    prochaine = found[0] if found else None
    return prochaine, [row.point for row in found if row.pk == found[0].pk and row.point]


def _preconisations(projet: ProjetAssociatif, user: Utilisateur, today: datetime.date) -> list[Preconisation]:
    """Return the préconisations that wait for a decision, or that are late."""
    late = Q(statut__in=[StatutPreconisation.ACCEPTEE, StatutPreconisation.EN_COURS], echeance__lt=today)
    rows = Preconisation.objects.visible_to(user).filter(lecture__projet=projet).select_related("fiche")
    return list(
        rows.filter(Q(statut=StatutPreconisation.A_DECIDER) | late).order_by(
            F("echeance").asc(nulls_last=True), "numero", "pk"
        )
    )


def _compteurs(fiches: list[LigneFiche]) -> dict[str, int]:
    """Count steps and targets over the whole projet, whatever the filters."""
    lectures = [ligne.lecture for fiche in fiches for ligne in fiche.indicateurs]
    return {
        "etapes_faites": sum(fiche.faites for fiche in fiches),
        "etapes": sum(fiche.total for fiche in fiches),
        "a_decider": sum(fiche.fiche.statut in STATUTS_HORS_BILAN for fiche in fiches),
        "retards": sum(len(fiche.en_retard) for fiche in fiches),
        "atteints": sum(lecture.en_bonne_voie for lecture in lectures),
        "en_deca": sum(lecture.en_deca for lecture in lectures),
    }


def _calculs(projet: ProjetAssociatif) -> tuple[Calcul | None, Calcul | None]:
    """Return the last finished computation and the one under way."""
    calculs = list(
        Calcul.objects.filter(projet=projet)
        .exclude(etat=EtatTravail.ECHOUE)
        .select_related("projet")
        .order_by("-demande_le", "pk")[:5]
    )
    dernier = next((calcul for calcul in calculs if calcul.etat == EtatTravail.TERMINE), None)
    en_cours = next((calcul for calcul in calculs if calcul.etat != EtatTravail.TERMINE), None)
    return dernier, en_cours


def _retenue(ligne: LigneFiche, filtres: Filtres) -> bool:
    """Tell whether the filters keep a fiche."""
    objectif = ligne.fiche.objectif
    if filtres.objectif and (objectif is None or numero_objectif(objectif) != filtres.objectif):
        return False
    if filtres.statut and ligne.fiche.statut != filtres.statut:
        return False
    return ligne.a_regarder or not filtres.a_regarder


def numero_objectif(objectif: ObjectifOperationnel) -> str:
    """Return "1.2": the general objective's number, then its own."""
    return f"{objectif.objectif_general.numero}.{objectif.numero}"


def _bandes(operationnels: list[ObjectifOperationnel], lignes: list[LigneFiche], filtres: Filtres) -> list[Bande]:
    """Return one band per operational objective, then the fiches without objective; empty ones only without filter."""
    par_objectif: dict[int | None, list[LigneFiche]] = defaultdict(list)
    for ligne in lignes:
        par_objectif[ligne.fiche.objectif_id].append(ligne)
    bandes = [Bande(objectif, par_objectif[objectif.pk]) for objectif in operationnels]
    if par_objectif[None]:
        bandes.append(Bande(None, par_objectif[None]))
    return [bande for bande in bandes if bande.fiches or not filtres.actifs]
