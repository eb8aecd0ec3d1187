"""The fiches of the dashboard: their steps, their last fact, their indicateurs."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet, Subquery

from accueil.models import Evenement
from evaluation import cibles
from evaluation.tableau.indicateurs import LigneIndicateur
from participation.models import Seance
from plans_action.choix import StatutEtape, StatutFiche
from plans_action.models import Etape, FicheAction, ProjetAssociatif


@dataclass
class LigneFiche:
    """One fiche with its steps and figures."""

    fiche: FicheAction
    etapes: list[Etape]
    indicateurs: list[LigneIndicateur]
    faites: int
    en_retard: list[Etape]
    total: int
    dernier_fait: datetime.date | None
    a_coordinateur: bool

    @property
    def calcules(self) -> list[LigneIndicateur]:
        """Return the indicateurs that the application computes, or should."""
        return [ligne for ligne in self.indicateurs if ligne.lecture is not cibles.A_APPORTER and not ligne.is_apprecie]

    @property
    def apprecies(self) -> list[LigneIndicateur]:
        """Return those that people judge."""
        return [ligne for ligne in self.indicateurs if ligne.is_apprecie]

    @property
    def a_apporter(self) -> list[LigneIndicateur]:
        """Return those that somebody brings to the meeting."""
        return [ligne for ligne in self.indicateurs if ligne.lecture is cibles.A_APPORTER]

    @property
    def a_regarder(self) -> bool:
        """Tell whether something of the fiche is late or off target."""
        return bool(self.en_retard) or any(ligne.lecture.en_deca for ligne in self.indicateurs)


def load_fiches(projet: ProjetAssociatif) -> QuerySet[FicheAction]:
    """Return the fiches of the projet and those without objective, with their steps and their last fact."""
    evenements = Evenement.objects.filter(fiche_action=OuterRef("pk")).order_by("-jour").values("jour")[:1]
    seances = Seance.objects.filter(fiche_action=OuterRef("pk"), annulee_le=None).order_by("-jour").values("jour")[:1]
    coordinateurs = FicheAction.coordinateurs.through.objects.filter(ficheaction=OuterRef("pk"))
    return (
        FicheAction.objects.filter(Q(objectif__objectif_general__projet=projet) | Q(objectif=None))
        .exclude(statut=StatutFiche.ABANDONNEE)
        .select_related("objectif__objectif_general")
        .annotate(
            dernier_evenement=Subquery(evenements),
            derniere_seance=Subquery(seances),
            a_coordinateur=Exists(coordinateurs),
        )
        .prefetch_related(Prefetch("etapes", Etape.objects.order_by("ordre", "pk")))
        .order_by("numero", "titre", "pk")
    )


def present_fiche(fiche: Any, indicateurs: list[LigneIndicateur], *, today: datetime.date) -> LigneFiche:
    """Return a fiche as the dashboard says it; `fiche` carries the annotations of `load_fiches`."""
    etapes = [etape for etape in fiche.etapes.all() if etape.statut != StatutEtape.ABANDONNEE]
    passes = [jour for jour in (fiche.dernier_evenement, fiche.derniere_seance) if jour is not None and jour <= today]
    return LigneFiche(
        fiche=fiche,
        etapes=etapes,
        indicateurs=indicateurs,
        faites=sum(etape.statut == StatutEtape.FAITE for etape in etapes),
        en_retard=[etape for etape in etapes if etape.is_late(today=today)],
        total=len(etapes),
        dernier_fait=max(passes, default=None),
        a_coordinateur=bool(fiche.a_coordinateur or fiche.coordonne.strip()),
    )
