"""Readings: a month at a time, pasted from a spreadsheet, or one by one with their corrections."""

import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from commun.dates import Periode, mois_en_lettres, months_of
from commun.fichiers import EXTENSIONS, FichierRefuse
from commun.templatetags.ml import pluriel
from comptes import brouillons
from comptes.models import Utilisateur
from comptes.types import UtilisateurRequest
from evaluation.collage import Compris, read_paste
from evaluation.forms_releves import CollageForm, ReglageForm, ReleveForm, RetraitForm
from evaluation.models import Releve
from evaluation.mois_releves import indicateurs_releves, load_lignes
from evaluation.projets import elapsed, projet_courant
from evaluation.releves import reglage_de
from evaluation.services import releves as services
from evaluation.services.preuves import attach_proof
from evaluation.services.releves import Lu, ReleveRefuse
from plans_action.choix import TypeIndicateur
from plans_action.models import FicheAction, Indicateur, Piece, ProjetAssociatif

MOTIF_MOIS = "Corrigé sur la page du mois"
MOTIF_COLLAGE = "Corrigé par un collage"


def _mois(projet: ProjetAssociatif, typed: str, today: datetime.date) -> tuple[Periode, list[Periode]]:
    """Return the month that the address names, the last by default, and those to choose from, the latest first."""
    connus = [Periode.mois(p.debut) for p in months_of(elapsed(projet, arrete_au=today))][::-1]
    return next((mois for mois in connus if f"{mois.debut:%Y-%m}" == typed), connus[0]), connus


@require_http_methods(["GET", "POST"])
def releve_mois(request: UtilisateurRequest) -> HttpResponse:
    """Type every number of a month on one page; good numbers are kept, wrong ones wait with their message."""
    today, projet = timezone.localdate(), projet_courant()
    if projet is None or projet.debut > today:
        return render(request, "evaluation/releve_mois.html", {"lignes": [], "projet": projet})
    mois, connus = _mois(projet, request.GET.get("mois", ""), today)
    code = f"{mois.debut:%Y-%m}"
    indicateurs = indicateurs_releves(projet, request.user)
    brouillon = brouillons.ouvrir(request.user, f"releves:{code}")
    posted = request.POST if request.method == "POST" else brouillon.donnees if brouillon.retrouve else None
    lignes = load_lignes(indicateurs, mois, today=today, saisie=_texts(posted))
    erreurs = sum(bool(ligne.erreurs) for ligne in lignes)
    if request.method == "POST":
        lus = [ligne.lu for ligne in lignes if ligne.lu is not None]
        ajoutes, corriges = services.write_releves(
            lus=lus, by=request.user, motif=MOTIF_MOIS, today=today, now=timezone.now()
        )
        brouillon.effacer()
        if not erreurs:
            messages.success(request, _done(ajoutes, corriges))
            return redirect(f"{reverse('evaluation:releve-mois')}?mois={code}")
        if ajoutes or corriges:
            messages.success(request, _done(ajoutes, corriges))
        lignes = _after_save(lignes, load_lignes(indicateurs, mois, today=today))
    rang = connus.index(mois)
    context = {
        "projet": projet,
        "lignes": lignes,
        "erreurs": erreurs,
        "mois": mois_en_lettres(mois.debut),
        "code": code,
        "connus": [(f"{p.debut:%Y-%m}", mois_en_lettres(p.debut)) for p in connus],
        "precedent": f"{connus[rang + 1].debut:%Y-%m}" if rang + 1 < len(connus) else "",
        "suivant": f"{connus[rang - 1].debut:%Y-%m}" if rang else "",
        "nom_precedent": mois_en_lettres(mois.previous().fin),
        "brouillon": brouillon,
        "manquants": sum(ligne.releve is None for ligne in lignes),
    }
    return render(request, "evaluation/releve_mois.html", context)


def _texts(posted: QueryDict | None) -> dict[str, str] | None:
    """Return what was posted, one text a field."""
    return None if posted is None else {nom: str(posted.get(nom) or "") for nom in posted}


def _after_save(typed: list[Any], fresh: list[Any]) -> list[Any]:
    """Return the lines as they are now stored, those with an error as they were typed."""
    for old, new in zip(typed, fresh, strict=True):
        old.releve = new.releve
    return [old if old.erreurs else new for old, new in zip(typed, fresh, strict=True)]


def _done(ajoutes: int, corriges: int) -> str:
    """Say what was written."""
    parts = []
    if ajoutes:
        parts.append(f"{pluriel(ajoutes, 'relevé enregistré', 'relevés enregistrés')}")
    if corriges:
        parts.append(f"{pluriel(corriges, 'relevé corrigé', 'relevés corrigés')}")
    return f"{', '.join(parts)}." if parts else "Rien n’a changé."


@require_http_methods(["GET", "POST"])
def releve_coller(request: UtilisateurRequest) -> HttpResponse:
    """Paste from a spreadsheet: see what is understood, confirm, correct the rest."""
    today, projet = timezone.localdate(), projet_courant()
    indicateurs = indicateurs_releves(projet, request.user) if projet else []
    form = CollageForm(request.POST if request.method == "POST" else None)
    context: dict[str, Any] = {"form": form, "indicateurs": indicateurs}
    if form.is_valid():
        collage = read_paste(form.cleaned_data["texte"], indicateurs, today=today)
        lignes = _preview(collage.compris, form.cleaned_data["source"], today)
        bons = [ligne["lu"] for ligne in lignes if not ligne["refus"]]
        if "confirmer" in request.POST:
            ajoutes, corriges = services.write_releves(
                lus=bons, by=request.user, motif=MOTIF_COLLAGE, today=today, now=timezone.now()
            )
            messages.success(request, _done(ajoutes, corriges))
            refuses = [ligne for ligne in lignes if ligne["refus"]]
            if not collage.incompris and not refuses:
                return redirect("evaluation:releve-mois")
            reste = "\n".join(
                [collage.reste] * bool(collage.reste)
                + [f"{li['lu'].indicateur};{li['lu'].jour:%d/%m/%Y};{li['lu'].valeur}" for li in refuses]
            )
            context["form"] = CollageForm(initial={"texte": reste, "source": form.cleaned_data["source"]})
            context["reste"] = collage.incompris
            return render(request, "evaluation/releve_coller.html", context)
        context |= {
            "apercu": lignes,
            "incompris": collage.incompris,
            "nouveaux": sum(not ligne["refus"] and ligne["connu"] is None for ligne in lignes),
            "changes": sum(not ligne["refus"] and ligne["change"] for ligne in lignes),
            "bons": len(bons),
        }
    return render(request, "evaluation/releve_coller.html", context)


def _preview(compris: list[Compris], source: str, today: datetime.date) -> list[dict[str, Any]]:
    """Return each number understood beside the reading that it would replace."""
    connus = {
        (releve.indicateur_id, releve.jour): releve
        for releve in Releve.objects.valables().filter(
            indicateur__in={item.indicateur.pk for item in compris}, jour__in={item.jour for item in compris}
        )
    }
    lignes = []
    for item in compris:
        lu = Lu(item.indicateur, item.jour, item.valeur, item.source or source)
        refus = ""
        try:
            services.check(lu, today=today)
        except ReleveRefuse as erreur:
            refus = str(erreur)
        connu = connus.get((item.indicateur.pk, item.jour))
        change = connu is not None and connu.valeur != item.valeur
        lignes.append({"lu": lu, "ecrit": item.ecrit, "refus": refus, "connu": connu, "change": change})
    return lignes


def _indicateur(request: UtilisateurRequest, pk: UUID) -> Indicateur:
    """Return an indicateur that is read elsewhere, of a fiche that the reader may see."""
    fiches = FicheAction.objects.visible_to(request.user)
    rows = Indicateur.objects.filter(type=TypeIndicateur.RELEVE, critere__fiche__in=fiches)
    return get_object_or_404(rows.select_related("critere__fiche", "reglage_releve"), pk=pk)


@require_http_methods(["GET", "POST"])
def releve_create(request: UtilisateurRequest, pk: UUID) -> HttpResponse:
    """Add one reading to an indicateur."""
    indicateur, today = _indicateur(request, pk), timezone.localdate()
    initial = {"jour": today, "source": reglage_de(indicateur).source}
    data, files = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = ReleveForm(data, files, indicateur=indicateur, releve=None, today=today, initial=initial)
    if form.is_valid():
        lu = form.lu()
        if Releve.objects.valables().filter(indicateur=indicateur, jour=lu.jour).exists():
            form.add_error("jour", "Un relevé existe déjà pour ce jour : ouvrez-le pour le corriger.")
        elif _write_with_proof(form, lu, by=request.user, today=today):
            messages.success(request, "Le relevé est enregistré.")
            return redirect("evaluation:indicateur-detail", pk=indicateur.pk)
    return render(request, "evaluation/releve_form.html", {"form": form, "indicateur": indicateur, "releve": None})


def _write_with_proof(form: ReleveForm, lu: Lu, *, by: Utilisateur, today: datetime.date) -> bool:
    """Write a reading and attach its file, both or neither; a file refused is said beside its field."""
    fichier, now = form.cleaned_data.get("fichier"), timezone.now()
    try:
        with transaction.atomic():
            services.write_releves(lus=[lu], by=by, motif="", today=today, now=now)
            if fichier is not None:
                releve = Releve.objects.valables().get(indicateur=lu.indicateur, jour=lu.jour)
                attach_proof(releve=releve, nom=fichier.name, fichier=fichier, by=by, now=now)
    except FichierRefuse as refus:
        form.add_error("fichier", str(refus))
        return False
    return True


@require_POST
def releve_fichier(request: UtilisateurRequest, pk: UUID) -> HttpResponse:
    """Attach a file to a reading."""
    releve = get_object_or_404(_releves(request).filter(retire_le=None), pk=pk)
    fichier = request.FILES.get("fichier")
    if fichier is None:
        messages.error(request, "Choisissez d’abord un fichier.")
        return redirect(releve)
    try:
        piece = attach_proof(
            releve=releve, nom=fichier.name or "", fichier=fichier, by=request.user, now=timezone.now()
        )
    except FichierRefuse as refus:
        messages.error(request, str(refus))
    else:
        messages.success(request, f"« {piece.nom} » est joint au relevé.")
    return redirect(f"{releve.get_absolute_url()}#titre-preuves")


def _releves(request: UtilisateurRequest) -> QuerySet[Releve]:
    """Return the readings that the reader may correct."""
    rows = Releve.objects.visible_to(request.user)
    return rows.select_related("indicateur__critere__fiche", "indicateur__reglage_releve", "saisi_par", "retire_par")


@require_http_methods(["GET", "POST"])
def releve_update(request: UtilisateurRequest, pk: UUID) -> HttpResponse:
    """Correct a reading, and read its history."""
    releve, today = get_object_or_404(_releves(request), pk=pk), timezone.localdate()
    champs = ("jour", "source", "preuve_lien", "preuve")
    initial = {nom: getattr(releve, nom) for nom in champs} | {"valeur": _typed(releve)}
    data = request.POST if request.method == "POST" and releve.retire_le is None else None
    form = ReleveForm(data, indicateur=releve.indicateur, releve=releve, today=today, initial=initial)
    if form.is_valid():
        try:
            services.correct_releve(
                releve=releve,
                lu=form.lu(),
                motif=form.cleaned_data["motif"],
                by=request.user,
                today=today,
                now=timezone.now(),
            )
        except ReleveRefuse as refus:
            form.add_error("jour", str(refus))
        else:
            messages.success(request, "Le relevé est corrigé ; l’ancienne valeur reste dans l’historique.")
            return redirect("evaluation:indicateur-detail", pk=releve.indicateur_id)
    context = {
        "form": form,
        "indicateur": releve.indicateur,
        "releve": releve,
        "preuves": list(Piece.objects.visible_to(request.user).presentes().filter(releves=releve)),
        "extensions": EXTENSIONS,
        "historique": list(releve.history.select_related("history_user").order_by("-history_date", "-history_id")),  # type: ignore[attr-defined]
    }
    return render(request, "evaluation/releve_form.html", context)


def _typed(releve: Releve) -> str:
    """Return the number of a reading as one would type it."""
    return f"{releve.valeur:.{reglage_de(releve.indicateur).decimales}f}".replace(".", ",")


@require_http_methods(["GET", "POST"])
def releve_retirer(request: UtilisateurRequest, pk: UUID) -> HttpResponse:
    """Withdraw a reading that should not count, and say why."""
    releve = get_object_or_404(_releves(request), pk=pk)
    form = RetraitForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        services.withdraw_releve(
            releve=releve,
            motif=form.cleaned_data["motif"],
            by=request.user,
            today=timezone.localdate(),
            now=timezone.now(),
        )
        messages.success(request, "Le relevé est retiré : il ne compte plus.")
        return redirect("evaluation:indicateur-detail", pk=releve.indicateur_id)
    return render(request, "evaluation/releve_retirer.html", {"form": form, "releve": releve})


@require_http_methods(["GET", "POST"])
def releve_regler(request: UtilisateurRequest, pk: UUID) -> HttpResponse:
    """Say how the readings of an indicateur are written and put together."""
    indicateur = _indicateur(request, pk)
    form = ReglageForm(request.POST if request.method == "POST" else None, instance=reglage_de(indicateur))
    if form.is_valid():
        services.change_reglage(
            indicateur=indicateur,
            **form.cleaned_data,
            by=request.user,
            today=timezone.localdate(),
            now=timezone.now(),
        )
        messages.success(request, "Le réglage est enregistré.")
        return redirect("evaluation:indicateur-detail", pk=indicateur.pk)
    return render(request, "evaluation/releve_regler.html", {"form": form, "indicateur": indicateur})
