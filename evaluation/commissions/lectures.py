"""A reading on its pages: how far it is, the questions of a fiche, the frozen text laid out."""

from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Q
from django.forms import BoundField

from comptes.models import Utilisateur
from evaluation.choix import Appreciation
from evaluation.commissions.grille import Question, questions
from evaluation.commissions.reperes import Repere
from evaluation.models import Lecture, LectureFiche
from plans_action.models import ObjectifOperationnel

TONS = {
    Appreciation.OUI: ("bien", "coche-ronde"),
    Appreciation.EN_PARTIE: ("attente", "horloge"),
    Appreciation.NON: ("alerte", "croix-ronde"),
}


@dataclass
class QuestionPosee:
    """One question of a fiche: the facts beside it and the two fields of its answer."""

    question: Question
    repere: Repere
    appreciation: BoundField
    commentaire: BoundField


@dataclass
class GroupeLu:
    """The fiches of one operational objective."""

    objectif: ObjectifOperationnel | None
    lignes: list[Any] = field(default_factory=list)


@dataclass
class Avancement:
    """How far a reading is."""

    lignes: list[Any]
    total_questions: int

    @property
    def lues(self) -> list[Any]:
        """Return the fiches whose questions all have an answer."""
        return [ligne for ligne in self.lignes if ligne.nombre_repondues >= self.total_questions]

    @property
    def incompletes(self) -> list[Any]:
        """Return the others."""
        return [ligne for ligne in self.lignes if ligne.nombre_repondues < self.total_questions]

    @property
    def prochaine(self) -> Any:
        """Return the first fiche that is not read, None when all are."""
        return next(iter(self.incompletes), None)

    @property
    def groupes(self) -> list[GroupeLu]:
        """Return the fiches by objective, in the order of the plan; those without objective last."""
        groupes: dict[int | None, GroupeLu] = {}
        for ligne in self.lignes:
            objectif = ligne.fiche.objectif
            groupes.setdefault(ligne.fiche.objectif_id, GroupeLu(objectif)).lignes.append(ligne)
        return sorted(
            groupes.values(),
            key=lambda g: (g.objectif.objectif_general.numero, g.objectif.numero) if g.objectif else (9999, 0),
        )


def lire_avancement(lecture: Lecture) -> Avancement:
    """Return how far a reading is, in one query."""
    lignes = (
        LectureFiche.objects.filter(lecture=lecture)
        .with_nombre_repondues()
        .select_related("fiche__objectif__objectif_general", "modifiee_par")
        .order_by("fiche__numero", "fiche__titre", "pk")
    )
    return Avancement(list(lignes), len(questions(lecture.grille_version)))


def list_lectures(user: Utilisateur) -> list[Lecture]:
    """Return the readings that an account may see, each with how many fiches it holds and how many are begun."""
    lectures = Lecture.objects.visible_to(user).select_related("projet", "transmise_par").defer("contenu")
    return list(
        lectures.annotate(
            nombre_fiches=Count("fiches", distinct=True),
            nombre_commencees=Count("fiches", filter=Q(fiches__version__gt=0), distinct=True),
        ).order_by("-ouverte_le", "pk")
    )


def next_fiche(row: LectureFiche) -> LectureFiche | None:
    """Return the fiche after this one that is not wholly read, the first one from the start when none follows."""
    lecture = row.lecture
    total = len(questions(lecture.grille_version))
    lignes = LectureFiche.objects.filter(lecture=lecture).with_nombre_repondues().select_related("fiche")
    ordre = list(lignes.order_by("fiche__numero", "fiche__titre", "pk"))
    place = next(rang for rang, ligne in enumerate(ordre) if ligne.pk == row.pk)
    suite = [*ordre[place + 1 :], *ordre[:place]]
    return next((ligne for ligne in suite if ligne.nombre_repondues < total), None)  # type: ignore[attr-defined]


def lire_contenu(contenu: dict[str, Any]) -> dict[str, Any]:
    """Return the frozen reading with the words of its questions beside its answers, to be laid out."""
    posees = {question["code"]: question for question in contenu["grille"]["questions"]}
    fiches = []
    for fiche in contenu["fiches"]:
        familles: dict[str, list[dict[str, Any]]] = {}
        for reponse in fiche["reponses"]:
            question = posees[reponse["question"]]
            ton, icone = TONS.get(reponse["appreciation"], ("neutre", "info"))
            familles.setdefault(question["famille"], []).append(
                {**reponse, "texte": question["texte"], "ton": ton, "icone": icone}
            )
        nom = f"{fiche['numero']}. {fiche['titre']}" if fiche["numero"] else fiche["titre"]
        fiches.append({**fiche, "nom": nom, "familles": list(familles.items())})
    return {**contenu, "fiches": fiches}
