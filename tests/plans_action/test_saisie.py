"""The long form of a fiche: nothing typed is lost, whatever is typed, with or without script."""

import copy
import re

import pytest
from django.test import Client
from django.urls import reverse

from comptes import brouillons
from comptes.choix import Role
from comptes.models import Utilisateur
from jeunes.models import Definition
from plans_action import contenu
from plans_action.models import Etape, FicheAction, Indicateur, LigneEtape
from plans_action.saisie.reserve import Reserve
from tests.factories import (
    CritereFactory,
    EtapeFactory,
    FicheActionFactory,
    IndicateurFactory,
    LieuFactory,
    PartenaireFactory,
    QuestionFactory,
    UtilisateurFactory,
)
from tests.harnais import made_once


def make_fiche(**textes):
    """Return a fiche with two steps of a line each and a computed indicateur."""
    fiche = FicheActionFactory(titre="Camion mobile", **textes)
    for ordre, titre in enumerate(("Cibler", "Budgétiser")):
        LigneEtape.objects.create(etape=EtapeFactory(fiche=fiche, ordre=ordre, titre=titre), quoi=f"Quoi {titre}")
    IndicateurFactory(critere=CritereFactory(fiche=fiche), cible=120)
    return fiche


def url_of(fiche):
    return reverse("plans_action:fiche-update", args=[fiche.pk])


def typed(client, fiche):
    """Open the form and return what a browser would send back, unchanged."""
    page = client.get(url_of(fiche))
    saisie, data = page.context["saisie"], {"version": page.context["version"], "depart": page.context["depart"]}
    forms = [saisie.form]
    for noeud in saisie.nodes():
        data.setdefault(noeud.liste, []).append(noeud.cle)
        forms.append(noeud.form)
    for form in forms:
        for champ in form:
            value = champ.field.widget.format_value(champ.value())
            data[champ.html_name] = "" if value is None else value
    return data


def first_key(data, liste):
    return data[liste][0]


@pytest.fixture(scope="module")
def ouverte(django_db_setup, django_db_blocker):
    """A fiche, an administratrice, her browser and what its form would send back, made once for the tests below."""
    with made_once(django_db_blocker):
        fiche, adele = make_fiche(), UtilisateurFactory(email="adele@example.org", role=Role.ADMINISTRATION)
        client = Client()
        client.force_login(adele)
        yield fiche.pk, adele.pk, client.cookies, typed(client, fiche)


@pytest.fixture
def fiche(db, ouverte):
    """The fiche as it was opened."""
    return FicheAction.objects.get(pk=ouverte[0])


@pytest.fixture
def adele(db, ouverte):
    """The administratrice who opened it."""
    return Utilisateur.objects.get(pk=ouverte[1])


@pytest.fixture
def editing(db, client, ouverte):
    """The administratrice in front of the form."""
    client.cookies.update(ouverte[2])
    return copy.deepcopy(ouverte[3])


def test_form_saved_unchanged_changes_nothing(client, fiche, editing):
    before = contenu.snapshot(fiche)
    assert client.post(url_of(fiche), editing).status_code == 302
    assert contenu.snapshot(fiche) == before


def test_every_field_of_the_template_is_saved(client, fiche, editing):
    partenaire, lieu = PartenaireFactory(), LieuFactory()
    texts = ("but", "resume", "calendrier", "recurrence", "coordonne", "realise", "partenaires_texte", "vigilance")
    texts += ("evaluation_quand", "evaluation_qui", "evaluation_comment", "perspectives")
    typed_texts = {nom: f"<b>{nom}</b> =1+1" for nom in texts}
    data = editing | typed_texts | {"debut": "2026-01-05", "echeance": "2026-12-31", "type_recurrence": "reguliere"}
    client.post(url_of(fiche), data | {"partenaires": [str(partenaire.pk)], "lieux": [str(lieu.pk)]})
    fiche.refresh_from_db()
    assert {nom: getattr(fiche, nom) for nom in texts} == typed_texts
    assert (str(fiche.debut), str(fiche.echeance), fiche.type_recurrence) == ("2026-01-05", "2026-12-31", "reguliere")
    assert ([*fiche.partenaires.all()], [*fiche.lieux.all()]) == ([partenaire], [lieu])
    assert "&lt;b&gt;but" in client.get(fiche.get_absolute_url()).content.decode()


def test_steps_follow_the_order_of_the_page(client, fiche, editing):
    client.post(url_of(fiche), editing | {"etapes": editing["etapes"][::-1]})
    assert list(fiche.etapes.values_list("ordre", "titre")) == [(0, "Budgétiser"), (1, "Cibler")]


def test_a_step_is_added_with_several_lines(client, fiche, editing):
    lines = {
        "etapes-n1-lignes": ["n1", "n2", "n3"],
        "etapes-n1-lignes-n1-quoi": "Un",
        "etapes-n1-lignes-n3-qui": "Trois",
    }
    new = {"etapes-n1-titre": "Communiquer", "etapes-n1-statut": "a_venir", **lines}
    client.post(url_of(fiche), editing | {"etapes": [*editing["etapes"], "n1"], **new})
    etape = fiche.etapes.get(titre="Communiquer")
    assert etape.ordre == 2
    assert list(etape.lignes.values_list("quoi", "qui")) == [("Un", ""), ("", "Trois")]


def test_a_removed_step_goes_with_its_lines_and_numbers_close_up(client, fiche, editing):
    cle = first_key(editing, "etapes")
    client.post(url_of(fiche), editing | {f"etapes-{cle}-retire": "1"})
    assert list(fiche.etapes.values_list("ordre", "titre")) == [(0, "Budgétiser")]
    assert LigneEtape.objects.count() == 1


def test_a_blank_new_step_is_not_kept(client, fiche, editing):
    client.post(url_of(fiche), editing | {"etapes": [*editing["etapes"], "n1"], "etapes-n1-statut": "a_venir"})
    assert fiche.etapes.count() == 2


def test_keys_of_another_fiche_do_not_reach_it(client, fiche, editing):
    other = EtapeFactory(titre="Pas à vous", ordre=0)
    client.post(
        url_of(fiche),
        editing
        | {"etapes": [str(other.pk)], f"etapes-{other.pk}-titre": "Prise", f"etapes-{other.pk}-statut": "a_venir"},
    )
    other.refresh_from_db()
    assert other.titre == "Pas à vous"
    assert fiche.etapes.get().titre == "Prise"


BAD = [
    ("titre", "", "id_titre_error"),
    ("titre", "x" * 10_000, "id_titre_error"),
    ("titre", "a\x00b", "id_titre_error"),
    ("but", "x" * 10_001, "id_but_error"),
    ("resume", "a\x00b", "id_resume_error"),
    ("debut", "31/02/2026", "id_debut_error"),
    ("debut", "0026-01-01", "id_debut_error"),
    ("echeance", "demain", "id_echeance_error"),
    ("numero", "-3", "id_numero_error"),
    ("numero", "9" * 400, "id_numero_error"),
    ("objectif", "99999", "id_objectif_error"),
    ("objectif", "' OR 1=1", "id_objectif_error"),
    ("parente", "abc", "id_parente_error"),
]


@pytest.mark.parametrize(("champ", "valeur", "ancre"), BAD)
def test_what_cannot_be_is_told_beside_the_field_and_nothing_is_lost(client, fiche, editing, champ, valeur, ancre):
    page = client.post(url_of(fiche), editing | {"vigilance": "Gardez-moi", champ: valeur})
    html = page.content.decode()
    assert page.status_code == 200
    assert f'id="{ancre}"' in html
    assert "Gardez-moi" in html
    assert FicheAction.objects.get(pk=fiche.pk).version == 1


@pytest.mark.parametrize(
    ("champ", "valeur"),
    [("titre", "x" * 10_000), ("echeance", "32/13/2026"), ("statut", "inventé"), ("lignes-{ligne}-quoi", "a\x00b")],
)
def test_bad_input_inside_a_step_is_told_in_place(client, fiche, editing, champ, valeur):
    cle = first_key(editing, "etapes")
    nom = f"etapes-{cle}-" + champ.format(ligne=first_key(editing, f"etapes-{cle}-lignes"))
    page = client.post(url_of(fiche), editing | {nom: valeur})
    assert f'id="id_{nom}_error"' in page.content.decode()
    assert "Étape 0" in page.content.decode()
    assert Etape.objects.filter(fiche=fiche, titre="Cibler").exists()


def test_end_before_start_is_told(client, fiche, editing):
    page = client.post(url_of(fiche), editing | {"debut": "2026-05-01", "echeance": "2026-04-01"})
    assert "L’échéance est avant le début" in page.content.decode()


def test_a_fiche_does_not_come_from_its_own_child(client, fiche, editing):
    child = FicheActionFactory(parente=fiche)
    page = client.post(url_of(fiche), editing | {"parente": str(child.pk)})
    assert "elle-même issue" in page.content.decode()


def test_an_indicateur_is_bound_to_a_measure_with_a_filter_and_a_target(client, fiche, editing):
    lieu, critere = LieuFactory(), first_key(editing, "criteres")
    liste = f"criteres-{critere}-indicateurs"
    new = {
        "libelle": "Jeunes reçus au camion",
        "type": "calcule",
        "mesure": "jeunes_recus",
        "sens_cible": "au_moins",
        "cible": "1 234,5",
        "filtre_lieu": [str(lieu.pk)],
        "filtre_fiche": [str(fiche.pk)],
    }
    data = {f"{liste}-n1-{nom}": valeur for nom, valeur in new.items()}
    client.post(url_of(fiche), editing | {liste: [*editing[liste], "n1"]} | data)
    indicateur = Indicateur.objects.get(mesure="jeunes_recus")
    assert indicateur.filtres == {"fiche": [str(fiche.pk)], "lieu": [str(lieu.pk)]}
    assert float(indicateur.cible) == 1234.5


def test_an_indicateur_from_a_questionnaire_is_bound_to_a_question(client, fiche, editing):
    question, critere = QuestionFactory(), first_key(editing, "criteres")
    prefixe = f"criteres-{critere}-indicateurs-{first_key(editing, f'criteres-{critere}-indicateurs')}"
    change = {"type": "questionnaire", "mesure": "reponses_favorables", "filtre_question": [str(question.cle)]}
    client.post(url_of(fiche), editing | {f"{prefixe}-{nom}": valeur for nom, valeur in change.items()})
    indicateur = Indicateur.objects.get(mesure="reponses_favorables")
    assert (indicateur.type, indicateur.filtres) == ("questionnaire", {"question": [str(question.cle)]})


@pytest.mark.parametrize(
    ("champ", "valeur", "message"),
    [
        ("mesure", "", "Choisissez la mesure"),
        ("mesure", "inventee", "choisissez-en une autre"),
        ("cible", "beaucoup", "nombre"),
        ("libelle", "", "Écrivez le signe"),
        ("filtre_lieu", "nulle-part", "choix valide"),
    ],
)
def test_an_indicateur_that_cannot_be_computed_is_told(client, fiche, editing, champ, valeur, message):
    critere = first_key(editing, "criteres")
    prefixe = f"criteres-{critere}-indicateurs-{first_key(editing, f'criteres-{critere}-indicateurs')}"
    page = client.post(url_of(fiche), editing | {f"{prefixe}-{champ}": valeur})
    assert page.status_code == 200
    assert message in page.content.decode()


@pytest.mark.parametrize(("version", "retenue"), [("1", {"definition": 1}), ("", {}), ("7", None)])
def test_the_version_of_a_definition_is_one_that_exists(client, fiche, editing, version, retenue):
    critere = first_key(editing, "criteres")
    prefixe = f"criteres-{critere}-indicateurs-{first_key(editing, f'criteres-{critere}-indicateurs')}"
    page = client.post(
        url_of(fiche), editing | {f"{prefixe}-mesure": "jeunes_accompagnes", f"{prefixe}-param_definition": version}
    )
    if retenue is None:
        assert (
            f'<option value="1">{Definition.objects.get(objet="accompagne", version=1)}</option>'
            in page.content.decode()
        )
    else:
        kept = Indicateur.objects.get(mesure="jeunes_accompagnes").parametres
        assert {nom: valeur for nom, valeur in kept.items() if valeur is not None} == retenue


@pytest.mark.parametrize("valeur", ["0", "1000", "x", "1.5"])
def test_a_parameter_outside_its_bounds_is_told(client, fiche, editing, valeur):
    critere = first_key(editing, "criteres")
    prefixe = f"criteres-{critere}-indicateurs-{first_key(editing, f'criteres-{critere}-indicateurs')}"
    page = client.post(
        url_of(fiche), editing | {f"{prefixe}-mesure": "sans_rdv_sous_n_jours", f"{prefixe}-param_jours": valeur}
    )
    assert page.status_code == 200
    assert f'id="id_{prefixe}-param_jours_error"' in page.content.decode()


def test_an_indicateur_no_longer_computed_forgets_its_measure(client, fiche, editing):
    critere = first_key(editing, "criteres")
    prefixe = f"criteres-{critere}-indicateurs-{first_key(editing, f'criteres-{critere}-indicateurs')}"
    client.post(url_of(fiche), editing | {f"{prefixe}-type": "questionnaire"})
    assert list(Indicateur.objects.values_list("type", "mesure")) == [("questionnaire", "")]


def test_choosing_a_measure_shows_its_definition_and_filters(client, adele, fiche):
    client.force_login(adele)
    prefixe = "criteres-n1-indicateurs-n1"
    data = {"fiche": fiche.pk, "prefixe": prefixe, f"{prefixe}-mesure": "premiers_accueils"}
    html = client.get(reverse("plans_action:mesure-champs"), data).content.decode()
    assert "Une personne a un seul premier accueil" in html
    assert f'name="{prefixe}-filtre_lieu"' in html or "Lieu" in html
    assert "Cette fiche-action" in html


@pytest.mark.parametrize("data", [{}, {"fiche": "x"}, {"prefixe": "titre"}, {"prefixe": "<script>"}])
def test_measure_fields_refuse_what_is_no_indicateur(client, adele, fiche, data):
    client.force_login(adele)
    assert client.get(reverse("plans_action:mesure-champs"), {"fiche": fiche.pk, **data}).status_code == 404


# --- Without script -------------------------------------------------------------------------------


def order_shown(page):
    return [(noeud.cle, noeud.retire) for noeud in page.context["saisie"].listes["etapes"]]


def test_without_script_a_step_moves_and_nothing_is_saved_yet(client, fiche, editing):
    first, second = editing["etapes"]
    page = client.post(url_of(fiche), editing | {"operation": f"monter|etapes|{second}", "titre": "En cours de frappe"})
    assert order_shown(page) == [(second, False), (first, False)]
    assert "En cours de frappe" in page.content.decode()
    assert FicheAction.objects.get(pk=fiche.pk).titre == "Camion mobile"


def test_without_script_a_step_is_removed_then_put_back(client, fiche, editing):
    first, second = editing["etapes"]
    page = client.post(url_of(fiche), editing | {"operation": f"retirer|etapes|{first}"})
    assert order_shown(page) == [(first, True), (second, False)]
    data = editing | {"operation": f"remettre|etapes|{first}", f"etapes-{first}-retire": "1"}
    assert order_shown(client.post(url_of(fiche), data)) == [(first, False), (second, False)]


@pytest.mark.parametrize("liste", ["etapes", "criteres", "budget", "porteurs", "parties_prenantes", "risques"])
def test_without_script_an_item_is_added(client, fiche, editing, liste):
    page = client.post(url_of(fiche), editing | {"operation": f"ajouter|{liste}"})
    assert page.context["saisie"].listes[liste][-1].cle == "n1"


@pytest.mark.parametrize("operation", ["", "x", "ajouter|comptes", "monter|etapes|999999", "retirer|etapes", "|||"])
def test_an_operation_that_means_nothing_loses_nothing(client, fiche, editing, operation):
    page = client.post(url_of(fiche), editing | {"operation": operation})
    assert page.status_code in (200, 302)
    assert fiche.etapes.count() == 2


# --- Drafts ---------------------------------------------------------------------------------------


def test_a_draft_comes_back_whole(client, adele, fiche, editing):
    draft = {nom: valeur if isinstance(valeur, list) else [str(valeur)] for nom, valeur in editing.items()}
    draft |= {"etapes": [*editing["etapes"], "n1"], "etapes-n1-titre": ["Commencée hier"], "but": ["Presque écrit"]}
    brouillons.keep(utilisateur=adele, cle=f"fiche:{fiche.pk}", donnees=draft)
    html = client.get(url_of(fiche)).content.decode()
    assert "Commencée hier" in html
    assert "Presque écrit" in html


def test_a_saved_form_leaves_no_draft(client, adele, fiche, editing):
    brouillons.keep(utilisateur=adele, cle=f"fiche:{fiche.pk}", donnees={"titre": ["x"]})
    client.post(url_of(fiche), editing)
    assert not adele.brouillons.exists()


@pytest.mark.parametrize("etapes", [1, 10])
def test_form_costs_the_same_for_one_step_and_ten(client, adele, etapes, django_assert_max_num_queries):
    fiche = FicheActionFactory()
    for ordre in range(etapes):
        LigneEtape.objects.create(etape=EtapeFactory(fiche=fiche, ordre=ordre), quoi="x")
        IndicateurFactory(critere=CritereFactory(fiche=fiche))
        fiche.budget.create(libelle="Poste")
    client.force_login(adele)
    client.get(url_of(fiche))
    with django_assert_max_num_queries(26):
        client.get(url_of(fiche))


def test_page_names_no_field_twice(client, fiche, editing):
    html = client.get(url_of(fiche)).content.decode()
    ids = re.findall(r' id="([^"]+)"', html)
    assert len(ids) == len(set(ids))


def test_partners_are_offered_as_in_a_dictionary(fiche):
    noms = ["Zoo de Moulins", "épicerie solidaire", "École de Lurcy", "Mairie d’Yzeure"]
    for nom in noms:
        PartenaireFactory(nom=nom)
    offered = [nom for _, nom in Reserve(fiche).partenaires if nom in noms]
    assert offered == ["École de Lurcy", "épicerie solidaire", "Mairie d’Yzeure", "Zoo de Moulins"]
