"""Places, partners, communes: what the team looks up."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Exists, F, OuterRef, Prefetch, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from commun.noms import normalise_nom
from comptes.models import Utilisateur
from comptes.types import UtilisateurRequest
from structure import services
from structure.forms import SUGGESTIONS_MAXIMUM, PartenaireFiltreForm, RattachementForm
from structure.models import Commune, Conseiller, Convention, Lieu, Partenaire

PARTENAIRES_PAR_PAGE = 25
TRIS_PARTENAIRES = {"nom": "nom", "type": "type", "depuis": "depuis_le"}


def lieu_list(request: UtilisateurRequest) -> HttpResponse:
    """Show where people are received, and with which rhythm."""
    lieux = Lieu.objects.actifs().select_related("commune", "hote").prefetch_related("permanences__exceptions")
    return render(request, "structure/lieu_list.html", {"lieux": lieux})


def lieu_detail(request: UtilisateurRequest, pk: UUID) -> HttpResponse:
    """Show one place: how to come, when, with whom."""
    # Permanences are a room above: read through their link, said by its template tags.
    lieux = Lieu.objects.select_related("commune", "hote").prefetch_related(
        "permanences__exceptions",
        Prefetch("permanences__conseillers", Conseiller.objects.filter(actif=True)),
        Prefetch("equipe", Conseiller.objects.filter(actif=True)),
    )
    lieu = get_object_or_404(lieux, pk=pk)
    return render(request, "structure/lieu_detail.html", {"lieu": lieu})


def partenaire_list(request: UtilisateurRequest) -> HttpResponse:
    """Show the partners, whom to call there, and whether a convention runs."""
    form = PartenaireFiltreForm(request.GET or None)
    filtres = form.cleaned_data if form.is_valid() else {}
    partenaires = _filtered(Partenaire.objects.actifs(), filtres)
    tri = request.GET.get("tri", "nom")
    column = F(TRIS_PARTENAIRES.get(tri.lstrip("-"), "nom"))
    order = column.desc() if tri.startswith("-") else column.asc()
    page = Paginator(partenaires.order_by(order, "nom", "pk"), PARTENAIRES_PAR_PAGE).get_page(request.GET.get("page"))
    return render(
        request, "structure/partenaire_list.html", {"form": form, "page": page, "filtre": any(filtres.values())}
    )


def _filtered(partenaires: QuerySet[Partenaire], filtres: dict[str, str]) -> QuerySet[Partenaire]:
    """Keep the partners that the filters ask for."""
    today = timezone.localdate()
    running = Convention.objects.filter(Q(fin=None) | Q(fin__gte=today), partenaire=OuterRef("pk"), debut__lte=today)
    if texte := filtres.get("q"):
        cle = normalise_nom(texte)
        by_name = Q(nom__icontains=texte) | (Q(commune__nom_normalise__contains=cle) if cle else Q())
        partenaires = partenaires.filter(by_name)
    if type_ := filtres.get("type"):
        partenaires = partenaires.filter(type=type_)
    return partenaires.select_related("commune").annotate(sous_convention=Exists(running))


def commune_suggestions(request: UtilisateurRequest) -> HttpResponse:
    """Return communes for a list of suggestions while one types a name or a postal code."""
    typed = request.GET.get("commune", "").replace("\x00", "")[:120]
    communes = Commune.objects.recherche(typed)[:SUGGESTIONS_MAXIMUM]
    return render(request, "structure/_communes.html", {"communes": communes})


@require_http_methods(["GET", "POST"])
def equipe_rattacher(request: UtilisateurRequest, pk: UUID) -> HttpResponse:
    """Say which person of the team an account is."""
    compte = get_object_or_404(Utilisateur.objects.visible_to(request.user), pk=pk)
    form = RattachementForm(request.POST if request.method == "POST" else None, compte=compte)
    if form.is_valid():
        try:
            services.link_compte(**form.cleaned_data, compte=compte, by=request.user, now=timezone.now())
        except services.RattachementRefuse as refus:
            form.add_error(None, str(refus))
        else:
            messages.success(request, "Le compte est relié à l’équipe. La direction en est prévenue.")
            return redirect("comptes:compte-detail", pk=compte.pk)
    return render(request, "structure/equipe_rattacher.html", {"form": form, "compte": compte})


@require_POST
def equipe_detacher(request: UtilisateurRequest, pk: UUID) -> HttpResponse:
    """Undo a link made by mistake."""
    compte = get_object_or_404(Utilisateur.objects.visible_to(request.user), pk=pk)
    try:
        services.unlink_compte(compte=compte, by=request.user, now=timezone.now())
    except services.RattachementRefuse as refus:
        messages.warning(request, str(refus))
    else:
        messages.success(request, "Le lien avec l’équipe est retiré.")
    return redirect("comptes:compte-detail", pk=compte.pk)
