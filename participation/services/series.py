"""A series from one of its séances on: what would change is said first, then done to all of them at once."""

import datetime
import hashlib
import uuid
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from commun.taches import enqueue_on_commit
from commun.templatetags.ml import date_longue, heure_fr
from participation.calculs import Creneau, creneau
from participation.models import Inscription, Seance
from participation.services.places import SEND_MESSAGE, fill_places
from participation.services.seances import SeanceRefusee
from plans_action.faits import local_day
from structure.models import Conseiller

# What a series may change besides its days, hours and animators.
CHAMPS = {"lieu": "Lieu", "places": "Places", "titre": "Titre", "fiche_action": "Fiche-action"}
VIDES = {"titre": "celui du regroupement", "fiche_action": "aucune"}


class SerieChangee(SeanceRefusee):
    """What was previewed is not what would be done now; the message is shown with a new preview."""

    def __init__(self) -> None:
        super().__init__(
            "La série a changé entre-temps. Voici ce qui se passerait maintenant : vérifiez, puis confirmez."
        )


@dataclass(frozen=True)
class Changement:
    """What was changed on the first séance: done to the following ones, while the rest stays each one's own."""

    jours: int
    heures: tuple[datetime.time, datetime.time] | None
    champs: Mapping[str, Any]
    ajoutes: tuple[Conseiller, ...]
    retires: tuple[Conseiller, ...]

    def apply_to(self, seance: Seance) -> Creneau:
        """Return the new moments of a séance; raise ValueError when clocks change at that hour."""
        if not self.jours and self.heures is None:
            return Creneau(seance.debut_le, seance.fin_le)
        debut, fin = _local(seance.debut_le, seance.fin_le)
        heures = self.heures or (debut.time(), fin.time())
        return creneau(debut.date() + datetime.timedelta(days=self.jours), *heures)


@dataclass(frozen=True)
class Difference:
    """One thing that changes, in words."""

    libelle: str
    avant: str
    apres: str


@dataclass(frozen=True)
class LigneSerie:
    """What would happen to one séance of the series: nothing, when there is a reason for that."""

    seance: Seance
    creneau: Creneau
    differences: tuple[Difference, ...] = ()
    deplacee: bool = False
    motif: str = ""

    @property
    def prevenus(self) -> int:
        """Return how many people are told."""
        nombre: int = self.seance.nombre_inscrits  # type: ignore[attr-defined]
        return nombre if self.deplacee and not self.motif else 0


def compute_empreinte(lignes: Iterable[LigneSerie]) -> str:
    """Return the digest of a preview: the same only if the same thing would be done."""
    shown = [(str(ligne.seance.pk), ligne.creneau, ligne.differences, ligne.motif) for ligne in lignes]
    return hashlib.sha256(repr(shown).encode()).hexdigest()


def read_changement(*, seance: Seance, creneau: Creneau, animateurs: Iterable[Conseiller], **champs: Any) -> Changement:
    """Return what differs between a séance and what was typed for it."""
    avant, apres = _local(seance.debut_le, seance.fin_le), _local(creneau.debut_le, creneau.fin_le)
    heures = (apres[0].time(), apres[1].time())
    wanted, current = set(animateurs), set(seance.animateurs.all())
    return Changement(
        jours=(apres[0].date() - avant[0].date()).days,
        heures=None if _minutes(avant) == _minutes(apres) else heures,
        champs={nom: champs[nom] for nom in CHAMPS if getattr(seance, nom) != champs[nom]},
        ajoutes=tuple(sorted(wanted - current, key=str)),
        retires=tuple(sorted(current - wanted, key=str)),
    )


def preview_update(*, seance: Seance, changement: Changement, now: datetime.datetime) -> list[LigneSerie]:
    """Say what a change would make of a séance and of the following ones of its series; write nothing."""
    return [_ligne(suivante, changement, now) for suivante in Seance.objects.suite_de(seance, now=now)]


def preview_cancel(*, seance: Seance, now: datetime.datetime) -> list[LigneSerie]:
    """Say what cancelling a séance and the following ones of its series would do; write nothing."""
    return [
        LigneSerie(
            seance=suivante,
            creneau=Creneau(suivante.debut_le, suivante.fin_le),
            deplacee=True,
            motif=_intouchable(suivante),
        )
        for suivante in Seance.objects.suite_de(seance, now=now)
    ]


@transaction.atomic
def update_serie(
    *, seance: Seance, changement: Changement, choisies: Collection[uuid.UUID], empreinte: str, now: datetime.datetime
) -> list[LigneSerie]:
    """
    Do to the chosen séances what the preview said; return what was done.

    Raise SerieChangee when anything moved since the preview. What is past or has presences is never touched.
    """
    _lock(seance)
    lignes = preview_update(seance=seance, changement=changement, now=now)
    done = _chosen(lignes, choisies, empreinte)
    for ligne in done:
        changed = ligne.seance
        changed.debut_le, changed.fin_le = ligne.creneau.debut_le, ligne.creneau.fin_le
        changed.jour = local_day(changed.debut_le)
        changed.version += ligne.deplacee
        for nom, value in changement.champs.items():
            setattr(changed, nom, value)
    # Named fields only: the counters belong to places.py.
    seances = [ligne.seance for ligne in done]
    Seance.objects.bulk_update(seances, ["debut_le", "fin_le", "jour", "version", *CHAMPS])
    _change_animateurs(seances, changement)
    for changed in seances:
        if "places" in changement.champs and changed.nombre_en_attente:  # type: ignore[attr-defined]
            fill_places(changed.pk, now=now)
    _tell([ligne.seance for ligne in done if ligne.deplacee])
    return done


@transaction.atomic
def cancel_serie(
    *, seance: Seance, choisies: Collection[uuid.UUID], empreinte: str, now: datetime.datetime
) -> list[LigneSerie]:
    """Cancel the chosen séances of a series, those signed up being told; raise SerieChangee like `update_serie`."""
    _lock(seance)
    done = _chosen(preview_cancel(seance=seance, now=now), choisies, empreinte)
    seances = [ligne.seance for ligne in done]
    Seance.objects.filter(pk__in=[cancelled.pk for cancelled in seances]).update(annulee_le=now)
    _tell(seances)
    return done


def _ligne(seance: Seance, changement: Changement, now: datetime.datetime) -> LigneSerie:
    unchanged = Creneau(seance.debut_le, seance.fin_le)
    if motif := _intouchable(seance):
        return LigneSerie(seance, unchanged, motif=motif)
    try:
        moved = changement.apply_to(seance)
    except ValueError as error:
        return LigneSerie(seance, unchanged, motif=str(error))
    if moved.debut_le <= now:
        return LigneSerie(seance, unchanged, motif="Elle tomberait dans le passé.")
    places = changement.champs.get("places", seance.places)
    if places + seance.places_en_plus < seance.places_prises:
        return LigneSerie(
            seance,
            unchanged,
            motif=f"{seance.places_prises} personnes y ont déjà une place : il en faut au moins autant.",
        )
    differences = _differences(seance, changement, moved)
    deplacee = moved != unchanged or changement.champs.get("lieu", seance.lieu) != seance.lieu
    motif = "" if differences else "Elle est déjà ainsi."
    return LigneSerie(seance, moved, differences, deplacee, motif)


def _intouchable(seance: Seance) -> str:
    return "Des présences y sont déjà notées." if seance.presences_notees else ""  # type: ignore[attr-defined]


def _differences(seance: Seance, changement: Changement, moved: Creneau) -> tuple[Difference, ...]:
    said = []
    if moved != Creneau(seance.debut_le, seance.fin_le):
        said.append(Difference("Date", _quand(seance.debut_le, seance.fin_le), _quand(moved.debut_le, moved.fin_le)))
    for nom, apres in changement.champs.items():
        if (avant := getattr(seance, nom)) != apres:
            said.append(Difference(CHAMPS[nom], str(avant or VIDES.get(nom, "")), str(apres or VIDES.get(nom, ""))))
    avec = list(seance.animateurs.all())
    apres_avec = [qui for qui in avec if qui not in changement.retires]
    apres_avec += [qui for qui in changement.ajoutes if qui not in avec]
    if apres_avec != avec:
        said.append(Difference("Animée par", _noms(avec), _noms(apres_avec)))
    return tuple(said)


def _noms(animateurs: Iterable[Conseiller]) -> str:
    return ", ".join(str(qui) for qui in animateurs) or "à définir"


def _quand(debut_le: datetime.datetime, fin_le: datetime.datetime) -> str:
    return f"{date_longue(debut_le, relatif=False)} – {heure_fr(fin_le)}"


def _local(*moments: datetime.datetime) -> tuple[datetime.datetime, ...]:
    return tuple(timezone.localtime(moment) for moment in moments)


def _minutes(moments: Iterable[datetime.datetime]) -> list[tuple[int, int]]:
    return [(moment.hour, moment.minute) for moment in moments]


def _lock(seance: Seance) -> None:
    """Lock a whole series, always in the same order, until the end of the transaction."""
    rows = Seance.objects.filter(serie=seance.serie) if seance.serie else Seance.objects.filter(pk=seance.pk)
    list(rows.select_for_update().order_by("pk").values_list("pk", flat=True))


def _chosen(lignes: list[LigneSerie], choisies: Collection[uuid.UUID], empreinte: str) -> list[LigneSerie]:
    if compute_empreinte(lignes) != empreinte:
        raise SerieChangee
    chosen = [ligne for ligne in lignes if ligne.seance.pk in choisies and not ligne.motif]
    if not chosen:
        raise SeanceRefusee("Gardez au moins une séance.")
    return chosen


def _change_animateurs(seances: Iterable[Seance], changement: Changement) -> None:
    link = Seance.animateurs.through
    links = link.objects.filter(seance__in=seances)
    links.filter(conseiller__in=changement.retires).delete()
    link.objects.bulk_create(
        (link(seance_id=seance.pk, conseiller_id=qui.pk) for qui in changement.ajoutes for seance in seances),
        ignore_conflicts=True,
    )


def _tell(seances: Iterable[Seance]) -> None:
    told = Inscription.objects.active().filter(seance__in=seances).order_by("seance__debut_le", "rang", "pk")
    for pk in told.values_list("pk", flat=True):
        enqueue_on_commit(SEND_MESSAGE, inscription_id=str(pk))
