"""What a youth does: sign up in one tap, give the place back in one tap, see one's séances, say an idea."""

from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from comptes.types import UtilisateurRequest
from jeunes.models import Jeune
from participation import services
from participation.agenda import build_ics
from participation.choix import Presence, StatutInscription
from participation.models import Inscription, Seance
from participation.origines import read_origine
from participation.views.intention import CLE, keep_intention, take_intention

PAR_PAGE = 25


@require_POST
def inscription_create(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Sign the youth up; who is not signed in does it first and comes back to find it done."""
    user = request.user
    page = reverse("participation:seance-detail", kwargs={"pk": pk})
    if not user.is_authenticated:
        seance = get_object_or_404(Seance.objects.publiees(), pk=pk)
        keep_intention(request, seance.pk, read_origine(request.POST.get("origine", "")))
        return redirect(f"{reverse('account_login')}?{urlencode({'next': page})}")
    if not user.has_permission("inscription.soi"):
        raise Http404
    try:
        jeune, derniere = services.read_personne(compte=user, seance_id=pk)
    except Jeune.DoesNotExist:  # an account just opened: first name, name and birth date first
        seance = get_object_or_404(Seance.objects.visible_to(user), pk=pk)
        keep_intention(request, seance.pk, read_origine(request.POST.get("origine", "")))
        return redirect(f"{reverse('comptes:moi')}?{urlencode({'next': page})}")
    wanted = take_intention(request) if CLE in request.session else ""
    origine = read_origine(wanted or request.POST.get("origine", ""))
    try:
        inscription = services.register_jeune(
            jeune=jeune, seance_id=pk, by=user, now=timezone.now(), origine=origine, participation=derniere
        )
    except Seance.DoesNotExist as absente:
        raise Http404 from absente
    except services.InscriptionRefusee as refus:
        messages.error(request, f"Votre inscription n’a pas pu se faire. {refus}")
    else:
        if (
            "place" in request.POST and inscription.statut == StatutInscription.EN_ATTENTE
        ):  # full since the page was shown
            messages.info(request, "La dernière place vient d’être prise. Vous êtes sur la liste d’attente.")
    return redirect(f"{page}#etat")


@require_POST
def inscription_cancel(request: UtilisateurRequest, pk: UUID) -> HttpResponse:
    """Give the place back, or leave the waiting list."""
    own = Inscription.objects.filter(jeune__compte=request.user)
    inscription = get_object_or_404(own, pk=pk)
    done = {
        StatutInscription.CONFIRMEE: "Votre place est rendue : merci d’avoir prévenu.",
        StatutInscription.EN_ATTENTE: "Vous avez quitté la liste d’attente.",
        StatutInscription.ANNULEE: "C’était déjà noté : vous n’êtes plus sur la liste.",
    }[StatutInscription(inscription.statut)]
    try:
        services.cancel_inscription(inscription=inscription, now=timezone.now())
    except services.DesistementRefuse as refus:
        messages.error(request, str(refus))
    else:
        messages.success(request, done)
    return redirect("participation:seance-detail", pk=inscription.seance_id)


@require_safe
def mes_seances(request: UtilisateurRequest) -> HttpResponse:
    """Show one's coming séances, then those one came to."""
    now = timezone.now()
    own = Inscription.objects.filter(jeune__compte=request.user).select_related("seance__regroupement", "seance__lieu")
    coming = own.active().filter(seance__debut_le__gt=now).with_rang_attente().order_by("seance__debut_le", "pk")
    past = own.filter(presence=Presence.PRESENT, seance__debut_le__lte=now).order_by("-seance__debut_le", "pk")
    page = Paginator(past, PAR_PAGE).get_page(request.GET.get("page"))
    return render(request, "participation/mes_seances.html", {"a_venir": coming, "page": page})


@require_safe
def seance_ics(request: UtilisateurRequest, pk: UUID) -> HttpResponse:
    """Give the calendar file of one's own place, the same as in the mail."""
    own = Inscription.objects.filter(jeune__compte=request.user, statut=StatutInscription.CONFIRMEE)
    inscription = get_object_or_404(own.select_related("seance__lieu", "seance__regroupement"), seance=pk)
    response = HttpResponse(build_ics(inscription, now=timezone.now()), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="rendez-vous.ics"'
    return response
