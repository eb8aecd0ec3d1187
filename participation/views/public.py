"""The coming séances: seen without an account, nobody's name on them."""

import datetime
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from comptes.models import Utilisateur
from participation import services
from participation.models import Inscription, Seance
from participation.origines import read_origine
from participation.views.intention import read_intention

PAR_PAGE = 20


def own_inscriptions(user: Utilisateur | AnonymousUser, *, now: datetime.datetime) -> dict[UUID, Inscription]:
    """Return one's own active sign-ups to coming séances, by séance; none for who is not a youth."""
    if not user.is_authenticated or not user.has_permission("inscription.soi"):
        return {}
    coming = {"seance__debut_le__gt": now, "seance__annulee_le": None}
    own = Inscription.objects.active().filter(jeune__compte=user, **coming).with_rang_attente()
    return {inscription.seance_id: inscription for inscription in own}


def _may_sign_up(user: Utilisateur | AnonymousUser) -> bool:
    """Tell whether this visitor may take a place: anybody without an account yet, and the youths."""
    return not user.is_authenticated or user.has_permission("inscription.soi")


@require_safe
def seance_list(request: HttpRequest) -> HttpResponse:
    """Show the coming séances, the next first."""
    now = timezone.now()
    coming = Seance.objects.publiees().a_venir(now=now).select_related("regroupement", "lieu")
    page = Paginator(coming, PAR_PAGE).get_page(request.GET.get("page"))
    own = own_inscriptions(request.user, now=now)
    lignes = [(seance, own.get(seance.pk)) for seance in page]
    context = {
        "page": page,
        "lignes": lignes,
        "now": now,
        "nombre_inscrit": len(own),
        "peut_s_inscrire": _may_sign_up(request.user),
    }
    return render(request, "participation/seance_list.html", context)


@require_safe
def seance_detail(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show one séance, where one stands on it, and the one thing to do next."""
    now = timezone.now()
    user = request.user
    visible = Seance.objects.visible_to(user) if user.is_authenticated else Seance.objects.publiees()
    seance = get_object_or_404(visible.with_nombre_en_attente().select_related("regroupement", "lieu"), pk=pk)
    own = None
    if user.is_authenticated and user.has_permission("inscription.soi"):
        mine = Inscription.objects.active().filter(seance=seance, jeune__compte=user).with_rang_attente()
        own = mine.select_related("seance", "jeune").first()
    context = {
        "seance": seance,
        "inscription": own,
        "chevauchements": services.find_chevauchements(inscription=own) if own else [],
        "motif": seance.motif_fermeture(now=now),
        "commencee": seance.debut_le <= now,
        "intention": own is None and read_intention(request) == str(seance.pk),
        "origine": read_origine(request.GET.get("de", "")),
        "peut_gerer": user.is_authenticated and user.has_permission("seance.gerer"),
        "peut_s_inscrire": _may_sign_up(user),
    }
    return render(request, "participation/seance_detail.html", context)
