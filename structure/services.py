"""What is done with the team."""

import datetime

from django.db import transaction

from commun.taches import enqueue_on_commit
from comptes.choix import ActionJournal
from comptes.models import Utilisateur
from comptes.services import record_access
from structure.choix import Fonction
from structure.models import Conseiller, Lieu


class RattachementRefuse(Exception):
    """The account cannot be linked; the message is shown."""


@transaction.atomic
def link_compte(
    *,
    compte: Utilisateur,
    conseiller: Conseiller | None,
    fonction: str,
    lieu: Lieu | None,
    by: Utilisateur,
    now: datetime.datetime,
) -> Conseiller:
    """
    Say which person of the team an account is, added to the team when not there yet; the direction is told.

    The youths that this person follows open to the account: never one's own choice, and never a second account.
    """
    if compte.pk == by.pk:
        raise RattachementRefuse("Demandez à une autre personne de relier votre propre compte.")
    compte = Utilisateur.objects.select_for_update().get(pk=compte.pk)
    if not compte.is_professionnel or Conseiller.objects.filter(utilisateur=compte).exists():
        raise RattachementRefuse("Ce compte est déjà relié à une personne de l’équipe.")
    if conseiller is None:
        conseiller = Conseiller.objects.create(
            utilisateur=compte,
            prenom=compte.prenom,
            nom=compte.nom,
            fonction=fonction or Fonction.CONSEILLER,
            lieu=lieu,
            entree_le=now.date(),
        )
    elif not Conseiller.objects.filter(pk=conseiller.pk, utilisateur=None).update(utilisateur=compte):
        raise RattachementRefuse("Cette personne a déjà un compte.")
    record_access(user=by, action=ActionJournal.DROITS, objet=conseiller, motif=f"compte {compte.pk}", now=now)
    tell(compte, motif="relié à l’équipe", by=by, now=now)
    return conseiller


@transaction.atomic
def unlink_compte(*, compte: Utilisateur, by: Utilisateur, now: datetime.datetime) -> None:
    """Undo a link made by mistake: the files that the person follows close to the account."""
    if not Conseiller.objects.filter(utilisateur=compte).update(utilisateur=None):
        raise RattachementRefuse("Ce compte n’est relié à personne.")
    tell(compte, motif="lien avec l’équipe retiré", by=by, now=now)


def tell(compte: Utilisateur, *, motif: str, by: Utilisateur, now: datetime.datetime) -> None:
    """Write the change in the journal and have the direction told."""
    record_access(user=by, action=ActionJournal.DROITS, objet=compte, motif=motif, now=now)
    compte.annonce_due_le = now
    compte.save(update_fields=["annonce_due_le"])
    enqueue_on_commit("comptes.tasks.send_annonce", compte_id=str(compte.pk))
