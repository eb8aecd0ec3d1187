"""Invite to a séance, note answers and presences: many at once."""

import datetime
from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

from django.db import transaction

from comptes.models import Utilisateur
from jeunes.models import Jeune
from participation.choix import CategorieInvite, Presence, PresenceInvite
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
    return _add(seance, rows)


@transaction.atomic
def invite_jeunes(*, seance: Seance, jeunes: Sequence[Jeune], by: Utilisateur, now: datetime.datetime) -> int:
    """Add youths by name, leaving out those invited already; who came is taken from the presences, when noted."""
    Seance.objects.select_for_update().get(pk=seance.pk)
    invites = set(seance.invitations.exclude(jeune=None).values_list("jeune", flat=True))
    rows = [
        Invitation(seance=seance, categorie=CategorieInvite.JEUNE, jeune=jeune, saisi_le=now, saisi_par=by)
        for jeune in jeunes
        if jeune.pk not in invites
    ]
    added = _add(seance, rows)
    copy_presences(seance=seance)
    return added


def _add(seance: Seance, rows: list[Invitation]) -> int:
    if seance.invitations.count() + len(rows) > INVITES_MAXIMUM:
        raise InvitationRefusee(f"Pas plus de {INVITES_MAXIMUM} invitations pour une séance.")
    Invitation.objects.bulk_create(rows)
    return len(rows)


def copy_presences(*, seance: Seance, effacees: Collection[UUID] = ()) -> None:
    """
    Give the youths invited by name the presence noted on the list of the séance: nobody writes it twice.

    `effacees`: the youths whose presence has just been taken back.
    """
    named = seance.invitations.exclude(jeune=None)
    named.filter(jeune__in=effacees).update(presence="")
    noted = seance.inscriptions.confirmees().order_by()
    came = noted.filter(presence=Presence.PRESENT).values("jeune")
    missed = noted.filter(presence__in=(Presence.ABSENT, Presence.EXCUSE)).values("jeune")
    named.filter(jeune__in=came).update(presence=PresenceInvite.PRESENT)
    named.filter(jeune__in=missed).update(presence=PresenceInvite.ABSENT)


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
