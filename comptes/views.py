"""Pages of the accounts."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from comptes import brouillons
from comptes.types import UtilisateurRequest


def safe_next(request: HttpRequest, target: str, default: str = "accueil-general") -> str:
    """Return an address of this site to go on to, else a default."""
    safe = url_has_allowed_host_and_scheme(
        target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return target if target and safe else default


@require_POST
def brouillon(request: UtilisateurRequest) -> HttpResponse:
    """Keep what is being typed; the page says when."""
    try:
        row = brouillons.save(utilisateur=request.user, posted=request.POST)
    except brouillons.BrouillonRefuse as refus:
        return JsonResponse({"refus": str(refus)}, status=409)
    at = timezone.localtime(row.modifie_le)
    return JsonResponse({"heure": f"{at.hour}\u00a0h\u00a0{at.minute:02d}", "csrf": get_token(request)})


@require_POST
def brouillon_effacer(request: UtilisateurRequest) -> HttpResponse:
    """Forget a draft and come back to the empty form."""
    try:
        owner, cle = brouillons.read_jeton(request.POST.get(brouillons.CHAMP_JETON, ""))
    except brouillons.BrouillonRefuse:
        owner, cle = "", ""
    if owner == str(request.user.pk):
        brouillons.discard(utilisateur=request.user, cle=cle)
    return redirect(safe_next(request, request.POST.get(brouillons.CHAMP_RETOUR, "")))
