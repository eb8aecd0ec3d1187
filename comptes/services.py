"""What is done with accounts: the journal of accesses, the end of sessions."""

import datetime
import uuid

from django.db import models
from django.utils import timezone

from comptes.choix import ActionJournal
from comptes.models import Brouillon, JournalAcces, Utilisateur

DUREE_JOURNAL = datetime.timedelta(days=365)
DUREE_BROUILLON = datetime.timedelta(hours=48)


def record_access(
    *,
    user: Utilisateur | None,
    action: ActionJournal,
    objet: models.Model,
    motif: str = "",
    now: datetime.datetime | None = None,
) -> JournalAcces:
    """Write one line of the journal: who did what to which record, and why when a reason was asked; ids only."""
    return JournalAcces.objects.create(
        le=now or timezone.now(),
        utilisateur=user,
        action=action,
        objet_type=objet._meta.label_lower[:40],
        objet_id=str(objet.pk)[:40],
        motif=motif.replace("\x00", "")[:200],
    )


def last_sign_ins(*, compte: Utilisateur) -> models.QuerySet[JournalAcces]:
    """Return the last sign-ins of an account, for its owner to recognise."""
    lines = JournalAcces.objects.filter(objet_type=compte._meta.label_lower, objet_id=str(compte.pk))
    return lines.filter(action=ActionJournal.CONNEXION)[:5]


def purge_journal(*, now: datetime.datetime) -> int:
    """Delete the lines older than twelve months, the only way that a line leaves; return how many."""
    return JournalAcces.objects.purge(before=now - DUREE_JOURNAL)


def purge_brouillons(*, now: datetime.datetime) -> int:
    """Delete the drafts that nobody touched for 48 hours; return how many."""
    deleted, _ = Brouillon.objects.filter(modifie_le__lt=now - DUREE_BROUILLON).delete()
    return deleted


def close_other_sessions(*, compte: Utilisateur) -> None:
    """End every session of an account at its next request; the caller renews its own (update_session_auth_hash)."""
    compte.jeton_sessions = uuid.uuid4()
    compte.save(update_fields=["jeton_sessions"])
