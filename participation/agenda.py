"""The .ics of one youth's place: what a telephone's calendar keeps, moves and takes away."""

import datetime

from django.conf import settings
from django.utils import timezone
from icalendar import Calendar, Event, vCalAddress, vText

from participation.models import Inscription

# Neutral on purpose: a calendar is read over a shoulder, and a title could say why somebody comes.
TITRE = "Rendez-vous"


def build_ics(inscription: Inscription, *, now: datetime.datetime, cancelled: bool = False) -> bytes:
    """
    Return the calendar file of a sign-up.

    Its UID never changes; its SEQUENCE goes up when the séance moves and once more when the place is left, so that the
    later file replaces the earlier one.
    """
    seance = inscription.seance
    event = Event()
    event.add("uid", f"{inscription.pk}@{settings.SITE_URL.split('://')[-1].split('/')[0].split(':')[0]}")
    event.add("sequence", seance.version * 2 + cancelled)
    event.add("dtstamp", now.astimezone(datetime.UTC))
    event.add("dtstart", timezone.localtime(seance.debut_le))
    event.add("dtend", timezone.localtime(seance.fin_le))
    event.add("summary", TITRE)
    event.add("location", vText(", ".join(filter(None, [seance.lieu.nom, seance.lieu.adresse]))))
    event.add("url", settings.SITE_URL + seance.get_absolute_url())
    event.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    organizer = vCalAddress(f"mailto:{settings.DEFAULT_FROM_EMAIL.rpartition('<')[2].rstrip('>')}")
    event.add("organizer", organizer)
    calendar = Calendar()
    calendar.add("prodid", "-//Mission Locale//Seances//FR")
    calendar.add("version", "2.0")
    # PUBLISH: nothing to answer, the place is already taken.
    calendar.add("method", "CANCEL" if cancelled else "PUBLISH")
    calendar.add_component(event)
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())
