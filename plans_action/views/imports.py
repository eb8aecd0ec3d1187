"""Fiches written in Word: sent, read, corrected by a person, accepted or set aside."""

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from comptes import brouillons
from comptes.types import UtilisateurRequest
from plans_action.choix import StatutImport, TypeIndicateur
from plans_action.imports import archive, services
from plans_action.imports.propositions import Proposition, propose
from plans_action.libelles import find_mesure
from plans_action.models import FicheAction, ImportFiche
from plans_action.saisie import Saisie, change_shape
from plans_action.services import PlanRefuse

RECENTS = 25
PROPOSITION = "proposition-"


@dataclass(frozen=True)
class Recu:
    """One file as received: what it gave, or why it was refused."""

    nom: str
    imports: list[ImportFiche]
    erreur: str = ""


@require_http_methods(["GET", "POST"])
def import_list(request: UtilisateurRequest) -> HttpResponse:
    """Receive files, one or many; show what waits for a person. A script asks for the fragment of one file."""
    recus = _receive(request) if request.method == "POST" else []
    if request.method == "POST" and request.headers.get("X-Fragment"):
        return render(request, "plans_action/_import_recus.html", {"recus": recus})
    lus = [attente for recu in recus for attente in recu.imports]
    if len(lus) == 1 and len(recus) == 1:
        return redirect(lus[0])
    imports = ImportFiche.objects.visible_to(request.user).select_related("lu_par", "fiche")
    context = {
        "recus": recus,
        "attentes": imports.a_relire().defer("lue", "contenu")[: services.FICHIERS_MAX * 2],
        "acceptes": imports.filter(statut=StatutImport.ACCEPTE).order_by("-regle_le", "pk")[:RECENTS],
        "maximum": services.limites().fichier // archive.MO,
        "nombre_maximum": services.FICHIERS_MAX,
        "jours": services.DUREE.days,
    }
    return render(request, "plans_action/import_list.html", context)


def _receive(request: UtilisateurRequest) -> list[Recu]:
    """Read the files received, each on its own: one that is refused does not stop the others."""
    fichiers = request.FILES.getlist("fichiers")
    if not fichiers:
        return [Recu("", [], "Choisissez au moins un fichier.")]
    recus = []
    for rang, fichier in enumerate(fichiers):
        nom = services.clean_name(fichier.name or "")
        if rang >= services.FICHIERS_MAX:
            recus.append(Recu(nom, [], f"Pas plus de {services.FICHIERS_MAX} fichiers à la fois : renvoyez celui-ci."))
            continue
        try:
            contenu = archive.read_bounded(fichier, services.limites())
        except archive.FichierRefuse as refus:
            recus.append(Recu(nom, [], str(refus)))
            continue
        lu = services.read_file(nom=nom, contenu=contenu)
        imports = [] if lu.erreur else services.keep(lu=lu, by=request.user, now=timezone.now())
        recus.append(Recu(nom, imports, lu.erreur))
    return recus


@require_http_methods(["GET", "POST"])
def import_detail(request: UtilisateurRequest, pk: UUID) -> HttpResponse:
    """Show a fiche as it was understood, beside what could not be placed; correct it, accept it."""
    attente = get_object_or_404(ImportFiche.objects.visible_to(request.user).select_related("fiche", "lu_par"), pk=pk)
    if attente.statut != StatutImport.A_RELIRE:
        return _settled(request, attente)
    fiche, contenu = FicheAction(pk=attente.pk), attente.contenu or {}
    brouillon = brouillons.ouvrir(request.user, f"import:{attente.pk}")
    if request.method == "POST":
        return _correct(request, attente, fiche, brouillon)
    if brouillon.donnees is not None:
        return _page(request, attente, Saisie.kept(fiche, brouillon.donnees), brouillon)
    return _page(request, attente, Saisie.stored(fiche, contenu | {"cle": str(fiche.pk)}), brouillon)


@require_POST
def import_ecarter(request: UtilisateurRequest, pk: UUID) -> HttpResponse:
    """Set a fiche aside: nothing is created."""
    attente = get_object_or_404(ImportFiche.objects.visible_to(request.user), pk=pk)
    try:
        services.refuse(attente=attente, now=timezone.now())
    except services.ImportRefuse as refus:
        messages.error(request, str(refus))
    else:
        brouillons.discard(utilisateur=request.user, cle=f"import:{attente.pk}")
        messages.success(request, f"« {attente.titre} » est écartée : aucune fiche n’a été créée.")
    return redirect("plans_action:import-list")


def _settled(request: UtilisateurRequest, attente: ImportFiche) -> HttpResponse:
    if attente.fiche is not None:
        messages.info(request, "Cette fiche a déjà été acceptée : la voici.")
        return redirect(attente.fiche)
    messages.info(request, "Cet import a déjà été réglé : il n’y a plus rien à relire.")
    return redirect("plans_action:import-list")


def _correct(
    request: UtilisateurRequest, attente: ImportFiche, fiche: FicheAction, brouillon: brouillons.BrouillonOuvert
) -> HttpResponse:
    data = with_propositions(request.POST)
    if operation := data.get("operation", ""):
        return _page(request, attente, Saisie.kept(fiche, change_shape(data, operation)), brouillon)
    saisie = Saisie.posted(fiche, data)
    if not saisie.is_valid():
        return _page(request, attente, saisie, brouillon)
    try:
        creee = services.accept(attente=attente, contenu=saisie.contenu(), by=request.user, now=timezone.now())
    except (services.ImportRefuse, PlanRefuse) as refus:
        messages.error(request, str(refus))
        return redirect(attente)
    brouillon.effacer()
    messages.success(request, "La fiche est créée, à l’état d’idée.")
    return redirect(creee)


def with_propositions(posted: QueryDict) -> QueryDict:
    """Return the posted form where each measure that a person confirmed is bound; one already chosen stays."""
    data = posted.copy()
    for nom in posted:
        cle = posted.get(nom, "")
        prefixe = nom.removeprefix(PROPOSITION)
        if nom.startswith(PROPOSITION) and find_mesure(cle) and not posted.get(f"{prefixe}-mesure"):
            data[f"{prefixe}-mesure"], data[f"{prefixe}-type"] = cle, TypeIndicateur.CALCULE.value
    return data


@dataclass(frozen=True)
class AConfirmer:
    """An indicateur without a measure, and those that may be what it means."""

    prefixe: str
    libelle: str
    propositions: list[Proposition]
    choisie: str

    @property
    def nom(self) -> str:
        """Return the name of its choice in the form."""
        return f"{PROPOSITION}{self.prefixe}"


def _to_confirm(saisie: Saisie, data: QueryDict | None) -> list[AConfirmer]:
    """Return the indicateurs that a measure may count; the choice made, and not yet sent, stays ticked."""
    attentes = []
    for critere in saisie.listes["criteres"]:
        for noeud in critere.indicateurs:
            libelle = str(noeud.form["libelle"].value() or "")
            propositions = [] if noeud.retire or noeud.form["mesure"].value() else propose(libelle)
            if propositions:
                choisie = data.get(f"{PROPOSITION}{noeud.prefixe}", "") if data is not None else ""
                attentes.append(AConfirmer(noeud.prefixe, libelle, propositions, choisie))
    return attentes


def _page(
    request: UtilisateurRequest, attente: ImportFiche, saisie: Saisie, brouillon: brouillons.BrouillonOuvert
) -> HttpResponse:
    rubriques = saisie.rubriques
    data = request.POST if request.method == "POST" else brouillon.donnees
    context = {
        "attente": attente,
        "fiche": saisie.fiche,
        "saisie": saisie,
        "brouillon": brouillon,
        "rubriques": rubriques,
        "a_confirmer": _to_confirm(saisie, data),
        "jusqu_au": attente.lu_le + services.DUREE,
        "modeles": saisie.blanks(),
    }
    return render(request, "plans_action/import_detail.html", context)
