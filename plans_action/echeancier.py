"""The dates of the plan: steps, evaluations, ends of fiches, bilans; for the table, the timeline and the calendar."""

import datetime
import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from django.db.models import DecimalField, F, OuterRef, Prefetch, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.urls import reverse

from comptes.models import Utilisateur
from plans_action.choix import StatutEtape, StatutFiche
from plans_action.lecture import with_avancement
from plans_action.models import Etape, FicheAction, LigneBudget, ProjetAssociatif
from plans_action.quand import parse_quand

Genre = Literal["etape", "evaluation", "echeance", "bilan"]
GENRES: dict[str, str] = {
    "etape": "Étape",
    "evaluation": "Évaluation",
    "echeance": "Fin de l’action",
    "bilan": "Bilan du projet",
}
OUVERTES = (StatutEtape.A_VENIR, StatutEtape.EN_COURS)
FINIES = (StatutFiche.REALISEE, StatutFiche.ABANDONNEE)


@dataclass(frozen=True)
class Repere:
    """One dated thing of the plan; `etat` is that of a step, or "retard"."""

    genre: Genre
    jour: datetime.date
    titre: str
    etat: str
    lien: str
    fiche: FicheAction | None = None
    etape: Etape | None = None

    @property
    def en_retard(self) -> bool:
        """Tell whether the day is past and nobody has done it."""
        return self.etat == "retard"

    @property
    def nom_genre(self) -> str:
        """Return the kind in words."""
        return GENRES[self.genre]

    @property
    def nom_etat(self) -> str:
        """Return the state in words."""
        return ETATS[self.etat]


ETATS = {
    "retard": "En retard",
    "a_venir": "À venir",
    "en_cours": "En cours",
    "faite": "Faite",
    "abandonnee": "Abandonnée",
    "passee": "Passée",
}


def list_fiches(
    *, projet: ProjetAssociatif, user: Utilisateur, today: datetime.date, retenues: Q | None
) -> QuerySet[Any, Any]:
    """Return the fiches of a projet in the order of the plan, with what they cost and how far they are."""
    fiches = FicheAction.objects.visible_to(user).filter(
        Q(objectif__objectif_general__projet=projet) | Q(objectif=None)
    )
    if retenues is not None:
        fiches = fiches.filter(pk__in=fiches.filter(retenues).values("pk"))
    budget = LigneBudget.objects.filter(fiche=OuterRef("pk")).order_by().values("fiche")
    pending = Etape.objects.filter(fiche=OuterRef("pk"), statut__in=OUVERTES, echeance__isnull=False)
    zero, money = Decimal(0), DecimalField(max_digits=14, decimal_places=2)
    return (
        with_avancement(fiches, today=today)
        .annotate(
            prevu=Coalesce(Subquery(budget.annotate(n=Sum("prevu")).values("n")), zero, output_field=money),
            depense=Coalesce(Subquery(budget.annotate(n=Sum("depense")).values("n")), zero, output_field=money),
            prochaine=Subquery(pending.order_by("echeance", "ordre", "pk").values("echeance")[:1]),
        )
        .select_related("objectif__objectif_general", "parente")
        .prefetch_related("coordinateurs", "lieux")
        .order_by(*PLAN)
    )


PLAN: tuple[Any, ...] = (
    F("objectif__objectif_general__numero").asc(nulls_last=True),
    F("objectif__numero").asc(nulls_last=True),
    F("numero").asc(nulls_last=True),
    "titre",
    "pk",
)


def with_etapes(fiches: QuerySet[Any, Any]) -> QuerySet[Any, Any]:
    """Read the steps of the fiches, in one query."""
    return fiches.prefetch_related(Prefetch("etapes", Etape.objects.order_by("ordre", "pk")))


# --- Dates -----------------------------------------------------------------------------------------


def evaluation_days(fiche: FicheAction) -> list[datetime.date]:
    """Return the days on which a fiche is evaluated, as far as its « quand » says them without doubt."""
    jours = set()
    for texte in re.split(r"[\n;,]| puis | et (?=[+\dj])", fiche.evaluation_quand):
        quand = parse_quand(texte)
        bounds = quand.resolve(fiche.date_action)
        if bounds is not None and not quand.doute:
            jours.add(bounds[1])
    return sorted(jours)


def reperes_of(fiche: FicheAction, *, today: datetime.date) -> list[Repere]:
    """Return the dated things of a fiche whose steps are read; evaluations and ends have no « done » of their own."""
    lien = fiche.get_absolute_url()
    reperes = [
        Repere("etape", etape.echeance, str(etape), _state(etape, today), f"{lien}#etape-{etape.pk}", fiche, etape)
        for etape in fiche.etapes.all()
        if etape.echeance is not None
    ]
    finie = fiche.statut in FINIES
    for jour in evaluation_days(fiche):
        etat = "passee" if jour < today or finie else "a_venir"
        reperes.append(Repere("evaluation", jour, "Évaluation", etat, lien, fiche))
    if fiche.echeance is not None:
        etat = "faite" if finie else "retard" if fiche.is_late(today=today) else "a_venir"
        reperes.append(Repere("echeance", fiche.echeance, "Fin de l’action", etat, lien, fiche))
    return sorted(reperes, key=lambda repere: (repere.jour, repere.genre, repere.titre))


def _state(etape: Etape, today: datetime.date) -> str:
    return "retard" if etape.is_late(today=today) else str(etape.statut)


def bilans_of(projet: ProjetAssociatif, *, today: datetime.date) -> list[Repere]:
    """Return the two bilans of a projet."""
    lien = reverse("plans_action:plan") + f"?projet={projet.pk}"
    jours = ((projet.echeance_intermediaire, "Bilan à 18 mois"), (projet.echeance_finale, "Bilan à 3 ans"))
    return [Repere("bilan", jour, titre, "passee" if jour < today else "a_venir", lien) for jour, titre in jours]


def all_reperes(
    fiches: Iterable[FicheAction],
    projet: ProjetAssociatif,
    *,
    today: datetime.date,
    du: datetime.date,
    au: datetime.date,
) -> list[Repere]:
    """Return everything dated between two days, both included: by day, then in the order of the plan."""
    found = bilans_of(projet, today=today)
    for fiche in fiches:
        found.extend(reperes_of(fiche, today=today))
    return sorted((repere for repere in found if du <= repere.jour <= au), key=lambda repere: repere.jour)
