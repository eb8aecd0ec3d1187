"""Where the indicateurs that people judge stand: the last appreciation of each, and those that nobody judged yet."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import OuterRef, Prefetch, QuerySet, Subquery

from comptes.models import Utilisateur
from evaluation import cibles
from evaluation.choix import EtatAppreciation
from evaluation.models import AppreciationIndicateur, Citation
from plans_action.choix import StatutFiche, TypeIndicateur
from plans_action.models import FicheAction, Indicateur, ProjetAssociatif

# How each state is read beside a target: its tone, and whether it asks for a decision.
LECTURES = {
    EtatAppreciation.DEPASSE: cibles.Lecture("apprecie", "Au-delà de l’attendu", "bien"),
    EtatAppreciation.ATTEINT: cibles.Lecture("apprecie", "Atteint", "bien"),
    EtatAppreciation.EN_PARTIE: cibles.Lecture("apprecie", "Atteint en partie", "info"),
    EtatAppreciation.NON_ATTEINT: cibles.Lecture("apprecie_non", "Pas atteint", "alerte"),
    EtatAppreciation.A_DISCUTER: cibles.Lecture("apprecie_discuter", "À discuter", "alerte"),
}
PAS_ENCORE = cibles.Lecture("a_apprecier", "Pas encore apprécié", "neutre")
A_DECIDER = (EtatAppreciation.NON_ATTEINT, EtatAppreciation.A_DISCUTER)


def lire_etat(etat: str | None) -> cibles.Lecture:
    """Return the word on a state; nothing yet is said so."""
    return LECTURES[EtatAppreciation(etat)] if etat else PAS_ENCORE


def with_derniere(indicateurs: QuerySet[Indicateur], *, au: datetime.date | None = None) -> QuerySet[Indicateur]:
    """Annotate each indicateur with its last appreciation, in the same query: `etat_apprecie`, `apprecie_le`."""
    rows = AppreciationIndicateur.objects.valables().filter(indicateur=OuterRef("pk"))
    if au is not None:
        rows = rows.filter(jour__lte=au)
    return indicateurs.annotate(
        etat_apprecie=Subquery(rows.values("etat")[:1]), apprecie_le=Subquery(rows.values("jour")[:1])
    )


def load_appreciations(
    indicateurs: Iterable[Indicateur], *, au: datetime.date, user: Utilisateur | None = None
) -> dict[UUID, list[AppreciationIndicateur]]:
    """Return the appreciations of indicateurs until a day, the latest first, with the quotations that may be read."""
    cles = [indicateur.pk for indicateur in indicateurs if indicateur.type == TypeIndicateur.QUALITATIF]
    par_indicateur: dict[UUID, list[AppreciationIndicateur]] = {cle: [] for cle in cles}
    if not cles:
        return par_indicateur
    citations = Citation.objects.sortables()
    if user is not None and user.has_permission("appreciation.ecrire"):
        citations = Citation.objects.valables()
    rows = AppreciationIndicateur.objects.valables().filter(indicateur__in=cles, jour__lte=au)
    lues = Prefetch("citations", citations, to_attr="citations_lues")
    for row in rows.select_related("saisi_par").prefetch_related(lues):
        par_indicateur[row.indicateur_id].append(row)
    return par_indicateur


@dataclass
class LigneApprecier:
    """One indicateur of the page: where it stands, with its last appreciation."""

    indicateur: Indicateur
    appreciations: list[AppreciationIndicateur] = field(default_factory=list)

    @property
    def derniere(self) -> AppreciationIndicateur | None:
        """Return the last appreciation."""
        return self.appreciations[0] if self.appreciations else None

    @property
    def precedentes(self) -> list[tuple[AppreciationIndicateur, cibles.Lecture]]:
        """Return the former ones, the latest first, each with its word."""
        return [(row, lire_etat(row.etat)) for row in self.appreciations[1:]]

    @property
    def lecture(self) -> cibles.Lecture:
        """Return the word on its state."""
        return lire_etat(self.derniere.etat if self.derniere else None)


@dataclass
class FicheApprecier:
    """One fiche of the page with the indicateurs that people judge."""

    fiche: FicheAction
    lignes: list[LigneApprecier] = field(default_factory=list)


def indicateurs_apprecies(projet: ProjetAssociatif, user: Utilisateur) -> QuerySet[Indicateur]:
    """Return the indicateurs of the projet that people judge, fiche after fiche."""
    fiches = FicheAction.objects.visible_to(user).exclude(statut=StatutFiche.ABANDONNEE)
    rows = Indicateur.objects.filter(
        type=TypeIndicateur.QUALITATIF,
        critere__fiche__in=fiches,
        critere__fiche__objectif__objectif_general__projet=projet,
    ).select_related("critere__fiche")
    return rows.order_by("critere__fiche__numero", "critere__fiche__titre", "critere__ordre", "ordre", "pk")


def list_fiches(projet: ProjetAssociatif, user: Utilisateur, *, today: datetime.date) -> list[FicheApprecier]:
    """Return what is to be judged by people, by fiche, in a bounded number of queries."""
    indicateurs = list(indicateurs_apprecies(projet, user))
    connues = load_appreciations(indicateurs, au=today, user=user)
    fiches: dict[UUID, FicheApprecier] = {}
    for indicateur in indicateurs:
        fiche = indicateur.critere.fiche
        ligne = LigneApprecier(indicateur, connues[indicateur.pk])
        fiches.setdefault(fiche.pk, FicheApprecier(fiche)).lignes.append(ligne)
    return list(fiches.values())
