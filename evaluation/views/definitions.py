"""The words of several readings: their versions, two of them side by side, the commission's choice."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from comptes import brouillons
from comptes.types import UtilisateurRequest
from evaluation import definitions as pages
from evaluation import periodes
from evaluation.chiffres import Regard
from evaluation.formulaires_definitions import DecisionForm, DefinitionForm
from evaluation.models import DecisionDefinition
from evaluation.projets import projet_courant
from evaluation.services import definitions as services
from jeunes.choix import ObjetDefinition
from jeunes.models import Definition


def _versions(request: UtilisateurRequest, objet: str) -> list[Definition]:
    """Return the versions of a word, the latest first, or answer 404."""
    if objet not in ObjetDefinition.values:
        raise Http404("no such word")
    return list(
        Definition.objects.visible_to(request.user)
        .filter(objet=objet)
        .select_related("cree_par")
        .order_by("-version", "pk")
    )


def _version(versions: list[Definition], texte: str | None) -> Definition | None:
    """Return the version that an address names."""
    return next((d for d in versions if str(d.version) == texte), None)


def _contexte(objet: str) -> dict[str, Any]:
    return {"objet": objet, "nom": ObjetDefinition(objet).label}


@require_safe
def definition_list(request: UtilisateurRequest) -> HttpResponse:
    """Show every word with the reading in force."""
    definitions = list(Definition.objects.visible_to(request.user).order_by("objet", "-version"))
    return render(request, "evaluation/definition_list.html", {"mots": pages.mots(definitions)})


@require_safe
def definition_objet(request: UtilisateurRequest, objet: str) -> HttpResponse:
    """Show the versions of a word and the decisions on it."""
    versions = _versions(request, objet)
    decisions = (
        DecisionDefinition.objects.visible_to(request.user)
        .filter(definition__objet=objet)
        .select_related("definition", "enregistree_par")
        .order_by("-enregistree_le", "pk")
    )
    contexte = _contexte(objet) | {
        "versions": versions,
        "decisions": list(decisions),
        "mesures": pages.mesures_of(objet),
    }
    return render(request, "evaluation/definition_objet.html", contexte)


@require_http_methods(["GET", "POST"])
def definition_create(request: UtilisateurRequest, objet: str) -> HttpResponse:
    """Write a new version, from another one."""
    versions = _versions(request, objet)
    en_vigueur = next((d for d in versions if d.choisie), versions[0] if versions else None)
    depuis = _version(versions, request.GET.get("depuis")) or en_vigueur
    brouillon = brouillons.ouvrir(request.user, f"definition:{objet}")
    form = brouillon.remplir(
        DefinitionForm(request.POST if request.method == "POST" else None, objet=objet, depuis=depuis)
    )
    if form.is_valid():
        try:
            definition = services.create_version(objet=objet, **form.cleaned_data, by=request.user, now=timezone.now())
        except services.DefinitionRefusee as refus:
            form.add_error(None, str(refus))
        else:
            brouillon.effacer()
            messages.success(
                request,
                f"Version {definition.version} enregistrée. Aucun chiffre ne change tant qu’elle n’est pas choisie.",
            )
            return redirect("evaluation:definition-objet", objet=objet)
    contexte = _contexte(objet) | {"form": form, "depuis": depuis, "brouillon": brouillon}
    return render(request, "evaluation/definition_form.html", contexte)


@require_safe
def definition_comparer(request: UtilisateurRequest, objet: str) -> HttpResponse:
    """Show two readings of a word over the same period."""
    versions = _versions(request, objet)
    projet, arrete_au = projet_courant(), timezone.localdate()
    contexte = _contexte(objet) | {"versions": versions, "comparaison": None}
    if len(versions) < 2 or projet is None or projet.debut > arrete_au:
        return render(request, "evaluation/definition_comparer.html", contexte)
    en_vigueur = next((d for d in versions if d.choisie), versions[-1])
    une = _version(versions, request.GET.get("a")) or en_vigueur
    autre = _version(versions, request.GET.get("b")) or next(d for d in versions if d.pk != une.pk)
    groupes = periodes.periodes_proposees(projet, arrete_au=arrete_au)
    choix = periodes.choisie(groupes, request.GET.get("periode", ""))
    regard = Regard.of(request.user)
    contexte |= {
        "une": une,
        "autre": autre,
        "groupes": groupes,
        "choix": choix,
        "arrete_au": arrete_au,
        "exact": regard.exact,
        "comparaison": pages.comparer(une, autre, choix.periode, regard=regard, arrete_au=arrete_au),
    }
    return render(request, "evaluation/definition_comparer.html", contexte)


@require_http_methods(["GET", "POST"])
def definition_choisir(request: UtilisateurRequest, objet: str) -> HttpResponse:
    """Record which version a commission picked."""
    versions, today = _versions(request, objet), timezone.localdate()
    voulue = _version(versions, request.GET.get("version"))
    form = DecisionForm(
        request.POST if request.method == "POST" else None,
        versions=pages.choices_of(versions),
        today=today,
        version=voulue.version if voulue else None,
    )
    if form.is_valid():
        donnees = dict(form.cleaned_data)
        retenue = donnees.pop("version")
        definition = next(d for d in versions if d.version == retenue)
        try:
            services.choose_definition(
                definition=definition, **donnees, by=request.user, now=timezone.now(), today=today
            )
        except services.DefinitionRefusee as refus:
            form.add_error("version", str(refus))
        else:
            messages.success(request, f"Version {definition.version} en vigueur. Les chiffres sont recomptés.")
            return redirect("evaluation:definition-objet", objet=objet)
    return render(
        request, "evaluation/definition_choisir.html", _contexte(objet) | {"form": form, "versions": versions}
    )
