"""The document of the projet associatif: read, taken out, published."""

import datetime
import io

import pytest
from django.urls import reverse
from django.utils import timezone
from docx import Document
from pypdf import PdfReader

from comptes.choix import Role
from evaluation.bilans.canonique import dump
from evaluation.projet.contenu import build
from evaluation.projet.pdf import write_pdf
from evaluation.projet.presentation import paragraphes, present
from evaluation.projet.word import write_word
from evaluation.services.projet import PublicationRefusee, is_intact, publish_projet
from plans_action.models import DemandeFormation, Formation, PublicationProjet, TexteProjet
from structure.models import Convention
from tests import factories as f

pytestmark = pytest.mark.django_db

AUJOURDHUI = datetime.date(2026, 11, 22)
MAINTENANT = datetime.datetime(2026, 11, 22, 9, tzinfo=datetime.UTC)


@pytest.fixture
def projet():
    """Return a projet with something in every chapter."""
    objectif = f.ObjectifOperationnelFactory()
    projet = objectif.objectif_general.projet
    fiche = f.FicheActionFactory(objectif=objectif, titre="Camion mobile", numero=1, but="Aller vers #les jeunes")
    region = f.PartenaireFactory(nom="Région", type="financeur")
    fiche.budget.create(libelle="Carburant", financeur=region, prevu=150)
    TexteProjet.objects.create(projet=projet, rubrique="territoire", texte="Vaste.\n\n- peu de cars\n- peu de trains")
    f.PrincipeProjetFactory(projet=projet, titre="L’écoute")
    f.PrincipeProjetFactory(projet=projet, genre="article", titre="Un accès égal")
    f.PointAnalyseFactory(projet=projet, texte="Peu de cars le mercredi")
    f.PointAnalyseFactory(projet=projet, texte="Trop loin", objectif=objectif)
    f.RessourceProjetFactory(exercice__projet=projet, financeur=region, libelle="", subvention=1200)
    f.ConseillerFactory(entree_le=AUJOURDHUI - datetime.timedelta(days=4000))
    f.ConseillerFactory(entree_le=AUJOURDHUI - datetime.timedelta(days=400))
    Convention.objects.create(partenaire=region, objet="Bus", debut=AUJOURDHUI, fin=None)
    projet.moyens.create(genre="vehicule", libelle="Voiture", nombre=4)
    return projet


@pytest.fixture
def directrice():
    return f.UtilisateurFactory(role=Role.DIRECTION)


def vue(projet, **options):
    return present(build(projet, today=AUJOURDHUI, **options))


def test_texts_are_cut_into_paragraphs_and_lists():
    blocs = paragraphes("Un\nDeux\n\n- a\n- b\nTrois")
    assert [bloc["genre"] for bloc in blocs] == ["paragraphe", "liste", "paragraphe"]
    assert blocs[0]["texte"] == "Un\nDeux"
    assert blocs[1]["points"] == ["a", "b"]


def test_the_team_is_told_by_seniority_without_any_name(projet):
    equipe = vue(projet)["equipe"]
    assert [tranche["nombre"] for tranche in equipe["tranches"]] == ["1", "0", "1", "0"]
    assert "6,0 années d’ancienneté en moyenne" in equipe["phrase"]


def test_the_register_of_training_is_told_in_sentences(projet):
    assert vue(projet)["formation"] == []
    jour = AUJOURDHUI - datetime.timedelta(days=30)
    for statut, motif in (("acceptee", ""), ("refusee", "budget"), ("refusee", "budget"), ("demandee", "")):
        DemandeFormation.objects.create(
            intitule="Écoute", jour=jour, statut=statut, motif=motif, decidee_le=None if statut == "demandee" else jour
        )
    Formation.objects.create(intitule="Écoute", jour=jour, statut="annulee", motif="participants")
    Formation.objects.create(intitule="Écoute", jour=jour, statut="tenue")
    lues = [phrase.replace("\u00a0", " ") for phrase in vue(projet)["formation"]]
    assert [phrase.partition(" : ")[2] for phrase in lues] == [
        "1 acceptée, 2 refusées, 1 sans réponse à ce jour.",
        "budget (2).",
        "1 tenue, 1 annulée.",
        "manque de participants (1).",
    ]
    contenu = dump(build(projet, today=AUJOURDHUI))
    texte = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(write_pdf(contenu))).pages)
    assert "manque de participants" in " ".join(texte.split())
    assert any("budget (2)" in p.text for p in Document(io.BytesIO(write_word(contenu))).paragraphs)


def test_a_document_published_before_the_register_prints_as_it_did(projet):
    contenu = build(projet, today=AUJOURDHUI)
    del contenu["formation"]
    assert present(contenu)["formation"] == []


def test_partners_are_listed_as_a_dictionary_does(projet):
    for nom in ("Zone industrielle", "Épicerie solidaire", "Droit de cité"):
        f.PartenaireFactory(nom=nom, type="employeur", depuis_le=AUJOURDHUI)
    employeurs = next(sorte for sorte in build(projet, today=AUJOURDHUI)["partenaires"] if sorte["type"] == "Employeur")
    assert employeurs["noms"] == ["Droit de cité", "Épicerie solidaire", "Zone industrielle"]


def test_points_say_the_objective_that_answers_or_that_none_does(projet):
    lue = vue(projet)
    points = next(theme for theme in lue["themes"] if theme["libelle"] == "Le territoire")["ameliorations"]
    assert points[0]["reponse"] == "Sans réponse pour l’instant"
    assert points[1]["reponse"].startswith("Objectif ")
    assert lue["sans_reponse"] == 1
    assert lue["objectifs"][0]["operationnels"][0]["points"] == ["Trop loin"]


def test_the_budget_says_what_each_financeur_pays(projet):
    financeur = vue(projet)["financeurs"][0]
    assert financeur["nom"] == "Région"
    assert [ligne["libelle"] for ligne in financeur["lignes"]] == ["Carburant"]


def test_the_figures_are_those_of_the_chosen_year(projet):
    f.PremierAccueilFactory.create_batch(6, fait_le=datetime.datetime(2024, 5, 6, 10, tzinfo=datetime.UTC))
    projet.annee_chiffres = 2024
    public = vue(projet)["public"]
    accueils = next(chiffre for chiffre in public["chiffres"] if chiffre["libelle"].startswith("Premiers accueils"))
    assert (public["periode"], accueils["texte"]) == ("Année 2024", "6")
    projet.annee_chiffres = 2031
    assert vue(projet)["public"] is None


def test_the_pdf_holds_every_chapter_and_the_fiches(projet):
    contenu = dump(build(projet, today=AUJOURDHUI))
    pdf = write_pdf(contenu)
    texte = "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)
    for mot in ("Nos valeurs", "Article 1", "peu de cars", "Sans réponse", "Carburant", "Camion mobile", "#les jeunes"):
        assert mot in texte
    assert write_pdf(contenu) == pdf


def test_the_word_file_has_real_titles_and_the_same_bytes(projet):
    contenu = dump(build(projet, today=AUJOURDHUI))
    octets = write_word(contenu)
    titres = [p.text for p in Document(io.BytesIO(octets)).paragraphs if p.style.name.startswith("Heading")]
    assert "1. Nos valeurs" in titres
    assert "3.1. Le territoire" in titres
    assert "1. Camion mobile" in titres
    assert write_word(contenu) == octets


def test_a_place_named_after_its_kind_says_it_once(projet):
    f.LieuFactory(nom="Hors les murs", type="hors_les_murs")
    f.LieuFactory(nom="Le Donjon", type="permanence")
    types = {lieu["nom"]: lieu["type"] for lieu in vue(projet)["lieux"]}
    assert (types["Hors les murs"], types["Le Donjon"]) == ("", "Permanence")


def test_the_fiches_of_the_annex_share_pages_and_keep_their_title(projet):
    """A page for each fiche would leave many nearly empty."""
    objectif = projet.objectifs.get().operationnels.get()
    for rang in range(2, 10):
        f.FicheActionFactory(objectif=objectif, titre=f"Atelier {rang}", numero=rang)
    pages = [
        page.extract_text() for page in PdfReader(io.BytesIO(write_pdf(dump(build(projet, today=AUJOURDHUI))))).pages
    ]
    annexe = next(rang for rang, page in enumerate(pages) if rang > 1 and "Annexe" in page and "fiches-action" in page)
    assert len(pages) - annexe < 9
    for page in pages[annexe:]:
        assert not page.split("\n")[-2].startswith("Atelier")


def test_the_contents_of_the_word_file_begin_with_how_to_update_them(projet):
    document = Document(io.BytesIO(write_word(dump(build(projet, today=AUJOURDHUI)))))
    textes = [paragraphe.text for paragraphe in document.paragraphs]
    rang = textes.index("Sommaire")
    assert textes[rang + 1].startswith("Dans Word")
    assert "1. Nos valeurs" in textes[rang + 2]


def test_an_empty_projet_prints_too():
    contenu = dump(build(f.ProjetAssociatifFactory(), today=AUJOURDHUI))
    assert write_pdf(contenu).startswith(b"%PDF")
    assert write_word(contenu).startswith(b"PK")


def test_a_publication_is_frozen(projet, directrice):
    publication = publish_projet(projet=projet, by=directrice, now=MAINTENANT)
    projet.textes.update(texte="Autre chose")
    stored = PublicationProjet.objects.get()
    assert stored.contenu == publication.contenu
    assert "Autre chose" not in stored.contenu
    assert is_intact(stored)
    stored.contenu = stored.contenu.replace("Vaste", "Petit")
    assert not is_intact(stored)


def test_nothing_new_is_not_published_twice(projet, directrice):
    publish_projet(projet=projet, by=directrice, now=MAINTENANT)
    with pytest.raises(PublicationRefusee):
        publish_projet(projet=projet, by=directrice, now=MAINTENANT)
    projet.textes.update(texte="Autre chose")
    assert publish_projet(projet=projet, by=directrice, now=MAINTENANT).numero == 2


def test_the_directrice_publishes_and_the_partner_reads_the_copy_only(client, projet, directrice):
    client.force_login(directrice)
    page = client.post(reverse("evaluation:projet-publier", args=[projet.pk]), follow=True)
    assert "Cette version est intacte" in page.content.decode()
    client.force_login(f.UtilisateurFactory(role=Role.PARTENAIRE))
    assert client.get(reverse("evaluation:projet-document", args=[projet.pk])).status_code == 404
    publiee = client.get(reverse("evaluation:projet-publie", args=[projet.pk]), follow=True)
    assert "Version 1" in publiee.content.decode()
    assert (
        client.get(reverse("evaluation:publication-pdf", args=[PublicationProjet.objects.get().pk])).status_code == 200
    )


@pytest.mark.parametrize("role", [Role.CONSEILLER, Role.COMMISSION, Role.ADMINISTRATION])
def test_the_document_reads_on_one_page(client, projet, role):
    client.force_login(f.UtilisateurFactory(role=role))
    page = client.get(reverse("evaluation:projet-document", args=[projet.pk])).content.decode()
    assert "Peu de cars le mercredi" in page
    assert ("Écrire</a>" in page) == (role == Role.ADMINISTRATION)


def test_a_convention_that_ends_within_three_months_is_announced():
    partenaire = f.PartenaireFactory()
    today = timezone.localdate()
    for jours in (-1, 30, 200):
        Convention.objects.create(
            partenaire=partenaire,
            objet=f"{jours} jours",
            debut=today - datetime.timedelta(days=300),
            fin=today + datetime.timedelta(days=jours),
        )
    assert [c.objet for c in Convention.objects.finissent_bientot(today=today)] == ["30 jours"]


def test_a_convention_that_ends_before_it_begins_is_refused_beside_its_field(client):
    client.force_login(f.UtilisateurFactory(role=Role.ADMINISTRATION))
    donnees = {"partenaire": f.PartenaireFactory().pk, "objet": "Bus", "debut": "2026-02-01", "fin": "2026-01-01"}
    page = client.post(reverse("structure:convention-create"), donnees).content.decode()
    assert "La fin vient après le début." in page
    client.post(reverse("structure:convention-create"), donnees | {"fin": "2027-01-01"})
    assert Convention.objects.get().objet == "Bus"


@pytest.mark.parametrize("nombre", [1, 10])
def test_the_document_asks_as_much_for_one_of_each_as_for_ten(
    client, projet, directrice, nombre, django_assert_max_num_queries
):
    objectif = projet.objectifs.get().operationnels.get()
    for rang in range(nombre):
        fiche = f.FicheActionFactory(objectif=objectif)
        fiche.budget.create(libelle="Carburant", financeur=f.PartenaireFactory(type="financeur"), prevu=150)
        f.PointAnalyseFactory(projet=projet, objectif=objectif)
        f.LieuFactory(nom=f"Antenne {rang}")
        f.ConseillerFactory(entree_le=AUJOURDHUI)
    client.force_login(directrice)
    url = reverse("evaluation:projet-document", args=[projet.pk])
    client.get(url)  # the public in figures is counted once a day
    # One question for each kind of thing that the document tells, whatever their number.
    with django_assert_max_num_queries(26):
        client.get(url)
