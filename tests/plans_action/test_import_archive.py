"""Files that are no fiche, or that mean harm: a clear sentence, little time, little memory."""

import contextlib
import io
import resource
import struct
import time
import zipfile

import pytest
from docx import Document

from plans_action.imports.archive import MO, OLE, FichierRefuse, Limites, read_path
from plans_action.imports.lecture import read_fiches
from tests.plans_action.documents_word import as_bytes, moulins, rewrite

pytestmark = pytest.mark.une_fois

ETAPE = ("Etape 1", "Choisir le terrain", "En mars", "La direction", "Avec la mairie")
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


@pytest.fixture(scope="module")
def fiche() -> bytes:
    return as_bytes(moulins([ETAPE]))


def refusal(contenu: bytes, **limites: int) -> str:
    """Return the sentence that refuses a file."""
    with pytest.raises(FichierRefuse) as refus:
        read_fiches(contenu, limites=Limites(**limites))
    return str(refus.value)


def zip_of(**parties: bytes) -> bytes:
    flux = io.BytesIO()
    with zipfile.ZipFile(flux, "w", zipfile.ZIP_DEFLATED) as archive:
        for nom, contenu in parties.items():
            archive.writestr(nom, contenu)
    return flux.getvalue()


@pytest.mark.parametrize(
    ("contenu", "phrase"),
    [
        (b"", "vide"),
        (b"%PDF-1.7 rien", "est un PDF"),
        (b"bonjour", "n’est pas un document Word"),
        (b"{\\rtf1 bonjour}", "RTF"),
        (OLE + b"\0" * 600, "ancien format de Word (.doc)"),
        (OLE + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"), "mot de passe"),
        (b"PK\x03\x04 tronque", "abîmé"),
        (zip_of(feuille=b"1"), "n’est pas un document Word"),
        (zip_of(mimetype=b"application/vnd.oasis.opendocument.text"), "LibreOffice"),
    ],
)
def test_what_is_no_word_document_is_said_so(contenu, phrase):
    assert phrase in refusal(contenu)


def test_a_spreadsheet_is_no_fiche(fiche):
    rels = lambda xml: xml.replace(b"word/document.xml", b"xl/workbook.xml")  # noqa: E731
    contenu = rewrite(fiche, {"_rels/.rels": rels, "xl/workbook.xml": b"<workbook/>"})
    assert "n’est pas un document Word" in refusal(contenu)


@pytest.mark.parametrize("coupe", [0.2, 0.5, 0.9, 0.999])
def test_a_truncated_file_is_damaged(fiche, coupe):
    assert "abîmé" in refusal(fiche[: int(len(fiche) * coupe)])


def test_a_byte_changed_anywhere_never_breaks_the_reader(fiche):
    for place in range(40, len(fiche), len(fiche) // 60):
        contenu = fiche[:place] + bytes([fiche[place] ^ 0xFF]) + fiche[place + 1 :]
        with contextlib.suppress(FichierRefuse):
            read_fiches(contenu)


def test_xml_that_does_not_end_is_damaged(fiche):
    assert "abîmé" in refusal(rewrite(fiche, {"word/document.xml": lambda xml: xml[:-20]}))


def test_a_document_without_text_is_said_so():
    assert "ne contient pas de texte" in refusal(as_bytes(Document()))


def test_a_zip_protected_by_a_password_is_said_so(fiche):
    contenu = bytearray(fiche)
    place = contenu.find(b"PK\x01\x02")
    while place >= 0:  # set the bit « encrypted » of each entry of the directory
        struct.pack_into("<H", contenu, place + 8, 1)
        place = contenu.find(b"PK\x01\x02", place + 1)
    assert "mot de passe" in refusal(bytes(contenu))


# --- Harm ------------------------------------------------------------------------------------------


@pytest.fixture
def bounded():
    """Fail when a refusal takes more than six seconds or 150 Mo more than before."""
    debut, avant = time.monotonic(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    yield
    assert time.monotonic() - debut < 6
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - avant < 150 * 1024


def test_a_zip_bomb_is_not_unpacked(fiche, bounded):
    assert "démesuré" in refusal(rewrite(fiche, {"word/media/image1.png": b"\0" * (60 * MO)}))


def test_a_bomb_that_lies_about_its_size_is_stopped(fiche, bounded):
    contenu = bytearray(rewrite(fiche, {"word/document.xml": b"<a>" + b" " * (40 * MO) + b"</a>"}))
    for signature, decalage in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        place = contenu.find(signature)
        while place >= 0:
            if struct.unpack_from("<I", contenu, place + decalage)[0] > MO:
                struct.pack_into("<I", contenu, place + decalage, 1000)
            place = contenu.find(signature, place + 1)
    assert refusal(bytes(contenu))


def test_a_part_above_the_limit_is_not_unpacked_whole(fiche, bounded):
    assert "démesuré" in refusal(fiche, partie=1000)


def test_an_archive_of_thousands_of_entries_is_refused(fiche):
    assert "démesuré" in refusal(rewrite(fiche, {f"word/media/{rang}": b"" for rang in range(2_500)}))


def test_two_parts_of_one_name_are_refused(fiche):
    flux = io.BytesIO(fiche)
    with zipfile.ZipFile(flux, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("word/document.xml", b"<a/>")
    assert "abîmé" in refusal(flux.getvalue())


@pytest.mark.parametrize(
    "dtd",
    [
        '<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE d [<!ENTITY x SYSTEM "http://127.0.0.1:9/x">]>',
        '<!DOCTYPE d SYSTEM "http://127.0.0.1:9/x.dtd">',
        "<!DOCTYPE d [<!ENTITY a 'aaaaaaaaaa'>"
        + "".join(f"<!ENTITY {chr(97 + i)} '{('&' + chr(96 + i) + ';') * 10}'>" for i in range(1, 9))
        + "<!ENTITY x '&i;'>]>",
    ],
    ids=["file", "url", "dtd", "billion laughs"],
)
def test_external_and_nested_entities_do_no_harm(fiche, dtd, bounded):
    entite = "&x;" if "ENTITY" in dtd else ""
    document = f'{dtd}<w:document xmlns:w="{W}"><w:body><w:p><w:r><w:t>{entite}</w:t></w:r></w:p></w:body></w:document>'
    assert "définitions" in refusal(rewrite(fiche, {"word/document.xml": document.encode()}))


def test_what_lies_outside_the_file_is_never_fetched(fiche):
    lien = (
        b'<Relationship Id="rId99" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/header" '
        b'Target="http://127.0.0.1:9/entete.xml" TargetMode="External"/></Relationships>'
    )
    contenu = rewrite(fiche, {"word/_rels/document.xml.rels": lambda x: x.replace(b"</Relationships>", lien)})
    assert read_fiches(contenu)[0].titre == "JARDIN PARTAGE"


def test_a_relation_cannot_leave_the_archive(fiche):
    vers = lambda xml: xml.replace(b"word/document.xml", b"../../etc/passwd")  # noqa: E731
    assert refusal(rewrite(fiche, {"_rels/.rels": vers}))


def test_macros_are_ignored(fiche):
    contenu = rewrite(fiche, {"word/vbaProject.bin": OLE + b"\0" * 500})
    assert read_fiches(contenu)[0].titre == "JARDIN PARTAGE"


def test_elements_nested_without_end_are_damaged(fiche, bounded):
    profond = f'<w:document xmlns:w="{W}">' + "<w:body>" * 5_000 + "</w:body>" * 5_000 + "</w:document>"
    assert "abîmé" in refusal(rewrite(fiche, {"word/document.xml": profond.encode()}))


def test_a_text_without_end_is_too_long(fiche, bounded):
    paragraphe = f"<w:p><w:r><w:t>{'mot ' * 2_000}</w:t></w:r></w:p>"
    document = f'<w:document xmlns:w="{W}"><w:body>{paragraphe * 300}</w:body></w:document>'
    assert "trop long" in refusal(rewrite(fiche, {"word/document.xml": document.encode()}), rapport=100_000)


def test_a_table_of_thousands_of_rows_takes_seconds(fiche, bounded):
    ligne = "<w:tr>" + "<w:tc><w:p><w:r><w:t>Etape une autre chose</w:t></w:r></w:p></w:tc>" * 5 + "</w:tr>"
    document = f'<w:document xmlns:w="{W}"><w:body><w:tbl>{ligne * 2_000}</w:tbl></w:body></w:document>'
    read_fiches(rewrite(fiche, {"word/document.xml": document.encode()}), limites=Limites(rapport=100_000))


# --- On the disk -----------------------------------------------------------------------------------


def test_a_path_that_cannot_be_read_is_said_so(tmp_path):
    for chemin, phrase in (
        (tmp_path, "dossier"),
        (tmp_path / "absent.docx", "n’existe pas"),
        (tmp_path / "a\0b.docx", "n’existe pas|ne peut pas être lu"),
        (tmp_path / ("a" * 300), "n’existe pas|ne peut pas être lu"),
    ):
        with pytest.raises(FichierRefuse, match=phrase):
            read_path(chemin)


def test_a_file_above_the_limit_is_not_read_whole(tmp_path):
    chemin = tmp_path / "gros.docx"
    chemin.write_bytes(b"PK" + b"\0" * 3 * MO)
    with pytest.raises(FichierRefuse, match="dépasse 1 Mo"):
        read_path(chemin, Limites(fichier=MO))
