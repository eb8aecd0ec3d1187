"""Files as proof: who deposits, reads and removes; what is served; what happens twice, at once, too big."""

import hashlib
import json
from io import BytesIO

import docx
import jsonschema
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from evaluation.bilans.contenu import construire
from evaluation.bilans.pdf import produire_pdf
from evaluation.bilans.presentation import presenter
from evaluation.bilans.schema import build_schema
from evaluation.bilans.word import produire_word
from plans_action import pieces as services
from plans_action.models import ContenuPiece, Piece
from tests.factories import (
    BilanFactory,
    EtapeFactory,
    FicheActionFactory,
    IndicateurFactory,
    PieceFactory,
    ReleveFactory,
)
from tests.fichiers import PDF, PIXEL, chunk, exif, jpeg, png, segment


@pytest.fixture
def fiche(db):
    return FicheActionFactory(titre="Aller vers", numero=4)


def fichier(nom="affiche.png", octets=PIXEL):
    return SimpleUploadedFile(nom, octets)


def deposit(client, fiche, *fichiers, **champs):
    url = reverse("plans_action:piece-create", args=[fiche.pk])
    return client.post(url, {"fichiers": list(fichiers), **champs}, follow=True)


def deposer(fiche, by, nom="affiche.png", octets=PIXEL, **kwargs):
    return services.deposit_piece(fiche=fiche, nom=nom, fichier=BytesIO(octets), by=by, now=timezone.now(), **kwargs)


def test_a_file_is_attached_with_its_digest_its_author_and_its_step(client, alice, fiche):
    etape = EtapeFactory(fiche=fiche, ordre=2)
    client.force_login(alice)
    page = deposit(client, fiche, fichier(), etape=etape.pk, legende="L’affiche").content.decode()
    piece = Piece.objects.get()
    assert (piece.nom, piece.genre, piece.etape, piece.deposee_par) == ("affiche.png", "png", etape, alice)
    assert piece.sha256 == hashlib.sha256(bytes(piece.contenu.octets)).hexdigest()
    assert "« affiche.png » : joint à la fiche." in page
    assert "L’affiche" in page
    assert "1\u00a0fichier" in client.get(fiche.get_absolute_url()).content.decode()  # beside its step


def test_what_the_camera_wrote_is_not_kept(client, alice, fiche):
    client.force_login(alice)
    photo = jpeg(avant=segment(0xE1, exif(secret=b"46.5658 N")))
    image = png(avant=chunk(b"tEXt", b"Comment\x0046.5658 N"))
    deposit(client, fiche, fichier("a.jpg", photo), fichier("b.png", image))
    assert [b"46.5658" in bytes(octets) for octets in ContenuPiece.objects.values_list("octets", flat=True)] == [
        False,
        False,
    ]


def test_each_file_is_answered_on_its_own(client, alice, fiche):
    client.force_login(alice)
    page = deposit(client, fiche, fichier(), fichier("logo.svg", b"<svg/>"), fichier("vide.pdf", b"")).content.decode()
    assert list(Piece.objects.values_list("nom", flat=True)) == ["affiche.png"]
    assert "logo.svg" in page
    assert "n’est pas accepté" in page
    assert "vide" in page


def test_a_script_gets_the_fragment_of_one_file(client, alice, fiche):
    client.force_login(alice)
    url = reverse("plans_action:piece-create", args=[fiche.pk])
    answer = client.post(url, {"fichiers": fichier()}, headers={"X-Fragment": "1"})
    assert answer.status_code == 200
    assert "Joint à la fiche" in answer.content.decode()
    assert "<html" not in answer.content.decode()


def test_nothing_chosen_is_said(client, alice, fiche):
    client.force_login(alice)
    assert "Choisissez au moins un fichier" in deposit(client, fiche).content.decode()


def test_a_step_of_another_fiche_is_refused(client, alice, fiche):
    client.force_login(alice)
    page = deposit(client, fiche, fichier(), etape=EtapeFactory().pk).content.decode()
    assert not Piece.objects.exists()
    assert 'aria-invalid="true"' in page


@pytest.mark.parametrize("taille", [11, 50])
def test_a_huge_file_is_refused_with_words_and_never_kept_whole(client, alice, fiche, settings, taille):
    seen = []
    real = services.read_bounded

    def watch(fichier, **kwargs):
        seen.append(fichier.size)
        return real(fichier, **kwargs)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(services, "read_bounded", watch)
        client.force_login(alice)
        page = deposit(client, fiche, fichier("film.pdf", b"%PDF-" + b"0" * (taille * 1024 * 1024))).content.decode()
    assert "dépasse 10 Mo" in page
    assert not Piece.objects.exists()
    assert seen == [settings.TELEVERSEMENT_MAXIMUM + 1]


def test_a_hostile_name_is_only_a_name(client, alice, fiche):
    piece = deposer(fiche, alice, nom="../../\u202eevil<b>.png")
    assert piece.nom == "evil-b-.png"
    client.force_login(alice)
    headers = client.get(piece.get_absolute_url()).headers
    assert headers["Content-Disposition"] == 'attachment; filename="evil-b-.png"'


def test_a_name_and_a_caption_are_escaped(client, alice, fiche):
    deposer(fiche, alice, nom="a&amp;'x'.png", legende="<script>alert(1)</script>")
    client.force_login(alice)
    page = client.get(reverse("plans_action:piece-list", args=[fiche.pk])).content.decode()
    assert "<script>alert" not in page


def test_the_same_file_is_attached_once(client, alice, bruno, fiche):
    etape = EtapeFactory(fiche=fiche, ordre=3)
    deposer(fiche, alice, etape=etape)
    client.force_login(bruno)
    page = deposit(client, fiche, fichier("copie.png")).content.decode()
    assert "déjà joint à cette fiche sous le nom «\u00a0affiche.png\u00a0», à l’étape 3" in page
    assert Piece.objects.count() == 1
    deposer(FicheActionFactory(), bruno)  # to another fiche it may


def test_a_fiche_holds_so_many_files(alice, fiche, settings):
    settings.PIECES_PAR_FICHE = 1
    deposer(fiche, alice)
    with pytest.raises(services.PieceRefusee, match="déjà 1 fichiers"):
        deposer(fiche, alice, nom="b.pdf", octets=PDF)


# --- Giving back -----------------------------------------------------------------------------------


@pytest.mark.parametrize(("nom", "octets", "genre"), [("a.pdf", PDF, "application/pdf"), ("a.png", PIXEL, "image/png")])
def test_a_file_goes_to_the_disk_and_no_browser_runs_it(client, alice, fiche, nom, octets, genre):
    piece = deposer(fiche, alice, nom=nom, octets=octets)
    client.force_login(alice)
    answer = client.get(piece.get_absolute_url())
    assert answer.content == octets
    assert answer.headers["Content-Type"] == genre
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert "no-store" in answer.headers["Cache-Control"]


def test_a_picture_alone_may_be_shown(client, alice, fiche):
    image, autre = deposer(fiche, alice), deposer(fiche, alice, nom="a.pdf", octets=PDF)
    client.force_login(alice)
    answer = client.get(reverse("plans_action:piece-image", args=[image.pk]))
    assert (answer.headers["Content-Type"], answer.headers["X-Content-Type-Options"]) == ("image/png", "nosniff")
    assert answer.headers["Content-Disposition"].startswith("inline")
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert client.get(reverse("plans_action:piece-image", args=[autre.pk])).status_code == 404


@pytest.mark.parametrize(
    ("who", "voit", "depose"),
    [
        ("alice", 200, 200),
        ("diane", 200, 200),
        ("adele", 200, 200),
        ("carole", 200, 404),
        ("charlie", 404, 404),
        ("zoe", 404, 404),
    ],
)
def test_partners_and_youths_see_no_file_and_a_commission_only_reads(client, request, fiche, who, voit, depose):
    piece = PieceFactory(fiche=fiche)
    client.force_login(request.getfixturevalue(who))
    for url in (reverse("plans_action:piece-list", args=[fiche.pk]), piece.get_absolute_url()):
        assert client.get(url).status_code == voit
    assert deposit(client, fiche, fichier("b.pdf", PDF)).status_code == depose


def test_a_partner_reads_of_the_fiche_no_trace_of_its_files(client, charlie, fiche):
    PieceFactory(fiche=fiche, etape=EtapeFactory(fiche=fiche))
    client.force_login(charlie)
    page = client.get(fiche.get_absolute_url()).content.decode()
    assert "ichiers" not in page
    assert "1\u00a0fichier" not in page


# --- A step done, a document, a reading, a bilan ----------------------------------------------------


def test_who_says_that_a_step_is_done_may_show_it(client, diane, fiche):
    etape = EtapeFactory(fiche=fiche, ordre=2)
    client.force_login(diane)
    url = reverse("plans_action:etape-faite", args=[etape.pk])
    said = {"faite_par": diane.pk, "faite_le": timezone.localdate().isoformat()}
    page = client.post(url, {**said, "fichier": fichier("page.png", b"<html>")}).content.decode()
    etape.refresh_from_db()
    assert "contenu n’en est pas une" in page
    assert (etape.statut, Piece.objects.count()) == ("a_venir", 0)  # both or neither
    client.post(url, {**said, "fichier": fichier()})
    etape.refresh_from_db()
    assert (etape.statut, Piece.objects.get().etape) == ("faite", etape)


def test_a_file_of_no_step_sent_again_for_one_goes_to_it(client, alice, fiche):
    etape, autre = EtapeFactory(fiche=fiche, ordre=2), EtapeFactory(fiche=fiche, ordre=3)
    deposer(fiche, alice)
    client.force_login(alice)
    assert "déjà joint à cette fiche" in deposit(client, fiche, fichier()).content.decode()
    assert "joint à la fiche." in deposit(client, fiche, fichier(), etape=etape.pk).content.decode()
    assert "déjà joint à cette fiche" in deposit(client, fiche, fichier(), etape=autre.pk).content.decode()
    assert Piece.objects.get().etape == etape


@pytest.mark.parametrize(
    ("deja", "dit"),
    [
        (
            None,
            "sous le nom «\u00a0affiche.png\u00a0»\u00a0: il montre maintenant cette étape.",
        ),
        (
            4,
            "à l’étape 4, sous le nom «\u00a0affiche.png\u00a0»\u00a0: il y reste, une seule fois.",
        ),
        (2, "est déjà joint à cette étape"),
    ],
    ids=["to the whole action", "to another step", "to this step: a second click"],
)
def test_a_step_is_done_even_when_its_file_is_attached_already(client, diane, fiche, deja, dit):
    etape = EtapeFactory(fiche=fiche, ordre=2)
    ou = {None: None, 2: etape, 4: EtapeFactory(fiche=fiche, ordre=4)}[deja]
    deposer(fiche, diane, etape=ou)
    client.force_login(diane)
    said = {"faite_par": diane.pk, "faite_le": timezone.localdate().isoformat(), "fichier": fichier("autre.png")}
    page = client.post(reverse("plans_action:etape-faite", args=[etape.pk]), said, follow=True).content.decode()
    etape.refresh_from_db()
    assert etape.statut == "faite"
    assert dit in page
    assert Piece.objects.get().etape == (ou or etape)


@pytest.mark.parametrize("nom", ["fiche-word", "fiche-pdf"])
def test_the_documents_of_a_fiche_name_its_files_with_their_digests(client, alice, charlie, fiche, nom):
    piece = deposer(fiche, alice, legende="L’affiche de mars")
    parties = [piece.sha256[:20], "affiche.png", "L’affiche de mars"]
    url = reverse(f"plans_action:{nom}", args=[fiche.pk])
    for who, seen in ((alice, True), (charlie, False)):
        client.force_login(who)
        octets = client.get(url).content
        if nom == "fiche-pdf":
            texte = "".join(page.extract_text() for page in PdfReader(BytesIO(octets)).pages)
        else:
            tables = docx.Document(BytesIO(octets)).tables
            texte = " ".join(cell.text for table in tables for row in table.rows for cell in row.cells)
        assert [partie in texte for partie in parties] == [seen] * 3


def test_a_reading_has_its_file_and_one_picture_may_prove_two(client, alice, fiche):
    releves = [
        ReleveFactory(indicateur=IndicateurFactory(type="releve", mesure="", critere__fiche=fiche), saisi_par=alice)
        for _ in range(2)
    ]
    client.force_login(alice)
    for releve in releves:
        url = reverse("evaluation:releve-fichier", args=[releve.pk])
        page = client.post(url, {"fichier": fichier("capture.png")}, follow=True).content.decode()
        assert "« capture.png » est joint au relevé" in page
        detail = client.get(reverse("evaluation:indicateur-detail", args=[releve.indicateur_id])).content.decode()
        assert "capture.png" in detail
    assert Piece.objects.count() == 1


def test_a_reading_is_typed_with_its_file_both_or_neither(client, alice, fiche):
    indicateur = IndicateurFactory(type="releve", mesure="", critere__fiche=fiche)
    client.force_login(alice)
    url = reverse("evaluation:releve-create", args=[indicateur.pk])
    typed = {"valeur": "12", "jour": timezone.localdate().isoformat()}
    assert "est vide" in client.post(url, {**typed, "fichier": fichier("a.png", b"")}).content.decode()
    assert not indicateur.releves.exists()
    client.post(url, {**typed, "fichier": fichier("a.png")})
    assert indicateur.releves.get().pieces.get().nom == "a.png"


def test_a_bilan_names_for_ever_the_files_of_its_fiches(client, diane, alice, fiche):
    projet = fiche.objectif.objectif_general.projet
    piece = deposer(fiche, alice, legende="L’affiche de mars")
    content = construire(BilanFactory(projet=projet, arrete_au=timezone.localdate()))
    jsonschema.validate(json.loads(content), build_schema())
    services.remove_piece(piece=piece, motif="Erreur", by=alice, now=timezone.now())
    [nommee] = presenter(content)["pieces"]
    assert (nommee["nom"], nommee["sha256"], nommee["fiche"]) == ("affiche.png", piece.sha256, "4. Aller vers")
    texte = "".join(page.extract_text() for page in PdfReader(BytesIO(produire_pdf(content))).pages)
    assert piece.sha256[:32] in texte
    mots = docx.Document(BytesIO(produire_word(content))).element.xml
    assert piece.sha256 in mots


# --- Removing --------------------------------------------------------------------------------------


@pytest.mark.parametrize(("who", "status"), [("alice", 302), ("adele", 302), ("bruno", 404), ("diane", 404)])
def test_its_author_or_the_administration_removes_a_file_and_a_trace_stays(client, request, alice, fiche, who, status):
    piece = deposer(fiche, alice)
    client.force_login(request.getfixturevalue(who))
    url = reverse("plans_action:piece-retirer", args=[piece.pk])
    assert client.post(url, {"motif": "On y reconnaît quelqu’un"}).status_code == status
    assert ContenuPiece.objects.exists() == (status == 404)
    if status == 302:
        page = client.get(reverse("plans_action:piece-list", args=[fiche.pk])).content.decode()
        assert "On y reconnaît quelqu’un" in page
        assert client.get(piece.get_absolute_url()).status_code == 404
        historique = client.get(reverse("plans_action:fiche-historique", args=[fiche.pk])).content.decode()
        assert "Fichier joint\xa0: affiche.png" in historique
        assert "Fichier retiré\xa0: affiche.png" in historique


def test_a_removed_file_may_come_back(alice, fiche):
    piece = deposer(fiche, alice)
    assert services.remove_piece(piece=piece, motif="Erreur", by=alice, now=timezone.now())
    assert not services.remove_piece(piece=piece, motif="Encore", by=alice, now=timezone.now())
    deposer(fiche, alice)
    piece.refresh_from_db()
    assert piece.motif_retrait == "Erreur"


# --- Costs, and two at once ------------------------------------------------------------------------


@pytest.mark.parametrize("nombre", [1, 10])
def test_the_page_costs_the_same_for_one_file_and_ten(client, alice, fiche, nombre, django_assert_max_num_queries):
    for _ in range(nombre):
        PieceFactory(fiche=fiche, etape=EtapeFactory(fiche=fiche), deposee_par=alice)
    client.force_login(alice)
    client.get("/composants/")
    with django_assert_max_num_queries(8) as queries:
        client.get(reverse("plans_action:piece-list", args=[fiche.pk]))
    assert "octets" not in " ".join(query["sql"] for query in queries.captured_queries)


@pytest.mark.lent
def test_the_same_file_sent_eight_times_at_once_is_attached_once(en_parallele, alice):
    fiche = FicheActionFactory()
    answers = en_parallele(lambda _: deposer(fiche, alice), range(8))
    refused = [answer for answer in answers if isinstance(answer, Exception)]
    assert len(refused) == 7
    assert {type(answer) for answer in refused} == {services.PieceConnue}
    [nombres] = en_parallele(lambda _: (Piece.objects.count(), ContenuPiece.objects.count()), [0])
    assert nombres == (1, 1)


@pytest.mark.lent
def test_people_at_once_do_not_pass_the_limit_together(en_parallele, alice, settings):
    settings.PIECES_PAR_FICHE = 3
    fiche = FicheActionFactory()
    en_parallele(lambda rang: deposer(fiche, alice, nom="a.txt", octets=f"note {rang}".encode()), range(8))
    [nombre] = en_parallele(lambda _: Piece.objects.count(), [0])
    assert nombre == 3
