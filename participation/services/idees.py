"""What youths want to say or do, and what is answered."""

import datetime

from comptes.models import Utilisateur
from jeunes.models import Jeune
from participation.choix import StatutIdee
from participation.models import Idee
from plans_action.models import FicheAction


def submit_idee(*, jeune: Jeune, texte: str, now: datetime.datetime) -> Idee:
    """Keep a youth's idea; the same text sent twice within the hour is one idea."""
    recent = Idee.objects.filter(jeune=jeune, texte=texte, deposee_le__gt=now - datetime.timedelta(hours=1))
    return recent.order_by("deposee_le", "pk").first() or Idee.objects.create(jeune=jeune, texte=texte, deposee_le=now)


def answer_idee(
    *,
    idee: Idee,
    reponse: str,
    retenue: bool,
    fiche_action: FicheAction | None,
    by: Utilisateur,
    now: datetime.datetime,
) -> Idee:
    """Answer an idea, and say whether something will be made of it."""
    idee.reponse, idee.repondue_par, idee.repondue_le = reponse, by, now
    idee.statut = StatutIdee.RETENUE if retenue else StatutIdee.REPONDUE
    idee.fiche_action = fiche_action
    idee.save(update_fields=["reponse", "repondue_par", "repondue_le", "statut", "fiche_action"])
    return idee
