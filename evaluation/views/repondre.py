"""The page where people answer, without an account; by name, a youth answers from his or her own space."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.db.models import Exists, OuterRef, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from comptes.types import UtilisateurRequest
from evaluation import debit
from evaluation.choix import CanalReponse, PublicQuestionnaire
from evaluation.forms_questionnaires import FeuilleForm
from evaluation.models import Feuille, Vague
from evaluation.services import reponses
from jeunes.models import Jeune
from participation.choix import STATUTS_ACTIFS
from participation.models import Inscription


def _vague(jeton: str) -> Vague:
    return get_object_or_404(Vague.objects.select_related("questionnaire"), jeton=jeton)


def _file_of(request: HttpRequest) -> Jeune | None:
    """Return the file of the youth who is signed in."""
    if not request.user.is_authenticated or request.user.is_professionnel:
        return None
    return Jeune.objects.visible_to(request.user).first()


@never_cache
@require_http_methods(["GET", "POST"])
def repondre(request: HttpRequest, jeton: str) -> HttpResponse:
    """Show the questions, then take the sheet; whatever is refused, nothing typed is lost."""
    vague, today = _vague(jeton), timezone.localdate()
    questionnaire = vague.questionnaire
    if not vague.is_open(today=today):
        etat = "a_venir" if today < vague.du and vague.fermee_le is None else "terminee"
        return _sent(request, "evaluation/repondre_ferme.html", {"vague": vague, "etat": etat})
    by_name = not questionnaire.anonyme
    jeune = _file_of(request) if by_name and questionnaire.public == PublicQuestionnaire.JEUNES else None
    if by_name and questionnaire.public == PublicQuestionnaire.JEUNES and jeune is None:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        return _sent(request, "evaluation/repondre_ferme.html", {"vague": vague, "etat": "nominatif"})
    if jeune is not None and vague.feuilles.filter(jeune=jeune).exists():
        return _sent(request, "evaluation/repondre_ferme.html", {"vague": vague, "etat": "deja"})
    posted = request.POST if request.method == "POST" else None
    form = FeuilleForm(posted, questionnaire=questionnaire, nom=by_name and jeune is None)
    contexte = {"form": form, "questionnaire": questionnaire, "vague": vague, "apercu": False}
    if posted is not None and debit.too_many(request):
        form.add_error(None, "Beaucoup de réponses viennent de cette connexion. Attendez dix minutes, puis renvoyez.")
        return _sent(request, "evaluation/repondre.html", contexte, status=HTTPStatus.TOO_MANY_REQUESTS)
    if form.is_valid():
        try:
            reponses.record_reponse(
                vague=vague,
                saisie=form.saisie,
                jeton=form.cleaned_data["jeton"],
                canal=CanalReponse.EN_LIGNE,
                today=today,
                jeune=jeune,
                repondant=form.repondant,
            )
        except reponses.ReponseRefusee as refus:
            form.add_error(None, str(refus))
        else:
            return redirect("evaluation:repondre-merci", jeton=jeton)
    return _sent(request, "evaluation/repondre.html", contexte)


def _sent(request: HttpRequest, template: str, contexte: dict[str, Any], status: int = 200) -> HttpResponse:
    """Answer a page that no search engine keeps."""
    answer = render(request, template, contexte, status=status)
    answer.headers["X-Robots-Tag"] = "noindex, nofollow"
    return answer


@require_safe
def repondre_merci(request: HttpRequest, jeton: str) -> HttpResponse:
    """Thank."""
    vague = _vague(jeton)
    return _sent(request, "evaluation/repondre_merci.html", {"vague": vague, "questionnaire": vague.questionnaire})


@require_safe
def mes_questionnaires(request: UtilisateurRequest) -> HttpResponse:
    """Show a youth what he or she may answer now."""
    jeune, today = _file_of(request), timezone.localdate()
    if jeune is None:
        messages.info(request, "Dites-nous d’abord qui vous êtes.")
        return redirect("comptes:moi")
    mine = Inscription.objects.filter(seance=OuterRef("seance"), jeune=jeune, statut__in=STATUTS_ACTIFS)
    answered = Feuille.objects.filter(vague=OuterRef("pk"), jeune=jeune)
    vagues = (
        Vague.objects.en_cours(today=today)
        .filter(Q(seance=None) | Q(Exists(mine.order_by())), questionnaire__public=PublicQuestionnaire.JEUNES)
        .annotate(deja=Exists(answered.order_by()))
        .select_related("questionnaire")
        .order_by("au", "libelle", "pk")
    )
    return render(request, "evaluation/mes_questionnaires.html", {"vagues": vagues})
