"""The guests of a séance: invite many at once, note who came."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from commun.templatetags.ml import pluriel
from comptes.types import UtilisateurRequest
from participation.choix import PresenceInvite, ReponseInvite
from participation.forms_invitations import InviterForm
from participation.models import Invitation, Seance
from participation.services import invitations as services


@require_http_methods(["GET", "POST"])
def invitation_list(request: UtilisateurRequest, pk: UUID) -> HttpResponse:
    """Show the guests of a séance; add some, or note their answers and presences."""
    seances = Seance.objects.visible_to(request.user).select_related("regroupement", "lieu")
    seance, now = get_object_or_404(seances, pk=pk), timezone.now()
    form = InviterForm(request.POST if request.method == "POST" and "inviter" in request.POST else None)
    if form.is_valid():
        try:
            nombre = services.invite(seance=seance, **form.cleaned_data, by=request.user, now=now)
        except services.InvitationRefusee as refus:
            form.add_error(None, str(refus))
        else:
            messages.success(request, f"{pluriel(nombre, 'invitation ajoutée', 'invitations ajoutées')}.")
            return redirect("participation:invitation-list", pk=seance.pk)
    invitations = list(
        Invitation.objects.visible_to(request.user).filter(seance=seance).select_related("partenaire", "jeune")
    )
    if request.method == "POST" and "inviter" not in request.POST:
        nombre = services.note_invites(
            seance=seance,
            notes={i.pk: _noted(request, i) for i in invitations if f"liste-{i.pk.hex}" in request.POST},
            retirees=[i.pk for i in invitations if request.POST.get(f"retirer-{i.pk.hex}")],
        )
        messages.success(request, "Les invités sont à jour." if nombre else "Rien n’a changé.")
        return redirect("participation:invitation-list", pk=seance.pk)
    context = {
        "seance": seance,
        "form": form,
        "invitations": invitations,
        "presents": sum(i.presence == PresenceInvite.PRESENT for i in invitations),
        "jour_venu": seance.is_commencee(now=now),
        "reponses": ReponseInvite.choices,
        "presences": PresenceInvite.choices,
    }
    return render(request, "participation/invitation_list.html", context)


def _noted(request: UtilisateurRequest, invitation: Invitation) -> tuple[str, str]:
    """Return the answer and the presence posted of a guest; an odd value changes nothing."""
    reponse = request.POST.get(f"reponse-{invitation.pk.hex}", "")
    presence = request.POST.get(f"presence-{invitation.pk.hex}", "")
    return (
        reponse if reponse in ("", *ReponseInvite.values) else invitation.reponse,
        presence if presence in ("", *PresenceInvite.values) else invitation.presence,
    )
