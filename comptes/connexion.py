"""
Sign-in by mailed code: one path for known and unknown addresses, so that neither text nor time tells them apart.

The request only writes a row and queues its mail; the mail's task finds out whose address it is. The account of a new
youth is created once the code came back, never before.
"""

import datetime
import unicodedata
import uuid
from collections.abc import Callable

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from commun.taches import enqueue
from comptes import notifications
from comptes.choix import Role
from comptes.models import CodeConnexion, Utilisateur

DUREE_CODE = datetime.timedelta(minutes=15)
ESSAIS_MAXIMUM = 5
DUREE_TRACE = datetime.timedelta(days=1)


class CodeRefuse(Exception):
    """The code does not open anything; the message is shown."""


class CodeEpuise(CodeRefuse):
    """Another code must be asked for."""


_after_opening: list[Callable[[Utilisateur], None]] = []


def after_opening(function: Callable[[Utilisateur], None]) -> Callable[[Utilisateur], None]:
    """Register what a room above does once an address is proven (the room of youths links the file)."""
    if function not in _after_opening:
        _after_opening.append(function)
    return function


def normalise_email(email: str) -> str:
    """Return one spelling of an address: no look-alike letters, lower case, no blanks around."""
    return unicodedata.normalize("NFKC", email).strip().lower()


def code_of(demande: CodeConnexion) -> str:
    """Return the six digits of a request: derived from its id and the secret key, so that no table holds them."""
    digest = salted_hmac("comptes.code", str(demande.pk), algorithm="sha256").digest()
    return f"{int.from_bytes(digest[:8], 'big') % 1_000_000:06d}"


def ask_code(*, email: str, now: datetime.datetime) -> CodeConnexion:
    """Note that an address asks for a code and have it mailed; by hand when the broker is down."""
    demande = CodeConnexion.objects.create(email=normalise_email(email), demande_le=now)
    if not enqueue("comptes.tasks.send_code", code_id=str(demande.pk)):
        send_code(code_id=demande.pk, now=now)
    return demande


def send_code(*, code_id: uuid.UUID | str, now: datetime.datetime) -> None:
    """Mail what the address may get: a code to a youth, known or not; the password page to who works here."""
    with transaction.atomic():
        waiting = CodeConnexion.objects.select_for_update().filter(pk=code_id, envoye_le=None, utilise_le=None)
        demande = waiting.filter(demande_le__gt=now - DUREE_CODE).first()
        if demande is None:
            return
        compte = Utilisateur.objects.filter(email=demande.email).first()
        if may_use_code(compte):
            notifications.send_code_email(
                email=demande.email, code=code_of(demande), minutes=int(DUREE_CODE.total_seconds() // 60)
            )
        else:
            notifications.send_no_code_email(email=demande.email, ferme=compte is not None and not compte.is_active)
        demande.envoye_le = now
        demande.save(update_fields=["envoye_le"])


def may_use_code(compte: Utilisateur | None) -> bool:
    """Tell whether a code opens this account: a youth's, or none yet. Who works here would skip the second factor."""
    return compte is None or (compte.is_active and not compte.is_professionnel)


def open_account(*, code_id: uuid.UUID | str, code: str, now: datetime.datetime) -> Utilisateur:
    """
    Return the account that a code opens, created when the address is new; raise CodeRefuse.

    Each call is a try, counted before the code is looked at.
    """
    alive = CodeConnexion.objects.filter(pk=code_id, utilise_le=None, demande_le__gt=now - DUREE_CODE)
    if not alive.filter(essais__lt=ESSAIS_MAXIMUM).update(essais=F("essais") + 1):
        raise CodeEpuise("Ce code ne fonctionne plus. Demandez-en un autre.")
    demande = CodeConnexion.objects.get(pk=code_id)
    compte = Utilisateur.objects.filter(email=demande.email).first()
    typed = "".join(char for char in unicodedata.normalize("NFKC", code) if char.isdigit())
    if not constant_time_compare(typed, code_of(demande)) or not may_use_code(compte):
        raise CodeRefuse("Ce n’est pas le bon code. Vérifiez les six chiffres du message.")
    with transaction.atomic():
        if not alive.update(utilise_le=now):
            raise CodeEpuise("Ce code a déjà servi. Demandez-en un autre.")
        if compte is None:
            compte, _ = Utilisateur.objects.get_or_create(email=demande.email, defaults={"role": Role.JEUNE})
            if not compte.password:
                compte.set_unusable_password()
                compte.save(update_fields=["password"])
        for function in _after_opening:
            function(compte)
    return compte


def purge_codes(*, now: datetime.datetime | None = None) -> int:
    """Delete the requests older than a day; return how many."""
    now = now or timezone.now()
    deleted, _ = CodeConnexion.objects.filter(demande_le__lt=now - DUREE_TRACE).delete()
    return deleted
