"""Calendar files: what a telephone's or an office's calendar keeps, moves and takes away."""

import datetime
from dataclasses import dataclass

from django.conf import settings
from django.utils import timezone
from icalendar import Calendar, Event, vCalAddress, vText


@dataclass(frozen=True)
class EvenementAgenda:
    """
    One thing in somebody's calendar.

    `cle` never changes for one thing, `sequence` only goes up: the later file replaces the earlier one.
    """

    cle: str
    sequence: int
    titre: str
    debut_le: datetime.datetime
    fin_le: datetime.datetime
    lieu: str
    adresse: str  # path of its page on this site
    cancelled: bool = False

    @property
    def method(self) -> str:
        """Return what a calendar does with the file; PUBLISH: there is nothing to answer."""
        return "CANCEL" if self.cancelled else "PUBLISH"


def build_ics(evenement: EvenementAgenda, *, produit: str, now: datetime.datetime) -> bytes:
    """Return the calendar file of one thing."""
    event = Event()
    event.add("uid", f"{evenement.cle}@{settings.SITE_URL.split('://')[-1].split('/')[0].split(':')[0]}")
    event.add("sequence", evenement.sequence)
    event.add("dtstamp", now.astimezone(datetime.UTC))
    event.add("dtstart", timezone.localtime(evenement.debut_le))
    event.add("dtend", timezone.localtime(evenement.fin_le))
    event.add("summary", evenement.titre)
    event.add("location", vText(evenement.lieu))
    event.add("url", settings.SITE_URL + evenement.adresse)
    event.add("status", "CANCELLED" if evenement.cancelled else "CONFIRMED")
    organizer = vCalAddress(f"mailto:{settings.DEFAULT_FROM_EMAIL.rpartition('<')[2].rstrip('>')}")
    event.add("organizer", organizer)
    calendar = Calendar()
    calendar.add("prodid", f"-//Mission Locale//{produit}//FR")
    calendar.add("version", "2.0")
    calendar.add("method", evenement.method)
    calendar.add_component(event)
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())
