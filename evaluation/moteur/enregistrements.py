"""The rows behind a number, from the same compiled queryset as the number."""

import datetime
from typing import Any

from django.db.models import F, QuerySet, Window
from django.db.models.functions import Coalesce, RowNumber

from commun.mesures import DemandeInvalide, Distinct, Lignes, Personnes
from evaluation.moteur.demandes import Demande, Part
from evaluation.moteur.plans import prepare


def enregistrements(demande: Demande, *, arrete_au: datetime.date, part: Part = "numerateur") -> QuerySet[Any]:
    """
    Return the rows that a number counts, the latest first: `.count()` is the number.

    For numbers that people typed, the rows read. For a count of people, one row per person: the latest fact that makes
    that person counted. Scope the names to who reads them (`visible_to`): these rows are those of a figure, not of a
    file.
    """
    plan = prepare(demande, arrete_au=arrete_au)
    if part not in plan.compteurs:
        raise DemandeInvalide(f"La mesure « {plan.mesure.libelle} » n’a pas de dénominateur.")
    compteur, axe = plan.compteurs[part], plan.mesure.axe_date
    queryset = plan.queryset().filter(plan.over_window(plan.fenetre)).filter(plan.condition(compteur))
    if plan.lecture is not None and plan.lecture.agregation == "dernier":
        last = queryset.order_by(f"-{axe}", "-pk").values("pk")[:1]
        queryset = queryset.filter(pk__in=list(last.values_list("pk", flat=True)))
    if isinstance(compteur, Distinct):
        queryset = queryset.filter(**{f"{compteur.champ}__isnull": False})
    if not isinstance(compteur, Lignes):
        who = [Coalesce(compteur.champ, "pk") if isinstance(compteur, Personnes) else F(compteur.champ)]
        latest = Window(RowNumber(), partition_by=who, order_by=[F(axe).desc(), F("pk").desc()])
        queryset = queryset.annotate(rang_personne=latest).filter(rang_personne=1)
    return queryset.order_by(f"-{axe}", "-pk")
