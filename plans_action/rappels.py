"""Reminders of the dates of fiches: each told once to who coordinates, in one message a day."""

import datetime
import logging
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from smtplib import SMTPRecipientsRefused

from django.core import signing
from django.db import transaction
from django.db.models import Prefetch, Q

from commun.taches import enqueue_on_commit
from comptes.choix import Role
from comptes.models import Utilisateur
from plans_action.choix import StatutFiche
from plans_action.echeancier import OUVERTES, Repere, reperes_of, with_etapes
from plans_action.models import EnvoiRappels, Etape, EtapeQuerySet, FicheAction, Rappel, ReglageRappels
from plans_action.notifications import Annonce, send_rappels_email
from structure.models import JOURS_RAPPEL_MAXIMUM, Conseiller, MissionLocale

logger = logging.getLogger(__name__)

TACHE = "plans_action.tasks.envoyer_rappels"
SEL_ARRET = "plans_action.rappels.arreter"
# A worker that was killed while it wrote to somebody keeps the message for that long; then it leaves again.
BAIL = datetime.timedelta(minutes=5)
CONSERVATION = datetime.timedelta(days=365)
EN_ACTION = (StatutFiche.VALIDEE, StatutFiche.EN_COURS)
Cle = tuple[uuid.UUID, int | None, str, datetime.date]


# --- Who hears of what -----------------------------------------------------------------------------


@dataclass(frozen=True)
class Du:
    """A date that one person is to be told."""

    compte: Utilisateur
    annonce: Annonce

    @property
    def cle(self) -> Cle:
        """Return what makes it the same reminder: the same thing on the same day."""
        return cle_of(self.annonce.repere)


def cle_of(repere: Repere) -> Cle:
    """Return what a reminder is remembered by."""
    assert repere.fiche is not None
    return (repere.fiche.pk, repere.etape.pk if repere.etape else None, repere.genre, repere.jour)


def fiches_suivies() -> list[FicheAction]:
    """Return the fiches under way with their steps and who coordinates them: three queries."""
    fiches = with_etapes(FicheAction.objects.filter(statut__in=EN_ACTION).order_by("pk"))
    team = Conseiller.objects.select_related("utilisateur").order_by("nom", "prenom", "pk")
    return list(fiches.prefetch_related(Prefetch("coordinateurs", team)))


def coordinates(personne: Conseiller) -> bool:
    """Tell whether somebody named on a fiche is still there to hear of it."""
    compte = personne.utilisateur
    return personne.actif and compte is not None and compte.is_active and compte.has_permission("fiche.coordonner")


def receivers_of(fiche: FicheAction, direction: Iterable[Utilisateur]) -> list[tuple[Utilisateur, str]]:
    """Return who hears of a fiche, and why when it is the direction: nobody who coordinates it is left."""
    team = list(fiche.coordinateurs.all())
    there = [(personne.utilisateur, "") for personne in team if coordinates(personne) and personne.utilisateur]
    if there:
        return there
    raison = "Personne n’est désigné pour la coordonner."
    if team:
        noms = ", ".join(str(personne) for personne in team)
        raison = f"Coordination : {noms}, qui n’a plus de compte ouvert."
    return [(compte, raison) for compte in direction]


def dues(*, today: datetime.date) -> list[Du]:
    """Return every date that somebody wants to hear of today, told already or not: a bounded number of queries."""
    direction = list(Utilisateur.objects.filter(role=Role.DIRECTION, is_active=True).order_by("email"))
    reglages = {
        reglage.compte_id: (reglage, {fiche.pk for fiche in reglage.fiches_muettes.all()})
        for reglage in ReglageRappels.objects.prefetch_related("fiches_muettes").order_by("pk")
    }
    maison = MissionLocale.rappel_days()
    found = []
    for fiche in fiches_suivies():
        reperes = a_rappeler(fiche, today=today)
        for compte, raison in receivers_of(fiche, direction) if reperes else ():
            reglage, muettes = reglages.get(compte.pk, (ReglageRappels(compte=compte), set()))
            horizon = today + datetime.timedelta(days=reglage.jours or maison)
            found += [
                Du(compte, Annonce(repere, raison))
                for repere in reperes
                if repere.jour <= horizon and reglage.wants(repere.genre) and fiche.pk not in muettes
            ]
    return found


def a_rappeler(fiche: FicheAction, *, today: datetime.date) -> list[Repere]:
    """Return the dates of a fiche that are still to come, today included."""
    limite = today + datetime.timedelta(days=JOURS_RAPPEL_MAXIMUM)
    return [
        repere
        for repere in reperes_of(fiche, today=today)
        if today <= repere.jour <= limite and repere.etat in ("a_venir", "en_cours")
    ]


# --- Once a day, each thing once -------------------------------------------------------------------


def prepare_rappels(*, today: datetime.date, now: datetime.datetime) -> int:
    """
    Write down the reminders of a day and queue their messages; return how many people have one.

    Run twice, or by two workers at once, it adds nothing: a date is told once to one person, by one message a day.
    """
    par_compte: dict[Utilisateur, list[Du]] = {}
    for du in dues(today=today):
        par_compte.setdefault(du.compte, []).append(du)
    told = {
        (rappel.compte_id, *_cle(rappel))
        for rappel in Rappel.objects.filter(jour__gte=today, compte__in=[compte.pk for compte in par_compte])
    }
    prepared = 0
    for compte, wanted in par_compte.items():
        new = [du for du in wanted if (compte.pk, *du.cle) not in told]
        if new and _write(compte, new, today=today, now=now):
            prepared += 1
    EnvoiRappels.objects.filter(envoye_le__lt=now - CONSERVATION).delete()
    return prepared


def _cle(rappel: Rappel) -> Cle:
    return (rappel.fiche_id, rappel.etape_id, rappel.genre, rappel.jour)


@transaction.atomic
def _write(compte: Utilisateur, new: list[Du], *, today: datetime.date, now: datetime.datetime) -> bool:
    """Add reminders to the message of a day; once it has left, they wait for tomorrow's."""
    EnvoiRappels.objects.bulk_create([EnvoiRappels(compte=compte, jour=today, prepare_le=now)], ignore_conflicts=True)
    envoi = EnvoiRappels.objects.select_for_update(of=("self",)).filter(compte=compte, jour=today).first()
    if envoi is None or envoi.envoye_le is not None or (envoi.reserve_le is not None and envoi.reserve_le > now - BAIL):
        return False
    rows = [
        Rappel(envoi=envoi, compte=compte, fiche_id=fiche, etape_id=etape, genre=genre, jour=jour)
        for fiche, etape, genre, jour in (du.cle for du in new)
    ]
    Rappel.objects.bulk_create(rows, ignore_conflicts=True)
    if not envoi.rappels.exists():  # another run has told them all in an earlier message
        envoi.delete()
        return False
    enqueue_on_commit(TACHE, envoi_id=envoi.pk)
    return True


def send_rappels(*, envoi_id: int, now: datetime.datetime, today: datetime.date) -> bool:
    """Send a message that nobody has sent or is sending; return whether this call sent it."""
    row = EnvoiRappels.objects.a_envoyer().filter(pk=envoi_id)
    free = Q(reserve_le=None) | Q(reserve_le__lt=now - BAIL)
    # A lease, not a lock: a mail that takes its time holds no row of the plan.
    if not row.filter(free).update(reserve_le=now):
        return False
    try:
        return _tell(row.select_related("compte").get(), now=now, today=today)
    finally:
        row.update(reserve_le=None)


def _tell(envoi: EnvoiRappels, *, now: datetime.datetime, today: datetime.date) -> bool:
    """Tell what still holds: a step done or moved since, a person who left or has muted, take their line away."""
    rappels = {_cle(rappel): rappel for rappel in envoi.rappels.all()}
    valid = {du.cle: du.annonce for du in dues(today=today) if du.compte.pk == envoi.compte_id}
    stale = [rappel.pk for cle, rappel in rappels.items() if cle not in valid]
    Rappel.objects.filter(pk__in=stale).delete()  # it may be told again, should it come back
    annonces = sorted(
        (annonce for cle, annonce in valid.items() if cle in rappels),
        key=lambda annonce: (annonce.repere.jour, str(annonce.repere.fiche), annonce.repere.titre),
    )
    if not annonces:
        envoi.delete()
        return False
    try:
        send_rappels_email(
            compte=envoi.compte,
            annonces=annonces,
            retards=etapes_de(envoi.compte, jusque=today - datetime.timedelta(days=1)).count(),
            jeton=signing.dumps(str(envoi.compte_id), salt=SEL_ARRET),
            today=today,
        )
    except SMTPRecipientsRefused:  # an address that does not exist would be tried for ever
        logger.warning("address_refused envoi=%s", envoi.pk)
    EnvoiRappels.objects.filter(pk=envoi.pk).update(envoye_le=now)
    return True


def late_envois(*, now: datetime.datetime) -> list[int]:
    """Return the messages that should have left: the broker was down, a worker died, the mail server did not answer."""
    free = Q(reserve_le=None) | Q(reserve_le__lt=now - BAIL)
    return list(EnvoiRappels.objects.a_envoyer().filter(free).order_by("jour", "pk").values_list("pk", flat=True))


# --- What somebody coordinates ---------------------------------------------------------------------


def etapes_de(compte: Utilisateur, *, jusque: datetime.date, depuis: datetime.date | None = None) -> EtapeQuerySet:
    """Return the steps still to do for some days, both included, in the fiches that somebody coordinates."""
    etapes = Etape.objects.filter(
        fiche__coordinateurs__utilisateur=compte,
        fiche__statut__in=EN_ACTION,
        statut__in=OUVERTES,
        echeance__lte=jusque,
    )
    if depuis is not None:
        etapes = etapes.filter(echeance__gte=depuis)
    return etapes.select_related("fiche").order_by("echeance", "fiche__numero", "ordre", "pk")


def fiches_de(compte: Utilisateur) -> list[FicheAction]:
    """Return the fiches under way whose dates are told to somebody, with their steps."""
    direction = [compte] if compte.role == Role.DIRECTION else []
    return [
        fiche
        for fiche in fiches_suivies()
        if any(receiver.pk == compte.pk for receiver, _ in receivers_of(fiche, direction))
    ]


# --- Choosing --------------------------------------------------------------------------------------


def reglage_de(compte: Utilisateur) -> ReglageRappels:
    """Return what somebody chose, the defaults of the house when nothing was."""
    return ReglageRappels.objects.filter(compte=compte).first() or ReglageRappels(compte=compte)


@transaction.atomic
def change_reglage(
    *,
    compte: Utilisateur,
    actifs: bool,
    jours: int | None,
    etapes: bool,
    evaluations: bool,
    fins: bool,
    muettes: Iterable[FicheAction],
) -> None:
    """Say what one wants to be reminded of."""
    chosen = {"actifs": actifs, "jours": jours, "etapes": etapes, "evaluations": evaluations, "fins": fins}
    reglage, _ = ReglageRappels.objects.update_or_create(compte=compte, defaults=chosen)
    reglage.fiches_muettes.set(muettes)


def read_stop_link(*, jeton: str) -> Utilisateur | None:
    """Return the account of a link that stops the reminders, None when it is not one of ours."""
    try:
        pk = signing.loads(jeton, salt=SEL_ARRET)
    except signing.BadSignature:
        return None
    return Utilisateur.objects.filter(pk=pk, is_active=True).first()


def stop_rappels(*, compte: Utilisateur) -> None:
    """Stop every reminder to somebody; the rest of what was chosen stays for the day it is wanted again."""
    ReglageRappels.objects.update_or_create(compte=compte, defaults={"actifs": False})
