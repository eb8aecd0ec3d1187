"""How many sheets one connection may send: counted a few minutes, under a name that is no address."""

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

# A workshop of thirty youths behind one connection of the house must pass.
FEUILLES, SECONDES = 90, 600


def too_many(request: HttpRequest) -> bool:
    """
    Count one more sheet of this connection; tell whether it is one too many.

    The cache keeps, ten minutes, a keyed digest of the address that changes every day; nothing is written elsewhere.
    """
    address = get_adapter().get_client_ip(request)
    day = timezone.localdate().isoformat()
    key = f"feuilles:{salted_hmac(f'evaluation.debit.{day}', address, algorithm='sha256').hexdigest()[:32]}"
    cache.add(key, 0, SECONDES)
    try:
        return cache.incr(key) > FEUILLES
    except ValueError:  # it expired between the two
        return False
