"""A fiche taken out as JSON, Word and PDF, and brought back."""

import json
import zipfile
from io import BytesIO
from pathlib import Path

import docx
import jsonschema
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from docx.enum.text import WD_ALIGN_PARAGRAPH
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from plans_action import choix, montants, services
from plans_action import contenu as c
from plans_action.exports.document import export_fiche, publish, write_json
from plans_action.exports.lecture import JsonRefuse, read_json
from plans_action.exports.mise_en_page import Bloc, lay_out
from plans_action.exports.schema import build_schema
from plans_action.exports.word import write_word
from plans_action.models import FicheAction
from tests.factories import ConseillerFactory, FicheActionFactory, LieuFactory, PartenaireFactory

RACINE = Path(__file__).resolve().parents[2]
MODELES = choix.ModeleFiche.values


# --- Any fiche -------------------------------------------------------------------------------------

TEXTE = st.text(st.characters(exclude_categories=("Cs", "Cc")) | st.just("\n"), max_size=40)


def field(champ, schema, noms):
    """Return what a field may hold."""
    column = schema.model._meta.get_field(champ.nom) if champ.genre != "liaison" else None
    if champ.genre == "liaison":
        return st.sampled_from(["questionnaire", "releve", "qualitatif"]).map(
            lambda type_: c.canonical_liaison({"type": type_})
        ) | st.just(
            c.canonical_liaison({"type": "calcule", "mesure": "premiers_accueils", "filtres": {}, "parametres": {}})
        )
    if champ.genre == "date":
        return st.none() | st.dates().map(str)
    if champ.genre == "nombre":
        return (st.none() if column.null else st.nothing()) | st.decimals(0, 999, places=2).map(lambda n: f"{n:.2f}")
    if champ.genre == "entier":
        return (st.none() if column.null else st.nothing()) | st.integers(0, 99)
    if champ.genre == "oui":
        return st.booleans()
    if champ.genre == "noms":
        return st.lists(st.sampled_from([*choix.CHAMPS_ACTION, "plein air"]), unique=True).map(sorted)
    if champ.genre == "liens":
        return st.sets(st.sampled_from(noms.get(champ.nom, [None]))).map(sorted) if champ.nom in noms else st.just([])
    if champ.genre == "lien":
        return st.none() | st.sampled_from(noms[champ.nom]) if champ.nom in noms else st.none()
    if champ.genre == "choix":
        return st.sampled_from([code for code, _ in column.choices] + ([""] if column.blank else []))
    needed = champ.nom in ("titre", "libelle") and schema is not c.ETAPE
    return (TEXTE.map(lambda t: f"x{t}") if needed else TEXTE).map(lambda t: c.canonical(t, "texte"))


@st.composite
def items(draw, schema, noms):
    """Return a content of some schema."""
    item = {"cle": "n1"} | {champ.nom: draw(field(champ, schema, noms)) for champ in schema.champs}
    for branche in schema.branches:
        item[branche.nom] = draw(st.lists(items(branche.schema, noms), max_size=2))
    return item


def bare(contenu, schema=c.FICHE):
    """Return a content without its keys, its number and its place in the plan."""
    kept = {
        champ.nom: contenu[champ.nom] for champ in schema.champs if champ.nom not in ("numero", "objectif", "parente")
    }
    return kept | {b.nom: [bare(item, b.schema) for item in contenu[b.nom]] for b in schema.branches}


@pytest.mark.django_db
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(data=st.data())
def test_any_fiche_comes_back_the_same_and_follows_the_schema(adele, data):
    with transaction.atomic():  # an example, even one that Hypothesis cuts short, leaves nothing to the next
        conseiller, partenaire, lieu = ConseillerFactory(), PartenaireFactory(nom="Mairie"), LieuFactory(nom="Antenne")
        noms = {"coordinateurs": [str(conseiller.pk)], "conseiller": [str(conseiller.pk)], "lieux": [str(lieu.pk)]}
        noms |= {nom: [str(partenaire.pk)] for nom in ("partenaires", "partenaire", "financeur")}
        contenu = data.draw(items(c.FICHE, noms))
        if not contenu["etapes"]:
            contenu["premiere_etape"] = 0
        montants.fill_prevus(contenu["budget"])
        document = publish(contenu, statut="idee")
        jsonschema.validate(document, build_schema(), format_checker=jsonschema.FormatChecker())
        lue = read_json(write_json(document))
        assert lue.avertissements == []
        assert bare(lue.contenu) == bare(contenu)
        fiche = services.open_fiche(contenu=lue.contenu, by=adele, now=timezone.now())
        again = export_fiche(fiche)
        for etape, before in zip(again["etapes"], document["etapes"], strict=True):
            etape["echeance"] = before["echeance"]  # may be understood from « quand »
        assert again == document
        transaction.set_rollback(True)


def test_the_published_schema_is_that_of_the_fields():
    texte = (RACINE / "docs" / "schemas" / "fiche-action.schema.json").read_text()
    assert json.loads(texte) == build_schema(), "Relancez scripts/ecrire_schema.py"
    jsonschema.Draft202012Validator.check_schema(build_schema())


# --- Reading what others wrote ---------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("octets", "phrase"),
    [
        (b"PK\x03\x04", "n’est pas du JSON"),
        (b"\xff\xfe\x00", "n’est pas du JSON"),
        (b"[" * 100_000, "n’est pas du JSON"),
        (b"[]", "pas de titre"),
        (b'{"titre": "  "}', "pas de titre"),
        (b'{"titre": "x", "format": "autre"}', "n’est pas une fiche-action"),
        (b'{"titre": "x", "version": 99}', "plus récente"),
        (b'{"titre": "' + b"x" * 2_100_000 + b'"}', "trop gros"),
    ],
)
def test_what_is_not_a_fiche_is_refused_with_a_sentence(octets, phrase):
    with pytest.raises(JsonRefuse, match=phrase):
        read_json(octets)


@pytest.mark.django_db
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_any_json_gives_a_fiche_or_a_sentence(data):
    keys = st.sampled_from(
        [
            "titre",
            "etapes",
            "criteres",
            "budget",
            "evaluation",
            "demarche",
            "a_ranger",
            "lignes",
            "prevu",
            "debut",
            "type",
        ]
    )
    valeurs = st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
        lambda fils: st.lists(fils, max_size=3) | st.dictionaries(keys, fils, max_size=4),
        max_leaves=15,
    )
    document = {"titre": "Fiche"} | data.draw(st.dictionaries(keys, valeurs)) | {"titre": "Fiche"}
    lue = read_json(json.dumps(document).encode())
    assert bare(lue.contenu)["titre"] == "Fiche"


def test_what_no_database_stores_is_left_out(adele):
    octets = b'{"titre": "Caf\\u0000\\ud800\\u00e9", "debut": 0, "calendrier": 12, "a_ranger": ["x\\u0000y"]}'
    lue = read_json(octets)
    fiche = services.open_fiche(contenu=lue.contenu, by=adele, now=timezone.now())
    assert (fiche.titre, fiche.debut, fiche.calendrier, fiche.a_ranger) == ("Café", None, "", "xy")
    assert len(lue.avertissements) == 2


def test_amounts_that_no_budget_holds_do_no_harm(adele):
    postes = [
        {"libelle": "Négatif", "prevu": "-5", "depense": -1},
        {"libelle": "Immense", "nature": "poste", "heures": "999999.99", "cout_horaire": 999999.99},
    ]
    lue = read_json(json.dumps({"titre": "x", "budget": postes}).encode())
    fiche = services.open_fiche(contenu=lue.contenu, by=adele, now=timezone.now())
    assert [ligne.prevu for ligne in fiche.budget.all()] == [0, montants.PLAFOND]
    assert len(lue.avertissements) == 2


def test_a_fiche_of_elsewhere_keeps_in_words_what_is_not_known_here(adele):
    document = {
        "titre": "Café des parents",
        "partenaires": "École",
        "partenaires_lies": ["Collège Les Tilleuls"],
        "type_action": "inconnu",
        "criteres": [{"libelle": "Venue", "indicateurs": [{"libelle": "n", "type": "calcule", "mesure": "ailleurs"}]}],
        "evaluation": {"indicateurs": ["Nombre de familles"]},
    }
    lue = read_json(json.dumps(document).encode())
    assert lue.contenu["partenaires_texte"] == "École\nCollège Les Tilleuls"
    assert len(lue.avertissements) == 3
    fiche = services.open_fiche(contenu=lue.contenu, by=adele, now=timezone.now())
    assert fiche.criteres.get().indicateurs.get().type == "qualitatif"


def test_the_json_of_an_imported_word_fiche_is_read_too(adele):
    document = {
        "titre": "Antennes",
        "etapes": [{"numero": 1, "lignes": [{"quoi": "Ouvrir", "quand": "J-10", "qui": "", "comment": ""}]}],
        "evaluation": {"quoi": "", "quand": "", "qui": "", "comment": "", "indicateurs": ["Nombre de jeunes reçus"]},
        "a_ranger": ["Un bloc", "Un autre"],
    }
    jsonschema.validate(document, build_schema())
    fiche = services.open_fiche(contenu=read_json(json.dumps(document).encode()).contenu, by=adele, now=timezone.now())
    assert (fiche.etapes.get().ordre, fiche.a_ranger) == (1, "Un bloc\n\nUn autre")
    assert fiche.criteres.get().indicateurs.get().libelle == "Nombre de jeunes reçus"


def test_the_headings_of_other_templates_of_an_imported_word_fiche_are_read_too(adele):
    document = {
        "titre": "La radio",
        "complements": {
            "constat": "Trop de silence",
            "porteurs": "Alice (animatrice)",
            "criteres_determinants": "Écoute ; Liberté",
            "type_action": "ponctuelle ou régulière",
            "inconnu": "rien",
        },
        "a_ranger": ["Un bloc"],
    }
    jsonschema.validate(document, build_schema())
    fiche = services.open_fiche(contenu=read_json(json.dumps(document).encode()).contenu, by=adele, now=timezone.now())
    assert (fiche.constat, fiche.porteurs.get().nom) == ("Trop de silence", "Alice")
    assert [critere.libelle for critere in fiche.criteres.all()] == ["Écoute", "Liberté"]
    assert fiche.a_ranger == "Un bloc\n\nType d’action : ponctuelle ou régulière"


# --- Word and PDF ----------------------------------------------------------------------------------


@pytest.fixture
def fiche(adele):
    """A fiche where every field says its own name."""
    contenu = {"cle": "n1"}
    contenu |= {champ.nom: None if champ.genre != "liens" else [] for champ in c.FICHE.champs}
    contenu |= {champ.nom: f"Mot-{champ.nom} & <b>" for champ in c.FICHE.champs if champ.genre == "texte"}
    contenu |= {champ.nom: "" for champ in c.FICHE.champs if champ.genre == "choix"}
    contenu |= {"modele": "moulins", "champs_action": ["entraide"], "premiere_etape": 0, "type_participation": "pilote"}
    ligne = {"cle": "n1"} | {nom: f"Mot-{nom}" for nom in ("quoi", "quand", "qui", "comment")}
    etape = {"cle": "n1", "titre": "Mot-etape", "echeance": None, "statut": "a_venir", "lignes": [ligne, ligne]}
    liaison = c.canonical_liaison({"type": "qualitatif"})
    indicateur = {
        "cle": "n1",
        "libelle": "Mot-indicateur",
        "liaison": liaison,
        "cible": "12.00",
        "sens_cible": "au_moins",
    }
    critere = {
        "cle": "n1",
        "libelle": "Mot-critere",
        "determinant": True,
        "indicateurs": [indicateur | {"motif_cible": ""}],
    }
    poste = {"cle": "n1", "libelle": "Mot-budget", "nature": "poste", "etp": None, "heures": "1820.00"}
    poste |= {"cout_horaire": "28.50", "taux": None, "financeur": None, "prevu": None, "depense": None}
    return services.open_fiche(
        contenu=contenu
        | {
            "etapes": [etape],
            "criteres": [critere],
            "budget": [poste],
            "porteurs": [{"cle": "n1", "nom": "Mot-porteur", "role": "Mot-role", "conseiller": None}],
            "parties_prenantes": [{"cle": "n1", "nom": "Mot-partie", "roles": "Mot-roles", "partenaire": None}],
            "risques": [
                {"cle": "n1", "libelle": "Mot-risque", "probabilite": "", "gravite": "", "parade": "Mot-parade"}
            ],
        },
        by=adele,
        now=timezone.now(),
    )


ATTENDUS = [f"Mot-{champ.nom}" for champ in c.FICHE.champs if champ.genre == "texte"] + [
    *("Mot-quoi", "Mot-comment", "Mot-etape", "Mot-indicateur", "Mot-critere", "Mot-budget", "51\u202f870,00"),
    *("Mot-porteur", "Mot-role", "Mot-partie", "Mot-roles", "Mot-risque", "Mot-parade", "entraide", "Pilote"),
]


def words_of(octets):
    document = docx.Document(BytesIO(octets))
    return "\n".join(element.text or "" for element in document.element.body.iter() if element.tag.endswith("}t"))


@pytest.mark.parametrize("modele", MODELES)
def test_word_says_everything_in_each_layout(client, adele, fiche, modele):
    client.force_login(adele)
    answer = client.get(reverse("plans_action:fiche-word", args=[fiche.pk]), {"modele": modele})
    texte = words_of(answer.content)
    assert [mot for mot in ATTENDUS if mot not in texte] == []
    assert answer["Content-Disposition"].endswith('.docx"')


@pytest.mark.parametrize("modele", MODELES)
def test_pdf_says_everything_in_each_layout(client, adele, fiche, modele):
    client.force_login(adele)
    answer = client.get(reverse("plans_action:fiche-pdf", args=[fiche.pk]), {"modele": modele})
    pdf = PdfReader(BytesIO(answer.content))
    texte = "".join(page.extract_text() for page in pdf.pages).replace("\n", "").replace("-", "").replace(" ", "")
    wanted = [mot.replace("-", "").replace(" ", "") for mot in ATTENDUS if "\u202f" not in mot]
    assert [mot for mot in wanted if mot not in texte] == []
    assert pdf.metadata.title.endswith("Mot-titre & <b>")


@pytest.mark.parametrize("genre", ["json", "word", "pdf"])
def test_the_same_fiche_gives_the_same_bytes(client, adele, fiche, genre):
    client.force_login(adele)
    url = reverse(f"plans_action:fiche-{genre}", args=[fiche.pk])
    assert client.get(url).content == client.get(url).content


def test_the_dates_inside_the_word_file_do_not_move(fiche):
    octets = write_word(lay_out(export_fiche(fiche), "moulins"), mission_locale="Mission Locale")
    assert {info.date_time for info in zipfile.ZipFile(BytesIO(octets)).infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_a_budget_in_word_names_its_posts_in_bold_and_aligns_its_numbers(fiche):
    document = docx.Document(BytesIO(write_word(lay_out(export_fiche(fiche), "moulins"), mission_locale="ML")))
    table = next(table for table in document.tables if table.rows[0].cells[0].text == "Poste")
    assert {cell.paragraphs[0].alignment for cell in table.rows[0].cells[1:]} == {WD_ALIGN_PARAGRAPH.RIGHT}
    nom, *suite = table.rows[1].cells[0].paragraphs
    assert nom.runs[0].bold
    assert not any(run.bold for ligne in suite for run in ligne.runs)


# --- Pages -----------------------------------------------------------------------------------------


def test_a_file_opens_a_new_fiche(client, adele, fiche):
    client.force_login(adele)
    octets = client.get(reverse("plans_action:fiche-json", args=[fiche.pk])).content
    fichier = SimpleUploadedFile("fiche.json", octets, "application/json")
    answer = client.post(reverse("plans_action:fiche-json-importer"), {"fichier": fichier})
    other = FicheAction.objects.exclude(pk=fiche.pk).get()
    assert answer.url == other.get_absolute_url()
    assert (other.statut, other.numero) == ("idee", fiche.numero + 1)
    assert bare(c.snapshot(other)) == bare(c.snapshot(fiche))


def test_a_file_that_is_not_a_fiche_says_so_beside_the_field(client, adele):
    client.force_login(adele)
    fichier = SimpleUploadedFile("fiche.json", b"bonjour", "application/json")
    page = client.post(reverse("plans_action:fiche-json-importer"), {"fichier": fichier})
    assert "n’est pas du JSON" in page.content.decode()
    assert not FicheAction.objects.exists()


def test_the_schema_is_public(client, db):
    answer = client.get(reverse("plans_action:fiche-schema"))
    assert json.loads(answer.content) == build_schema()


def test_the_reading_page_offers_the_exports(client, adele):
    fiche = FicheActionFactory(modele="technowest")
    client.force_login(adele)
    page = client.get(fiche.get_absolute_url()).content.decode()
    assert f"{reverse('plans_action:fiche-pdf', args=[fiche.pk])}?modele=arml" in page


def test_on_a_screen_a_table_shows_only_the_columns_that_say_something():
    bloc = Bloc(
        "tableau",
        entetes=("Poste", "ETP", "Prévu", "Dépensé"),
        largeurs=(40, 20, 20, 20),
        lignes=(("Camion", "", "24 000,00 €", "0,00\u00a0€"), ("Total", "", "24 000,00 €", "0,00\u00a0€")),
    )
    assert bloc.entetes_remplies == ["Poste", "Prévu"]
    assert bloc.etiquetees[0] == [("Poste", "Camion"), ("Prévu", "24 000,00 €")]
