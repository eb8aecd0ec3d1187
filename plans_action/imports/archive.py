"""
A .docx as a bounded set of XML parts: every limit and every refusal is here.

A .docx is a zip of XML, sent by anyone: nothing in it is trusted. Only the parts asked for are unpacked, by pieces and
under a limit; no definition of entity is accepted, nothing outside the archive is ever fetched, no macro is run.
"""

import hashlib
import zipfile
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any, Protocol, TypeAlias

from lxml import etree

Element: TypeAlias = Any  # lxml is not typed


class Lisible(Protocol):
    """A file of the disk, or one that was sent."""

    def read(self, size: int, /) -> bytes:
        """Return the next bytes."""


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
CHIFFRE = "EncryptedPackage".encode("utf-16-le")
PIECE = 64 * 1024
MO = 1024 * 1024


class FichierRefuse(Exception):
    """A file that cannot be read as a fiche; the sentence is shown."""


@dataclass(frozen=True)
class Limites:
    """How large a file may be, before and after unpacking."""

    fichier: int = 10 * MO
    partie: int = 25 * MO  # one part, unpacked
    total: int = 200 * MO  # what the archive says it holds, pictures included
    entrees: int = 2_000
    rapport: int = 250  # unpacked / packed, for a part above one Mo
    caracteres: int = 600_000  # text of one file: some three hundred pages
    noeuds: int = 300_000


LIMITES = Limites()
CORROMPU = (
    "Ce fichier est abîmé ou incomplet : il ne s’ouvre pas. "
    "Ouvrez-le dans Word, enregistrez-le de nouveau, puis réessayez."
)
PAS_WORD = "Ce fichier n’est pas un document Word (.docx)."
PDF = (
    "Ce fichier est un PDF : il n’est pas un document Word (.docx). Ouvrez-le dans Word, qui le convertit, "
    "enregistrez-le au format .docx, puis réessayez."
)
DEFINITIONS = "Ce fichier contient des définitions qu’un document Word n’a pas : il n’a pas été ouvert."
DANGEREUX = (
    "Ce fichier se déplie en un contenu démesuré : il n’a pas été ouvert. "
    "Enregistrez de nouveau la fiche depuis Word, sans ses pièces jointes."
)


def empreinte(contenu: bytes) -> str:
    """Return the SHA-256 of a file: all that is kept of it, with its name."""
    return hashlib.sha256(contenu).hexdigest()


def read_bounded(fichier: Lisible, limites: Limites = LIMITES) -> bytes:
    """Return the bytes of a file; raise FichierRefuse as soon as it passes the limit."""
    contenu = fichier.read(limites.fichier + 1)
    if len(contenu) > limites.fichier:
        raise FichierRefuse(_trop_gros(limites))
    return contenu


def read_path(chemin: Path, limites: Limites = LIMITES) -> bytes:
    """Return the bytes of a file of the disk; raise FichierRefuse when it cannot be read."""
    try:
        if not chemin.is_file():
            raise FichierRefuse(
                "Ce dossier ne contient aucun fichier .docx." if chemin.is_dir() else "Ce fichier n’existe pas."
            )
        with chemin.open("rb") as fichier:
            return read_bounded(fichier, limites)
    except (OSError, ValueError) as erreur:  # ValueError: a NUL in the name
        raise FichierRefuse("Ce fichier ne peut pas être lu : vérifiez son nom et vos droits.") from erreur


def _trop_gros(limites: Limites) -> str:
    return f"Ce fichier dépasse {limites.fichier // MO} Mo : une fiche-action est bien plus légère."


class Archive:
    """The parts of a .docx, each read when asked for and only once unpacked within the limits."""

    def __init__(self, contenu: bytes, limites: Limites = LIMITES) -> None:
        self.limites = limites
        self._check_signature(contenu)
        try:
            self._zip = zipfile.ZipFile(BytesIO(contenu))
        except Exception as erreur:  # zipfile raises many kinds on a damaged file
            raise FichierRefuse(CORROMPU) from erreur
        self._check_entries()
        self.principale = self._main_part()

    def _check_signature(self, contenu: bytes) -> None:
        if not contenu:
            raise FichierRefuse("Ce fichier est vide (0 octet).")
        if len(contenu) > self.limites.fichier:
            raise FichierRefuse(_trop_gros(self.limites))
        if contenu.startswith(OLE):
            if CHIFFRE in contenu:
                raise FichierRefuse(
                    "Ce document est protégé par un mot de passe : retirez-le dans Word (Fichier, Informations, "
                    "Protéger le document), enregistrez, puis réessayez."
                )
            raise FichierRefuse(
                "Ce fichier est à l’ancien format de Word (.doc) : ouvrez-le dans Word et enregistrez-le au format "
                ".docx."
            )
        if contenu.startswith(b"{\\rtf"):
            raise FichierRefuse("Ce fichier est au format RTF : ouvrez-le dans Word et enregistrez-le au format .docx.")
        if contenu.startswith(b"%PDF"):
            raise FichierRefuse(PDF)
        if not contenu.startswith(b"PK"):
            raise FichierRefuse(PAS_WORD)

    def _check_entries(self) -> None:
        entrees = self._zip.infolist()
        if len(entrees) > self.limites.entrees or sum(entree.file_size for entree in entrees) > self.limites.total:
            raise FichierRefuse(DANGEREUX)
        for entree in entrees:
            if entree.flag_bits & 0x1:
                raise FichierRefuse("Ce document est protégé par un mot de passe : retirez-le, puis réessayez.")
            if entree.file_size > max(MO, entree.compress_size * self.limites.rapport):
                raise FichierRefuse(DANGEREUX)
        noms = [entree.filename for entree in entrees]
        if len(noms) != len(set(noms)):  # two parts of one name: readers would disagree on what the file says
            raise FichierRefuse(CORROMPU)
        self.noms = frozenset(noms)

    def _main_part(self) -> str:
        if "mimetype" in self.noms and self.lire("mimetype").startswith(b"application/vnd.oasis"):
            raise FichierRefuse(
                "Ce fichier est au format LibreOffice (.odt) : ouvrez-le et enregistrez-le au format Word (.docx)."
            )
        if "[Content_Types].xml" not in self.noms:
            raise FichierRefuse(PAS_WORD)
        for relation in self.relations("_rels/.rels"):
            if relation["Type"].endswith("/officeDocument"):
                partie = relation["Target"].lstrip("/")
                if partie in self.noms and partie.startswith("word/"):
                    return partie
                raise FichierRefuse(PAS_WORD if partie in self.noms else CORROMPU)
        if "word/document.xml" in self.noms:
            return "word/document.xml"
        raise FichierRefuse(PAS_WORD)

    def lire(self, nom: str) -> bytes:
        """Return one part, unpacked by pieces: what its header says is not believed."""
        morceaux, taille = [], 0
        try:
            with self._zip.open(nom) as flux:
                while morceau := flux.read(PIECE):
                    taille += len(morceau)
                    if taille > self.limites.partie:
                        raise FichierRefuse(DANGEREUX)
                    morceaux.append(morceau)
        except FichierRefuse:
            raise
        except Exception as erreur:  # a wrong checksum, an unknown compression, a truncated part…
            raise FichierRefuse(CORROMPU) from erreur
        return b"".join(morceaux)

    def xml(self, nom: str) -> Element:
        """Return the root element of a part; raise FichierRefuse on a definition of entities."""
        contenu = self.lire(nom)
        if b"<!DOCTYPE" in contenu or b"<!ENTITY" in contenu:
            raise FichierRefuse(DEFINITIONS)
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=False,
            remove_comments=True, remove_pis=True,
        )  # fmt: skip
        try:
            racine = etree.fromstring(contenu, parser)
        except (etree.XMLSyntaxError, ValueError) as erreur:
            raise FichierRefuse(CORROMPU) from erreur
        if racine is None:
            raise FichierRefuse(CORROMPU)
        if racine.getroottree().docinfo.internalDTD is not None:
            raise FichierRefuse(DEFINITIONS)  # written in an encoding that hid it
        return racine

    def xml_or_none(self, nom: str) -> Element | None:
        """Return the root of a part, None when the archive has it not."""
        return self.xml(nom) if nom in self.noms else None

    def relations(self, nom: str) -> list[dict[str, str]]:
        """Return the relations of a part that stay inside the archive: what is outside is never fetched."""
        racine = self.xml_or_none(nom)
        if racine is None:
            return []
        return [
            {"Id": relation.get("Id", ""), "Type": relation.get("Type", ""), "Target": relation.get("Target", "")}
            for relation in racine
            if relation.get("TargetMode") != "External"
        ]
