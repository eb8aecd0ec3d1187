"""How a permanence is said and when it comes next, for pages of rooms that may not import this one."""

import datetime
from collections.abc import Iterable

from django import template
from django.utils import timezone

from accueil.models import Permanence
from accueil.permanences import en_mots, resume

register = template.Library()
HORIZON = datetime.timedelta(days=92)


@register.filter
def rythme(permanence: Permanence) -> str:
    """Return « deux demi-journées par mois : 1er et 3e mardis, de 9 h à 12 h »."""
    return en_mots(permanence.recurrence)


@register.filter
def rythmes(permanences: Iterable[Permanence]) -> list[str]:
    """Return as few sentences as say when a place is open, permanences that are over left out."""
    return resume(permanence.recurrence for permanence in permanences if est_en_vigueur(permanence))


@register.filter
def prochaines(permanence: Permanence, nombre: int = 4) -> list[datetime.date]:
    """Return the next days on which it takes place."""
    today = timezone.localdate()
    return permanence.occurrences(du=today, au=today + HORIZON)[:nombre]


@register.filter
def est_en_vigueur(permanence: Permanence) -> bool:
    """Tell whether the permanence is not over."""
    return permanence.fin is None or permanence.fin >= timezone.localdate()
