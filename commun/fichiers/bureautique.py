"""
Office documents: a zip of XML, sent by anyone. Each part is unpacked under a limit, and read only to be refused:
macros, embedded programs, parts fetched elsewhere, definitions of entities.
"""

import re
import zipfile
from io import BytesIO

from commun.fichiers.erreurs import FichierRefuse

MO = 1024 * 1024
ENTREES_MAXIMUM = 2_000
TOTAL_MAXIMUM = 100 * MO
RAPPORT_MAXIMUM = 250  # unpacked / packed, for a part above one Mo
PIECE = 64 * 1024

PRINCIPALES = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml", "odt": "content.xml"}
ODT = b"application/vnd.oasis.opendocument.text"
FAUX = "Ce fichier porte l’extension .{genre}, mais son contenu n’est pas celui d’un tel document."
PROTEGE = "Ce document est protégé par un mot de passe, ou d’un ancien format : enregistrez-le sans protection."
ABIME = "Ce document est abîmé ou incomplet : enregistrez-le de nouveau, puis recommencez."
DEMESURE = "Ce document se déplie en un contenu démesuré : il n’a pas été gardé."
ACTIF = "Ce document contient un programme ou un objet incorporé : enregistrez-le en PDF, puis déposez le PDF."
LOINTAIN = "Ce document va chercher une partie de lui-même ailleurs : enregistrez-le en PDF, puis déposez le PDF."
DEFINITIONS = "Ce document contient des définitions qu’un tel document n’a pas : il n’a pas été gardé."

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PROGRAMMES = re.compile(r"vbaproject|activex|\.(?:bin|exe|dll|js|vbs|ps1|bat|cmd|scr|hta)$|^(?:basic|scripts)/", re.I)
# Settings of a printer are the one .bin that plain tables carry.
_IMPRIMANTE = re.compile(r"^xl/printersettings/", re.I)
_EXTERNE = re.compile(rb'<(?:\w+:)?Relationship\b[^>]*TargetMode\s*=\s*["\']External["\'][^>]*>', re.I)
_LIEN = re.compile(rb'Type\s*=\s*["\'][^"\']*/(?:hyperlink|externalLinkPath)["\']', re.I)


def check_document(octets: bytes, genre: str) -> bytes:
    """Return a document unchanged; raise FichierRefuse when it is not one, or does more than be read."""
    if octets.startswith(OLE):
        raise FichierRefuse(PROTEGE)
    if not octets.startswith(b"PK\x03\x04"):
        raise FichierRefuse(FAUX.format(genre=genre))
    try:
        with zipfile.ZipFile(BytesIO(octets)) as archive:
            _check_entries(archive)
            _check_kind(archive, genre)
            _check_parts(archive)
    except FichierRefuse:
        raise
    except Exception as erreur:  # zipfile raises many kinds on a damaged file
        raise FichierRefuse(ABIME) from erreur
    return octets


def _check_entries(archive: zipfile.ZipFile) -> None:
    entrees = archive.infolist()
    noms = [entree.filename for entree in entrees]
    if len(entrees) > ENTREES_MAXIMUM or sum(entree.file_size for entree in entrees) > TOTAL_MAXIMUM:
        raise FichierRefuse(DEMESURE)
    # Two parts of one name, or something hidden beside the archive: readers would disagree on what it says.
    if len(noms) != len({nom.lower() for nom in noms}) or archive.comment or min(e.header_offset for e in entrees):
        raise FichierRefuse(ABIME)
    for entree in entrees:
        if entree.flag_bits & 0x1:
            raise FichierRefuse(PROTEGE)
        if entree.file_size > max(MO, entree.compress_size * RAPPORT_MAXIMUM):
            raise FichierRefuse(DEMESURE)
        if _PROGRAMMES.search(entree.filename) and not _IMPRIMANTE.search(entree.filename):
            raise FichierRefuse(ACTIF)
        if entree.filename.startswith("/") or ".." in entree.filename.split("/"):
            raise FichierRefuse(ABIME)


def _check_kind(archive: zipfile.ZipFile, genre: str) -> None:
    noms = set(archive.namelist())
    known = PRINCIPALES[genre] in noms
    if genre == "odt":
        known = known and "mimetype" in noms and archive.read("mimetype").strip() == ODT
    else:
        known = known and "[Content_Types].xml" in noms
    if not known:
        raise FichierRefuse(FAUX.format(genre=genre))


def _check_parts(archive: zipfile.ZipFile) -> None:
    """Unpack every part by pieces: what the headers say of their size is not believed."""
    total = 0
    for entree in archive.infolist():
        texte = entree.filename.endswith((".xml", ".rels"))
        morceaux = []
        with archive.open(entree) as flux:
            while morceau := flux.read(PIECE):
                total += len(morceau)
                if total > TOTAL_MAXIMUM:
                    raise FichierRefuse(DEMESURE)
                if texte:
                    morceaux.append(morceau)
        contenu = b"".join(morceaux)
        if b"\x00" in contenu[:64]:
            contenu = contenu.replace(b"\x00", b"")  # written in sixteen bits: read its plain letters
        if b"<!DOCTYPE" in contenu or b"<!ENTITY" in contenu:
            raise FichierRefuse(DEFINITIONS)
        if entree.filename.endswith(".rels") and any(not _LIEN.search(x) for x in _EXTERNE.findall(contenu)):
            raise FichierRefuse(LOINTAIN)
