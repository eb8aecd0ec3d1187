"""Write a questionnaire: its questions while it is a draft, then its life, its versions and its times of asking."""

import datetime
import uuid
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import Max, Model

from comptes.models import Utilisateur
from evaluation.choix import EtatQuestionnaire, TypeQuestion
from evaluation.modeles import POINTS_POSSIBLES, modeles, options_de_depart
from evaluation.models import Feuille, Option, Question, Questionnaire, Vague

QUESTIONS_MAXIMUM = 40
OPTIONS_MAXIMUM = 15


class QuestionnaireRefuse(Exception):
    """Why a questionnaire cannot be changed so; shown as it is."""


# --- Begin ------------------------------------------------------------------------------------------------------------


@transaction.atomic
def create_questionnaire(*, titre: str, public: str, anonyme: bool, modele: str, by: Utilisateur) -> Questionnaire:
    """Begin a questionnaire: empty, or from a ready-made one."""
    source = modeles().get(modele, {})
    questionnaire = Questionnaire.objects.create(
        titre=titre,
        public=public,
        anonyme=anonyme,
        introduction=source.get("introduction", ""),
        remerciement=source.get("remerciement", ""),
        cree_par=by,
    )
    for ordre, row in enumerate(source.get("questions", ())):
        options = row.get("options") or options_de_depart(row["type"], row.get("points", 5))
        question = Question.objects.create(
            questionnaire=questionnaire,
            ordre=ordre,
            type=row["type"],
            libelle=row["libelle"],
            aide=row.get("aide", ""),
            obligatoire=row.get("obligatoire", False),
            bout_bas=row.get("bout_bas", ""),
            bout_haut=row.get("bout_haut", ""),
        )
        _write_options(question, options)
    return questionnaire


def _write_options(question: Question, options: Iterable[Any]) -> None:
    Option.objects.bulk_create(
        Option(question=question, ordre=ordre, libelle=libelle, favorable=favorable)
        for ordre, (libelle, favorable) in enumerate(options)
    )


@transaction.atomic
def duplicate_questionnaire(*, questionnaire: Questionnaire, anonyme: bool, by: Utilisateur) -> Questionnaire:
    """Copy a questionnaire as another one, whose answers are not compared with those of the first."""
    copy = Questionnaire.objects.create(
        titre=f"Copie de {questionnaire.titre}"[:150],
        introduction=questionnaire.introduction,
        remerciement=questionnaire.remerciement,
        public=questionnaire.public,
        anonyme=anonyme,
        fiche_action=questionnaire.fiche_action,
        cree_par=by,
    )
    _copy_questions(questionnaire, copy, same_keys=False)
    return copy


@transaction.atomic
def new_version(*, questionnaire: Questionnaire, by: Utilisateur) -> Questionnaire:
    """Copy a questionnaire to change its questions; those that are kept have the same key, so that answers compare."""
    versions = Questionnaire.objects.select_for_update().filter(serie=questionnaire.serie)
    rows = list(versions.order_by("version"))
    draft = next((row for row in rows if row.is_brouillon), None)
    if draft is not None:
        raise QuestionnaireRefuse(f"La version {draft.version} est déjà en préparation : modifiez-la, ou supprimez-la.")
    copy = Questionnaire.objects.create(
        serie=questionnaire.serie,
        version=rows[-1].version + 1,
        titre=questionnaire.titre,
        introduction=questionnaire.introduction,
        remerciement=questionnaire.remerciement,
        public=questionnaire.public,
        anonyme=questionnaire.anonyme,
        fiche_action=questionnaire.fiche_action,
        cree_par=by,
    )
    _copy_questions(questionnaire, copy, same_keys=True)
    return copy


def _copy_questions(source: Questionnaire, copy: Questionnaire, *, same_keys: bool) -> None:
    for question in source.questions.prefetch_related("options").order_by("ordre", "pk"):
        options = list(question.options.all())
        question.pk, question.questionnaire = None, copy
        question._state.adding = True
        question.cle = question.cle if same_keys else uuid.uuid4()
        question.save()
        for option in options:
            option.pk, option.question = None, question
            option.cle = option.cle if same_keys else uuid.uuid4()
        Option.objects.bulk_create(options)


# --- Write its questions ----------------------------------------------------------------------------------------------


def lock_brouillon(questionnaire: Questionnaire) -> Questionnaire:
    """Return the questionnaire, locked; raise QuestionnaireRefuse when its questions are fixed."""
    locked = Questionnaire.objects.select_for_update(of=("self",)).get(pk=questionnaire.pk)
    if not locked.is_brouillon:
        raise QuestionnaireRefuse("Ce questionnaire n’est plus un brouillon : ses questions ne changent plus.")
    return locked


class QuestionnaireModifie(Exception):
    """Somebody else changed since what one changes too: nothing is written, both are shown."""

    def __init__(self, conflits: dict[str, str]) -> None:
        super().__init__("Quelqu’un d’autre a changé ce questionnaire pendant que vous l’écriviez.")
        self.conflits = conflits  # what is stored by now, by name of field


def en_texte(valeur: Any) -> str:
    """Return a value as it is compared: from the database, from a form, from the page as it was opened."""
    if valeur is None or valeur is False:
        return ""
    texte = str(valeur.pk if isinstance(valeur, Model) else valeur)
    return texte.replace("\r\n", "\n").strip()


@transaction.atomic
def save_brouillon(
    *,
    questionnaire: Questionnaire,
    entete: dict[str, Any],
    questions: dict[uuid.UUID, dict[str, Any]],
    options: dict[uuid.UUID, dict[str, Any]],
    depart: dict[str, str] | None = None,
) -> None:
    """
    Write what was typed, field by field; what is unknown by now was removed by somebody else.

    `depart` is what each field said when the page was opened: one that says something else by now, and not what is
    typed, raises QuestionnaireModifie.
    """
    locked = lock_brouillon(questionnaire)
    if locked.anonyme and not entete.get("anonyme", True):
        raise QuestionnaireRefuse("Un questionnaire anonyme le reste. Pour demander un nom, faites-en une copie.")
    rows = list(locked.questions.filter(cle__in=questions))
    choices = list(Option.objects.filter(question__questionnaire=locked, cle__in=options))
    ecrits: list[tuple[Model, str, dict[str, Any]]] = [(locked, "", entete)]
    ecrits += [(question, f"q-{question.cle}-", questions[question.cle]) for question in rows]
    ecrits += [(option, f"o-{option.cle}-", options[option.cle]) for option in choices]
    conflits = {}
    for objet, prefixe, valeurs in ecrits:
        for nom, valeur in valeurs.items():
            present, ouvert = en_texte(getattr(objet, nom)), (depart or {}).get(prefixe + nom)
            if ouvert is not None and present not in (ouvert, en_texte(valeur)):
                conflits[prefixe + nom] = present
            setattr(objet, nom, valeur)
    if conflits:
        raise QuestionnaireModifie(conflits)
    locked.save()
    Question.objects.bulk_update(rows, ["libelle", "aide", "obligatoire", "bout_bas", "bout_haut"])
    Option.objects.bulk_update(choices, ["libelle", "favorable"])


@transaction.atomic
def add_question(*, questionnaire: Questionnaire, type_: str) -> Question:
    """Add a question at the end."""
    locked = lock_brouillon(questionnaire)
    if type_ not in TypeQuestion.values:
        raise QuestionnaireRefuse("Cette sorte de question n’existe pas.")
    if locked.questions.count() >= QUESTIONS_MAXIMUM:
        raise QuestionnaireRefuse(f"{QUESTIONS_MAXIMUM} questions au plus : au-delà, personne ne va au bout.")
    last = locked.questions.aggregate(last=Max("ordre"))["last"]
    question = Question.objects.create(questionnaire=locked, type=type_, ordre=0 if last is None else last + 1)
    _write_options(question, options_de_depart(type_))
    return question


@transaction.atomic
def move_question(*, questionnaire: Questionnaire, cle: uuid.UUID, pas: int) -> None:
    """Move a question up (-1) or down (+1); at the end it stays."""
    locked = lock_brouillon(questionnaire)
    rows = list(locked.questions.order_by("ordre", "pk"))
    Question.objects.bulk_update(_moved(rows, cle, pas), ["ordre"])


@transaction.atomic
def remove_question(*, questionnaire: Questionnaire, cle: uuid.UUID) -> None:
    """Remove a question with its options."""
    lock_brouillon(questionnaire).questions.filter(cle=cle).delete()


@transaction.atomic
def add_option(*, questionnaire: Questionnaire, cle: uuid.UUID) -> Option | None:
    """Add an option to a question: a choice at the end, or one more point to a scale."""
    question = lock_brouillon(questionnaire).questions.filter(cle=cle).exclude(type=TypeQuestion.TEXTE).first()
    if question is None or question.type == TypeQuestion.SMILEYS:
        return None
    count = question.options.count()
    if question.type == TypeQuestion.ECHELLE:
        if count + 1 not in POINTS_POSSIBLES:
            raise QuestionnaireRefuse(f"Une échelle a {POINTS_POSSIBLES[-1]} points au plus.")
        return Option.objects.create(question=question, ordre=count, libelle=str(count + 1), favorable=True)
    if count >= OPTIONS_MAXIMUM:
        raise QuestionnaireRefuse(f"{OPTIONS_MAXIMUM} réponses possibles au plus.")
    last = question.options.aggregate(last=Max("ordre"))["last"]
    return Option.objects.create(question=question, ordre=0 if last is None else last + 1)


@transaction.atomic
def move_option(*, questionnaire: Questionnaire, cle: uuid.UUID, pas: int) -> None:
    """Move an option up (-1) or down (+1)."""
    locked = lock_brouillon(questionnaire)
    option = Option.objects.filter(question__questionnaire=locked, cle=cle).select_related("question").first()
    if option is not None and not option.question.is_ordonnee:
        rows = list(option.question.options.order_by("ordre", "pk"))
        Option.objects.bulk_update(_moved(rows, cle, pas), ["ordre"])


@transaction.atomic
def remove_option(*, questionnaire: Questionnaire, cle: uuid.UUID) -> uuid.UUID | None:
    """Remove an option, of a scale its last point; return the key of its question."""
    locked = lock_brouillon(questionnaire)
    option = Option.objects.filter(question__questionnaire=locked, cle=cle).select_related("question").first()
    if option is None:
        return None
    question = option.question
    if question.type == TypeQuestion.ECHELLE:
        if question.options.count() <= POINTS_POSSIBLES[0]:
            raise QuestionnaireRefuse(f"Une échelle a {POINTS_POSSIBLES[0]} points au moins.")
        option = question.options.order_by("-ordre", "-pk").first() or option
    if question.type != TypeQuestion.SMILEYS:
        option.delete()
    return question.cle


def _moved(rows: list[Any], cle: uuid.UUID, pas: int) -> list[Any]:
    """Return rows numbered anew with one of them moved."""
    here = next((rang for rang, row in enumerate(rows) if row.cle == cle), None)
    if here is not None and 0 <= here + pas < len(rows):
        rows.insert(here + pas, rows.pop(here))
    for ordre, row in enumerate(rows):
        row.ordre = ordre
    return rows


# --- Its life ---------------------------------------------------------------------------------------------------------


def manques(questionnaire: Questionnaire) -> list[tuple[str, str]]:
    """Return what prevents a draft from being asked: where, and what to do."""
    questions = list(questionnaire.questions.prefetch_related("options").order_by("ordre", "pk"))
    if not questions:
        return [("ajouter", "Ajoutez au moins une question.")]
    found = []
    for numero, question in enumerate(questions, start=1):
        ancre = f"question-{question.cle}"
        if not question.libelle.strip():
            found.append((ancre, f"Question {numero} : écrivez la question."))
        if not question.is_fermee:
            continue
        mots = [option.libelle.strip().casefold() for option in question.options.all()]
        if len(mots) < 2:
            found.append((ancre, f"Question {numero} : proposez au moins deux réponses."))
        elif not all(mots):
            found.append((ancre, f"Question {numero} : une réponse possible est vide. Écrivez-la ou retirez-la."))
        elif len(set(mots)) < len(mots):
            found.append((ancre, f"Question {numero} : deux réponses possibles sont les mêmes."))
    return found


@transaction.atomic
def open_questionnaire(*, questionnaire: Questionnaire) -> None:
    """Let a questionnaire be asked; the version before it is closed."""
    locked = Questionnaire.objects.select_for_update(of=("self",)).get(pk=questionnaire.pk)
    if found := manques(locked):
        raise QuestionnaireRefuse(found[0][1])
    Questionnaire.objects.filter(serie=locked.serie, etat=EtatQuestionnaire.OUVERT).exclude(pk=locked.pk).update(
        etat=EtatQuestionnaire.CLOS
    )
    Questionnaire.objects.filter(pk=locked.pk).update(etat=EtatQuestionnaire.OUVERT)


@transaction.atomic
def close_questionnaire(*, questionnaire: Questionnaire) -> None:
    """Take no more answers online."""
    Questionnaire.objects.filter(pk=questionnaire.pk, etat=EtatQuestionnaire.OUVERT).update(etat=EtatQuestionnaire.CLOS)


@transaction.atomic
def back_to_brouillon(*, questionnaire: Questionnaire) -> None:
    """Let questions be rewritten, as long as nobody answered."""
    locked = Questionnaire.objects.select_for_update(of=("self",)).get(pk=questionnaire.pk)
    # The rows of the vagues are what an answer locks: none can come between this look and the write.
    vagues = list(locked.vagues.select_for_update(of=("self",)).order_by("pk"))
    if Feuille.objects.filter(vague__in=vagues).exists():
        raise QuestionnaireRefuse(
            "Des réponses sont arrivées : les questions ne changent plus. Préparez une nouvelle version."
        )
    Questionnaire.objects.filter(pk=locked.pk).update(etat=EtatQuestionnaire.BROUILLON)


@transaction.atomic
def delete_brouillon(*, questionnaire: Questionnaire) -> None:
    """Delete a draft that was never asked."""
    locked = lock_brouillon(questionnaire)
    if locked.vagues.exists():
        raise QuestionnaireRefuse("Ce questionnaire a déjà une vague : supprimez-la d’abord.")
    locked.delete()


# --- Its times of asking ----------------------------------------------------------------------------------------------


@transaction.atomic
def open_vague(*, vague: Vague, by: Utilisateur) -> Vague:
    """Ask the questionnaire: a vague takes the fiche-action of its séance or of its questionnaire when none is said."""
    questionnaire = Questionnaire.objects.select_for_update(of=("self",)).get(pk=vague.questionnaire_id)
    if questionnaire.etat != EtatQuestionnaire.OUVERT:
        raise QuestionnaireRefuse("Ouvrez d’abord le questionnaire.")
    if vague.seance is not None:
        vague.lieu = vague.lieu or vague.seance.lieu
        vague.fiche_action = vague.fiche_action or vague.seance.fiche_action or vague.seance.regroupement.fiche_action
    vague.fiche_action = vague.fiche_action or questionnaire.fiche_action
    vague.creee_par = by
    vague.save()
    return vague


@transaction.atomic
def close_vague(*, vague: Vague, now: datetime.datetime) -> None:
    """End a vague: every sheet counts in results from now on, and no other is taken."""
    Vague.objects.filter(pk=vague.pk, fermee_le=None).update(fermee_le=now)


@transaction.atomic
def delete_vague(*, vague: Vague) -> None:
    """Delete a vague that nobody answered."""
    locked = Vague.objects.select_for_update(of=("self",)).get(pk=vague.pk)
    if locked.feuilles.exists():
        raise QuestionnaireRefuse("Des réponses sont arrivées : cette vague ne se supprime plus.")
    locked.delete()
