"""What pages of other rooms show of the commissions."""

from typing import Any

from django import template
from django.db.models import Q

from comptes.models import Utilisateur
from evaluation.models import Preconisation
from plans_action.models import FicheAction

register = template.Library()


@register.inclusion_tag("evaluation/_preconisations_fiche.html")
def preconisations_de(fiche: FicheAction, user: Utilisateur) -> dict[str, Any]:
    """Show the préconisations that speak of a fiche, changed one of its steps, or gave birth to it."""
    rows = Preconisation.objects.visible_to(user).filter(Q(fiche=fiche) | Q(fiche_creee=fiche) | Q(etape__fiche=fiche))
    return {"preconisations": rows.select_related("fiche_creee", "etape").order_by("numero", "pk"), "fiche": fiche}
