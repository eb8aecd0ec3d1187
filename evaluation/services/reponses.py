"""Take a filled sheet, and look after the texts that people wrote."""

import datetime
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.db import IntegrityError, transaction
from django.utils.crypto import salted_hmac

from comptes.models import Utilisateur
from evaluation.choix import CanalReponse, RelectureTexte
from evaluation.models import Feuille, Option, Question, ReponseQuestion, Vague
from evaluation.secret import SEUIL
from jeunes.models import Jeune


class ReponseRefusee(Exception):
    """Why a sheet is not taken; shown as it is."""


@dataclass(frozen=True)
class Saisie:
    """What a sheet says: the options chosen and the texts written."""

    options: Sequence[Option] = ()
    textes: Mapping[Question, str] = field(default_factory=dict)

    @property
    def is_vide(self) -> bool:
        """Tell whether nothing was answered."""
        return not self.options and not any(self.textes.values())


def sheet_of(jeton: str) -> uuid.UUID:
    """
    Return the key of the sheet that a form's token makes: the same form sent twice is one sheet.

    The token stays in the browser that filled the form; without the secret of the installation it names no row.
    """
    return uuid.UUID(salted_hmac("evaluation.reponse", jeton, algorithm="sha256").hexdigest()[:32], version=4)


@transaction.atomic
def record_reponse(
    *,
    vague: Vague,
    saisie: Saisie,
    jeton: str,
    canal: str,
    today: datetime.date,
    jour: datetime.date | None = None,
    jeune: Jeune | None = None,
    repondant: str = "",
    by: Utilisateur | None = None,
) -> Feuille:
    """
    Write a sheet; raise ReponseRefusee when the vague takes none.

    Of an anonymous questionnaire nothing but the day is kept with the answers, whatever is given here.
    """
    # The row of the vague is the lock: it counts lots, and is what closing it waits for.
    locked = Vague.objects.select_for_update(of=("self",)).select_related("questionnaire").get(pk=vague.pk)
    paper = canal == CanalReponse.PAPIER
    if not (locked.takes_paper(today=today) if paper else locked.is_open(today=today)):
        raise ReponseRefusee("Ce questionnaire ne reçoit plus de réponses.")
    pk = sheet_of(jeton)
    if (known := Feuille.objects.filter(pk=pk, vague=locked).first()) is not None:
        return known
    if saisie.is_vide:
        raise ReponseRefusee("Répondez à une question au moins.")
    named = not locked.questionnaire.anonyme
    if named and jeune is not None and locked.feuilles.filter(jeune=jeune).exists():
        raise ReponseRefusee("Vous avez déjà répondu à ce questionnaire.")
    try:
        with transaction.atomic():
            reponse = Feuille.objects.create(
                pk=pk,
                vague=locked,
                jour=jour or today,
                canal=canal,
                anonyme=not named,
                jeune=jeune if named else None,
                repondant=repondant if named else "",
                saisie_par=by if named else None,
            )
    except IntegrityError as error:  # the same token, sent to another vague
        raise ReponseRefusee("Cette feuille a déjà été envoyée.") from error
    ReponseQuestion.objects.bulk_create(
        [
            *(
                ReponseQuestion(feuille=reponse, question_id=option.question_id, option=option)
                for option in saisie.options
            ),
            *(
                ReponseQuestion(feuille=reponse, question=question, texte=texte)
                for question, texte in saisie.textes.items()
                if texte
            ),
        ]
    )
    show_lot(locked)
    return reponse


def show_lot(vague: Vague) -> None:
    """
    Show the sheets that wait once they are enough together.

    Results read before and after one more answer would tell that answer: while a vague is open they grow by lots.
    """
    waiting = vague.feuilles.filter(montree=False)
    if waiting.count() >= SEUIL:
        waiting.update(montree=True)


@transaction.atomic
def review_texte(*, ligne: ReponseQuestion, relecture: str) -> None:
    """Note that a text may be read by the commission, or hide it because it names somebody."""
    if relecture not in RelectureTexte.values:
        raise ReponseRefusee("Ce choix n’existe pas.")
    ReponseQuestion.objects.filter(pk=ligne.pk, option=None).update(relecture=relecture)
