"""The page of a figure, and the records behind it."""

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.db.models import Prefetch, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from commun.mesures import DemandeInvalide, MesureInconnue
from comptes.choix import ActionJournal
from comptes.services import record_access
from comptes.types import UtilisateurRequest
from evaluation import listes, periodes
from evaluation.appreciations import LigneApprecier, load_appreciations
from evaluation.chiffres import mesure_de
from evaluation.indicateur import detail
from evaluation.models import Releve
from evaluation.moteur import Demande, describe, enregistrements
from evaluation.projets import projet_courant
from evaluation.releves import reglage_de
from plans_action.choix import TypeIndicateur
from plans_action.models import FicheAction, Indicateur, Piece, ProjetAssociatif

PAR_PAGE = 25
PAR_DEFAUT = "lieu"


def _visible(request: UtilisateurRequest) -> QuerySet[Indicateur]:
    """Return the indicateurs of the fiches that the reader may see."""
    fiches = FicheAction.objects.visible_to(request.user)
    return Indicateur.objects.filter(critere__fiche__in=fiches).select_related(
        "critere__fiche__objectif__objectif_general__projet", "reglage_releve"
    )


def _projet(indicateur: Indicateur) -> ProjetAssociatif:
    """Return the projet of an indicateur; a fiche without objective is read with the one under way."""
    objectif = indicateur.critere.fiche.objectif
    projet = objectif.objectif_general.projet if objectif else projet_courant()
    if projet is None:
        raise Http404("no projet")
    return projet


def _en_mots(demande: Demande) -> list[tuple[str, str]]:
    try:
        return describe(demande)
    except (DemandeInvalide, MesureInconnue) as erreur:
        return [("À corriger", str(erreur))]


def _releves(request: UtilisateurRequest, indicateur: Indicateur) -> dict[str, Any]:
    """Return the readings of an indicateur that is read elsewhere: the last hundred."""
    if indicateur.type != TypeIndicateur.RELEVE:
        return {}
    releves = Releve.objects.visible_to(request.user).valables().filter(indicateur=indicateur)
    preuves = Prefetch("pieces", Piece.objects.visible_to(request.user).presentes())
    return {
        "releves": list(releves.select_related("saisi_par").prefetch_related(preuves)[:100]),
        "reglage": reglage_de(indicateur),
    }


@require_safe
def indicateur_detail(request: UtilisateurRequest, pk: UUID) -> HttpResponse:
    """Show a figure with its definition, its course and its breakdown."""
    indicateur = get_object_or_404(_visible(request), pk=pk)
    projet, arrete_au = _projet(indicateur), timezone.localdate()
    mesure = mesure_de(indicateur)
    contexte: dict[str, Any] = {"indicateur": indicateur, "fiche": indicateur.critere.fiche, "mesure": mesure}
    contexte |= _releves(request, indicateur)
    if indicateur.type == TypeIndicateur.QUALITATIF:
        lues = load_appreciations([indicateur], au=arrete_au, user=request.user)
        contexte["ligne"] = LigneApprecier(indicateur, lues[indicateur.pk])
    if mesure is None or projet.debut > arrete_au:
        return render(request, "evaluation/indicateur_sans_mesure.html", contexte)
    groupes = periodes.periodes_proposees(projet, arrete_au=arrete_au)
    choix = periodes.choisie(groupes, request.GET.get("periode", ""))
    par = request.GET.get("par", "")
    if par not in mesure.ventilations:
        par = PAR_DEFAUT if PAR_DEFAUT in mesure.ventilations else next(iter(mesure.ventilations), "")
    vue = detail(
        indicateur=indicateur,
        mesure=mesure,
        projet=projet,
        choix=choix,
        par=par,
        user=request.user,
        arrete_au=arrete_au,
    )
    contexte |= {
        "detail": vue,
        "groupes": groupes,
        "choix": choix,
        "par": par,
        "ventilations": [(cle, ventilation.libelle) for cle, ventilation in mesure.ventilations.items()],
        "mots": _en_mots(Demande.of(indicateur, choix.periode)),
        "arrete_au": arrete_au,
    }
    return render(request, "evaluation/indicateur_detail.html", contexte)


@require_safe
def indicateur_liste(request: UtilisateurRequest, pk: UUID) -> HttpResponse:
    """Show the records that a figure counts; each look is written in the journal."""
    indicateur = get_object_or_404(_visible(request), pk=pk)
    mesure = mesure_de(indicateur)
    projet, arrete_au = _projet(indicateur), timezone.localdate()
    if mesure is None or projet.debut > arrete_au:
        raise Http404("nothing is counted")
    choix = periodes.lue(projet, request.GET, arrete_au=arrete_au).choix
    demande = Demande.of(indicateur, choix.periode)
    part = "denominateur" if request.GET.get("part") == "denominateur" else "numerateur"
    try:
        queryset = enregistrements(demande, arrete_au=arrete_au, part=part)  # type: ignore[arg-type]
    except DemandeInvalide as refus:
        raise Http404(str(refus)) from refus
    forme = listes.forme_de(queryset)
    page = Paginator(listes.prepare(queryset), PAR_PAGE).get_page(request.GET.get("page"))
    motif = f"liste derrière un chiffre, {choix.libelle.lower()}, page {page.number}"
    record_access(user=request.user, action=ActionJournal.LECTURE, objet=indicateur, motif=motif)
    est_part = mesure.unite == "%" or part == "denominateur"
    contexte = {
        "libelle": indicateur.libelle,
        "mesure": mesure,
        "fil_url": reverse("evaluation:tableau"),
        "fil_nom": "Pilotage",
        "retour": reverse("evaluation:indicateur-detail", args=[indicateur.pk]),
        "choix": choix,
        "parties": est_part and indicateur.type != TypeIndicateur.RELEVE,
        "part": part,
        "page": page,
        "entetes": [entete for entete, _ in forme.colonnes],
        "avec_personne": forme.personne,
        "lignes": listes.lignes(list(page.object_list), forme, user=request.user),
        "mots": _en_mots(demande),
    }
    return render(request, "evaluation/chiffre_liste.html", contexte)
