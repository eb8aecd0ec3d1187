"""A youth's own pages: details, rendez-vous, how to be reached, and everything that is written about him or her."""

import datetime
from contextlib import suppress

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from accueil.models import Evenement, EvenementAnnule, RendezVous
from comptes.models import JournalAcces
from comptes.types import UtilisateurRequest
from comptes.views import page_connexion
from jeunes import rattachement
from jeunes.models import Accompagnement, Jeune
from mission_locale.forms import ContactForm, PresentationForm
from participation.models import Inscription, Seance

PAR_PAGE = 25
LECTURES_MONTREES = 10
MONTRES_A_L_ACCUEIL = 3


@require_safe
def accueil_jeune(request: UtilisateurRequest) -> HttpResponse:
    """Show the youth what comes next, then a few séances to choose from."""
    now = timezone.now()
    jeune = Jeune.objects.visible_to(request.user).first()
    own = Inscription.objects.active().filter(jeune__compte=request.user)
    autres = Seance.objects.a_venir(now=now).ouvertes(now=now).exclude(pk__in=own.values("seance"))
    context = {
        "prenom": jeune.prenom if jeune else request.user.prenom,
        "a_venir": ce_qui_vient(jeune, now=now) if jeune else [],
        "seances": autres.select_related("regroupement", "lieu")[:MONTRES_A_L_ACCUEIL],
    }
    return render(request, "mission_locale/accueil_jeune.html", context)


@require_http_methods(["GET", "POST"])
def moi(request: UtilisateurRequest) -> HttpResponse:
    """Show the youth's own page; to an account without a file, ask first who it is."""
    jeune = Jeune.objects.visible_to(request.user).select_related("commune").first()
    if jeune is None:
        return se_presenter(request)
    context = {"jeune": jeune, "equipe": equipe(jeune, today=timezone.localdate())}
    return render(request, "mission_locale/moi.html", context)


def ce_qui_vient(
    jeune: Jeune, *, now: datetime.datetime
) -> list[tuple[datetime.datetime, RendezVous | None, Inscription | None]]:
    """Return the next rendez-vous and séances of the youth, the nearest first."""
    rendez_vous = RendezVous.objects.filter(jeune=jeune).a_venir(now=now).select_related("lieu", "conseiller")
    own = Inscription.objects.active().filter(jeune=jeune, seance__debut_le__gt=now, seance__annulee_le=None)
    own = own.with_rang_attente().select_related("seance__regroupement", "seance__lieu")
    lignes: list[tuple[datetime.datetime, RendezVous | None, Inscription | None]] = [
        (rdv.prevu_le or now, rdv, None) for rdv in rendez_vous.order_by("prevu_le", "pk")[:MONTRES_A_L_ACCUEIL]
    ]
    lignes += [(i.seance.debut_le, None, i) for i in own.order_by("seance__debut_le", "pk")[:MONTRES_A_L_ACCUEIL]]
    return sorted(lignes, key=lambda ligne: ligne[0])


def equipe(jeune: Jeune, *, today: datetime.date) -> list[Accompagnement]:
    """Return who accompanies the youth now, the référent first."""
    active = Accompagnement.objects.active(today=today).filter(jeune=jeune)
    return list(active.select_related("conseiller", "programme").order_by("type", "debut", "pk"))


def se_presenter(request: UtilisateurRequest) -> HttpResponse:
    """Ask first name, name and birth date, once, then go on to where the person was going."""
    suite = page_connexion(request)
    form = PresentationForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with suppress(rattachement.DossierDejaLa):  # sent twice: the first one did it
            rattachement.begin_file(compte=request.user, **form.cleaned_data)
        return redirect(suite or "comptes:moi")
    return render(request, "mission_locale/moi_presentation.html", {"form": form, "next": suite})


@require_http_methods(["GET", "POST"])
def moi_contact(request: UtilisateurRequest) -> HttpResponse:
    """Let the youth say how to be reached."""
    jeune = get_object_or_404(Jeune.objects.visible_to(request.user))
    initial = {name: getattr(jeune, name) for name in ContactForm.base_fields}
    form = ContactForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        rattachement.update_own_contact(jeune=jeune, now=timezone.now(), **form.cleaned_data)
        messages.success(request, "C’est noté : nous vous joindrons comme vous l’avez choisi.")
        return redirect("comptes:moi")
    return render(request, "mission_locale/moi_contact.html", {"form": form})


@require_safe
def moi_dossier(request: UtilisateurRequest) -> HttpResponse:
    """Show everything that is written about the youth, and who opened the file."""
    jeune = get_object_or_404(Jeune.objects.visible_to(request.user).select_related("commune"))
    evenements = Evenement.objects.filter(jeune=jeune).select_related("lieu", "conseiller")
    evenements = evenements.prefetch_related("besoins", "complements")
    lectures = JournalAcces.objects.filter(objet_type=Jeune._meta.label_lower, objet_id=str(jeune.pk))
    context = {
        "jeune": jeune,
        "page": Paginator(evenements, PAR_PAGE).get_page(request.GET.get("page")),
        "annules": EvenementAnnule.objects.filter(jeune=jeune)[:PAR_PAGE],
        "situations": jeune.situations.all()[:PAR_PAGE],
        "lectures": lectures.select_related("utilisateur")[:LECTURES_MONTREES],
    }
    return render(request, "mission_locale/moi_dossier.html", context)
