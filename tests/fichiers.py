"""Files as people and as attackers make them, for the tests of what is accepted."""

import struct
import zipfile
import zlib
from io import BytesIO

from tests.factories import PIXEL

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def segment(marque, contenu):
    return bytes((0xFF, marque)) + struct.pack(">H", len(contenu) + 2) + contenu


def exif(orientation=6, secret=b"GPS 46.5658 N 3.3328 E"):
    ifd = struct.pack("<HHHIHHI", 1, 0x0112, 3, 1, orientation, 0, 0)
    return b"Exif\x00\x00II*\x00" + struct.pack("<I", 8) + ifd + secret


def jpeg(*, avant=b"", apres=b"", largeur=8, hauteur=8):
    """A JPEG by its structure: quantization, size, tables, drawn data with a stuffed 0xFF and a restart mark."""
    corps = (
        segment(0xE0, b"JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00")
        + avant
        + segment(0xDB, b"\x00" + bytes(range(1, 65)))
        + segment(0xC0, struct.pack(">BHHB", 8, hauteur, largeur, 1) + b"\x01\x11\x00")
        + segment(0xC4, b"\x00" + bytes(16))
        + segment(0xDA, b"\x01\x01\x00\x00\x3f\x00")
        + b"\x12\x34\xff\x00\x56\xff\xd0\x78"
    )
    return b"\xff\xd8" + corps + b"\xff\xd9" + apres


def chunk(nom, contenu):
    return struct.pack(">I", len(contenu)) + nom + contenu + struct.pack(">I", zlib.crc32(nom + contenu))


def png(*, avant=b"", apres=b"", largeur=1, hauteur=1):
    ihdr = chunk(b"IHDR", struct.pack(">IIBBBBB", largeur, hauteur, 8, 2, 0, 0, 0))
    idat = chunk(b"IDAT", zlib.compress(b"\x00\x00\x00\x00"))
    return PIXEL[:8] + ihdr + avant + idat + chunk(b"IEND", b"") + apres


TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/></Types>'
)
RELATION = (
    '<Relationship Id="r1" Type="http://x/relationships/{genre}" Target="http://ailleurs.example/" TargetMode="{ou}"/>'
)
DEBUTS = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml", "odt": "content.xml"}


def document(genre="docx", **parties):
    """An office document; `parties` are added, "a__b_xml" being a/b.xml."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        if genre == "odt":
            archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        else:
            archive.writestr("[Content_Types].xml", TYPES)
        archive.writestr(DEBUTS[genre], "<document>Bonjour</document>")
        for nom, contenu in parties.items():
            chemin = nom.replace("__", "/")
            archive.writestr(".".join(chemin.rsplit("_", 1)), contenu)
    return out.getvalue()
