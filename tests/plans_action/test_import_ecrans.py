"""The screens of the import: files sent, a fiche corrected by a person, accepted or set aside."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from comptes import brouillons
from plans_action.imports import services
from plans_action.models import FicheAction, ImportFiche
from tests import factories as f
from tests.plans_action.documents_word import EVALUATIONS, as_bytes, moulins

DEMARCHE = [
    ("Etape 1", "Choisir le terrain", "En mars", "La direction", "Avec la mairie"),
    (EVALUATIONS, "", "En juin", "Alice", "• Nombre de jeunes reçus au jardin\n• Avis des voisins"),
]
LISTE = "plans_action:import-list"


def word(titre: str = "JARDIN PARTAGE", nom: str = "jardin.docx") -> SimpleUploadedFile:
    entete = [("Objectif", "Jardiner"), ("Matériel roulant", "Une brouette")]
    return SimpleUploadedFile(nom, as_bytes(moulins(DEMARCHE, titre=titre, entete=entete)))


@pytest.fixture
def sarah(client, db):
    sarah = f.UtilisateurFactory(role="administration")
    client.force_login(sarah)
    return sarah


@pytest.fixture
def attente(sarah) -> ImportFiche:
    lu = services.read_file(nom="jardin.docx", contenu=word().read())
    return services.keep(lu=lu, by=sarah, now=timezone.now())[0]


def as_posted(page) -> dict[str, list[str]]:
    """Return what a browser would send of the page of an import."""
    saisie, data = page.context["saisie"], {}
    forms = [saisie.form]
    for noeud in saisie.nodes():
        data.setdefault(noeud.liste, []).append(noeud.cle)
        forms.append(noeud.form)
    for form in forms:
        for nom in form.fields:
            valeur = form[nom].value()
            if isinstance(valeur, (list, tuple)):
                data[form.add_prefix(nom)] = [str(v) for v in valeur]
            elif valeur not in (None, False):
                data[form.add_prefix(nom)] = [str(valeur)]
    return data


def test_one_file_leads_to_its_page(client, sarah):
    reponse = client.post(reverse(LISTE), {"fichiers": [word()]}, follow=True)
    page = reponse.content.decode()
    assert reponse.context["attente"].titre == "JARDIN PARTAGE"
    assert "Matériel roulant : Une brouette" in page
    assert "Choisir le terrain" in page
    assert not FicheAction.objects.exists()


def test_several_files_are_told_one_by_one(client, sarah):
    faux = SimpleUploadedFile("tableur.docx", b"bonjour")
    vide = SimpleUploadedFile("vide.docx", b"")
    page = client.post(reverse(LISTE), {"fichiers": [word(), faux, word("FRESQUE", "fresque.docx"), vide]})
    texte = page.content.decode()
    assert "FRESQUE" in texte
    assert "n’est pas un document Word" in texte
    assert "vide (0 octet)" in texte
    assert ImportFiche.objects.count() == 2


def test_each_file_says_what_it_gave_and_what_is_left_to_place(client, sarah):
    page = client.post(reverse(LISTE), {"fichiers": [word()]}, headers={"X-Fragment": "1"}).content.decode()
    assert "1\u00a0étape · 2\u00a0indicateurs · 1\u00a0passage à ranger" in page


def test_a_script_gets_the_fragment_of_its_file(client, sarah):
    reponse = client.post(reverse(LISTE), {"fichiers": [word()]}, headers={"X-Fragment": "1"})
    assert reponse.status_code == 200
    assert "<html" not in reponse.content.decode()


def test_no_file_is_said_so(client, sarah):
    assert "Choisissez au moins un fichier" in client.post(reverse(LISTE)).content.decode()


def test_a_file_above_the_setting_is_refused(client, sarah, settings):
    settings.IMPORT_FICHE_TAILLE_MO = 1
    gros = SimpleUploadedFile("gros.docx", b"PK" + b"\0" * (1024 * 1024 + 1))
    assert "dépasse 1 Mo" in client.post(reverse(LISTE), {"fichiers": [gros]}).content.decode()


def test_hostile_words_are_shown_as_words(client, sarah):
    page = client.post(reverse(LISTE), {"fichiers": [word("<script>x</script>", "<b>.docx")]}, follow=True)
    assert b"<script>x" not in page.content


@pytest.mark.parametrize("nombre", [1, 10])
def test_the_list_costs_the_same_whatever_waits(client, sarah, nombre, django_assert_max_num_queries):
    for rang in range(nombre):
        lu = services.read_file(nom=f"{rang}.docx", contenu=word(f"FICHE {rang}").read())
        services.keep(lu=lu, by=sarah, now=timezone.now())
    with django_assert_max_num_queries(8):
        assert client.get(reverse(LISTE)).context["attentes"].count() == nombre


def test_accepting_without_a_word_creates_the_fiche_and_binds_nothing(client, attente):
    reponse = client.post(attente.get_absolute_url(), as_posted(client.get(attente.get_absolute_url())))
    fiche = FicheAction.objects.get()
    assert reponse.url == fiche.get_absolute_url()
    assert (fiche.titre, fiche.but, fiche.a_ranger) == ("JARDIN PARTAGE", "Jardiner", "Matériel roulant : Une brouette")
    assert [ligne.quoi for ligne in fiche.etapes.get().lignes.all()] == ["Choisir le terrain"]
    assert not fiche.criteres.get().indicateurs.exclude(mesure="").exists()
    attente.refresh_from_db()
    assert attente.fiche == fiche


def test_what_is_corrected_is_what_is_created(client, attente):
    data = as_posted(client.get(attente.get_absolute_url()))
    data |= {"titre": ["Le jardin"], "a_ranger": [""], "besoins_materiels": ["Une brouette"]}
    client.post(attente.get_absolute_url(), data)
    fiche = FicheAction.objects.get()
    assert (fiche.titre, fiche.a_ranger, fiche.besoins_materiels) == ("Le jardin", "", "Une brouette")


def test_a_measure_confirmed_by_a_person_is_bound(client, attente):
    page = client.get(attente.get_absolute_url())
    (attendu,) = page.context["a_confirmer"]
    assert attendu.propositions[0].mesure.cle == "jeunes_recus"
    client.post(attente.get_absolute_url(), as_posted(page) | {attendu.nom: ["jeunes_recus"]})
    indicateurs = FicheAction.objects.get().criteres.get().indicateurs
    assert [(i.type, i.mesure) for i in indicateurs.all()] == [("calcule", "jeunes_recus"), ("questionnaire", "")]


@pytest.mark.parametrize("choix", ["aucune", "inconnue", ""])
def test_no_measure_is_bound_when_none_is_confirmed(client, attente, choix):
    page = client.get(attente.get_absolute_url())
    (attendu,) = page.context["a_confirmer"]
    client.post(attente.get_absolute_url(), as_posted(page) | {attendu.nom: [choix]})
    assert not FicheAction.objects.get().criteres.get().indicateurs.exclude(mesure="").exists()


def test_an_error_keeps_all_and_creates_nothing(client, attente):
    data = as_posted(client.get(attente.get_absolute_url())) | {"titre": [""], "but": ["Autre but"]}
    page = client.post(attente.get_absolute_url(), data)
    assert "Il reste un point à corriger" in page.content.decode()
    assert "Autre but" in page.content.decode()
    assert not FicheAction.objects.exists()


def test_the_shape_changes_without_script(client, attente):
    data = as_posted(client.get(attente.get_absolute_url())) | {"operation": ["ajouter|etapes"]}
    page = client.post(attente.get_absolute_url(), data)
    assert len(page.context["saisie"].listes["etapes"]) == 2
    assert not FicheAction.objects.exists()


def test_a_closed_tab_loses_nothing(client, attente, sarah):
    data = as_posted(client.get(attente.get_absolute_url())) | {"titre": ["Titre en cours"]}
    brouillons.keep(utilisateur=sarah, cle=f"import:{attente.pk}", donnees=data)
    page = client.get(attente.get_absolute_url())
    assert page.context["saisie"].form["titre"].value() == "Titre en cours"
    client.post(attente.get_absolute_url(), data)
    assert not brouillons.ouvrir(sarah, f"import:{attente.pk}").retrouve


def test_a_fiche_set_aside_creates_nothing_and_is_said_settled(client, attente):
    client.post(reverse("plans_action:import-ecarter", args=[attente.pk]))
    assert not FicheAction.objects.exists()
    assert client.get(attente.get_absolute_url()).url == reverse(LISTE)
    page = client.post(reverse("plans_action:import-ecarter", args=[attente.pk]), follow=True)
    assert "déjà été acceptée ou écartée" in page.content.decode()


def test_an_import_accepted_twice_gives_one_fiche(client, attente):
    data = as_posted(client.get(attente.get_absolute_url()))
    for _ in range(2):
        client.post(attente.get_absolute_url(), data)
    fiche = FicheAction.objects.get()
    assert client.get(attente.get_absolute_url()).url == fiche.get_absolute_url()


def test_the_filters_of_a_measure_are_shown_before_the_fiche_exists(client, attente):
    champs = {
        "fiche": attente.pk,
        "prefixe": "criteres-n1-indicateurs-n2",
        "criteres-n1-indicateurs-n2-mesure": "entretiens",
    }
    assert client.get(reverse("plans_action:mesure-champs"), champs).status_code == 200


@pytest.mark.parametrize("role", ["conseiller", "direction", "commission", "partenaire"])
def test_only_the_administration_imports(client, attente, role):
    client.force_login(f.UtilisateurFactory(role=role))
    assert client.get(reverse(LISTE)).status_code == 404
    assert client.get(attente.get_absolute_url()).status_code == 404
