"""The long form of a fiche; what happens when somebody else saved meanwhile."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from comptes import brouillons
from comptes.types import UtilisateurRequest
from plans_action import contenu as c
from plans_action import fusion, services
from plans_action.conflit import ConflitForm
from plans_action.models import FicheAction, ImportFiche
from plans_action.saisie import Saisie, change_shape, indicateur_form


@require_http_methods(["GET", "POST"])
def fiche_update(request: UtilisateurRequest, pk: UUID) -> HttpResponse:
    """Edit a whole fiche. Saving over somebody else's change answers 409 with both versions, field by field."""
    fiche = get_object_or_404(FicheAction.objects.visible_to(request.user).select_related("modifiee_par"), pk=pk)
    brouillon = brouillons.ouvrir(request.user, f"fiche:{fiche.pk}")
    if request.method == "POST" and "miens" in request.POST:
        return _resolve(request, fiche, brouillon)
    if request.method == "POST" and "retraits" in request.POST:
        return _confirm(request, fiche, brouillon)
    if request.method == "POST":
        return _save(request, fiche, brouillon)
    if brouillon.donnees is not None:
        return _form_page(request, fiche, Saisie.kept(fiche, brouillon.donnees), brouillon, brouillon.donnees)
    stored = c.snapshot(fiche)
    return _form_page(request, fiche, Saisie.stored(fiche, stored), brouillon, depart=c.seal(stored))


@require_GET
def mesure_champs(request: UtilisateurRequest) -> HttpResponse:
    """Show the definition, filters and parameters of the measure just chosen for an indicateur."""
    fiche = _fiche_asked(request)
    form = indicateur_form(fiche, request.GET.get("prefixe", ""), request.GET)
    if form is None:
        raise Http404("prefix of no indicateur")
    return render(request, "plans_action/_liaison.html", {"form": form})


def _fiche_asked(request: UtilisateurRequest) -> FicheAction:
    try:
        pk = UUID(request.GET.get("fiche", ""))
    except ValueError:
        raise Http404("no fiche") from None
    if ImportFiche.objects.visible_to(request.user).a_relire().filter(pk=pk).exists():
        return FicheAction(pk=pk)  # read in a file, not accepted yet
    return get_object_or_404(FicheAction.objects.visible_to(request.user), pk=pk)


def _save(request: UtilisateurRequest, fiche: FicheAction, brouillon: brouillons.BrouillonOuvert) -> HttpResponse:
    if operation := request.POST.get("operation", ""):
        data = change_shape(request.POST, operation)
        return _form_page(request, fiche, Saisie.kept(fiche, data), brouillon, data)
    saisie = Saisie.posted(fiche, request.POST)
    if not saisie.is_valid():
        return _form_page(request, fiche, saisie, brouillon, request.POST)
    depart = c.unseal(request.POST.get("depart", ""))
    return _write(request, fiche, saisie.contenu(), depart, _version(request.POST), brouillon)


def _resolve(request: UtilisateurRequest, fiche: FicheAction, brouillon: brouillons.BrouillonOuvert) -> HttpResponse:
    """Save what was chosen on the page that shows both versions."""
    miens = c.unseal(request.POST["miens"])
    if miens is None:
        messages.error(request, "Cette page est trop ancienne. Ce que vous aviez écrit est resté dans le brouillon.")
        return redirect("plans_action:fiche-update", pk=fiche.pk)
    depart, version = c.unseal(request.POST.get("depart", "")), _version(request.POST)
    leurs = c.snapshot(fiche)
    form = ConflitForm(fusion.compare(miens=miens, leurs=leurs, depart=depart), data=request.POST)
    if version != fiche.version or not form.is_valid():
        return _conflit_page(request, fiche, miens, leurs, depart, form)
    chosen = fusion.merge(miens=miens, leurs=leurs, choix=form.choix)
    return _write(request, fiche, chosen, leurs, version, brouillon)


def _confirm(request: UtilisateurRequest, fiche: FicheAction, brouillon: brouillons.BrouillonOuvert) -> HttpResponse:
    """Save what was written, now that a person has read what goes with the indicateurs that it drops."""
    contenu = c.unseal(request.POST["retraits"])
    if contenu is None:
        messages.error(request, "Cette page est trop ancienne. Ce que vous aviez écrit est resté dans le brouillon.")
        return redirect("plans_action:fiche-update", pk=fiche.pk)
    depart = c.unseal(request.POST.get("depart", ""))
    return _write(request, fiche, contenu, depart, _version(request.POST), brouillon, retraits_confirmes=True)


def _write(
    request: UtilisateurRequest,
    fiche: FicheAction,
    contenu: c.Contenu,
    depart: c.Contenu | None,
    version: int,
    brouillon: brouillons.BrouillonOuvert,
    *,
    retraits_confirmes: bool = False,
) -> HttpResponse:
    try:
        services.save_fiche(
            fiche=fiche,
            contenu=contenu,
            version=version,
            by=request.user,
            now=timezone.now(),
            retraits_confirmes=retraits_confirmes,
        )
    except services.RetraitAConfirmer as refus:
        context = {
            "fiche": fiche,
            "retraits": refus.retraits,
            "contenu": c.seal(contenu),
            "depart": c.seal(depart) if depart is not None else "",
            "version": version,
        }
        return render(request, "plans_action/fiche_retraits.html", context)
    except services.PlanRefuse as refus:
        messages.error(request, str(refus))
        return redirect("plans_action:fiche-update", pk=fiche.pk)
    except services.FicheModifiee:
        fiche = FicheAction.objects.select_related("modifiee_par").get(pk=fiche.pk)
        leurs = c.snapshot(fiche)
        miens = fusion.recognise(miens=contenu, leurs=leurs, depart=depart)
        differences = fusion.compare(miens=miens, leurs=leurs, depart=depart)
        if differences:
            return _conflit_page(request, fiche, miens, leurs, depart, ConflitForm(differences))
    brouillon.effacer()
    messages.success(request, "La fiche est enregistrée.")
    return redirect(fiche)


def _form_page(
    request: UtilisateurRequest,
    fiche: FicheAction,
    saisie: Saisie,
    brouillon: brouillons.BrouillonOuvert,
    data: QueryDict | None = None,
    *,
    depart: str = "",
) -> HttpResponse:
    version = _version(data) if data is not None else fiche.version
    rubriques = saisie.rubriques
    demandees = [ouverte for ouverte in rubriques if ouverte.du_modele]
    context = {
        "fiche": fiche,
        "saisie": saisie,
        "brouillon": brouillon,
        "version": version,
        "depassee": version != fiche.version,
        "depart": data.get("depart", "") if data is not None else depart,
        "rubriques": rubriques,
        "demandees": len(demandees),
        "commencees": sum(ouverte.commencee for ouverte in demandees),
        "modeles": saisie.blanks(),
    }
    return render(request, "plans_action/fiche_form.html", context)


def _conflit_page(
    request: UtilisateurRequest,
    fiche: FicheAction,
    miens: c.Contenu,
    leurs: c.Contenu,
    depart: c.Contenu | None,
    form: ConflitForm,
) -> HttpResponse:
    context = {
        "fiche": fiche,
        "form": form,
        "lignes": form.lignes(miens, leurs),
        "miens": c.seal(miens),
        "depart": c.seal(depart) if depart is not None else "",
    }
    return render(request, "plans_action/fiche_conflit.html", context, status=409)


def _version(data: QueryDict) -> int:
    """Return the version that was read; none that exists when it is missing or odd."""
    texte = data.get("version", "")
    return int(texte) if texte.isascii() and texte.isdigit() and len(texte) < 10 else 0
