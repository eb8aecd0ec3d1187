"""What people answered, counted: sheets filled, and the share of favorable answers, never of fewer than five sheets."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from commun.mesures import Contexte, Filtre, Lignes, Mesure, Ratio, Ventilation, choices_from, registre
from evaluation.choix import CanalReponse, EtatQuestionnaire, PublicQuestionnaire, TypeQuestion
from evaluation.models import Feuille, Question, Questionnaire, ReponseQuestion, Vague
from evaluation.resultats import shown
from evaluation.secret import SEUIL
from plans_action.mesures import MOIS
from plans_action.models import FicheAction
from structure.models import Lieu

FAMILLE = "Questionnaires"


def latest() -> QuerySet[Questionnaire]:
    """Return each questionnaire that was asked or may be, in its latest version first."""
    return Questionnaire.objects.exclude(etat=EtatQuestionnaire.BROUILLON).order_by("titre", "serie", "-version")


def choix_questionnaires() -> list[tuple[str, str]]:
    """Return the questionnaires by series: its versions are one."""
    named: dict[str, str] = {}
    for questionnaire in latest():
        named.setdefault(str(questionnaire.serie), questionnaire.titre)
    return list(named.items())


def choix_questions() -> list[tuple[str, str]]:
    """Return the closed questions by key, each after the name of its questionnaire."""
    questions = Question.objects.filter(questionnaire__in=latest().order_by()).exclude(
        type__in=(TypeQuestion.TEXTE, TypeQuestion.CHOIX_MULTIPLES)
    )
    named: dict[str, str] = {}
    rows = questions.select_related("questionnaire").order_by(
        "questionnaire__titre", "questionnaire__serie", "-questionnaire__version", "ordre", "pk"
    )
    for question in rows:
        named.setdefault(str(question.cle), f"{question.questionnaire.titre} – {question.libelle}")
    return list(named.items())


def filtres(prefixe: str = "") -> Mapping[str, Filtre]:
    """Return the filters of a sheet behind a prefix."""
    return {
        "questionnaire": Filtre(
            "Questionnaire", f"{prefixe}vague__questionnaire__serie", choix_questionnaires, identifiants=True
        ),
        "vague": Filtre.of_model("Vague", f"{prefixe}vague", Vague.objects.all),
        "fiche": Filtre.of_model("Fiche-action", f"{prefixe}vague__fiche_action", FicheAction.objects.all),
        "lieu": Filtre.of_model("Lieu", f"{prefixe}vague__lieu", Lieu.objects.all),
        "public": Filtre.of_choices(
            "Qui a répondu", f"{prefixe}vague__questionnaire__public", PublicQuestionnaire.choices
        ),
    }


def ventilations(prefixe: str = "") -> Mapping[str, Ventilation]:
    """Return the breakdowns of a sheet behind a prefix."""
    return {
        "vague": Ventilation.of_model("Vague", f"{prefixe}vague", Vague.objects.all),
        "mois": MOIS,
        "lieu": Ventilation.of_model("Lieu", f"{prefixe}vague__lieu", Lieu.objects.all),
        "public": Ventilation.of_choices(
            "Qui a répondu", f"{prefixe}vague__questionnaire__public", PublicQuestionnaire.choices
        ),
    }


def feuilles(contexte: Contexte) -> QuerySet[Feuille]:
    """Return the sheets that came in."""
    return Feuille.objects.all()


def reponses_comptees(contexte: Contexte) -> QuerySet[ReponseQuestion]:
    """
    Return the answers to closed questions, of the vagues where five sheets or more answer that question.

    One row a sheet and a question: questions with several choices are left aside.
    """
    closed = ReponseQuestion.objects.filter(
        shown(today=contexte.arrete_au, prefixe="feuille__"), option__isnull=False
    ).exclude(question__type=TypeQuestion.CHOIX_MULTIPLES)
    same_cell = (
        closed.filter(question__cle=OuterRef("question__cle"), feuille__vague=OuterRef("feuille__vague"))
        .order_by()
        .values("question__cle")
        .annotate(n=Count("pk"))
        .values("n")
    )
    return closed.annotate(cellule=Coalesce(Subquery(same_cell), 0)).filter(cellule__gte=SEUIL)


def by_question(valeurs: Sequence[str]) -> Q:
    """Return the answers to questions, in every version."""
    return Q(question__cle__in=list(valeurs))


def _question_labels(keys: Any) -> Mapping[Any, str]:
    wanted = set(keys)
    rows = Question.objects.filter(cle__in=wanted).order_by("-questionnaire__version", "ordre", "pk")
    labels: dict[Any, str] = {}
    for question in rows:
        labels.setdefault(question.cle, question.libelle)
    return labels


registre.register(
    Mesure(
        cle="questionnaires_remplis",
        famille=FAMILLE,
        libelle="Questionnaires remplis",
        definition="Nombre de feuilles reçues pendant la période, en ligne ou sur papier, aux questionnaires de "
        "l’application.",
        limites="Une personne qui répond à deux questionnaires compte deux fois. Les feuilles de papier comptent au "
        "jour où elles ont été remplies, une fois saisies.",
        unite="questionnaires",
        population=feuilles,
        calcul=Lignes(),
        filtres={
            **filtres(),
            "canal": Filtre("Canal", "canal", choices_from(CanalReponse.choices)),
        },
        ventilations={**ventilations(), "canal": Ventilation.of_choices("Canal", "canal", CanalReponse.choices)},
        personnes=False,  # a sheet received says nothing of what it holds
        enquete=True,
    )
)

registre.register(
    Mesure(
        cle="reponses_favorables",
        famille=FAMILLE,
        libelle="Part de réponses favorables",
        definition="Parmi les réponses aux questions choisies, part de celles que le questionnaire compte comme "
        "favorables. Les réponses d’une vague comptent toutes à son dernier jour.",
        limites="Une vague où moins de 5 feuilles répondent à une question n’est pas comptée pour cette question : le "
        "chiffre ne peut désigner personne, même par différence. Si l’indicateur ne choisit pas de question, toutes "
        "celles à choix unique se mêlent. Les questions à plusieurs choix et les textes ne comptent pas.",
        unite="%",
        population=reponses_comptees,
        calcul=Ratio(Lignes(Q(option__favorable=True)), Lignes()),
        axe_date="feuille__vague__au",
        filtres={
            "question": Filtre("Question", by_question, choix_questions, identifiants=True),
            **filtres("feuille__"),
        },
        ventilations={
            **ventilations("feuille__"),
            "question": Ventilation("Question", "question__cle", _question_labels),
        },
        personnes=False,  # whole vagues of five sheets or more: nothing left to hide
        enquete=True,
    )
)
