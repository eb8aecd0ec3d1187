"""What is done at the front desk: log what happened, set what follows. One transaction each, safe to send twice."""

import datetime
import logging
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from accueil.choix import Canal, Nature, StatutRendezVous
from accueil.models import BesoinExprime, Evenement, EvenementAnnule, Orientation, PremierAccueil, RendezVous
from comptes.choix import ActionJournal
from comptes.models import Utilisateur
from comptes.services import record_access
from jeunes.choix import TypeProgramme
from jeunes.models import Accompagnement, Jeune
from plans_action.faits import local_day
from plans_action.models import FicheAction
from structure.models import Conseiller, Lieu, Partenaire
from structure.referentiel import keep_commune

logger = logging.getLogger(__name__)


class PremierAccueilDejaFait(ValueError):
    """The person already had a first interview: a second one cannot be the first."""

    def __init__(self, premier_accueil: Evenement) -> None:
        self.premier_accueil = premier_accueil
        super().__init__(
            f"{premier_accueil.jeune} a déjà eu son premier accueil le {premier_accueil.jour:%d/%m/%Y}"
            f"{f' ({premier_accueil.lieu})' if premier_accueil.lieu else ''}. Enregistrez plutôt un entretien."
        )


class SaisieRefusee(ValueError):
    """What was sent cannot be kept; the sentence is shown."""


@dataclass(frozen=True)
class RendezVousVoulu:
    """A rendez-vous to set in the same transaction."""

    prevu_le: datetime.datetime
    lieu: Lieu | None
    conseiller: Conseiller | None
    duree_minutes: int = 45


@dataclass(frozen=True)
class OrientationVoulue:
    """A handover to a partner to note in the same transaction."""

    partenaire: Partenaire
    motif: str = ""


@dataclass(frozen=True)
class Rencontre:
    """Where, when, how and for what somebody was received: what every événement has."""

    lieu: Lieu | None
    fait_le: datetime.datetime
    modalite: str = ""
    canal: str = Canal.PRESENCE
    duree_minutes: int | None = None
    fiche_action: FicheAction | None = None
    note: str = ""
    note_gardee: bool = False
    besoins: tuple[str, ...] = ()


@dataclass(frozen=True)
class Suites:
    """What follows: nothing, a rendez-vous, an orientation."""

    suite: str = ""
    rendez_vous: RendezVousVoulu | None = None
    orientation: OrientationVoulue | None = None


@dataclass(frozen=True)
class Origine:
    """Who sent the person."""

    mode_connaissance: str = ""
    partenaire: Partenaire | None = None
    jeune_referent: Jeune | None = None


@dataclass(frozen=True)
class NouveauJeune:
    """The identity of somebody whom the house does not know yet."""

    nom: str
    prenom: str
    autres: dict[str, Any] = field(default_factory=dict)


# --- Premier accueil -----------------------------------------------------------------------------------------------


def log_premier_accueil(
    *,
    personne: Jeune | NouveauJeune,
    rencontre: Rencontre,
    by: Utilisateur,
    conseiller: Conseiller | None,
    jeton: UUID,
    now: datetime.datetime,
    origine: Origine = Origine(),
    suites: Suites = Suites(),
) -> Evenement:
    """
    Log the first interview of a person, with the file when it is new, the référent, and what follows.

    `jeton` is the form's: sent twice, the second answer is the first record. Raise PremierAccueilDejaFait when the
    person already had one, whoever logged it, even at the same instant.
    """
    if done := already_sent(jeton=jeton, by=by):
        return done
    try:
        with transaction.atomic():
            return _log_premier_accueil(personne, rencontre, by, conseiller, jeton, now, origine, suites)
    except IntegrityError:
        if done := already_sent(jeton=jeton, by=by):
            return done
        if isinstance(personne, Jeune):
            refuse_second(personne)
        raise


def _log_premier_accueil(
    personne: Jeune | NouveauJeune,
    rencontre: Rencontre,
    by: Utilisateur,
    conseiller: Conseiller | None,
    jeton: UUID,
    now: datetime.datetime,
    origine: Origine,
    suites: Suites,
) -> Evenement:
    """Write it all; the caller holds the transaction."""
    if isinstance(personne, Jeune):
        jeune = personne
        refuse_second(jeune)
    else:
        jeune = create_jeune(personne, by=by, now=now)
    evenement = PremierAccueil(
        id=jeton,
        jeune=jeune,
        conseiller=conseiller,
        mode_connaissance=origine.mode_connaissance,
        partenaire=origine.partenaire,
        jeune_referent=origine.jeune_referent,
        suite=suites.suite,
    )
    _write(evenement, rencontre, by=by, now=now)
    _follow_up(jeune, rencontre, suites, by=by, now=now)
    if conseiller is not None:
        assign_referent(jeune=jeune, conseiller=conseiller, day=evenement.jour)
    record_access(user=by, action=ActionJournal.LECTURE, objet=jeune, motif="Premier accueil", now=now)
    return evenement


def refuse_second(jeune: Jeune) -> None:
    """Raise PremierAccueilDejaFait when the person already had a first interview."""
    first = PremierAccueil.objects.filter(jeune=jeune).select_related("jeune", "lieu").first()
    if first is not None:
        raise PremierAccueilDejaFait(first)


def create_jeune(personne: NouveauJeune, *, by: Utilisateur, now: datetime.datetime) -> Jeune:
    """Open a file."""
    keep_commune(personne.autres.get("commune"))
    return Jeune.objects.create(nom=personne.nom, prenom=personne.prenom, cree_par=by, cree_le=now, **personne.autres)


def assign_referent(*, jeune: Jeune, conseiller: Conseiller, day: datetime.date) -> None:
    """Make somebody the référent unique of a jeune who has none."""
    parcours = jeune.accompagnements.filter(type=TypeProgramme.PARCOURS, fin=None)
    if not parcours.exists():
        Accompagnement.objects.create(jeune=jeune, conseiller=conseiller, debut=day)


# --- Other événements ----------------------------------------------------------------------------------------------


def log_entretien(
    *,
    jeune: Jeune,
    nature: str,
    rencontre: Rencontre,
    by: Utilisateur,
    conseiller: Conseiller | None,
    jeton: UUID,
    now: datetime.datetime,
    rendez_vous: RendezVous | None = None,
    suites: Suites = Suites(),
) -> Evenement:
    """Log an interview or another événement with a person; the rendez-vous that it answers becomes honoré."""
    if done := already_sent(jeton=jeton, by=by):
        return done
    with transaction.atomic():
        evenement = Evenement(id=jeton, jeune=jeune, nature=nature, conseiller=conseiller, suite=suites.suite)
        _write(evenement, rencontre, by=by, now=now)
        _follow_up(jeune, rencontre, suites, by=by, now=now)
        if rendez_vous is not None:
            RendezVous.objects.filter(pk=rendez_vous.pk).update(statut=StatutRendezVous.HONORE)
    return evenement


def log_contact(
    *,
    jeune: Jeune | None,
    type_demande: str,
    rencontre: Rencontre,
    by: Utilisateur,
    conseiller: Conseiller | None,
    jeton: UUID,
    now: datetime.datetime,
    nombre: int = 1,
) -> Evenement:
    """Log that somebody was met, named or not; `nombre` anonymous people met together are as many contacts."""
    if done := already_sent(jeton=jeton, by=by):
        return done
    if jeune is not None and nombre > 1:
        raise SaisieRefusee("Une personne nommée compte pour un seul contact.")
    with transaction.atomic():
        first = Evenement(
            id=jeton, jeune=jeune, nature=Nature.CONTACT, conseiller=conseiller, type_demande=type_demande
        )
        _write(first, rencontre, by=by, now=now)
        for _ in range(nombre - 1):
            other = Evenement(nature=Nature.CONTACT, conseiller=conseiller, type_demande=type_demande)
            _write(other, rencontre, by=by, now=now)
    return first


def attach_contact(*, evenement: Evenement, jeune: Jeune) -> None:
    """Give an anonymous contact its person, once; raise SaisieRefusee when it already has one."""
    evenement.jeune = jeune
    evenement.freeze_profil(jeune, evenement.jour)
    frozen = {name: getattr(evenement, name) for name in CHAMPS_PROFIL}
    waiting = Evenement.objects.filter(pk=evenement.pk, jeune=None, personne=None, nature=Nature.CONTACT)
    if not waiting.update(jeune=jeune, **frozen):
        raise SaisieRefusee("Ce contact est déjà rattaché à une personne.")


CHAMPS_PROFIL = ("personne", "age", "mineur", "sexe", "niveau", "commune_id", "epci_id", "qpv")


def already_sent(*, jeton: UUID, by: Utilisateur) -> Evenement | None:
    """Return what the same form already recorded, when the same person sent it."""
    done = Evenement.objects.filter(pk=jeton).select_related("jeune").first()
    # A form sent again after its événement was annulled does not bring it back.
    annulled = done is None and EvenementAnnule.objects.filter(pk=jeton).exists()
    if annulled or (done is not None and done.saisi_par_id != by.pk):
        raise SaisieRefusee("Ce formulaire a expiré. Vérifiez ce qui est saisi, puis enregistrez de nouveau.")
    return done


def _write(evenement: Evenement, rencontre: Rencontre, *, by: Utilisateur, now: datetime.datetime) -> None:
    """Write an événement with the person's profile of that day, its flags and the needs expressed."""
    evenement.lieu, evenement.fait_le = rencontre.lieu, rencontre.fait_le
    evenement.modalite, evenement.canal = rencontre.modalite, rencontre.canal
    evenement.duree_minutes, evenement.fiche_action = rencontre.duree_minutes, rencontre.fiche_action
    evenement.note, evenement.saisi_par, evenement.saisi_le = rencontre.note, by, now
    if evenement.jeune is not None:
        day = local_day(rencontre.fait_le)
        evenement.freeze_profil(evenement.jeune, day)
        evenement.hors_age = evenement.jeune.is_hors_age(today=day)
        evenement.hors_territoire = evenement.jeune.is_hors_territoire()
    evenement.save(force_insert=True)
    _write_besoins(evenement, rencontre.besoins)
    if rencontre.note_gardee:
        # That somebody kept a note in spite of the warning is known; what it says is not.
        logger.info("note_gardee evenement=%s", evenement.pk)


def _write_besoins(evenement: Evenement, besoins: Iterable[str]) -> None:
    """Write the needs expressed, each once."""
    BesoinExprime.objects.bulk_create(
        BesoinExprime(evenement=evenement, besoin=besoin) for besoin in sorted(set(besoins))
    )


def _follow_up(jeune: Jeune, rencontre: Rencontre, suites: Suites, *, by: Utilisateur, now: datetime.datetime) -> None:
    """Set the rendez-vous and the orientation decided at an événement: asked for at its date."""
    if voulu := suites.rendez_vous:
        _set_rendez_vous(jeune, voulu, asked_at=rencontre.fait_le, fiche=rencontre.fiche_action, by=by, now=now)
    if suites.orientation:
        create_orientation(
            jeune=jeune,
            voulue=suites.orientation,
            fait_le=rencontre.fait_le,
            lieu=rencontre.lieu,
            by=by,
            now=now,
            fiche_action=rencontre.fiche_action,
        )


# --- Rendez-vous and orientations ----------------------------------------------------------------------------------


def create_rendez_vous(
    *, jeune: Jeune, voulu: RendezVousVoulu, demande_le: datetime.datetime, by: Utilisateur, now: datetime.datetime
) -> RendezVous:
    """Set a rendez-vous; what is counted is the delay between the day it was asked for and the day it is set for."""
    twin = RendezVous.objects.filter(
        jeune=jeune, prevu_le=voulu.prevu_le, conseiller=voulu.conseiller, statut=StatutRendezVous.FIXE
    )
    with transaction.atomic():
        return twin.order_by("pk").first() or _set_rendez_vous(
            jeune, voulu, asked_at=demande_le, fiche=None, by=by, now=now
        )


def _set_rendez_vous(
    jeune: Jeune,
    voulu: RendezVousVoulu,
    *,
    asked_at: datetime.datetime,
    fiche: FicheAction | None,
    by: Utilisateur,
    now: datetime.datetime,
) -> RendezVous:
    """Write a rendez-vous that is set."""
    rendez_vous = RendezVous(
        jeune=jeune,
        conseiller=voulu.conseiller,
        prevu_le=voulu.prevu_le,
        duree_minutes=voulu.duree_minutes,
        statut=StatutRendezVous.FIXE,
        lieu=voulu.lieu,
        fait_le=asked_at,
        fiche_action=fiche,
        saisi_par=by,
        saisi_le=now,
    )
    rendez_vous.freeze_profil(jeune, local_day(asked_at))
    rendez_vous.save(force_insert=True)
    return rendez_vous


def move_rendez_vous(*, rendez_vous: RendezVous, voulu: RendezVousVoulu) -> RendezVous:
    """Set a rendez-vous for another moment, place or counsellor; it is set again whatever it was."""
    rendez_vous.prevu_le, rendez_vous.lieu = voulu.prevu_le, voulu.lieu
    rendez_vous.conseiller, rendez_vous.duree_minutes = voulu.conseiller, voulu.duree_minutes
    rendez_vous.statut = StatutRendezVous.FIXE
    rendez_vous.save()
    return rendez_vous


STATUTS_SAISIS = (
    StatutRendezVous.HONORE,
    StatutRendezVous.EXCUSE,
    StatutRendezVous.ABSENT,
    StatutRendezVous.ANNULE,
    StatutRendezVous.FIXE,
)


def mark_rendez_vous(*, rendez_vous: RendezVous, statut: str, now: datetime.datetime) -> RendezVous:
    """Note what became of a rendez-vous; raise SaisieRefusee for an outcome that its hour makes impossible."""
    if statut not in STATUTS_SAISIS:
        raise SaisieRefusee("Cette réponse n’existe pas.")
    early = rendez_vous.prevu_le is None or local_day(rendez_vous.prevu_le) > local_day(now)
    if early and statut in (StatutRendezVous.HONORE, StatutRendezVous.ABSENT):
        raise SaisieRefusee("Ce rendez-vous n’a pas encore eu lieu.")
    rendez_vous.statut = statut
    rendez_vous.save(update_fields=["statut"])
    return rendez_vous


def create_orientation(
    *,
    jeune: Jeune,
    voulue: OrientationVoulue,
    fait_le: datetime.datetime,
    lieu: Lieu | None,
    by: Utilisateur,
    now: datetime.datetime,
    fiche_action: FicheAction | None = None,
    sens: str = "vers",
) -> Orientation:
    """Note that a jeune is handed to a partner, or comes from one."""
    orientation = Orientation(
        jeune=jeune,
        partenaire=voulue.partenaire,
        sens=sens,
        motif=voulue.motif,
        fait_le=fait_le,
        lieu=lieu,
        fiche_action=fiche_action,
        saisi_par=by,
        saisi_le=now,
    )
    orientation.freeze_profil(jeune, local_day(fait_le))
    orientation.save(force_insert=True)
    return orientation
