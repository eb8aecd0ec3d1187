"""Every figure of the house, broken down over a period, beside the one before and a year before; its file, its list."""

from typing import Any, NamedTuple
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from commun.exports import spreadsheet_response
from commun.mesures import DemandeInvalide, Mesure, MesureInconnue, registre
from comptes.choix import ActionJournal
from comptes.services import record_access
from comptes.types import UtilisateurRequest
from evaluation import listes, onglets, periodes
from evaluation.chiffres import Regard, mesure_de
from evaluation.moteur import Demande, describe, enregistrements
from evaluation.periodes import PeriodeNommee
from evaluation.projets import elapsed, projet_courant
from evaluation.repartition import TRIS, Repartition, repartir
from evaluation.views.indicateurs import _projet, _visible
from plans_action.models import Indicateur, ProjetAssociatif

PAR_PAGE = 25
FAMILLES = ("Accueil et accompagnement", "Parcours", "Situations et sorties", "Séances et participation", "Entreprises")


class Choisi(NamedTuple):
    """What the address asks for, made sane."""

    projet: ProjetAssociatif
    groupes: list[tuple[str, list[PeriodeNommee]]]
    choix: PeriodeNommee
    par: str
    tri: str
    diffusion: bool
    du: str
    au: str
    erreur: str


def _mesure(cle: str) -> Mesure:
    try:
        return registre.get(cle)
    except MesureInconnue as inconnue:
        raise Http404(str(inconnue)) from inconnue


def _choisi(request: UtilisateurRequest, mesure: Mesure, projet: ProjetAssociatif) -> Choisi:
    """Read the address; what it says badly is told, and the projet is shown."""
    lue = periodes.lue(projet, request.GET, arrete_au=timezone.localdate())
    par = request.GET.get("par", "")
    if par not in mesure.ventilations:
        par = "lieu" if "lieu" in mesure.ventilations else next(iter(mesure.ventilations))
    tri = request.GET.get("tri", "")
    diffusion = request.GET.get("diffusion") == "1"
    return Choisi(
        projet, lue.groupes, lue.choix, par, tri if tri in TRIS else "", diffusion, lue.du, lue.au, lue.erreur
    )


def _repartition(
    request: UtilisateurRequest, demande: Demande, mesure: Mesure, vu: Choisi, *, exact: bool
) -> Repartition:
    return repartir(
        demande.over(vu.choix.periode),
        mesure,
        vu.choix,
        vu.par,
        exact=exact,
        tri=vu.tri,
        arrete_au=timezone.localdate(),
    )


def _page(
    request: UtilisateurRequest, demande: Demande, mesure: Mesure, projet: ProjetAssociatif, contexte: dict[str, Any]
) -> HttpResponse:
    """Show a breakdown."""
    vu = _choisi(request, mesure, projet)
    regard = Regard.of(request.user)
    repartition = _repartition(request, demande, mesure, vu, exact=regard.exact and not vu.diffusion)
    try:
        mots = describe(demande.over(vu.choix.periode))
    except DemandeInvalide as refus:
        mots = [("À corriger", str(refus))]
    adresse = request.GET.copy()
    adresse.pop("diffusion", None)
    contexte |= {
        "mesure": mesure,
        "vu": vu,
        "repartition": repartition,
        "ventilations": [(cle, ventilation.libelle) for cle, ventilation in mesure.ventilations.items()],
        "tris": [(cle, libelle) for cle, libelle in TRIS.items()],
        "mots": mots,
        "peut_exact": regard.exact,
        "adresse_choix": adresse.urlencode(),
    }
    return render(request, "evaluation/repartition.html", contexte)


def _fichier(
    request: UtilisateurRequest, demande: Demande, mesure: Mesure, projet: ProjetAssociatif, format: str, objet: Any
) -> HttpResponse:
    """Give the file of what is on screen; a file leaves the house, so small numbers are hidden in it."""
    if format not in ("csv", "xlsx"):
        raise Http404("no such format")
    vu = _choisi(request, mesure, projet)
    repartition = _repartition(request, demande, mesure, vu, exact=False)
    motif = f"répartition, {repartition.titre}, {vu.choix.libelle.lower()}"
    record_access(user=request.user, action=ActionJournal.EXPORT, objet=objet, motif=motif)
    nom = slugify(f"{mesure.libelle} par {repartition.libelle} {vu.choix.code}")[:80]
    return spreadsheet_response(format, nom=nom, onglet=onglets.onglet_de_la_repartition(repartition))


def projet_commence() -> ProjetAssociatif | None:
    """Return the projet whose periods are proposed, None when none has begun."""
    projet = projet_courant()
    return projet if projet is not None and projet.debut <= timezone.localdate() else None


@require_safe
def mesure_list(request: UtilisateurRequest) -> HttpResponse:
    """Show every measure, by family, with its definition."""
    familles: dict[str, list[Mesure]] = {}
    for mesure in registre.all():
        if mesure.ventilations:
            familles.setdefault(mesure.famille, []).append(mesure)
    # What most come for first; a family that is not in the list comes last.
    rangs = {famille: rang for rang, famille in enumerate(FAMILLES)}
    rangees = sorted(familles.items(), key=lambda item: rangs.get(item[0], len(rangs)))
    return render(request, "evaluation/mesure_list.html", {"familles": rangees})


@require_safe
def mesure_detail(request: UtilisateurRequest, cle: str) -> HttpResponse:
    """Show the breakdown of a measure over the whole house."""
    mesure, projet = _mesure(cle), projet_commence()
    if projet is None or not mesure.ventilations:
        return render(request, "evaluation/mesure_vide.html", {"mesure": mesure})
    demande = Demande.make(mesure.cle, elapsed(projet, arrete_au=timezone.localdate()))
    return _page(request, demande, mesure, projet, {"indicateur": None})


@require_safe
def mesure_export(request: UtilisateurRequest, cle: str, format: str) -> HttpResponse:
    """Give the breakdown of a measure as a file."""
    mesure, projet = _mesure(cle), projet_commence()
    if projet is None or not mesure.ventilations:
        raise Http404("nothing to export")
    demande = Demande.make(mesure.cle, elapsed(projet, arrete_au=timezone.localdate()))
    return _fichier(request, demande, mesure, projet, format, projet)


@require_safe
def mesure_liste(request: UtilisateurRequest, cle: str) -> HttpResponse:
    """Show the records that a measure counts; each look is written in the journal."""
    mesure, projet = _mesure(cle), projet_commence()
    if projet is None:
        raise Http404("nothing is counted")
    vu = _choisi(request, mesure, projet) if mesure.ventilations else None
    choix = (
        vu.choix if vu else periodes.choisie(periodes.periodes_proposees(projet, arrete_au=timezone.localdate()), "")
    )
    demande = Demande.make(mesure.cle, choix.periode)
    part = "denominateur" if request.GET.get("part") == "denominateur" else "numerateur"
    try:
        queryset = enregistrements(demande, arrete_au=timezone.localdate(), part=part)  # type: ignore[arg-type]
    except DemandeInvalide as refus:
        raise Http404(str(refus)) from refus
    forme = listes.forme_de(queryset)
    page = Paginator(listes.prepare(queryset), PAR_PAGE).get_page(request.GET.get("page"))
    motif = f"liste derrière un chiffre, {mesure.libelle}, {choix.libelle.lower()}, page {page.number}"
    record_access(user=request.user, action=ActionJournal.LECTURE, objet=projet, motif=motif)
    contexte = {
        "libelle": mesure.libelle,
        "mesure": mesure,
        "fil_url": reverse("evaluation:mesure-list"),
        "fil_nom": "Chiffres",
        "retour": reverse("evaluation:mesure-detail", args=[mesure.cle]),
        "choix": choix,
        "parties": mesure.unite == "%" or part == "denominateur",
        "part": part,
        "page": page,
        "entetes": [entete for entete, _ in forme.colonnes],
        "avec_personne": forme.personne,
        "lignes": listes.lignes(list(page.object_list), forme, user=request.user),
        "mots": describe(demande),
    }
    return render(request, "evaluation/chiffre_liste.html", contexte)


def _indicateur(request: UtilisateurRequest, pk: UUID) -> tuple[Indicateur, Mesure, ProjetAssociatif]:
    """Return an indicateur that can be broken down, or answer 404."""
    indicateur = get_object_or_404(_visible(request), pk=pk)
    mesure, projet = mesure_de(indicateur), _projet(indicateur)
    if mesure is None or not mesure.ventilations or projet.debut > timezone.localdate():
        raise Http404("nothing is counted")
    return indicateur, mesure, projet


@require_safe
def indicateur_repartition(request: UtilisateurRequest, pk: UUID) -> HttpResponse:
    """Show the breakdown of an indicateur, under its own filters."""
    indicateur, mesure, projet = _indicateur(request, pk)
    demande = Demande.of(indicateur, elapsed(projet, arrete_au=timezone.localdate()))
    return _page(request, demande, mesure, projet, {"indicateur": indicateur})


@require_safe
def indicateur_export(request: UtilisateurRequest, pk: UUID, format: str) -> HttpResponse:
    """Give the breakdown of an indicateur as a file."""
    indicateur, mesure, projet = _indicateur(request, pk)
    demande = Demande.of(indicateur, elapsed(projet, arrete_au=timezone.localdate()))
    return _fichier(request, demande, mesure, projet, format, indicateur)
