"""The volume alarm: who opens far more files than the work needs is shown to the direction, within ten minutes."""

import datetime
from collections import Counter
from collections.abc import Iterable
from statistics import median
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Count
from django.utils import timezone

from comptes import notifications
from comptes.choix import FenetreAlerte, Role
from comptes.models import AlerteVolume, JournalAcces, JournalAccesQuerySet, Utilisateur

DOSSIER = "jeunes.jeune"  # as the journal names a file; its room is above
UNE_HEURE = datetime.timedelta(hours=1)
# One's own habit: the median of one's days of the last two months, once there are enough of them to speak of one.
JOURS_HABITUDE = 60
JOURS_TRAVAILLES_MINIMUM = 10
FOIS_LA_MEDIANE = 3
# Three times very little is little: nobody is reported for a few files.
DOSSIERS_MINIMUM = 20

# Who opened how many files, above which number, looked at over how long.
Exces = dict[UUID, tuple[int, int, FenetreAlerte]]


def check_volume(*, now: datetime.datetime) -> int:
    """Note who passed a threshold today, then tell those in charge; run twice, it tells once. Return how many."""
    jour = timezone.localdate(now)
    minuit = timezone.make_aware(datetime.datetime.combine(jour, datetime.time.min))
    # The first that somebody passes is the one told: an hour is more alarming than a day.
    found: Exces = {**_habitudes(minuit, now), **_journees(minuit, now), **_heures(minuit, now)}
    for utilisateur_id, (nombre, seuil, fenetre) in sorted(found.items()):
        alerte, created = AlerteVolume.objects.get_or_create(
            utilisateur_id=utilisateur_id,
            jour=jour,
            defaults={"nombre": nombre, "seuil": seuil, "fenetre": fenetre, "annonce_due_le": now},
        )
        if not created and (alerte.nombre, alerte.fenetre) != (nombre, fenetre):
            alerte.nombre, alerte.seuil, alerte.fenetre = nombre, seuil, fenetre
            alerte.save(update_fields=["nombre", "seuil", "fenetre"])
    due = list(AlerteVolume.objects.exclude(annonce_due_le=None).order_by("pk").values_list("pk", flat=True))
    for pk in due:
        send_alerte(alerte_id=pk)
    return len(due)


def _openings(since: datetime.datetime, until: datetime.datetime) -> JournalAccesQuerySet:
    """Return the openings of files by people at work: a youth who reads what is written about him or her is none."""
    opened = JournalAcces.objects.lectures().filter(le__gte=since, le__lte=until, objet_type=DOSSIER)
    return opened.exclude(utilisateur=None).exclude(utilisateur__role=Role.JEUNE).order_by()


def _counts(openings: JournalAccesQuerySet, above: int) -> dict[UUID, int]:
    """Return how many files each of them opened, for those who opened more than a number."""
    counts = openings.values("utilisateur").annotate(nombre=Count("objet_id", distinct=True))
    return dict(counts.filter(nombre__gt=above).values_list("utilisateur", "nombre"))


def _journees(minuit: datetime.datetime, now: datetime.datetime) -> Exces:
    """Return who opened more files since midnight than anybody should in a day."""
    seuil = settings.DOSSIERS_PAR_JOUR_ALERTE
    counts = _counts(_openings(minuit, now), seuil)
    return {who: (nombre, seuil, FenetreAlerte.JOUR) for who, nombre in counts.items()}


def _heures(minuit: datetime.datetime, now: datetime.datetime) -> Exces:
    """Return who opened more files within any hour that ends today, be it begun before midnight."""
    seuil = settings.DOSSIERS_PAR_HEURE_ALERTE
    openings = _openings(minuit - UNE_HEURE, now)
    found: Exces = {}
    for who in _counts(openings, seuil):
        lines = openings.filter(utilisateur=who).order_by("le", "pk").values_list("le", "objet_id")
        if (nombre := peak_of_an_hour(lines, since=minuit)) > seuil:
            found[who] = (nombre, seuil, FenetreAlerte.HEURE)
    return found


def peak_of_an_hour(lines: Iterable[tuple[datetime.datetime, str]], *, since: datetime.datetime) -> int:
    """Return the most different files opened within one hour, among the hours that end after a moment."""
    window: list[tuple[datetime.datetime, str]] = []
    held: Counter[str] = Counter()
    first = peak = 0
    for le, dossier in lines:
        window.append((le, dossier))
        held[dossier] += 1
        while window[first][0] <= le - UNE_HEURE:
            old = window[first][1]
            held[old] -= 1
            if not held[old]:
                del held[old]
            first += 1
        if le >= since:
            peak = max(peak, len(held))
    return peak


def _habitudes(minuit: datetime.datetime, now: datetime.datetime) -> Exces:
    """Return who opened more than three times as many files as on one's median day."""
    today = _counts(_openings(minuit, now), DOSSIERS_MINIMUM)
    if not today:
        return {}
    before = _openings(minuit - datetime.timedelta(days=JOURS_HABITUDE), minuit).filter(utilisateur__in=list(today))
    days: Any = before.values("utilisateur", "le__date").annotate(nombre=Count("objet_id", distinct=True))
    usual: dict[UUID, list[int]] = {}
    for who, nombre in days.values_list("utilisateur", "nombre"):
        usual.setdefault(who, []).append(nombre)
    seuils = {
        who: int(FOIS_LA_MEDIANE * median(counts))
        for who, counts in usual.items()
        if len(counts) >= JOURS_TRAVAILLES_MINIMUM
    }
    return {who: (today[who], seuil, FenetreAlerte.HABITUDE) for who, seuil in seuils.items() if today[who] > seuil}


@transaction.atomic
def send_alerte(*, alerte_id: int) -> None:
    """Mail those in charge that something is unusual, without a name; a second run finds it sent."""
    due = AlerteVolume.objects.select_for_update(of=("self",)).exclude(annonce_due_le=None)
    alerte = due.filter(pk=alerte_id).first()
    if alerte is None:
        return
    # The direction reads the journal; the administration closes accounts, and reads no file.
    if adresses := _told(Role.DIRECTION, alerte):
        notifications.send_volume_email(adresses=adresses)
    if adresses := _told(Role.ADMINISTRATION, alerte):
        notifications.send_volume_email_administration(adresses=adresses)
    alerte.annonce_due_le = None
    alerte.save(update_fields=["annonce_due_le"])


def _told(role: Role, alerte: AlerteVolume) -> list[str]:
    """Return the addresses of a role: not the person it is about, unless nobody else could look into it."""
    comptes = Utilisateur.objects.filter(role=role, is_active=True).order_by("email")
    autres = comptes.exclude(pk=alerte.utilisateur_id)
    if role == Role.ADMINISTRATION or autres.exists():
        comptes = autres
    return list(comptes.values_list("email", flat=True))
