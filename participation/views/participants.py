"""The team's pages on the people of a séance: signing up for them, presences, the sheet to sign."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Exists, OuterRef
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from comptes.choix import ActionJournal
from comptes.services import record_access
from comptes.types import UtilisateurRequest
from jeunes.models import Jeune
from participation import services
from participation.choix import OrigineInscription, Presence, StatutInscription
from participation.forms import RechercheJeuneForm
from participation.models import Inscription, Seance

RESULTATS = 20
LIGNES_BLANCHES = 4


@require_http_methods(["GET", "POST"])
def inscription_equipe_create(request: UtilisateurRequest, pk: UUID) -> HttpResponse:
    """Sign up one of the youths that one follows, for him or her; on the day, write down who came without a place."""
    seance = get_object_or_404(Seance.objects.visible_to(request.user).select_related("regroupement", "lieu"), pk=pk)
    now = timezone.now()
    visible = Jeune.objects.visible_to(request.user).select_related("commune")
    if request.method == "POST":
        known = visible.annotate(derniere=Inscription.objects.derniere_participation(seance.pk))
        jeune = get_object_or_404(known, pk=_uuid(request.POST.get("jeune", "")))
        return _register(request, seance, jeune)
    form = RechercheJeuneForm(request.GET if "q" in request.GET else None)
    # The only thing to do on the page: whoever works by keyboard types at once.
    form.fields["q"].widget.attrs["data-focus"] = ""
    active = Inscription.objects.active().filter(seance=seance, jeune=OuterRef("pk"))
    context = {
        "seance": seance,
        "form": form,
        "cherche": form.is_valid(),
        "jeunes": form.find(visible).annotate(deja=Exists(active))[:RESULTATS],
        "motif": seance.motif_fermeture(now=now),
        "sur_place": seance.is_commencee(now=now) and seance.annulee_le is None,
    }
    return render(request, "participation/inscription_equipe.html", context)


def _register(request: UtilisateurRequest, seance: Seance, jeune: Jeune) -> HttpResponse:
    now = timezone.now()
    derniere: str | None = jeune.derniere  # type: ignore[attr-defined]
    wanted: dict[str, Any] = {"jeune": jeune, "by": request.user, "now": now, "participation": derniere}
    came = "sur_place" in request.POST
    try:
        if came:
            inscription = services.register_sur_place(**wanted, seance=seance)
        else:
            inscription = services.register_jeune(**wanted, seance_id=seance.pk, origine=OrigineInscription.EQUIPE)
    except services.InscriptionRefusee as refus:
        messages.error(request, str(refus))
        return redirect("participation:seance-gestion", pk=seance.pk)
    place = "a une place" if inscription.statut == StatutInscription.CONFIRMEE else "est sur la liste d’attente"
    messages.success(request, f"La présence de {jeune} est notée." if came else f"{jeune} {place}.")
    if others := services.find_chevauchements(inscription=inscription):
        names = ", ".join(other.nom for other in others)
        messages.warning(
            request, f"Attention, {jeune} est aussi sur la liste d’une autre séance à la même heure : {names}."
        )
    return redirect("participation:presence" if came else "participation:seance-gestion", pk=seance.pk)


@require_POST
def inscription_equipe_cancel(request: UtilisateurRequest, pk: UUID) -> HttpResponse:
    """Take somebody off the list, at his or her request."""
    inscription = get_object_or_404(Inscription.objects.visible_to(request.user).select_related("jeune"), pk=pk)
    try:
        services.cancel_inscription(inscription=inscription, now=timezone.now())
    except services.DesistementRefuse as refus:
        messages.error(request, str(refus))
    else:
        messages.success(request, f"{inscription.jeune} n’est plus sur la liste. La place va à la personne suivante.")
    return redirect("participation:seance-gestion", pk=inscription.seance_id)


@require_http_methods(["GET", "POST"])
def presence(request: UtilisateurRequest, pk: UUID) -> HttpResponse:
    """Write down who came and who leads, on one screen: everybody, then the exceptions."""
    seance = get_object_or_404(Seance.objects.visible_to(request.user).select_related("regroupement", "lieu"), pk=pk)
    now = timezone.now()
    if request.method == "POST":
        return _record(request, seance)
    inscriptions = seance.inscriptions.confirmees().select_related("jeune")
    context = {
        "seance": seance,
        "inscriptions": inscriptions,
        "choix": Presence.choices,
        "jour_venu": seance.is_commencee(now=now) and seance.annulee_le is None,
        "annulable": bool(request.session.get(_cle(seance))),
    }
    return render(request, "participation/presence.html", context)


def _record(request: UtilisateurRequest, seance: Seance) -> HttpResponse:
    now = timezone.now()
    undo = "defaire" in request.POST
    shown = {pk for pk in map(_uuid, request.POST.getlist("participant")) if pk}
    pilotes = {pk for pk in map(_uuid, request.POST.getlist("pilote")) if pk}
    try:
        if not undo:
            services.record_pilotes(seance=seance, among=shown, pilotes=pilotes)
        if not seance.is_commencee(now=now) and shown:
            messages.success(request, "Les rôles sont enregistrés.")
            return redirect("participation:presence", pk=seance.pk)
        if "tous" in request.POST:
            typed = _typed(request, seance, skip_empty=True)
            before = services.record_presences(seance=seance, presences=typed, now=now)
            before |= {
                pk: old for pk, old in services.mark_all_present(seance=seance, now=now).items() if pk not in before
            }
        elif undo:
            kept = request.session.get(_cle(seance), {})
            before = services.record_presences(
                seance=seance, presences={UUID(pk): old for pk, old in kept.items()}, now=now
            )
        else:
            before = services.record_presences(seance=seance, presences=_typed(request, seance), now=now)
    except services.PresenceRefusee as refus:
        messages.error(request, str(refus))
        return redirect("participation:presence", pk=seance.pk)
    request.session[_cle(seance)] = {} if undo else {str(pk): old for pk, old in before.items()}
    messages.success(request, "Le dernier changement est défait." if undo else "Les présences sont enregistrées.")
    return redirect("participation:presence", pk=seance.pk)


def _typed(request: UtilisateurRequest, seance: Seance, *, skip_empty: bool = False) -> dict[UUID, str]:
    """Return the presences of the form; a value that is not one is ignored."""
    typed = {}
    for pk in seance.inscriptions.confirmees().values_list("pk", flat=True):
        value = request.POST.get(f"presence-{pk}")
        if value in Presence.values or (value == "" and not skip_empty):
            typed[pk] = value
    return typed


def _cle(seance: Seance) -> str:
    return f"presences-avant-{seance.pk}"


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


@require_safe
def emargement(request: UtilisateurRequest, pk: UUID) -> HttpResponse:
    """Show the sheet to print and sign."""
    seances = Seance.objects.visible_to(request.user).select_related("regroupement", "lieu")
    seance = get_object_or_404(seances.prefetch_related("animateurs"), pk=pk)
    record_access(user=request.user, action=ActionJournal.EXPORT, objet=seance, motif="feuille d’émargement")
    debut, fin = timezone.localtime(seance.debut_le), timezone.localtime(seance.fin_le)
    # One signature per half-day, as training sheets ask.
    colonnes = ["Matin", "Après-midi"] if debut.hour < 12 and fin.hour >= 13 else ["Signature"]
    context = {
        "seance": seance,
        "inscriptions": seance.inscriptions.confirmees().select_related("jeune"),
        "colonnes": colonnes,
        "lignes_blanches": range(LIGNES_BLANCHES),
    }
    return render(request, "participation/emargement.html", context)
