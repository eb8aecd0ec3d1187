"""Événements after the first one: entretiens, contacts; and the page of each."""

import datetime
from uuid import UUID

from django.contrib import messages
from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accueil import services
from accueil.choix import Nature
from accueil.forms import ContactForm, EntretienForm, RattacherForm, is_uuid, read_rencontre
from accueil.journee import current_conseiller, default_lieu
from accueil.models import ComplementNote, Evenement, EvenementAnnule, RendezVous
from accueil.prefill import now_fields, open_draft
from comptes.types import UtilisateurRequest
from jeunes.models import Jeune
from jeunes.services import read_file


@require_http_methods(["GET", "POST"])
def entretien_create(request: UtilisateurRequest, pk: UUID) -> HttpResponse:
    """Log an interview with somebody of one's portfolio."""
    jeune = get_object_or_404(Jeune.objects.visible_to(request.user), pk=pk)
    now = timezone.now()
    conseiller = current_conseiller(request.user)
    brouillon = open_draft(request, f"entretien:{jeune.pk}")
    if request.method == "POST":
        form = EntretienForm(request.POST, user=request.user, jeune=jeune, now=now)
        if form.is_valid():
            rencontre = read_rencontre(form.cleaned_data)
            try:
                services.log_entretien(
                    jeune=jeune,
                    nature=form.cleaned_data["nature"],
                    rencontre=rencontre,
                    suites=form.suites(lieu=rencontre.lieu, conseiller=conseiller),
                    rendez_vous=form.cleaned_data["rendez_vous"],
                    by=request.user,
                    conseiller=conseiller,
                    jeton=form.cleaned_data["jeton"],
                    now=now,
                )
            except services.SaisieRefusee as refus:
                form.add_error(None, str(refus))
            else:
                brouillon.effacer()
                messages.success(request, f"C’est enregistré dans le dossier de {jeune}.")
                return redirect(jeune)
    else:
        initial = now_fields(now) | {"lieu": default_lieu(conseiller, now=now)}
        initial |= _from_rendez_vous(request, jeune)
        form = brouillon.remplir(EntretienForm(user=request.user, jeune=jeune, now=now, initial=initial))
    return render(
        request, "accueil/entretien_form.html", {"form": form, "jeune": jeune, "brouillon": brouillon, "today": now}
    )


def _from_rendez_vous(request: UtilisateurRequest, jeune: Jeune) -> dict[str, object]:
    """Return what the rendez-vous that took place already tells."""
    pk = request.GET.get("rendez_vous", "")
    if not is_uuid(pk):
        return {}
    found = RendezVous.objects.visible_to(request.user).filter(jeune=jeune, pk=pk, prevu_le__isnull=False).first()
    if found is None or found.prevu_le is None or found.prevu_le > timezone.now():
        return {}
    local = timezone.localtime(found.prevu_le)
    return {
        "rendez_vous": found,
        "jour": local.date(),
        "heure": local.time(),
        "lieu": found.lieu,
        "duree_minutes": found.duree_minutes,
        "modalite": "rendez_vous",
    }


def evenement_detail(request: UtilisateurRequest, pk: UUID) -> HttpResponse:
    """Show one événement; reading it is reading the file."""
    evenement = (
        Evenement.objects.visible_to(request.user)
        .select_related("jeune", "lieu", "conseiller", "partenaire", "jeune_referent", "fiche_action", "saisi_par")
        .prefetch_related("besoins", Prefetch("complements", ComplementNote.objects.select_related("ecrit_par")))
        .filter(pk=pk)
        .first()
    )
    if evenement is None:
        return evenement_annule(request, pk)
    if evenement.jeune is not None:
        read_file(jeune=evenement.jeune, by=request.user, now=timezone.now())
    return render(
        request,
        "accueil/evenement_detail.html",
        {
            "evenement": evenement,
            "peut_rattacher": evenement.jeune is None and evenement.nature == Nature.CONTACT,
            "peut_annuler": evenement.saisi_par == request.user,
        },
    )


def evenement_annule(request: UtilisateurRequest, pk: UUID) -> HttpResponse:
    """Show, at the address it had, an événement that its author annulled."""
    visible = EvenementAnnule.objects.visible_to(request.user)
    evenement = get_object_or_404(
        visible.select_related("jeune", "lieu", "conseiller", "saisi_par", "annule_par"), pk=pk
    )
    if evenement.jeune is not None:
        read_file(jeune=evenement.jeune, by=request.user, now=timezone.now())
    complements = [
        {**complement, "ecrit_le": datetime.datetime.fromisoformat(complement["ecrit_le"])}
        for complement in evenement.complements
    ]
    return render(request, "accueil/evenement_annule.html", {"evenement": evenement, "complements": complements})


@require_http_methods(["GET", "POST"])
def contact_create(request: UtilisateurRequest) -> HttpResponse:
    """Log that somebody was met, named or not."""
    now = timezone.now()
    conseiller = current_conseiller(request.user)
    brouillon = open_draft(request, "contact")
    if request.method == "POST":
        form = ContactForm(request.POST, user=request.user, now=now)
        if form.is_valid():
            data = form.cleaned_data
            try:
                services.log_contact(
                    jeune=data["jeune"],
                    type_demande=data["type_demande"],
                    rencontre=read_rencontre(data),
                    nombre=data["nombre"],
                    by=request.user,
                    conseiller=conseiller,
                    jeton=data["jeton"],
                    now=now,
                )
            except services.SaisieRefusee as refus:
                form.add_error(None, str(refus))
            else:
                brouillon.effacer()
                number = data["nombre"]
                messages.success(
                    request, "Le contact est enregistré." if number == 1 else f"{number} contacts sont enregistrés."
                )
                return redirect("accueil:ma-journee")
    else:
        initial = now_fields(now) | {"lieu": default_lieu(conseiller, now=now)}
        form = brouillon.remplir(ContactForm(user=request.user, now=now, initial=initial))
    recent = (
        Evenement.objects.filter(saisi_par=request.user, nature=Nature.CONTACT)
        .select_related("lieu", "jeune")
        .order_by("-fait_le", "-pk")[:6]
    )
    return render(request, "accueil/contact_form.html", {"form": form, "brouillon": brouillon, "recents": recent})


@require_http_methods(["GET", "POST"])
def contact_attacher(request: UtilisateurRequest, pk: UUID) -> HttpResponse:
    """Give an anonymous contact its person, once."""
    waiting = Evenement.objects.visible_to(request.user).filter(jeune=None, nature=Nature.CONTACT)
    evenement = get_object_or_404(waiting.select_related("lieu"), pk=pk)
    form = RattacherForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        jeune = form.cleaned_data["jeune"]
        try:
            services.attach_contact(evenement=evenement, jeune=jeune)
        except services.SaisieRefusee as refus:
            form.add_error(None, str(refus))
        else:
            messages.success(request, f"Le contact est rattaché au dossier de {jeune}.")
            return redirect("accueil:contact-create")
    return render(request, "accueil/contact_attacher.html", {"form": form, "evenement": evenement})
