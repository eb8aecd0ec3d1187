"""Invite to a séance, note answers and presences: many at once."""

import datetime
from collections.abc import Mapping, Sequence
from uuid import UUID

from django.db import transaction

from comptes.models import Utilisateur
from participation.choix import CategorieInvite
from participation.models import Invitation, Seance
from structure.models import Partenaire

INVITES_MAXIMUM = 500


class InvitationRefusee(Exception):
    """Why nobody is invited; shown as it is."""


@transaction.atomic
def invite(
    *,
    seance: Seance,
    categorie: CategorieInvite | str,
    partenaires: Sequence[Partenaire],
    libelles: Sequence[str],
    by: Utilisateur,
    now: datetime.datetime,
) -> int:
    """Add invitations, leaving out the organisations invited already; return how many were added."""
    Seance.objects.select_for_update().get(pk=seance.pk)
    invites = set(seance.invitations.exclude(partenaire=None).values_list("partenaire", flat=True))
    rows = [
        Invitation(seance=seance, categorie=categorie, partenaire=partenaire, saisi_le=now, saisi_par=by)
        for partenaire in partenaires
        if partenaire.pk not in invites
    ]
    rows += [
        Invitation(seance=seance, categorie=categorie, libelle=libelle, saisi_le=now, saisi_par=by)
        for libelle in libelles
    ]
    if seance.invitations.count() + len(rows) > INVITES_MAXIMUM:
        raise InvitationRefusee(f"Pas plus de {INVITES_MAXIMUM} invitations pour une séance.")
    Invitation.objects.bulk_create(rows)
    return len(rows)


@transaction.atomic
def note_invites(*, seance: Seance, notes: Mapping[UUID, tuple[str, str]], retirees: Sequence[UUID]) -> int:
    """Write the answer and the presence of each invitation, and take some off; return how many changed."""
    changed = []
    for invitation in seance.invitations.select_for_update().filter(pk__in=notes).exclude(pk__in=retirees):
        reponse, presence = notes[invitation.pk]
        if (invitation.reponse, invitation.presence) != (reponse, presence):
            invitation.reponse, invitation.presence = reponse, presence
            changed.append(invitation)
    Invitation.objects.bulk_update(changed, ["reponse", "presence"])
    gone, _ = seance.invitations.filter(pk__in=retirees).delete()
    return len(changed) + gone
