"""An address that somebody typed is read without becoming a way into our network."""

import http.server
import ssl
import subprocess
import threading

import pytest

from commun import reseau


class Repond(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        chemin = self.path.partition("?")[0]
        if chemin == "/fiche.json":
            self._answer(200, b'{"titre": "x"}')
        elif chemin == "/gros":
            self._answer(200, b"x" * 5_000)
        elif chemin == "/ailleurs":
            self._answer(302, b"", Location="/fiche.json")
        elif chemin == "/boucle":
            self._answer(302, b"", Location="/boucle")
        elif chemin == "/vers-http":
            self._answer(302, b"", Location="http://127.0.0.1/secret")
        elif chemin == "/vers-prive":
            self._answer(302, b"", Location=f"https://prive.test:{self.server.server_port}/fiche.json")
        elif chemin == "/compresse":
            self._answer(200, b"x", **{"Content-Encoding": "gzip"})
        else:
            self._answer(404, b"non")

    def _answer(self, statut, octets, **entetes):
        self.send_response(statut)
        for nom, valeur in entetes.items():
            self.send_header(nom, valeur)
        self.send_header("Content-Length", str(len(octets)))
        self.end_headers()
        self.wfile.write(octets)

    def log_message(self, *args):
        pass


@pytest.fixture(scope="module")
def serveur(tmp_path_factory):
    """A server of this machine with a certificate of its own for « ml.test »."""
    dossier = tmp_path_factory.mktemp("tls")
    cle, cert = dossier / "cle.pem", dossier / "cert.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
         "-keyout", str(cle), "-out", str(cert), "-subj", "/CN=ml.test", "-addext", "subjectAltName=DNS:ml.test"],
        check=True, capture_output=True,
    )  # fmt: skip
    http_serveur = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Repond)
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(cert, cle)
    http_serveur.socket = tls.wrap_socket(http_serveur.socket, server_side=True)
    threading.Thread(target=http_serveur.serve_forever, daemon=True).start()
    yield http_serveur.server_port, ssl.create_default_context(cafile=str(cert))
    http_serveur.shutdown()
    http_serveur.server_close()


@pytest.fixture
def read(serveur):
    """Read a path of « ml.test », as if this machine were public and « prive.test » were not."""
    port, context = serveur

    def fetch(chemin, hote="ml.test"):
        return reseau.fetch(
            f"https://{hote}:{port}{chemin}",
            taille_max=1_000,
            permit=lambda ip: ip == "127.0.0.1",
            resolver=lambda nom, _: ["10.0.0.1"] if nom == "prive.test" else ["127.0.0.1"],
            ports=(port,),
            context=context,
        )

    return fetch


@pytest.mark.parametrize("chemin", ["/fiche.json", "/fiche.json?a=1", "/ailleurs"])
def test_a_public_address_is_read(read, chemin):
    assert read(chemin) == b'{"titre": "x"}'


@pytest.mark.parametrize(
    ("chemin", "phrase"),
    [
        ("/gros", "trop gros"),
        ("/boucle", "trop de fois"),
        ("/vers-http", "renvoie vers une autre qui ne commence pas par « https:// »"),
        ("/vers-prive", "réseau privé"),
        ("/compresse", "compressé"),
        ("/rien", "404"),
    ],
)
def test_what_could_do_harm_is_refused_with_a_sentence(read, chemin, phrase):
    with pytest.raises(reseau.AdresseRefusee, match=phrase):
        read(chemin)


def test_the_certificate_must_be_of_the_name(read):
    with pytest.raises(reseau.AdresseRefusee, match="sûre"):
        read("/fiche.json", hote="autre.test")


@pytest.mark.parametrize(
    "adresse",
    [
        "http://exemple.fr/",
        "file:///etc/passwd",
        "ftp://exemple.fr",
        "https://",
        "https://moi:secret@exemple.fr/",
        "https://exemple.fr:8443/",
        "https://exemple.fr:x/",
        "https://127.0.0.1/",
        "https://[::1]/",
        "https://169.254.169.254/latest/meta-data",
        "https://[::ffff:10.0.0.1]/",
        "https://localhost/",
        "https://192.168.1.1/",
    ],
)
def test_other_ways_and_private_addresses_are_refused(adresse):
    with pytest.raises(reseau.AdresseRefusee):
        reseau.fetch(adresse, taille_max=1_000)


@pytest.mark.parametrize(
    "ip",
    ["10.1.2.3", "172.16.0.1", "100.64.0.1", "0.0.0.0", "224.0.0.1", "fe80::1%eth0", "fc00::1", "64:ff9b::7f00:1",
     "2002:7f00:1::", "::ffff:127.0.0.1"],
)  # fmt: skip
def test_these_are_not_public(ip):
    assert not reseau.is_public(ip)


def test_these_are_public():
    assert reseau.is_public("1.1.1.1")
    assert reseau.is_public("2606:4700:4700::1111")


def test_one_private_address_among_public_ones_is_enough_to_refuse():
    with pytest.raises(reseau.AdresseRefusee, match="réseau privé"):
        reseau.fetch("https://x.test/", taille_max=1, resolver=lambda *_: ["1.1.1.1", "127.0.0.1"])
