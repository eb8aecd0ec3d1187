"""Times of asking: link, QR code, poster, sheets of paper typed, results."""

from uuid import UUID

from django.contrib import messages
from django.db.models import Count, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from commun.exports import spreadsheet_response
from comptes.types import UtilisateurRequest
from evaluation import onglets, resultats
from evaluation.affichage import qr_svg
from evaluation.choix import CanalReponse, EtatQuestionnaire
from evaluation.forms_questionnaires import FeuillePapierForm, VagueForm
from evaluation.models import Questionnaire, ReponseQuestion, Vague
from evaluation.secret import SEUIL
from evaluation.services import questionnaires as services
from evaluation.services import reponses


def _visible(request: UtilisateurRequest) -> QuerySet[Vague]:
    return Vague.objects.visible_to(request.user).select_related("questionnaire", "lieu", "fiche_action", "seance")


def _mine(request: UtilisateurRequest, pk: UUID) -> Vague:
    """Return a vague of a questionnaire that the account may change."""
    questionnaires = Questionnaire.objects.editable_by(request.user)
    return get_object_or_404(_visible(request).filter(questionnaire__in=questionnaires), pk=pk)


@require_http_methods(["GET", "POST"])
def vague_create(request: UtilisateurRequest, pk: UUID) -> HttpResponse:
    """Ask a questionnaire: anybody of the team may, for the people that he or she meets."""
    questionnaire = get_object_or_404(Questionnaire.objects.visible_to(request.user), pk=pk)
    if questionnaire.etat != EtatQuestionnaire.OUVERT:
        messages.info(request, "Ouvrez d’abord le questionnaire : une vague se lance sur un questionnaire ouvert.")
        return redirect(questionnaire)
    today = timezone.localdate()
    vague = Vague(questionnaire=questionnaire, du=today, fiche_action=questionnaire.fiche_action)
    form = VagueForm(request.POST if request.method == "POST" else None, instance=vague, today=today)
    if form.is_valid():
        try:
            services.open_vague(vague=form.save(commit=False), by=request.user)
        except services.QuestionnaireRefuse as refus:
            messages.error(request, str(refus))
            return redirect(questionnaire)
        messages.success(request, "La vague est prête : voici son lien et son QR code.")
        return redirect(vague)
    contexte = {"form": form, "questionnaire": questionnaire, "titre": "Lancer une vague", "vague": None}
    return render(request, "evaluation/vague_form.html", contexte)


@require_http_methods(["GET", "POST"])
def vague_update(request: UtilisateurRequest, pk: UUID) -> HttpResponse:
    """Change the name, the days or the place of a vague that is not over."""
    vague, today = _mine(request, pk), timezone.localdate()
    if vague.is_over(today=today):
        messages.info(request, "Cette vague est terminée : elle ne change plus.")
        return redirect(vague)
    form = VagueForm(request.POST if request.method == "POST" else None, instance=vague, today=today)
    if form.is_valid():
        form.save()
        messages.success(request, "La vague est enregistrée.")
        return redirect(vague)
    contexte = {"form": form, "questionnaire": vague.questionnaire, "titre": "Modifier la vague", "vague": vague}
    return render(request, "evaluation/vague_form.html", contexte)


@require_safe
def vague_detail(request: UtilisateurRequest, pk: UUID) -> HttpResponse:
    """Show a vague: its link and QR code, how many sheets came, what is left to do."""
    vague = get_object_or_404(_visible(request).annotate(nombre_reponses=Count("feuilles")), pk=pk)
    today = timezone.localdate()
    contexte = {
        "vague": vague,
        "questionnaire": vague.questionnaire,
        "etat": vague.etat(today=today),
        "ouverte": vague.is_open(today=today),
        "prend_le_papier": vague.takes_paper(today=today),
        "terminee": vague.is_over(today=today),
        "adresse": _adresse(request, vague),
        "qr": qr_svg(_adresse(request, vague), titre=f"QR code de la vague {vague}"),
        "canaux": _canaux(vague),
        "modifiable": Questionnaire.objects.editable_by(request.user).filter(pk=vague.questionnaire_id).exists(),
    }
    return render(request, "evaluation/vague_detail.html", contexte)


def _adresse(request: UtilisateurRequest, vague: Vague) -> str:
    """Return the whole address that people open to answer."""
    return request.build_absolute_uri(vague.get_public_path())


def _canaux(vague: Vague) -> list[tuple[str, int]]:
    """Return how many sheets came by each way."""
    counts = dict(vague.feuilles.order_by().values_list("canal").annotate(n=Count("pk")))
    return [(str(libelle), counts.get(code, 0)) for code, libelle in CanalReponse.choices]


@require_safe
def vague_qr(request: UtilisateurRequest, pk: UUID) -> HttpResponse:
    """Give the QR code as a file."""
    vague = get_object_or_404(_visible(request), pk=pk)
    dessin = qr_svg(_adresse(request, vague), titre=f"QR code de la vague {vague}")
    nom = f"qr-{slugify(vague.libelle) or 'vague'}.svg"
    return HttpResponse(
        dessin, content_type="image/svg+xml", headers={"Content-Disposition": f'attachment; filename="{nom}"'}
    )


@require_safe
def vague_affiche(request: UtilisateurRequest, pk: UUID) -> HttpResponse:
    """Show the poster to print."""
    vague = get_object_or_404(_visible(request), pk=pk)
    adresse = _adresse(request, vague)
    contexte = {
        "vague": vague,
        "questionnaire": vague.questionnaire,
        "adresse": adresse.removeprefix("https://").removeprefix("http://"),
        "qr": qr_svg(adresse, titre="QR code à prendre en photo pour répondre"),
    }
    return render(request, "evaluation/vague_affiche.html", contexte)


@require_safe
def vague_feuille(request: UtilisateurRequest, pk: UUID) -> HttpResponse:
    """Show the sheet of paper to print."""
    vague = get_object_or_404(_visible(request), pk=pk)
    contexte = {
        "vague": vague,
        "questionnaire": vague.questionnaire,
        "questions": vague.questionnaire.questions.prefetch_related("options").order_by("ordre", "pk"),
    }
    return render(request, "evaluation/vague_feuille.html", contexte)


@require_http_methods(["GET", "POST"])
def vague_saisir(request: UtilisateurRequest, pk: UUID) -> HttpResponse:
    """Type the sheets filled on paper, one after the other."""
    vague, today = get_object_or_404(_visible(request), pk=pk), timezone.localdate()
    if not vague.takes_paper(today=today):
        messages.info(request, "Cette vague ne prend pas de feuilles : elle n’a pas commencé, ou elle est terminée.")
        return redirect(vague)
    data = request.POST if request.method == "POST" else None
    initial = {"jour": jour} if (jour := request.GET.get("jour")) else {}
    form = FeuillePapierForm(data, vague=vague, today=today, initial=initial)
    if form.is_valid():
        try:
            reponses.record_reponse(
                vague=vague,
                saisie=form.saisie,
                jeton=form.cleaned_data["jeton"],
                canal=CanalReponse.PAPIER,
                today=today,
                jour=form.cleaned_data["jour"],
                repondant=form.repondant,
                by=request.user,
            )
        except reponses.ReponseRefusee as refus:
            form.add_error(None, str(refus))
        else:
            nombre = vague.feuilles.filter(canal=CanalReponse.PAPIER).count()
            messages.success(request, f"Feuille enregistrée : {nombre} sur papier. Passez à la suivante.")
            page = reverse("evaluation:vague-saisir", kwargs={"pk": pk})
            return redirect(f"{page}?jour={form.cleaned_data['jour'].isoformat()}")
    contexte = {"form": form, "vague": vague, "questionnaire": vague.questionnaire}
    return render(request, "evaluation/vague_saisir.html", contexte)


@require_POST
def vague_clore(request: UtilisateurRequest, pk: UUID) -> HttpResponse:
    """End a vague."""
    vague = _mine(request, pk)
    services.close_vague(vague=vague, now=timezone.now())
    messages.success(request, "La vague est terminée : tous ses résultats peuvent être lus.")
    return redirect(vague)


@require_POST
def vague_delete(request: UtilisateurRequest, pk: UUID) -> HttpResponse:
    """Delete a vague that nobody answered."""
    vague = _mine(request, pk)
    try:
        services.delete_vague(vague=vague)
    except services.QuestionnaireRefuse as refus:
        messages.error(request, str(refus))
        return redirect(vague)
    messages.success(request, "La vague est supprimée.")
    return redirect(vague.questionnaire)


# --- Results ----------------------------------------------------------------------------------------------------------


def _resultats(request: UtilisateurRequest, pk: UUID) -> resultats.Resultats:
    questionnaire = get_object_or_404(Questionnaire.objects.visible_to(request.user), pk=pk)
    vague = None
    if wanted := request.GET.get("vague", ""):
        try:
            vague = Vague.objects.filter(questionnaire__serie=questionnaire.serie, pk=UUID(wanted)).first()
        except ValueError:
            vague = None
        if vague is None:
            raise Http404("no such vague")
    etats = resultats.textes_lisibles(modere=request.user.has_permission("questionnaire.moderer"))
    return resultats.lire(questionnaire, vague=vague, today=timezone.localdate(), textes=etats)


@require_safe
def questionnaire_resultats(request: UtilisateurRequest, pk: UUID) -> HttpResponse:
    """Show the results of a questionnaire, over all its vagues or one."""
    lus = _resultats(request, pk)
    contexte = {"resultats": lus, "questionnaire": lus.questionnaire, "seuil": SEUIL}
    return render(request, "evaluation/questionnaire_resultats.html", contexte)


@require_safe
def questionnaire_export(request: UtilisateurRequest, pk: UUID) -> HttpResponse:
    """Give the results as a spreadsheet: what the page shows, without the texts."""
    lus = _resultats(request, pk)
    nom = slugify(lus.questionnaire.titre)[:60] or "questionnaire"
    forme = "csv" if request.GET.get("format") == "csv" else "xlsx"
    return spreadsheet_response(forme, nom=nom, onglet=onglets.onglet_des_resultats(lus))


@require_POST
def texte_relire(request: UtilisateurRequest, pk: UUID) -> HttpResponse:
    """Hide a text that names somebody, or say that the commission may read it."""
    lignes = ReponseQuestion.objects.filter(option=None).select_related("question__questionnaire")
    ligne = get_object_or_404(lignes, pk=pk)
    try:
        reponses.review_texte(ligne=ligne, relecture=request.POST.get("relecture", ""))
    except reponses.ReponseRefusee as refus:
        messages.error(request, str(refus))
    page = reverse("evaluation:questionnaire-resultats", kwargs={"pk": ligne.question.questionnaire_id})
    vague = request.POST.get("vague", "")
    suite = f"?vague={vague}" if vague and slugify(vague) == vague else ""
    return redirect(f"{page}{suite}#textes-{ligne.question.cle}")
