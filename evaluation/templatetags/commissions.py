"""What pages of other rooms show of the evaluation."""

import datetime
from typing import Any

from django import template
from django.db.models import Q
from django.template import Context

from comptes.models import Utilisateur
from evaluation.appreciations import LigneApprecier, load_appreciations
from evaluation.models import Preconisation
from plans_action.models import FicheAction

register = template.Library()


@register.inclusion_tag("evaluation/_preconisations_fiche.html")
def preconisations_de(fiche: FicheAction, user: Utilisateur) -> dict[str, Any]:
    """Show the préconisations that speak of a fiche, changed one of its steps, or gave birth to it."""
    rows = Preconisation.objects.visible_to(user).filter(Q(fiche=fiche) | Q(fiche_creee=fiche) | Q(etape__fiche=fiche))
    return {"preconisations": rows.select_related("fiche_creee", "etape").order_by("numero", "pk"), "fiche": fiche}


@register.inclusion_tag("evaluation/_appreciations_fiche.html", takes_context=True)
def appreciations_de(context: Context, fiche: FicheAction, user: Utilisateur, today: datetime.date) -> dict[str, Any]:
    """Show where the indicateurs of a fiche that people judge stand; no query when it has none."""
    if not user.has_permission("indicateur.voir"):
        return {"lignes": []}
    indicateurs = [i for critere in fiche.criteres.all() for i in critere.indicateurs.all()]  # type: ignore[attr-defined]
    connues = load_appreciations(indicateurs, au=today, user=user)
    lignes = [LigneApprecier(i, connues[i.pk]) for i in indicateurs if i.pk in connues]
    return {"lignes": lignes, "request": context.get("request")}
