"""
Pictures without what the camera wrote in them: place, date, device, thumbnail, hidden text, anything after their end.

A picture is read piece by piece and written again with the pieces that draw it; the pixels are not touched. Of the
camera's notes only the way to turn the picture stays, or it would lie on its side.
"""

import re
import struct
import zlib

from commun.fichiers.erreurs import FichierRefuse

PIXELS_MAXIMUM = 100_000_000  # a picture that unfolds beyond this freezes the screen of who opens it
ABIMEE = "Cette image est abîmée ou incomplète : elle ne s’ouvre pas. Enregistrez-la de nouveau, puis recommencez."
DEMESUREE = "Cette image est démesurée : réduisez-la, puis recommencez."
FAUSSE = "Ce fichier porte le nom d’une image {genre}, mais son contenu n’en est pas une."

# --- JPEG ------------------------------------------------------------------------------------------

# In the drawn data 0xFF is followed by 0 or by a restart mark; anything else begins the next piece.
_FIN_DES_DONNEES = re.compile(rb"\xff+[^\x00\xd0-\xd7\xff]")
_SOF = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_SEULS = frozenset((0x01, *range(0xD0, 0xD8)))
SOS, EOI, COM = 0xDA, 0xD9, 0xFE


def strip_jpeg(octets: bytes) -> bytes:
    """Return a JPEG with the pieces that draw it alone."""
    if not octets.startswith(b"\xff\xd8\xff"):
        raise FichierRefuse(FAUSSE.format(genre="JPEG"))
    out, place, orientation, dessine = bytearray(), 2, 1, False
    try:
        while True:
            if octets[place] != 0xFF:
                raise FichierRefuse(ABIMEE)
            while octets[place] == 0xFF:
                place += 1
            marque = octets[place]
            place += 1
            if marque == EOI:
                break
            if marque in _SEULS:
                out += bytes((0xFF, marque))
                continue
            (longueur,) = struct.unpack_from(">H", octets, place)
            morceau = octets[place + 2 : place + longueur]
            if longueur < 2 or len(morceau) != longueur - 2:
                raise FichierRefuse(ABIMEE)
            place += longueur
            if marque == 0xE1:
                orientation = _orientation(morceau) or orientation
            if marque in _SOF:
                _check_size(*struct.unpack_from(">HH", morceau, 1))
            if kept := _kept(marque, morceau):
                out += bytes((0xFF, marque)) + struct.pack(">H", len(kept) + 2) + kept
            if marque == SOS:
                fin = _FIN_DES_DONNEES.search(octets, place)
                if fin is None:
                    raise FichierRefuse(ABIMEE)
                out += octets[place : fin.start()]
                place, dessine = fin.start(), True
    except (IndexError, struct.error):
        raise FichierRefuse(ABIMEE) from None
    if not dessine:
        raise FichierRefuse(ABIMEE)
    return b"\xff\xd8" + _turned(orientation) + bytes(out) + b"\xff\xd9"


def _kept(marque: int, morceau: bytes) -> bytes:
    """Return what stays of a piece: drawing, colours; of its notes nothing."""
    if marque == COM:
        return b""
    if 0xE0 <= marque <= 0xEF:
        if marque == 0xE0 and morceau.startswith(b"JFIF\x00") and len(morceau) >= 14:
            return morceau[:12] + b"\x00\x00"  # its thumbnail goes
        if marque == 0xE2 and morceau.startswith(b"ICC_PROFILE\x00"):
            return morceau
        if marque == 0xEE and morceau.startswith(b"Adobe"):
            return morceau[:12]
        return b""
    return morceau


def _check_size(hauteur: int, largeur: int) -> None:
    if not largeur or largeur * max(hauteur, 1) > PIXELS_MAXIMUM:
        raise FichierRefuse(DEMESUREE if largeur else ABIMEE)


def _orientation(morceau: bytes) -> int | None:
    """Return how a picture is turned, read in the notes of its camera; None when they do not say it."""
    if not morceau.startswith(b"Exif\x00\x00"):
        return None
    notes = morceau[6:]
    ordre = {b"II*\x00": "<", b"MM\x00*": ">"}.get(notes[:4])
    if ordre is None:
        return None
    try:
        (debut,) = struct.unpack_from(f"{ordre}I", notes, 4)
        (nombre,) = struct.unpack_from(f"{ordre}H", notes, debut)
        for rang in range(min(nombre, 200)):
            cle, genre, combien, valeur = struct.unpack_from(f"{ordre}HHIH", notes, debut + 2 + 12 * rang)
            if (cle, genre, combien) == (0x0112, 3, 1):
                return int(valeur) if 1 <= valeur <= 8 else None
    except struct.error:
        return None
    return None


def _turned(orientation: int) -> bytes:
    """Return the only note that is kept: how to turn the picture."""
    if orientation == 1:
        return b""
    notes = b"Exif\x00\x00MM\x00*" + struct.pack(">IHHHIHHI", 8, 1, 0x0112, 3, 1, orientation, 0, 0)
    return b"\xff\xe1" + struct.pack(">H", len(notes) + 2) + notes


# --- PNG -------------------------------------------------------------------------------------------

SIGNATURE_PNG = b"\x89PNG\r\n\x1a\n"
# Drawing and colours; not its texts, its date, its notes of camera, its animation.
_GARDES_PNG = frozenset(
    (
        b"IHDR",
        b"PLTE",
        b"IDAT",
        b"IEND",
        b"tRNS",
        b"gAMA",
        b"cHRM",
        b"sRGB",
        b"iCCP",
        b"cICP",
        b"sBIT",
        b"bKGD",
        b"pHYs",
    )
)


def strip_png(octets: bytes) -> bytes:
    """Return a PNG with the pieces that draw it alone."""
    if not octets.startswith(SIGNATURE_PNG):
        raise FichierRefuse(FAUSSE.format(genre="PNG"))
    out, place = bytearray(SIGNATURE_PNG), len(SIGNATURE_PNG)
    vus: set[bytes] = set()
    while b"IEND" not in vus:
        entete = octets[place : place + 8]
        if len(entete) < 8:
            raise FichierRefuse(ABIMEE)
        longueur, nom = struct.unpack(">I4s", entete)
        fin = place + 12 + longueur
        morceau = octets[place:fin]
        if len(morceau) != 12 + longueur or zlib.crc32(morceau[4:-4]) != struct.unpack(">I", morceau[-4:])[0]:
            raise FichierRefuse(ABIMEE)
        if not vus and (nom != b"IHDR" or longueur != 13):
            raise FichierRefuse(ABIMEE)
        if nom == b"IHDR":
            largeur, hauteur = struct.unpack_from(">II", morceau, 8)
            _check_size(hauteur, largeur)
        if nom in _GARDES_PNG:
            out += morceau
        vus.add(nom)
        place = fin
    if b"IDAT" not in vus:
        raise FichierRefuse(ABIMEE)
    return bytes(out)
