"""
Files that people give: what is accepted, made harmless, named; nothing here knows what a file is for.

A file is accepted when its extension is on the list and its content is really of that kind. Pictures lose what the
camera wrote in them (place, device, hidden text). The same file gives the same bytes.
"""

import hashlib
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from commun.fichiers.bureautique import check_document
from commun.fichiers.erreurs import FichierRefuse
from commun.fichiers.images import strip_jpeg, strip_png
from commun.fichiers.textes import check_text

__all__ = ["GENRES", "FichierRefuse", "FichierSain", "Genre", "clean_name", "read_bounded", "secure_file"]

MO = 1024 * 1024
NOM_MAXIMUM = 120
ACCEPTES = (
    "Déposez un PDF, une photo (JPEG ou PNG), un document Word (.docx), un tableau (.xlsx), un document LibreOffice "
    "(.odt) ou un texte (.txt, .csv)."
)
# What people often try, and what to do instead.
CONSEILS = {
    "heic": "Les photos HEIC ne s’ouvrent pas partout : enregistrez-la en JPEG, puis recommencez.",
    "doc": "Ce document est à l’ancien format de Word : enregistrez-le en .docx ou en PDF.",
    "xls": "Ce tableau est à l’ancien format d’Excel : enregistrez-le en .xlsx ou en PDF.",
    "docm": "Ce document contient des macros : enregistrez-le en .docx ou en PDF.",
    "xlsm": "Ce tableau contient des macros : enregistrez-le en .xlsx ou en PDF.",
    "zip": "Une archive n’est pas acceptée : déposez chaque fichier qu’elle contient.",
}


class Lisible(Protocol):
    """A file that was sent."""

    def read(self, size: int, /) -> bytes:
        """Return the next bytes."""


@dataclass(frozen=True)
class Genre:
    """A kind of file: its words, how it is served, how its content is told and made harmless."""

    cle: str
    libelle: str
    type_mime: str
    extensions: tuple[str, ...]
    secure: Callable[[bytes], bytes]
    image: bool = False


@dataclass(frozen=True)
class FichierSain:
    """A file that was checked, as it will be kept."""

    nom: str
    genre: Genre
    octets: bytes

    @property
    def sha256(self) -> str:
        """Return the digest of the bytes that are kept."""
        return hashlib.sha256(self.octets).hexdigest()


def _pdf(octets: bytes) -> bytes:
    if not octets.startswith(b"%PDF-"):
        raise FichierRefuse("Ce fichier porte le nom d’un PDF, mais son contenu n’en est pas un.")
    end = octets.rfind(b"%%EOF")
    if end < 0:
        raise FichierRefuse("Ce PDF est abîmé ou incomplet : enregistrez-le de nouveau, puis recommencez.")
    if octets[end + 5 :].strip(b"\r\n\t \x00"):
        raise FichierRefuse("Ce PDF contient autre chose après sa fin : enregistrez-le de nouveau, puis recommencez.")
    names = _HEXADECIMAL.sub(lambda found: bytes.fromhex(found[1].decode()), _FLUX.sub(b"", octets))
    if _PDF_ACTIF.search(names):
        raise FichierRefuse(
            "Ce PDF contient un programme ou un fichier caché : imprimez-le en PDF, puis déposez le nouveau."
        )
    return octets


# Drawings and fonts are noise in which any three letters happen; a name may hide behind codes (/J#61vaScript).
_FLUX = re.compile(rb"\bstream\r?\n.*?\bendstream\b", re.DOTALL)
_HEXADECIMAL = re.compile(rb"#([0-9A-Fa-f]{2})")
_PDF_ACTIF = re.compile(rb"/(?:JavaScript|JS|Launch|EmbeddedFiles?|RichMedia|XFA)\b")

GENRES: dict[str, Genre] = {
    genre.cle: genre
    for genre in (
        Genre("pdf", "PDF", "application/pdf", ("pdf",), _pdf),
        Genre("jpeg", "Photo JPEG", "image/jpeg", ("jpg", "jpeg"), strip_jpeg, image=True),
        Genre("png", "Image PNG", "image/png", ("png",), strip_png, image=True),
        Genre(
            "docx",
            "Document Word",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            ("docx",),
            lambda octets: check_document(octets, "docx"),
        ),
        Genre(
            "xlsx",
            "Tableau Excel",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            ("xlsx",),
            lambda octets: check_document(octets, "xlsx"),
        ),
        Genre(
            "odt",
            "Document LibreOffice",
            "application/vnd.oasis.opendocument.text",
            ("odt",),
            lambda octets: check_document(octets, "odt"),
        ),
        Genre("txt", "Texte", "text/plain; charset=utf-8", ("txt",), lambda octets: check_text(octets, tableur=False)),
        Genre("csv", "Tableau CSV", "text/csv; charset=utf-8", ("csv",), lambda octets: check_text(octets)),
    )
}
_PAR_EXTENSION = {extension: genre for genre in GENRES.values() for extension in genre.extensions}
EXTENSIONS = ",".join(f".{extension}" for extension in _PAR_EXTENSION)


def read_bounded(fichier: Lisible, *, maximum: int) -> bytes:
    """Return the bytes of a file that was sent; raise FichierRefuse as soon as it passes the limit."""
    octets = fichier.read(maximum + 1)
    if len(octets) > maximum:
        raise FichierRefuse(
            f"Ce fichier dépasse {maximum // MO} Mo. Réduisez-le (une photo plus petite, un PDF compressé), "
            "puis recommencez."
        )
    if not octets:
        raise FichierRefuse("Ce fichier est vide (0 octet).")
    return octets


def secure_file(*, nom: str, octets: bytes) -> FichierSain:
    """Return a file as it may be kept; raise FichierRefuse with a sentence that says what to do instead."""
    propre = clean_name(nom)
    extension = propre.rpartition(".")[2].lower() if "." in propre else ""
    genre = _PAR_EXTENSION.get(extension)
    if genre is None:
        raise FichierRefuse(CONSEILS.get(extension) or f"Ce type de fichier n’est pas accepté. {ACCEPTES}")
    return FichierSain(propre, genre, genre.secure(octets))


def clean_name(nom: str) -> str:
    """Return the name of a file without folders, invisible signs or what a file system refuses; its extension stays."""
    nom = unicodedata.normalize("NFC", nom.replace("\\", "/").rsplit("/", 1)[-1])
    # Cc: controls, NUL included; Cf: what turns the direction of writing (« gpj.exe »); the rest: halves, unknowns.
    visible = "".join(signe if unicodedata.category(signe)[0] != "C" else " " for signe in nom)
    visible = re.sub(r'[<>:"|?*]', "-", visible)
    visible = re.sub(r"\s+", " ", visible).strip(" .")
    radical, point, extension = visible.rpartition(".")
    if not point or not radical.strip(" .-"):
        return (visible or "fichier")[:NOM_MAXIMUM]
    extension = extension.strip()[:10]
    return f"{radical.strip()[: NOM_MAXIMUM - len(extension) - 1]}.{extension}"
