"""Work that takes longer than a page: a row in the database that survives the loss of its message or of its worker."""

import datetime
import uuid
from collections.abc import Callable
from typing import Self, TypeAlias, TypeVar

from django.db import models
from django.db.models import F
from django.utils import timezone

# A worker that says nothing for that long is taken for dead, and its work is given again.
BATTEMENT_MAXIMUM = datetime.timedelta(seconds=60)
# Work that stopped as many workers is not given to another: somebody has to look.
TENTATIVES_MAXIMUM = 5

Travail = TypeVar("Travail", bound="TravailSuivi")
Horloge: TypeAlias = Callable[[], datetime.datetime]
Avancement: TypeAlias = Callable[[int, str], None]


class TravailRefuse(Exception):
    """Why some work cannot be asked for or done; shown as it is."""


class TravailPerdu(Exception):
    """The work was given to another worker: this one stops and writes nothing."""


class EtatTravail(models.TextChoices):
    """Where a long piece of work stands."""

    EN_ATTENTE = "en_attente", "En attente"
    EN_COURS = "en_cours", "En cours"
    TERMINE = "termine", "Terminé"
    ECHOUE = "echoue", "Échoué"


EN_ROUTE = [EtatTravail.EN_ATTENTE, EtatTravail.EN_COURS]


class TravailQuerySet(models.QuerySet[Travail]):
    """Rows of work, seen by the sweeper and by the worker."""

    def en_route(self) -> Self:
        """Return the work that is queued or being done."""
        return self.filter(etat__in=EN_ROUTE)

    def abandoned(self, *, now: datetime.datetime) -> Self:
        """Return the work that nobody does: queued and not started, or started by a worker that fell silent."""
        silent_since = now - BATTEMENT_MAXIMUM
        return self.en_route().filter(battement_le__lt=silent_since)


class TravailSuivi(models.Model):
    """Abstract: state, progress, heartbeat and tries of one piece of work; `jeton` names the worker that owns it."""

    etat = models.CharField("état", max_length=20, choices=EtatTravail.choices, default=EtatTravail.EN_ATTENTE)
    progression = models.PositiveSmallIntegerField("progression en %", default=0)
    etape_en_cours = models.CharField("étape en cours", max_length=200, blank=True)
    battement_le = models.DateTimeField("dernier battement", default=timezone.now)
    jeton = models.UUIDField(null=True, editable=False)
    tentatives = models.PositiveSmallIntegerField(default=0)
    erreur = models.CharField("ce qui a échoué", max_length=300, blank=True)
    demande_le = models.DateTimeField("demandé le", default=timezone.now)
    termine_le = models.DateTimeField("terminé le", null=True, blank=True)

    class Meta:
        abstract = True

    def claim(self, *, now: datetime.datetime) -> uuid.UUID | None:
        """Take the work for one worker; return its token, or None when it is done or another live worker has it."""
        token = uuid.uuid4()
        free = models.Q(etat=EtatTravail.EN_ATTENTE) | models.Q(
            etat=EtatTravail.EN_COURS, battement_le__lt=now - BATTEMENT_MAXIMUM
        )
        taken = (
            type(self)
            ._default_manager.filter(free, pk=self.pk)
            .update(etat=EtatTravail.EN_COURS, jeton=token, battement_le=now, tentatives=F("tentatives") + 1, erreur="")
        )
        return token if taken else None

    def reopen(self, *, now: datetime.datetime) -> bool:
        """Put failed work back in the queue, its tries forgotten; return whether it was failed."""
        failed = type(self)._default_manager.filter(pk=self.pk, etat=EtatTravail.ECHOUE)
        return bool(
            failed.update(
                etat=EtatTravail.EN_ATTENTE, progression=0, tentatives=0, erreur="", etape_en_cours="", battement_le=now
            )
        )

    def beat(self, token: uuid.UUID, *, progression: int, etape: str, now: datetime.datetime) -> bool:
        """Say where the work stands; return False when it was given to another worker: this one must stop."""
        return bool(
            type(self)
            ._default_manager.filter(pk=self.pk, jeton=token, etat=EtatTravail.EN_COURS)
            .update(progression=progression, etape_en_cours=etape, battement_le=now)
        )

    def run(self, faire: Callable[[uuid.UUID, Avancement], bool], *, clock: Horloge, echec: str) -> bool:
        """
        Claim the work and do it; return whether this call finished it.

        `faire` receives the token that it must hold to write, and what tells where the work stands. A TravailRefuse is
        shown as it is; anything else is shown as `echec` and raised for the log.
        """
        token = self.claim(now=clock())
        if token is None:
            return False

        def tell(progression: int, etape: str) -> None:
            if not self.beat(token, progression=progression, etape=etape[:200], now=clock()):
                raise TravailPerdu

        try:
            self.refresh_from_db()
            if self.tentatives > TENTATIVES_MAXIMUM:
                raise TravailRefuse(
                    "Le calcul s’est interrompu plusieurs fois. Prévenez la personne qui administre l’application."
                )
            return faire(token, tell)
        except TravailPerdu:
            return False
        except TravailRefuse as refus:
            self._fail(token, str(refus), now=clock())
            return False
        except Exception:
            self._fail(token, echec, now=clock())
            raise

    def _fail(self, token: uuid.UUID, erreur: str, *, now: datetime.datetime) -> None:
        held = type(self)._default_manager.filter(pk=self.pk, jeton=token, etat=EtatTravail.EN_COURS)
        held.update(etat=EtatTravail.ECHOUE, erreur=erreur[:300], termine_le=now)
