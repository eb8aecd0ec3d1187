"""The document of the projet associatif being written: chapters, lists, history."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from comptes import brouillons
from comptes.types import UtilisateurRequest
from plans_action.choix import GenrePrincipe, RubriqueProjet, SensPoint, ThemeAnalyse
from plans_action.models import ExerciceBudget, ProjetAssociatif
from plans_action.projet import elements, lecture
from plans_action.projet.elements import SORTES, Element, Sorte
from plans_action.projet.formulaires import TexteProjetForm, formulaire_of, new_element
from plans_action.projet.historique import build_historique

LIGNES_PAR_PAGE = 25

SENS = {"monter": -1, "descendre": 1}


@require_safe
def projet_ecrire(request: UtilisateurRequest, pk: UUID) -> HttpResponse:
    """Show every chapter with what can be written in it."""
    projet = _projet(pk)
    textes = lecture.load_textes(projet)
    principes = lecture.load_principes(projet)
    exercices = lecture.load_exercices(projet)
    themes = lecture.load_themes(projet)
    contexte = {
        "projet": projet,
        "chapitres": [
            {"code": code, "titre": libelle, "texte": textes.get(code, "")} for code, libelle in RubriqueProjet.choices
        ],
        "valeurs": elements.neighbours(principes[GenrePrincipe.VALEUR]),
        "articles": elements.neighbours(principes[GenrePrincipe.ARTICLE]),
        "moyens": [(libelle, elements.neighbours(groupe)) for libelle, groupe in lecture.load_moyens(projet)],
        "themes": [
            (theme, elements.neighbours(theme.forces), elements.neighbours(theme.ameliorations)) for theme in themes
        ],
        "sans_reponse": sum(len(theme.sans_reponse) for theme in themes),
        "exercices": [(exercice, elements.neighbours(exercice.ressources)) for exercice in exercices],
        "financeurs_depasses": [paie for paie in lecture.load_financeurs(projet, exercices) if paie.depasse],
        "remplis": sum(bool(textes.get(code)) for code in RubriqueProjet.values),
    }
    return render(request, "plans_action/projet/ecrire.html", contexte)


@require_http_methods(["GET", "POST"])
def projet_texte(request: UtilisateurRequest, pk: UUID, rubrique: str) -> HttpResponse:
    """Write the text of a chapter."""
    projet = _projet(pk)
    if rubrique not in RubriqueProjet.values:
        raise Http404
    brouillon = brouillons.ouvrir(request.user, f"projet:{projet.pk}:texte:{rubrique}")
    if request.method == "POST":
        form = TexteProjetForm(request.POST)
    else:
        texte = lecture.load_textes(projet).get(rubrique, "")
        form = brouillon.remplir(TexteProjetForm(initial={"texte": texte}))
    titre = str(RubriqueProjet(rubrique).label)
    if form.is_valid():
        elements.save_texte(
            projet=projet, rubrique=rubrique, texte=form.cleaned_data["texte"], by=request.user, now=timezone.now()
        )
        brouillon.effacer()
        messages.success(request, f"Le texte « {titre} » est enregistré.")
        return _back(projet, rubrique)
    return _page(request, form, brouillon, projet=projet, titre=titre, ancre=rubrique)


@require_http_methods(["GET", "POST"])
def projet_element_create(request: UtilisateurRequest, pk: UUID, sorte: str) -> HttpResponse:
    """Add a value, an article, a means, a point, a year or a resource."""
    projet, kind = _projet(pk), _sorte(sorte)
    exercice = None
    if kind.code == "ressource":
        exercice = get_object_or_404(ExerciceBudget, projet=projet, annee=_entier(request.GET.get("annee")))
    element = new_element(kind, projet=projet, exercice=exercice)
    initial = _initial(request)
    suite = f":{exercice.pk}" if exercice else ""
    titre = f"{kind.ajouter} ({exercice.annee})" if exercice else kind.ajouter
    return _edit(request, kind, element, projet=projet, titre=titre, cle=f"nouveau{suite}", initial=initial)


@require_http_methods(["GET", "POST"])
def element_update(request: UtilisateurRequest, sorte: str, pk: int) -> HttpResponse:
    """Change a part."""
    kind, element = _element(sorte, pk)
    projet = elements.projet_of(element)
    return _edit(request, kind, element, projet=projet, titre=kind.modifier, cle=str(pk))


@require_POST
def element_deplacer(request: UtilisateurRequest, sorte: str, pk: int) -> HttpResponse:
    """Move a part up or down in its list."""
    kind, element = _element(sorte, pk)
    if sens := SENS.get(request.POST.get("sens", "")):
        elements.move_element(element=element, sens=sens, by=request.user, now=timezone.now())
    return _back(elements.projet_of(element), f"{kind.code}-{element.pk}")


@require_POST
def element_supprimer(request: UtilisateurRequest, sorte: str, pk: int) -> HttpResponse:
    """Delete a part; the history keeps it."""
    kind, element = _element(sorte, pk)
    projet, nom = elements.projet_of(element), str(element)
    try:
        elements.delete_element(element=element, by=request.user, now=timezone.now())
    except elements.ElementRefuse as refus:
        messages.error(request, str(refus))
    else:
        messages.success(request, f"« {nom} » est supprimé. L’historique en garde la trace.")
    return _back(projet, kind.rubrique)


@require_safe
def projet_historique(request: UtilisateurRequest, pk: UUID) -> HttpResponse:
    """Show who changed what in the document."""
    projet = _projet(pk)
    page = Paginator(build_historique(projet), LIGNES_PAR_PAGE).get_page(request.GET.get("page"))
    contexte = {"projet": projet, "page": page}
    return render(request, "plans_action/projet/historique.html", contexte)


def _projet(pk: UUID) -> ProjetAssociatif:
    return get_object_or_404(ProjetAssociatif, pk=pk)


def _sorte(code: str) -> Sorte:
    if code not in SORTES:
        raise Http404
    return SORTES[code]


def _element(code: str, pk: int) -> tuple[Sorte, Element]:
    kind = _sorte(code)
    where = {"genre": kind.genre} if kind.genre else {}
    link = "exercice__projet" if kind.code == "ressource" else "projet"
    element: Any = get_object_or_404(kind.model.objects.select_related(link), pk=pk, **where)  # type: ignore[attr-defined]
    return kind, element


def _entier(texte: str | None) -> int:
    if texte is None or not texte.isascii() or not texte.isdigit() or len(texte) > 4:
        raise Http404
    return int(texte)


def _initial(request: UtilisateurRequest) -> dict[str, str]:
    """Return the theme and the direction that the link says, when they exist."""
    theme, sens = request.GET.get("theme", ""), request.GET.get("sens", "")
    known = {"theme": theme} if theme in ThemeAnalyse.values else {}
    return known | ({"sens": sens} if sens in SensPoint.values else {})


def _edit(
    request: UtilisateurRequest,
    kind: Sorte,
    element: Any,
    *,
    projet: ProjetAssociatif,
    titre: str,
    cle: str,
    initial: dict[str, str] | None = None,
) -> HttpResponse:
    brouillon = brouillons.ouvrir(request.user, f"projet:{projet.pk}:{kind.code}:{cle}")
    classe = formulaire_of(kind)
    if request.method == "POST":
        form = classe(request.POST, instance=element)
    else:
        form = brouillon.remplir(classe(instance=element, initial=initial))
    if form.is_valid():
        saved = elements.save_element(element=form.save(commit=False), by=request.user, now=timezone.now())
        brouillon.effacer()
        messages.success(request, "C’est enregistré.")
        return _back(projet, f"{kind.code}-{saved.pk}")
    return _page(request, form, brouillon, projet=projet, titre=titre, ancre=kind.rubrique)


def _page(request: UtilisateurRequest, form: Any, brouillon: Any, **contexte: Any) -> HttpResponse:
    contexte |= {"form": form, "brouillon": brouillon}
    return render(request, "plans_action/projet/formulaire.html", contexte)


def _back(projet: ProjetAssociatif, ancre: str) -> HttpResponse:
    return redirect(f"{reverse('plans_action:projet-ecrire', args=[projet.pk])}#{ancre}")
