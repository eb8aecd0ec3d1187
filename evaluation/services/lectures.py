"""The reading of the fiches by the commission de suivi: opened, answered by several people, transmitted once."""

import datetime
from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F, Q
from django.utils import timezone

from comptes.models import Utilisateur
from evaluation.bilans.canonique import dump, empreinte
from evaluation.choix import Appreciation, TypeBilan, TypeCommission
from evaluation.commissions.faits import cut_off, load_dossiers
from evaluation.commissions.grille import FAMILLES, VERSION_COURANTE, Question, questions
from evaluation.commissions.reperes import Repere, reperes
from evaluation.models import Lecture, LectureFiche, MembreCommission, Reponse
from plans_action.choix import StatutFiche
from plans_action.models import FicheAction, ProjetAssociatif

FORMAT = 1
# A fiche in one of these states has something to be read.
STATUTS_LUS = (StatutFiche.VALIDEE, StatutFiche.EN_COURS, StatutFiche.SUSPENDUE, StatutFiche.REALISEE)


class LectureRefusee(Exception):
    """Why a reading cannot be opened or transmitted; shown as it is."""


class LectureTransmise(LectureRefusee):
    """The reading was transmitted: nothing of it changes any more."""

    def __init__(self) -> None:
        super().__init__("Cette lecture est transmise : elle ne change plus.")


class GrilleModifiee(Exception):
    """Somebody saved the grid since it was read: nothing was written."""


# --- Who may ----------------------------------------------------------------------------------------------------------


def may_fill(user: Utilisateur, *, today: datetime.date) -> bool:
    """Tell whether an account answers the grid: the direction, and who sits in the commission de suivi."""
    if not user.has_permission("lecture.remplir"):
        return False
    return user.has_permission("lecture.ouvrir") or _sits(user, today).exists()


def may_transmit(user: Utilisateur, *, today: datetime.date) -> bool:
    """Tell whether an account transmits: the direction, and who presides the commission de suivi."""
    if not user.has_permission("lecture.remplir"):
        return False
    return user.has_permission("lecture.ouvrir") or _sits(user, today).filter(preside=True).exists()


def _sits(user: Utilisateur, today: datetime.date) -> Any:
    return MembreCommission.objects.siegeant(on=today).filter(compte=user, commission=TypeCommission.SUIVI)


# --- Open -------------------------------------------------------------------------------------------------------------


def fiches_a_lire(projet: ProjetAssociatif) -> Any:
    """Return the fiches of a projet that have something to be read, those without objective included."""
    return FicheAction.objects.filter(
        Q(objectif__objectif_general__projet=projet) | Q(objectif=None), statut__in=STATUTS_LUS
    ).order_by("numero", "titre", "pk")


def open_lecture(*, projet: ProjetAssociatif, type: str, by: Utilisateur, now: datetime.datetime) -> Lecture:
    """Open the reading of every fiche for a bilan; raise LectureRefusee when there is one, or nothing to read."""
    try:
        with transaction.atomic():
            lecture = Lecture.objects.create(
                projet=projet, type=type, grille_version=VERSION_COURANTE, ouverte_le=now, ouverte_par=by
            )
            if not add_fiches(lecture=lecture):
                raise LectureRefusee("Aucune fiche-action n’est validée ou en cours : il n’y a rien à lire.")
    except IntegrityError as error:
        libelle = str(TypeBilan(type).label).lower()
        raise LectureRefusee(f"La lecture pour le {libelle} est déjà ouverte.") from error
    return lecture


@transaction.atomic
def add_fiches(*, lecture: Lecture) -> int:
    """Add the fiches that the reading does not hold yet; return how many."""
    _lock(lecture)
    connues = set(lecture.fiches.values_list("fiche", flat=True))
    nouvelles = [
        LectureFiche(lecture=lecture, fiche=fiche) for fiche in fiches_a_lire(lecture.projet) if fiche.pk not in connues
    ]
    return len(LectureFiche.objects.bulk_create(nouvelles))


def _lock(lecture: Lecture) -> Lecture:
    """Return the reading, held until the end of the transaction; raise LectureTransmise once it is transmitted."""
    row = Lecture.objects.select_for_update().filter(pk=lecture.pk, transmise_le=None).first()
    if row is None:
        raise LectureTransmise
    return row


# --- Answer -----------------------------------------------------------------------------------------------------------


def read_grille(lecture_fiche: LectureFiche, version: int) -> dict[str, str]:
    """Return the answers of a fiche as short texts: "objectifs-appreciation", "objectifs-commentaire"…"""
    textes = {f"{q.code}-{nom}": "" for q in questions(version) for nom in ("appreciation", "commentaire")}
    for reponse in lecture_fiche.reponses.order_by("pk"):
        textes[f"{reponse.question}-appreciation"] = reponse.appreciation
        textes[f"{reponse.question}-commentaire"] = reponse.commentaire
    return textes


@transaction.atomic
def save_grille(
    *,
    lecture_fiche: LectureFiche,
    textes: Mapping[str, str],
    version: int,
    by: Utilisateur | None,
    now: datetime.datetime,
) -> LectureFiche:
    """
    Write the answers of a fiche.

    Raise LectureTransmise once the reading is transmitted, GrilleModifiee when somebody saved since `version` was read.
    The conditional UPDATE is the check and the lock at once.
    """
    lecture = _lock(lecture_fiche.lecture)
    row = LectureFiche.objects.filter(pk=lecture_fiche.pk, version=version)
    if not row.update(version=F("version") + 1, modifiee_le=now, modifiee_par=by):
        raise GrilleModifiee
    stored = read_grille(lecture_fiche, lecture.grille_version)
    changed = [
        Reponse(
            lecture_fiche=lecture_fiche,
            question=question.code,
            appreciation=textes.get(f"{question.code}-appreciation", ""),
            commentaire=textes.get(f"{question.code}-commentaire", ""),
        )
        for question in questions(lecture.grille_version)
        if any(
            textes.get(f"{question.code}-{nom}", "") != stored[f"{question.code}-{nom}"]
            for nom in ("appreciation", "commentaire")
        )
    ]
    Reponse.objects.bulk_create(
        changed,
        update_conflicts=True,
        unique_fields=["lecture_fiche", "question"],
        update_fields=["appreciation", "commentaire"],
    )
    return LectureFiche.objects.get(pk=lecture_fiche.pk)


# --- Transmit ---------------------------------------------------------------------------------------------------------


@transaction.atomic
def transmit(*, lecture: Lecture, by: Utilisateur | None, now: datetime.datetime) -> Lecture:
    """
    Freeze the reading and hand it over: its canonical text and its SHA-256, in one conditional UPDATE.

    Raise LectureTransmise to whoever comes second. The row is held while the text is made, so that no answer slips in
    between.
    """
    held = _lock(lecture)
    contenu = dump(_content(held, today=timezone.localdate(now)))
    row = Lecture.objects.filter(pk=lecture.pk, transmise_le=None)
    if not row.update(contenu=contenu, empreinte=empreinte(contenu), transmise_le=now, transmise_par=by):
        raise LectureTransmise
    return Lecture.objects.get(pk=lecture.pk)


def _content(lecture: Lecture, *, today: datetime.date) -> dict[str, Any]:
    """Return the whole reading: the questions in their words, then each fiche with its answers and the facts seen."""
    grille = questions(lecture.grille_version)
    rows = list(
        lecture.fiches.select_related("fiche__objectif__objectif_general").order_by(
            "fiche__numero", "fiche__titre", "pk"
        )
    )
    dossiers = load_dossiers(projet=lecture.projet, fiches=[row.fiche for row in rows], today=today)
    par_fiche: dict[Any, dict[str, Reponse]] = {row.pk: {} for row in rows}
    for reponse in Reponse.objects.filter(lecture_fiche__lecture=lecture).order_by("pk"):
        par_fiche[reponse.lecture_fiche_id][reponse.question] = reponse
    return {
        "format": FORMAT,
        "lecture": {
            "id": str(lecture.pk),
            "type": lecture.type,
            "libelle": lecture.get_type_display(),
            "projet": lecture.projet.titre,
            "arretee_au": today.isoformat(),
            "chiffres_au": cut_off(lecture.projet, today=today).isoformat(),
        },
        "grille": {
            "version": lecture.grille_version,
            "questions": [
                {"code": q.code, "famille": FAMILLES[q.famille], "texte": q.texte}  # type: ignore[index]
                for q in grille
            ],
        },
        "fiches": [_fiche(row.fiche, grille, par_fiche[row.pk], reperes(dossiers[row.fiche_id])) for row in rows],
    }


def _fiche(
    fiche: FicheAction, grille: tuple[Question, ...], reponses: Mapping[str, Reponse], vus: Mapping[str, Repere]
) -> dict[str, Any]:
    objectif = fiche.objectif
    return {
        "id": str(fiche.pk),
        "numero": fiche.numero,
        "titre": fiche.titre,
        "objectif": str(objectif) if objectif else "",
        "reponses": [_reponse(question, reponses.get(question.code), vus[question.code]) for question in grille],
    }


def _reponse(question: Question, reponse: Reponse | None, repere: Repere) -> dict[str, Any]:
    appreciation = reponse.appreciation if reponse else ""
    return {
        "question": question.code,
        "appreciation": appreciation,
        "libelle": str(Appreciation(appreciation).label) if appreciation else "Pas de réponse",
        "commentaire": reponse.commentaire if reponse else "",
        "faits": [{"libelle": fait.libelle, "texte": fait.texte} for fait in repere.faits],
    }


def verify(lecture: Lecture) -> bool:
    """Tell whether the stored text is still the one that was transmitted."""
    return bool(lecture.empreinte) and empreinte(lecture.contenu) == lecture.empreinte
