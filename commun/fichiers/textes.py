"""Plain texts and tables in text: UTF-8, nothing that a browser or a spreadsheet would run."""

import csv
import re
from io import StringIO

from commun.fichiers.erreurs import FichierRefuse

_AUTRES = (b"%PDF", b"PK\x03\x04", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"MZ", b"\x7fELF", b"#!", b"\xd0\xcf\x11\xe0")
_BALISES = re.compile(r"^\s*<(?:!doctype|\?xml|html|head|body|svg|script|iframe|object|embed)\b", re.I)
_CONTROLES = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")
# A cell that a spreadsheet would compute; a signed number is a number.
_FORMULE = re.compile(r"^\s*(?:[=@]|[+\-](?![\d\s.,]*%?\s*$).*[(|!])")


def check_text(octets: bytes, *, tableur: bool = True) -> bytes:
    """Return a text unchanged; raise FichierRefuse when it is something else."""
    if octets.startswith(_AUTRES):
        raise FichierRefuse("Ce fichier porte le nom d’un texte, mais son contenu n’en est pas un.")
    try:
        texte = octets.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise FichierRefuse(
            "Ce texte n’est pas en UTF-8 : dans votre tableur, choisissez « CSV UTF-8 » ; dans un éditeur, "
            "« Enregistrer sous », codage UTF-8."
        ) from None
    if _CONTROLES.search(texte):
        raise FichierRefuse("Ce fichier porte le nom d’un texte, mais son contenu n’en est pas un.")
    if _BALISES.match(texte):
        raise FichierRefuse("Ce fichier est une page web, pas un texte : enregistrez-la en PDF, puis déposez le PDF.")
    if tableur and any(_FORMULE.match(cellule) for cellule in _cells(texte)):
        raise FichierRefuse(
            "Ce tableau contient une formule, qui s’exécuterait à l’ouverture : collez les valeurs seules, ou "
            "déposez un PDF."
        )
    return octets


def _cells(texte: str) -> list[str]:
    """Return the cells of a table however it separates them."""
    cells: list[str] = []
    for separateur in (";", ",", "\t"):
        try:
            cells += [cell for row in csv.reader(StringIO(texte), delimiter=separateur) for cell in row]
        except csv.Error:
            cells += texte.split(separateur)
    return cells
