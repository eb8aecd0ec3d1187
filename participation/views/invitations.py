"""The guests of a séance: invite many at once, note who came."""

import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from commun.templatetags.ml import pluriel
from comptes.types import UtilisateurRequest
from jeunes.models import Jeune, JeuneQuerySet
from participation.choix import PresenceInvite, ReponseInvite
from participation.forms import RechercheJeuneForm
from participation.forms_invitations import InviterForm, InviterJeunesForm
from participation.models import Inscription, Invitation, Seance
from participation.services import invitations as services

RESULTATS = 20


@require_http_methods(["GET", "POST"])
def invitation_list(request: UtilisateurRequest, pk: UUID) -> HttpResponse:
    """Show the guests of a séance; add organisations or youths, or note their answers and presences."""
    seances = Seance.objects.visible_to(request.user).select_related("regroupement", "lieu")
    seance, now = get_object_or_404(seances, pk=pk), timezone.now()
    visible = Jeune.objects.visible_to(request.user, now=now)
    form = InviterForm(_posted(request, "inviter"))
    jeunes_form = InviterJeunesForm(_posted(request, "inviter_jeunes"), visible=visible)
    recherche = RechercheJeuneForm(request.GET if "q" in request.GET else None)
    try:
        nombre = _invited(request, seance, form, jeunes_form, now)
    except services.InvitationRefusee as refus:
        (form if form.is_bound else jeunes_form).add_error(None, str(refus))
        nombre = None
    if nombre is not None:
        messages.success(request, f"{pluriel(nombre, 'invitation ajoutée', 'invitations ajoutées')}.")
        return redirect("participation:invitation-list", pk=seance.pk)
    invitations = list(Invitation.objects.visible_to(request.user).filter(seance=seance).by_name())
    if request.method == "POST" and not (form.is_bound or jeunes_form.is_bound):
        return _note(request, seance, invitations)
    context = {
        "seance": seance,
        "form": form,
        "jeunes_form": jeunes_form,
        "recherche": recherche,
        "jeunes": _proposes(seance, recherche, visible),
        "coches": set(request.POST.getlist("jeunes")),
        "invitations": invitations,
        "deja": {i.jeune_id for i in invitations if i.jeune_id},
        "presents": sum(i.presence == PresenceInvite.PRESENT for i in invitations),
        "jour_venu": seance.is_commencee(now=now),
        "reponses": ReponseInvite.choices,
        "presences": PresenceInvite.choices,
    }
    return render(request, "participation/invitation_list.html", context)


def _posted(request: UtilisateurRequest, bouton: str) -> Any:
    """Return what was posted when that button was pressed."""
    return request.POST if request.method == "POST" and bouton in request.POST else None


def _invited(
    request: UtilisateurRequest,
    seance: Seance,
    form: InviterForm,
    jeunes_form: InviterJeunesForm,
    now: datetime.datetime,
) -> int | None:
    """Add what one of the two forms asks for; return how many, or None when neither was posted and right."""
    if form.is_valid():
        return services.invite(seance=seance, **form.cleaned_data, by=request.user, now=now)
    if jeunes_form.is_valid():
        jeunes = jeunes_form.cleaned_data["jeunes"]
        return services.invite_jeunes(seance=seance, jeunes=jeunes, by=request.user, now=now)
    return None


def _proposes(seance: Seance, recherche: RechercheJeuneForm, visible: JeuneQuerySet) -> JeuneQuerySet:
    """Return the youths found; before any search, those of the group that one follows, to be invited at a glance."""
    if recherche.is_bound:
        return recherche.find(visible)[:RESULTATS]
    groupe = Inscription.objects.confirmees().order_by().filter(seance__regroupement=seance.regroupement_id)
    known = visible.filter(pk__in=groupe.values("jeune"))
    news = known.exclude(pk__in=seance.invitations.exclude(jeune=None).order_by().values("jeune"))
    return news.order_by("cle_nom", "pk")[:RESULTATS]


def _note(request: UtilisateurRequest, seance: Seance, invitations: list[Invitation]) -> HttpResponse:
    """Write down answers and presences, take guests off."""
    nombre = services.note_invites(
        seance=seance,
        notes={i.pk: _noted(request, i) for i in invitations if f"liste-{i.pk.hex}" in request.POST},
        retirees=[i.pk for i in invitations if request.POST.get(f"retirer-{i.pk.hex}")],
    )
    messages.success(request, "Les invités sont à jour." if nombre else "Rien n’a changé.")
    return redirect("participation:invitation-list", pk=seance.pk)


def _noted(request: UtilisateurRequest, invitation: Invitation) -> tuple[str, str]:
    """Return the answer and the presence posted of a guest; an odd value changes nothing."""
    reponse = request.POST.get(f"reponse-{invitation.pk.hex}", "")
    presence = request.POST.get(f"presence-{invitation.pk.hex}", "")
    return (
        reponse if reponse in ("", *ReponseInvite.values) else invitation.reponse,
        presence if presence in ("", *PresenceInvite.values) else invitation.presence,
    )
