"""What is accepted of files, and what hostile ones become."""

import struct
import zipfile
from io import BytesIO

import pytest

from commun.fichiers import FichierRefuse, clean_name, read_bounded, secure_file
from tests.fichiers import PDF, PIXEL, RELATION, chunk, document, exif, jpeg, png, segment

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'
HTML = b"<!DOCTYPE html><script>alert(1)</script>"


def str_only(valeur):
    """Name a case by its words: bytes may differ from one process to the next."""
    return valeur[:40] if isinstance(valeur, str) else "octets"


@pytest.mark.parametrize(
    ("nom", "octets", "genre"),
    [
        ("affiche.pdf", PDF, "pdf"),
        ("photo.JPG", jpeg(), "jpeg"),
        ("photo.jpeg", jpeg(avant=segment(0xE1, exif())), "jpeg"),
        ("capture.png", PIXEL, "png"),
        ("compte rendu.docx", document("docx"), "docx"),
        ("budget.xlsx", document("xlsx", xl__printerSettings__printerSettings1_bin="x"), "xlsx"),
        ("notes.odt", document("odt"), "odt"),
        ("notes.txt", "Réunion du 12, à l’antenne.\nÀ suivre.".encode(), "txt"),
        ("mois.csv", "\ufeffmois;valeur\njanvier;-12,5 %\n".encode(), "csv"),
        (
            "liens.docx",
            document("docx", word___rels__document_xml_rels=RELATION.format(genre="hyperlink", ou="External")),
            "docx",
        ),
    ],
    ids=str_only,
)
def test_what_people_have_is_accepted(nom, octets, genre):
    sain = secure_file(nom=nom, octets=octets)
    assert sain.genre.cle == genre
    if not sain.genre.image:
        assert sain.octets == octets


@pytest.mark.parametrize(
    ("nom", "octets", "phrase"),
    [
        ("logo.svg", SVG, "n’est pas accepté"),
        ("page.html", HTML, "n’est pas accepté"),
        ("logo.png", SVG, "contenu n’en est pas une"),
        ("logo.png", HTML, "contenu n’en est pas une"),
        ("logo.jpg", PIXEL, "contenu n’en est pas une"),
        ("affiche.pdf", HTML, "contenu n’en est pas un"),
        ("affiche.pdf", HTML + PDF, "contenu n’en est pas un"),
        ("notes.txt", HTML, "page web"),
        ("notes.csv", b"\n \t" + SVG, "page web"),
        ("notes.txt", PDF, "contenu n’en est pas un"),
        ("notes.txt", b"MZ\x90\x00", "contenu n’en est pas un"),
        ("notes.txt", "accentu\xe9".encode("latin-1"), "UTF-8"),
        ("notes.txt", b"avant\x00apr\xc3\xa8s", "contenu n’en est pas un"),
        ("mois.csv", b"nom;total\nA;=cmd|'/c calc'!A1\n", "formule"),
        ("mois.csv", b'nom,total\nA,"=1+1"\n', "formule"),
        ("mois.csv", b"nom\t@SUM(A1)\n", "formule"),
        ("mois.csv", b"nom;-2+3+cmd|x\n", "formule"),
        ("affiche.pdf", PDF + b"PK\x03\x04 archive", "après sa fin"),
        ("affiche.pdf", PDF[:-7], "abîmé"),
        (
            "affiche.pdf",
            PDF.replace(b"/Catalog", b"/Catalog/OpenAction<</S/JavaScript/JS(app.alert(1))>>"),
            "programme",
        ),
        ("affiche.pdf", PDF.replace(b"/Catalog", b"/Catalog/A<</S/J#61vaScript>>"), "programme"),
        ("affiche.pdf", PDF.replace(b"/Catalog", b"/Catalog/A<</S/Launch>>"), "programme"),
        ("programme.exe", b"MZ", "n’est pas accepté"),
        ("sans extension", PDF, "n’est pas accepté"),
        ("photo.heic", b"\x00\x00\x00 ftypheic", "HEIC"),
        ("vieux.doc", b"\xd0\xcf\x11\xe0", ".docx"),
        ("protege.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 99, "mot de passe"),
        ("macros.docm", document("docx"), "macros"),
        ("fiche.docx", document("xlsx"), "extension .docx"),
        ("fiche.xlsx", document("docx"), "extension .xlsx"),
        ("fiche.odt", document("docx"), "extension .odt"),
        ("fiche.docx", PDF, "extension .docx"),
        ("fiche.docx", document("docx")[:-40], "abîmé"),
        ("fiche.docx", b"#!/bin/sh\n" + document("docx"), "extension .docx"),
        ("fiche.docx", document("docx", word__vbaProject_bin="x"), "programme"),
        ("fiche.docx", document("docx", word__embeddings__oleObject1_bin="x"), "programme"),
        ("fiche.odt", document("odt", Basic__Standard__Module1_xml="<x/>"), "programme"),
        (
            "fiche.docx",
            document("docx", word___rels__settings_xml_rels=RELATION.format(genre="attachedTemplate", ou="External")),
            "ailleurs",
        ),
        ("fiche.docx", document("docx", word__x_xml='<!DOCTYPE x [<!ENTITY a "aaaa">]><x>&a;</x>'), "définitions"),
        ("bombe.docx", document("docx", word__media_xml="0" * 30_000_000), "démesuré"),
        ("photo.jpg", jpeg()[:-12], "abîmée"),
        ("photo.jpg", b"\xff\xd8\xff\xd9", "abîmée"),
        ("photo.jpg", jpeg(largeur=60_000, hauteur=60_000), "démesurée"),
        ("image.png", png(largeur=60_000, hauteur=60_000), "démesurée"),
        ("image.png", PIXEL[:-14], "abîmée"),
        ("image.png", PIXEL[:40] + b"\x00" + PIXEL[41:], "abîmée"),
    ],
    ids=str_only,
)
def test_what_is_not_what_it_says_or_does_harm_is_refused_with_what_to_do(nom, octets, phrase):
    with pytest.raises(FichierRefuse) as refus:
        secure_file(nom=nom, octets=octets)
    assert phrase in str(refus.value)


def test_a_zip_that_lies_about_its_size_is_stopped_while_it_unfolds(monkeypatch):
    monkeypatch.setattr("commun.fichiers.bureautique.TOTAL_MAXIMUM", 50_000)
    with pytest.raises(FichierRefuse, match="démesuré"):
        secure_file(nom="a.docx", octets=document("docx", word__a_xml="x" * 40_000, word__b_xml="y" * 40_000))


def test_two_parts_of_one_name_are_refused():
    out = BytesIO(document("docx"))
    with zipfile.ZipFile(out, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("word/document.xml", "<autre/>")
    with pytest.raises(FichierRefuse, match="abîmé"):
        secure_file(nom="a.docx", octets=out.getvalue())


# --- Pictures --------------------------------------------------------------------------------------


def test_a_photo_loses_where_it_was_taken_and_keeps_how_it_is_turned():
    secrets = (
        segment(0xE1, exif(orientation=6)),
        segment(0xE1, b"http://ns.adobe.com/xap/1.0/\x00<x:xmpmeta>46.5658</x:xmpmeta>"),
        segment(0xED, b"Photoshop 3.0\x00 46.5658"),
        segment(0xFE, b"46.5658 N"),
        segment(0xE2, b"MPF\x00 46.5658"),
    )
    octets = secure_file(nom="a.jpg", octets=jpeg(avant=b"".join(secrets), apres=jpeg(avant=secrets[0]))).octets
    assert b"46.5658" not in octets
    assert octets.count(b"Exif") == 1
    [(orientation,)] = struct.iter_unpack(">H", octets[octets.index(b"\x01\x12\x00\x03\x00\x00\x00\x01") + 8 :][:2])
    assert orientation == 6
    assert b"\x12\x34\xff\x00\x56\xff\xd0\x78\xff\xd9" in octets  # the drawing itself, to the byte


def test_a_photo_keeps_its_colours():
    profil = segment(0xE2, b"ICC_PROFILE\x00\x01\x01" + b"p" * 20)
    adobe = segment(0xEE, b"Adobe\x00\x64\x00\x00\x00\x00\x01")
    octets = secure_file(nom="a.jpg", octets=jpeg(avant=profil + adobe)).octets
    assert profil in octets
    assert adobe in octets


def test_a_picture_loses_its_texts_and_whatever_follows_it():
    avant = chunk(b"tEXt", b"Author\x00Zo\xe9") + chunk(b"eXIf", b"II*\x00GPS") + chunk(b"iTXt", b"XML:com.adobe.xmp")
    octets = secure_file(nom="a.png", octets=png(avant=avant, apres=HTML + document("docx"))).octets
    assert octets == png()


@pytest.mark.parametrize(
    "octets", [jpeg(avant=segment(0xE1, exif())), png(avant=chunk(b"tEXt", b"a\x00b")), PIXEL], ids=str_only
)
def test_what_was_made_harmless_stays_as_it_is(octets):
    nom = "a.jpg" if octets.startswith(b"\xff\xd8") else "a.png"
    once = secure_file(nom=nom, octets=octets)
    assert secure_file(nom=nom, octets=once.octets).sha256 == once.sha256


@pytest.mark.parametrize(
    "notes", [b"Exif\x00\x00", b"Exif\x00\x00II*\x00\xff\xff\xff\xff", b"Exif\x00\x00XX", exif(99)]
)
def test_notes_of_a_camera_that_cannot_be_read_are_dropped(notes):
    assert b"Exif" not in secure_file(nom="a.jpg", octets=jpeg(avant=segment(0xE1, notes))).octets


# --- Names and sizes -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("nom", "propre"),
    [
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\Users\\zoe\\photo.png", "photo.png"),
        ("a\x00b.pdf", "a b.pdf"),
        ("facture\u202efdp.exe.png", "facture fdp.exe.png"),
        ("  .pdf", "pdf"),
        ('a<b>:"|?*.pdf', "a-b------.pdf"),
        ("e\u0301té.pdf", "été.pdf"),
        ("", "fichier"),
        ("\u202e", "fichier"),
        ("x" * 300 + ".docx", "x" * 115 + ".docx"),
        ("rapport.pdf.", "rapport.pdf"),
    ],
)
def test_a_name_is_only_a_name(nom, propre):
    assert clean_name(nom) == propre


def test_a_name_that_turns_around_does_not_hide_its_extension():
    with pytest.raises(FichierRefuse, match="pas accepté"):
        secure_file(nom="photo\u202egnp.exe", octets=PIXEL)


@pytest.mark.parametrize(
    ("octets", "phrase"), [(b"", "vide"), (b"x" * (2 * 1024 * 1024 + 1), "dépasse 2 Mo")], ids=str_only
)
def test_an_empty_or_huge_file_is_refused(octets, phrase):
    with pytest.raises(FichierRefuse, match=phrase):
        read_bounded(BytesIO(octets), maximum=2 * 1024 * 1024)
