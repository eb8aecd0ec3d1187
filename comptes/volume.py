"""The volume alarm: who opens far more files in a day than the work needs is shown to the direction, the same day."""

import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import Count
from django.utils import timezone

from comptes import notifications
from comptes.choix import Role
from comptes.models import AlerteVolume, JournalAcces, Utilisateur

DOSSIER = "jeunes.jeune"  # as the journal names a file; its room is above


def check_volume(*, now: datetime.datetime) -> int:
    """Note who passed the threshold today, then tell the direction; run twice, it tells once. Return how many."""
    jour = timezone.localdate(now)
    minuit = timezone.make_aware(datetime.datetime.combine(jour, datetime.time.min))
    seuil = settings.DOSSIERS_PAR_JOUR_ALERTE
    opened = JournalAcces.objects.lectures().filter(le__gte=minuit, le__lte=now, objet_type=DOSSIER)
    # A youth who reads what is written about him or her is no opening of a file.
    readers = opened.exclude(utilisateur=None).exclude(utilisateur__role=Role.JEUNE)
    counts = readers.order_by().values("utilisateur").annotate(nombre=Count("objet_id", distinct=True))
    for row in counts.filter(nombre__gt=seuil).order_by("utilisateur"):
        alerte, created = AlerteVolume.objects.get_or_create(
            utilisateur_id=row["utilisateur"],
            jour=jour,
            defaults={"nombre": row["nombre"], "seuil": seuil, "annonce_due_le": now},
        )
        if not created and alerte.nombre != row["nombre"]:
            alerte.nombre = row["nombre"]
            alerte.save(update_fields=["nombre"])
    due = list(AlerteVolume.objects.exclude(annonce_due_le=None).order_by("pk").values_list("pk", flat=True))
    for pk in due:
        send_alerte(alerte_id=pk)
    return len(due)


@transaction.atomic
def send_alerte(*, alerte_id: int) -> None:
    """Mail the direction that the journal has something unusual, without a name; a second run finds it sent."""
    due = AlerteVolume.objects.select_for_update(of=("self",)).exclude(annonce_due_le=None)
    alerte = due.filter(pk=alerte_id).first()
    if alerte is None:
        return
    # The person it is about is not the one to look into it, unless nobody else could.
    direction = Utilisateur.objects.filter(role=Role.DIRECTION, is_active=True).order_by("email")
    autres = direction.exclude(pk=alerte.utilisateur_id)
    if adresses := list((autres if autres.exists() else direction).values_list("email", flat=True)):
        notifications.send_volume_email(adresses=adresses)
    alerte.annonce_due_le = None
    alerte.save(update_fields=["annonce_due_le"])
