"""
Read a file at an address that somebody typed, without becoming their way into our network.

Only https on its usual port; every address that the name leads to must be public; the connection goes to the address
that was checked (the name is not asked again); few redirections, each checked alike; little time, few bytes.
"""

import http.client
import ipaddress
import socket
import ssl
import time
from collections.abc import Callable, Iterable
from urllib.parse import SplitResult, urljoin, urlsplit

DELAI = 5.0  # seconds for one exchange
DUREE = 15.0  # seconds for all of it
REDIRECTIONS = 3
REDIRIGE = (301, 302, 303, 307, 308)


class AdresseRefusee(Exception):
    """An address that is not read; the sentence is shown."""


def is_public(adresse: str) -> bool:
    """Tell whether an IP address is on the public network, seen through the ways of writing IPv4 in IPv6."""
    ip = ipaddress.ip_address(adresse.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if inner is None and ip in ipaddress.ip_network("64:ff9b::/96"):
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if inner is not None:
            ip = inner
    return ip.is_global and not ip.is_multicast and not ip.is_reserved


def resolve(hote: str, port: int) -> list[str]:
    """Return the addresses of a name."""
    infos = socket.getaddrinfo(hote, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(info[4][0]) for info in infos))


class _Pinned(http.client.HTTPSConnection):
    """A connection to an address that was checked, under the name that its certificate must carry."""

    def __init__(self, hote: str, port: int, ip: str, *, context: ssl.SSLContext) -> None:
        super().__init__(hote, port, timeout=DELAI, context=context)
        self._ip, self._tls = ip, context

    def connect(self) -> None:
        """Connect to the checked address, never to what the name says now."""
        brut = socket.create_connection((self._ip, self.port), timeout=DELAI)
        self.sock = self._tls.wrap_socket(brut, server_hostname=self.host)


def fetch(
    adresse: str,
    *,
    taille_max: int,
    accept: str = "application/json",
    permit: Callable[[str], bool] = is_public,
    resolver: Callable[[str, int], Iterable[str]] = resolve,
    ports: tuple[int, ...] = (443,),
    context: ssl.SSLContext | None = None,
) -> bytes:
    """Return what an address holds; raise AdresseRefusee. The last four are there for tests."""
    fin = time.monotonic() + DUREE
    context = context or ssl.create_default_context()
    for rang in range(REDIRECTIONS + 1):
        parts = _check(adresse, ports, renvoyee=rang > 0)
        hote, port = str(parts.hostname), parts.port or 443
        try:
            ips = list(resolver(hote, port))
        except (OSError, UnicodeError):
            raise AdresseRefusee("Cette adresse ne mène à aucun serveur : vérifiez-la.") from None
        if not ips or not all(permit(ip) for ip in ips):
            raise AdresseRefusee("Cette adresse mène à un réseau privé : elle n’est pas lue.")
        found = _ask(parts, hote, port, ips[0], accept, context, fin, taille_max)
        if isinstance(found, bytes):
            return found
        adresse = urljoin(adresse, found)
    raise AdresseRefusee("Cette adresse renvoie trop de fois vers une autre.")


def _check(adresse: str, ports: tuple[int, ...], *, renvoyee: bool) -> SplitResult:
    try:
        parts = urlsplit(adresse.strip())
        port = parts.port
    except ValueError:
        raise AdresseRefusee("Cette adresse ne se lit pas.") from None
    if parts.scheme != "https" or not parts.hostname:
        if renvoyee:
            raise AdresseRefusee(
                "Cette adresse renvoie vers une autre qui ne commence pas par « https:// » : elle n’est pas lue."
            )
        raise AdresseRefusee("L’adresse doit commencer par « https:// ».")
    if parts.username is not None or parts.password is not None:
        raise AdresseRefusee("L’adresse ne doit contenir ni identifiant ni mot de passe.")
    if (port or 443) not in ports:
        raise AdresseRefusee("L’adresse ne doit pas préciser de port.")
    return parts


def _ask(
    parts: SplitResult, hote: str, port: int, ip: str, accept: str, context: ssl.SSLContext, fin: float, taille_max: int
) -> bytes | str:
    """Return the bytes of an answer, or the address that it sends to."""
    connexion = _Pinned(hote, port, ip, context=context)
    cible = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    try:
        # Compressed answers could grow without measure: none is asked for, none is read.
        connexion.request("GET", cible, headers={"Accept": accept, "Accept-Encoding": "identity"})
        reponse = connexion.getresponse()
        if reponse.status in REDIRIGE:
            return reponse.getheader("Location") or ""
        if reponse.status != 200:
            raise AdresseRefusee(f"Le serveur a répondu {reponse.status} : la fiche n’est pas à cette adresse.")
        if reponse.getheader("Content-Encoding", "identity") != "identity":
            raise AdresseRefusee("Le serveur a envoyé un contenu compressé : il n’est pas lu.")
        return _body(reponse, fin, taille_max)
    except (OSError, http.client.HTTPException, ValueError):
        raise AdresseRefusee("Le serveur ne répond pas, ou sa réponse n’est pas sûre.") from None
    finally:
        connexion.close()


def _body(reponse: http.client.HTTPResponse, fin: float, taille_max: int) -> bytes:
    morceaux, taille = [], 0
    while morceau := reponse.read1(65_536):
        taille += len(morceau)
        if taille > taille_max:
            raise AdresseRefusee("Le contenu de cette adresse est trop gros.")
        if time.monotonic() > fin:
            raise AdresseRefusee("Le serveur est trop lent : la lecture est arrêtée.")
        morceaux.append(morceau)
    return b"".join(morceaux)
