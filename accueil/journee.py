"""What a counsellor's day is made of, read from the database: permanences, rendez-vous, séances, who waits."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, DateField, Exists, F, Max, OuterRef, QuerySet, Subquery, Window
from django.utils import timezone

from accueil.choix import StatutRendezVous
from accueil.models import Evenement, Orientation, Permanence, RendezVous
from accueil.orientations import waiting_too_long
from comptes.models import Utilisateur
from jeunes.models import Accompagnement, Jeune
from plans_action.models import Etape
from plans_action.rappels import etapes_de
from structure.models import Conseiller, Lieu

SANS_RENDEZ_VOUS_MONTRES = 8
ORIENTATIONS_MONTREES, ORIENTATIONS_MAXIMUM = 5, 200
ETAPES_MONTREES = 6
ETAPES_BIENTOT = datetime.timedelta(days=14)


@dataclass(frozen=True)
class Journee:
    """One day of one counsellor."""

    jour: datetime.date
    conseiller: Conseiller | None
    permanences: list[Permanence]
    rendez_vous: list[RendezVous]
    seances: list[Any]
    sans_rendez_vous: list[Jeune]
    nombre_sans_rendez_vous: int
    orientations: list[Orientation]
    nombre_orientations: int
    etapes: list[Etape]
    nombre_etapes: int


def current_conseiller(user: Utilisateur) -> Conseiller | None:
    """Return the member of the team that an account belongs to."""
    return Conseiller.objects.filter(utilisateur=user, actif=True).select_related("lieu").order_by("pk").first()


def read_journee(
    *, user: Utilisateur, jour: datetime.date, now: datetime.datetime, toutes_orientations: bool = False
) -> Journee:
    """Return the day of the person signed in; of the orientations left without answer, the first ones or all."""
    conseiller = current_conseiller(user)
    if conseiller is None:
        return Journee(jour, None, [], [], [], [], 0, [], 0, [], 0)
    # The number of them all comes with the first few, in the same statement.
    everybody = Window(Count("pk"))
    waiting = list(without_rendez_vous(conseiller, now=now).annotate(total=everybody)[:SANS_RENDEZ_VOUS_MONTRES])
    shown = ORIENTATIONS_MAXIMUM if toutes_orientations else ORIENTATIONS_MONTREES
    late: list[Any] = list(waiting_too_long(conseiller, now=now).annotate(total=everybody)[:shown])
    steps: list[Any] = list(
        etapes_of(user, jour, today=timezone.localdate(now)).annotate(total=everybody)[:ETAPES_MONTREES]
    )
    return Journee(
        jour=jour,
        conseiller=conseiller,
        permanences=permanences_of(conseiller, jour),
        rendez_vous=list(rendez_vous_of(conseiller, jour)),
        seances=list(seances_of(conseiller, jour)),
        sans_rendez_vous=waiting,
        nombre_sans_rendez_vous=waiting[0].total if waiting else 0,
        orientations=late,
        nombre_orientations=late[0].total if late else 0,
        etapes=steps,
        nombre_etapes=steps[0].total if steps else 0,
    )


def permanences_of(conseiller: Conseiller, jour: datetime.date) -> list[Permanence]:
    """Return where somebody is on a day, by hour."""
    possible = Permanence.objects.in_force(du=jour, au=jour).filter(conseillers=conseiller)
    return [permanence for permanence in possible.order_by("heure_debut", "pk") if permanence.takes_place(jour)]


def rendez_vous_of(conseiller: Conseiller, jour: datetime.date) -> QuerySet[RendezVous]:
    """Return the rendez-vous of a day, cancelled ones left out."""
    return (
        RendezVous.objects.filter(conseiller=conseiller, prevu_jour=jour)
        .exclude(statut=StatutRendezVous.ANNULE)
        .exclude(jeune=None)
        .select_related("jeune__commune", "lieu")
        .order_by("prevu_le", "pk")
    )


def seances_of(conseiller: Conseiller, jour: datetime.date) -> QuerySet[Any]:
    """Return the séances that somebody animates on a day (read through the link, the room is a neighbour's)."""
    seances: QuerySet[Any] = conseiller.seances.filter(jour=jour, annulee_le=None)
    return seances.select_related("regroupement", "lieu").order_by("debut_le", "pk")


def etapes_of(user: Utilisateur, jour: datetime.date, *, today: datetime.date) -> QuerySet[Etape]:
    """Return the steps of one's fiches: today, the late ones and those that come; another day, those of that day."""
    if jour == today:
        return etapes_de(user, jusque=today + ETAPES_BIENTOT)
    return etapes_de(user, depuis=jour, jusque=jour)


def without_rendez_vous(conseiller: Conseiller, *, now: datetime.datetime) -> QuerySet[Any]:
    """Return the youths whom somebody follows and who have no rendez-vous to come, the longest unseen first."""
    today = timezone.localdate(now)
    followed = Accompagnement.objects.active(today=today).filter(conseiller=conseiller)
    # Asked of each person: reading the rendez-vous of the whole house would cost more than the page.
    set_ones = RendezVous.objects.a_venir(now=now).filter(jeune=OuterRef("pk"))
    last = (
        Evenement.objects.filter(jeune=OuterRef("pk"))
        .order_by()
        .values("jeune")
        .annotate(dernier=Max("jour"))
        .values("dernier")
    )
    return (
        Jeune.objects.filter(~Exists(set_ones), pk__in=followed.values("jeune"))
        .annotate(dernier_contact=Subquery(last, output_field=DateField()))
        .order_by(F("dernier_contact").asc(nulls_first=True), "cle_nom", "pk")
    )


def default_lieu(conseiller: Conseiller | None, *, now: datetime.datetime) -> Lieu | None:
    """Return where somebody most likely is: the permanence nearest to this hour, else the usual place."""
    if conseiller is None:
        return None
    local = timezone.localtime(now)
    minutes = local.hour * 60 + local.minute
    today = permanences_of(conseiller, local.date())
    if today:
        return min(today, key=lambda permanence: _distance(permanence, minutes)).lieu
    return conseiller.lieu


def _distance(permanence: Permanence, minutes: int) -> int:
    """Return how many minutes separate an hour from a permanence: 0 during it."""
    start = permanence.heure_debut.hour * 60 + permanence.heure_debut.minute
    end = permanence.heure_fin.hour * 60 + permanence.heure_fin.minute
    return max(start - minutes, minutes - end, 0)
