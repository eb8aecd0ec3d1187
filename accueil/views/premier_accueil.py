"""The first interview: one page, and what it asks the server while one types."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from accueil import services
from accueil.forms import PremierAccueilForm, is_uuid
from accueil.journee import current_conseiller, default_lieu
from accueil.models import Evenement
from accueil.prefill import lien_evenement, now_fields, open_draft
from commun.dates import age_at
from comptes import brouillons
from comptes.types import UtilisateurRequest
from jeunes import doublons
from jeunes.forms import NaissanceField
from jeunes.models import Jeune
from jeunes.profil import is_hors_age
from jeunes.services import ensure_open
from structure.forms import CommuneField

CLE_BROUILLON = "premier-accueil"
MOTIF_ENTRETIEN = "Entretien à l’accueil, saisi à la place d’un second premier accueil"


@require_http_methods(["GET", "POST"])
def premier_accueil_create(request: UtilisateurRequest) -> HttpResponse:
    """Log a first interview, with the file when the person is new."""
    brouillon = open_draft(request, CLE_BROUILLON)
    if request.method == "POST" and "choisir" in request.POST:
        return _page(request, unbound(request, chosen=request.POST["choisir"]), brouillon)
    if request.method == "POST" and request.POST.get("action") == "entretien":
        return _carry_to_entretien(request, brouillon)
    if request.method == "POST":
        return _save(request, brouillon)
    return _page(request, brouillon.remplir(_empty(request)), brouillon)


def _empty(request: UtilisateurRequest) -> PremierAccueilForm:
    """Return the form as it opens: today, now, at the permanence of the day."""
    now = timezone.now()
    initial = now_fields(now) | {"lieu": default_lieu(current_conseiller(request.user), now=now)}
    if is_uuid(request.GET.get("jeune", "")):
        initial["jeune"] = request.GET["jeune"]
    return PremierAccueilForm(user=request.user, now=now, initial=initial)


def unbound(request: UtilisateurRequest, *, chosen: str) -> PremierAccueilForm:
    """Return the form with everything typed so far, another person chosen, nothing validated."""
    form = PremierAccueilForm(user=request.user, now=timezone.now())
    brouillons.BrouillonOuvert(request.user, CLE_BROUILLON, request.POST).remplir(form)
    form.initial["jeune"] = chosen if is_uuid(chosen) else None
    return form


def _save(request: UtilisateurRequest, brouillon: brouillons.BrouillonOuvert) -> HttpResponse:
    """Keep the first interview, or say what is left to correct."""
    if sent := _sent_already(request):
        return _done(request, sent, brouillon)
    form = PremierAccueilForm(request.POST, user=request.user, now=timezone.now())
    if not form.is_valid():
        return _page(request, form, brouillon)
    conseiller = current_conseiller(request.user)
    rencontre = form.rencontre()
    try:
        evenement = services.log_premier_accueil(
            personne=form.personne(),
            rencontre=rencontre,
            origine=form.origine(),
            suites=form.suites(lieu=rencontre.lieu, conseiller=conseiller),
            by=request.user,
            conseiller=conseiller,
            jeton=form.cleaned_data["jeton"],
            now=timezone.now(),
        )
    except services.PremierAccueilDejaFait as refus:
        form.add_error(None, str(refus))
        return _page(request, form, brouillon)
    except services.SaisieRefusee as refus:
        form.add_error(None, str(refus))
        return _page(request, form, brouillon)
    return _done(request, evenement, brouillon)


def _sent_already(request: UtilisateurRequest) -> Evenement | None:
    """Return what a first sending of the same form recorded: a double click is no error."""
    jeton = request.POST.get("jeton", "")
    mine = Evenement.objects.filter(saisi_par=request.user).exclude(jeune=None).select_related("jeune")
    return mine.filter(pk=jeton).first() if is_uuid(jeton) else None


def _done(request: UtilisateurRequest, evenement: Evenement, brouillon: brouillons.BrouillonOuvert) -> HttpResponse:
    """Say that it is kept, and go on to the file, or to the day when a colleague follows the person."""
    brouillon.effacer()
    messages.success(request, f"Le premier accueil de {evenement.jeune} est enregistré.")
    jeune = Jeune.objects.visible_to(request.user).filter(evenements=evenement).first()
    return redirect(jeune) if jeune else redirect("accueil:ma-journee")


def _carry_to_entretien(request: UtilisateurRequest, brouillon: brouillons.BrouillonOuvert) -> HttpResponse:
    """Open the form of an interview with all that was typed for a second « premier accueil »."""
    typed = request.POST.get("jeune", "")
    jeune = get_object_or_404(Jeune, pk=typed if is_uuid(typed) else None)
    # Receiving somebody whom a colleague follows is a reason to open the file: written, and read by the direction.
    ensure_open(jeune=jeune, by=request.user, motif=MOTIF_ENTRETIEN, now=timezone.now())
    try:
        donnees = brouillons.clean_donnees(request.POST)
    except brouillons.BrouillonRefuse as refus:
        messages.error(request, str(refus))
        return _page(request, unbound(request, chosen=str(jeune.pk)), brouillon)
    brouillons.keep(utilisateur=request.user, cle=f"entretien:{jeune.pk}", donnees=donnees)
    brouillon.effacer()
    return redirect("accueil:entretien-create", pk=jeune.pk)


def _page(request: UtilisateurRequest, form: PremierAccueilForm, brouillon: brouillons.BrouillonOuvert) -> HttpResponse:
    """Show the page; errors answer 200 with each message beside its field."""
    context = {"form": form, "brouillon": brouillon, **person_context(request, form)}
    return render(request, "accueil/premier_accueil_form.html", context)


# --- The person, while one types -----------------------------------------------------------------------------------


def person_context(request: UtilisateurRequest, form: PremierAccueilForm) -> dict[str, Any]:
    """Return what the part about the person shows: who is chosen, who is known, the flags."""
    value = form["jeune"].value()
    choisi = _chosen(value)
    typed: Any = form.data if form.is_bound else form.initial
    connus = form.probables or ([] if choisi else doublons.find_known(read_recherche(typed)))
    deja = _first_interview(choisi.premier_accueil_id) if choisi else None
    return {
        "choisi": choisi,
        "connus": connus,
        "deja": deja,
        "lien_deja": lien_evenement(request.user, deja) if deja else "",
        "drapeaux": flags_of(choisi) if choisi else read_flags(typed),
    }


def _chosen(value: Any) -> Any:
    """Return the person chosen, with the history that the card shows."""
    pk = getattr(value, "pk", value)
    if not is_uuid(str(pk)):
        return None
    return doublons.with_history(Jeune.objects.filter(pk=pk)).select_related("commune").first()


def _first_interview(pk: UUID | None) -> Evenement | None:
    return Evenement.objects.filter(pk=pk).select_related("jeune", "lieu").first() if pk else None


@require_POST
def premier_accueil_connus(request: UtilisateurRequest) -> HttpResponse:
    """Return who may be the person being typed, and the flags of age and territory; nothing is written."""
    context = {"connus": doublons.find_known(read_recherche(request.POST)), "drapeaux": read_flags(request.POST)}
    return render(request, "accueil/_connus.html", context)


@require_POST
def premier_accueil_personne(request: UtilisateurRequest) -> HttpResponse:
    """Return the part about the person once somebody is chosen, or given back; nothing is written."""
    form = unbound(request, chosen=request.POST.get("choisir", ""))
    return render(request, "accueil/_personne.html", {"form": form, **person_context(request, form)})


def jeune_suggestions(request: UtilisateurRequest) -> HttpResponse:
    """Return names for the fields that name a youth."""
    typed = request.GET.get("jeune_referent") or request.GET.get("jeune") or ""
    return render(request, "accueil/_jeunes.html", {"noms": doublons.suggestions(typed.replace("\x00", "")[:170])})


def read_recherche(typed: Any) -> doublons.Recherche:
    """Return what was typed about a person, whatever it is worth so far."""
    return doublons.Recherche.of(
        nom=text_of(typed, "nom"),
        prenom=text_of(typed, "prenom"),
        telephone=text_of(typed, "telephone"),
        date_naissance=_cleaned(NaissanceField(required=False), text_of(typed, "date_naissance")),
    )


def text_of(typed: Any, name: str) -> str:
    """Return one typed value as bounded text."""
    return str(typed.get(name) or "").replace("\x00", "")[:120]


def read_flags(typed: Any) -> list[str]:
    """Return the flags that a birth date and a commune already tell: they inform, they refuse nobody."""
    day = _cleaned(NaissanceField(required=False), text_of(typed, "date_naissance"))
    commune = _cleaned(CommuneField(required=False), text_of(typed, "commune"))
    return _flags(age_at(day, timezone.localdate()) if day else None, commune)


def flags_of(jeune: Jeune) -> list[str]:
    """Return the flags of a known person."""
    return _flags(jeune.age(today=timezone.localdate()), jeune.commune)


def _flags(age: int | None, commune: Any) -> list[str]:
    flags = []
    if age is not None and age < 18:
        flags.append(f"Mineur ({age} ans)")
    if is_hors_age(age):
        flags.append("Hors de la tranche d’âge (16 à 25 ans)")
    if commune is not None and not commune.du_territoire:
        autre = f" : {commune.autre_mission_locale}" if commune.autre_mission_locale else ""
        flags.append(f"Hors de notre territoire{autre}")
    return flags


def _cleaned(field: forms.Field, text: str) -> Any:
    """Return a value when it can be read, else None: who types is not done yet."""
    try:
        return field.clean(text)
    except forms.ValidationError:
        return None
