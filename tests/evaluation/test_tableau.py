"""The commission's dashboard: what needs a decision first, then each objective with its fiches and figures."""

import datetime
import io

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from commun.travaux import EtatTravail
from comptes.models import JournalAcces
from evaluation.models import Calcul
from plans_action.models import FicheAction, ProjetAssociatif
from tests.factories import (
    BilanFactory,
    CritereFactory,
    EtapeFactory,
    EvenementFactory,
    FicheActionFactory,
    IndicateurFactory,
    ObjectifOperationnelFactory,
    ProjetAssociatifFactory,
    ReunionFactory,
    ValeurIndicateurFactory,
)

pytestmark = pytest.mark.django_db
URL = reverse("evaluation:tableau")


@pytest.fixture
def projet():
    today = timezone.localdate()
    return ProjetAssociatifFactory(debut=today.replace(year=today.year - 1, month=1, day=1), actif=True)


def fiche_de(projet, **champs):
    objectif = ObjectifOperationnelFactory(objectif_general__projet=projet)
    return FicheActionFactory(objectif=objectif, **champs)


def figure(fiche, valeur, **champs):
    """An indicateur with its stored value over the projet."""
    projet = fiche.objectif.objectif_general.projet
    indicateur = IndicateurFactory(critere=CritereFactory(fiche=fiche), **champs)
    fin = projet.echeance_finale - datetime.timedelta(days=1)
    ValeurIndicateurFactory(indicateur=indicateur, debut=projet.debut, fin=fin, valeur=valeur)
    return indicateur


def page(client, user, adresse=""):
    client.force_login(user)
    reponse = client.get(URL + adresse)
    assert reponse.status_code == 200
    return reponse.content.decode().replace("\u00a0", " ").replace("\u202f", " ")


def test_fiches_that_nobody_decided_on_are_told_apart_as_a_bilan_leaves_them_out(client, diane, projet):
    for statut in ("en_cours", "proposee", "idee"):
        fiche_de(projet, statut=statut)
    assert "3 fiches-action dont 2 à décider, hors bilan" in page(client, diane)


def test_late_steps_come_first_with_their_delay(client, diane, projet):
    hier = timezone.localdate() - datetime.timedelta(days=12)
    EtapeFactory(fiche=fiche_de(projet, titre="Camion mobile"), titre="Équiper le véhicule", echeance=hier)
    texte = page(client, diane)
    assert "Étapes en retard" in texte
    assert "Équiper le véhicule" in texte
    assert "12 jours de retard" in texte


def test_figures_below_target_and_fiches_without_coordinator_need_a_decision(client, diane, projet):
    figure(fiche_de(projet), 3, libelle="Jeunes accueillis au camion", cible=100)
    texte = page(client, diane)
    assert "Indicateurs en deçà de la cible" in texte
    assert "Jeunes accueillis au camion" in texte
    assert "Fiches sans personne pour les coordonner" in texte


def test_a_fiche_that_nobody_can_judge_needs_a_decision(client, diane, projet):
    fiche_de(projet, titre="Vis ma vie", statut="en_cours")
    assert "la fiche ne dit pas comment elle sera jugée" in page(client, diane)


def test_a_figure_that_no_night_has_counted_yet_asks_for_no_decision(client, diane, projet):
    IndicateurFactory(critere=CritereFactory(fiche=fiche_de(projet, statut="en_cours")), mesure="premiers_accueils")
    texte = page(client, diane)
    assert "pas encore calculé" in texte
    assert "Indicateurs sans mesure" not in texte


@pytest.mark.parametrize(("who", "lance"), [("diane", True), ("carole", False)])
def test_a_bilan_to_prepare_leads_to_its_launch(client, request, projet, who, lance):
    ProjetAssociatif.objects.update(bilan_intermediaire_le=timezone.localdate() + datetime.timedelta(days=30))
    texte = page(client, request.getfixturevalue(who))
    assert "Bilans à préparer" in texte
    assert (f'{reverse("evaluation:bilan-create")}?type=intermediaire"' in texte) is lance


def test_a_proposed_fiche_waits_for_the_commission(client, diane, projet):
    fiche_de(projet, titre="Un accueil partagé", statut="proposee")
    assert "Fiches proposées, à valider ou à écarter" in page(client, diane)
    FicheAction.objects.update(statut="validee")
    assert "Fiches proposées" not in page(client, diane)


@pytest.mark.parametrize(("jours", "demande"), [(91, True), (20, False)])
def test_a_fiche_without_any_fact_for_three_months_is_asked_about(client, diane, projet, jours, demande):
    fiche = fiche_de(projet, statut="en_cours", coordonne="La direction")
    EvenementFactory(fiche_action=fiche, fait_le=timezone.now() - datetime.timedelta(days=jours))
    assert ("Fiches sans activité récente" in page(client, diane)) is demande


def test_the_filter_by_objectif_shows_its_fiches_alone(client, diane, projet):
    gardee, autre = fiche_de(projet, titre="Camion mobile"), fiche_de(projet, titre="Tiers-lieux")
    objectif = gardee.objectif
    assert objectif.objectif_general.numero != autre.objectif.objectif_general.numero
    texte = page(client, diane, f"?objectif={objectif.objectif_general.numero}.{objectif.numero}")
    assert "1 fiche-action montrée" in texte
    assert f'{gardee.get_absolute_url()}">' in texte


def test_steps_and_targets_are_counted_over_the_whole_projet(client, diane, projet):
    fiche = fiche_de(projet)
    EtapeFactory(fiche=fiche, ordre=0, statut="faite")
    EtapeFactory(fiche=fiche, ordre=1)
    figure(fiche, 200, cible=100)
    figure(fiche, 150, cible=100)
    figure(fiche, 1, cible=1000)
    texte = page(client, diane, "?statut=abandonnee")
    assert "1 étape sur 2" in texte
    assert "2 cibles tenues, 1 en deçà" in texte


def test_nothing_to_decide_is_said(client, diane, projet):
    figure(fiche_de(projet, coordonne="La direction"), 200, cible=100)
    BilanFactory(
        projet=projet, fige_le=timezone.now(), empreinte="a" * 64, rang=1, sceau="b" * 64, etat=EtatTravail.TERMINE
    )
    assert "Rien n’attend de décision" in page(client, diane)


def test_next_meeting_and_dates_of_bilans_are_on_top(client, diane, projet):
    ReunionFactory(projet=projet, lieu="Salle des fêtes")
    ReunionFactory(projet=projet, le=timezone.now() - datetime.timedelta(days=3), lieu="Passée")
    texte = page(client, diane)
    assert "Salle des fêtes" in texte
    assert "Passée" not in texte
    assert "Bilan à 18 mois" in texte
    assert "Bilan à 3 ans" in texte


@pytest.mark.parametrize(
    ("who", "attendu", "tu"),
    [
        ("diane", "<strong>3</strong>", "moins de 5</strong>"),
        ("carole", "<strong>moins de 5</strong>", "<strong>3</strong>"),
    ],
)
def test_commission_reads_less_than_five_where_the_direction_reads_three(client, request, projet, who, attendu, tu):
    figure(fiche_de(projet), 3, mesure="jeunes_recus")
    texte = page(client, request.getfixturevalue(who))
    assert attendu in texte
    assert tu not in texte


def test_small_counts_of_things_are_not_people(client, carole, projet):
    figure(fiche_de(projet), 3, mesure="partenaires_crees")
    assert "<strong>3</strong>" in page(client, carole)


def test_filters_live_in_the_address(client, diane, projet):
    fiche_de(projet, titre="Vis ma vie", statut="en_cours", coordonne="x")
    fiche_de(projet, titre="Tiers-lieux", statut="validee", coordonne="x")
    texte = page(client, diane, "?statut=validee")
    assert "1 fiche-action montrée" in texte
    assert "Tiers-lieux</a>" in texte
    assert "Vis ma vie</a></h3>" not in texte


@pytest.mark.parametrize("adresse", ["?statut=%00", "?objectif=9.9", "?objectif=x&statut=y&a_regarder=z", "?page=-1"])
def test_odd_addresses_show_the_whole(client, diane, projet, adresse):
    fiche_de(projet, titre="Vis ma vie")
    assert "Vis ma vie" in page(client, diane, adresse)


def test_says_when_figures_were_computed_and_offers_to_do_it_again(client, diane, projet):
    Calcul.objects.create(
        projet=projet, arrete_au=timezone.localdate(), etat=EtatTravail.TERMINE, termine_le=timezone.now()
    )
    texte = page(client, diane)
    assert "Chiffres comptés aujourd’hui" in texte
    assert "Recalculer" in texte


def test_without_projet_says_what_to_do(client, diane):
    assert not ProjetAssociatif.objects.exists()
    assert "Pas encore de projet associatif" in page(client, diane)


@pytest.mark.parametrize("fiches", [1, 18])
def test_as_many_queries_for_one_fiche_as_for_eighteen(client, diane, projet, fiches, django_assert_max_num_queries):
    for _ in range(fiches):
        fiche = fiche_de(projet)
        EtapeFactory(fiche=fiche, ordre=0)
        figure(fiche, 8)
        figure(fiche, 9)
    client.force_login(diane)
    client.get(URL)
    with django_assert_max_num_queries(12) as requetes:
        client.get(URL)
    assert len(requetes) == 12


@pytest.mark.parametrize(
    ("who", "code"), [("diane", 200), ("carole", 200), ("alice", 404), ("charlie", 404), ("zoe", 404), ("adele", 404)]
)
def test_commission_and_direction_only(client, request, who, code):
    client.force_login(request.getfixturevalue(who))
    assert client.get(URL).status_code == code


def feuilles(client, adresse=""):
    reponse = client.get(reverse("evaluation:tableau-export", args=["xlsx"]) + adresse)
    assert reponse["Content-Disposition"].startswith("attachment")
    classeur = load_workbook(io.BytesIO(reponse.content))
    return {feuille.title: [list(ligne) for ligne in feuille.iter_rows(values_only=True)] for feuille in classeur}


def test_what_is_on_screen_leaves_as_a_spreadsheet_under_the_same_filters(client, diane, projet):
    camion, gare = fiche_de(projet, titre="Camion mobile", numero=1), fiche_de(projet, titre="=Gare", numero=2)
    figure(camion, 12, libelle="Premiers accueils au camion", cible=100)
    EtapeFactory(fiche=camion, titre="Équiper", echeance=timezone.localdate() - datetime.timedelta(days=12))
    figure(gare, 40, libelle="Entretiens à la gare", mesure="entretiens")
    client.force_login(diane)
    tout = feuilles(client)
    assert [ligne[1] for ligne in tout["Fiches et indicateurs"][1:]] == [str(camion), str(gare)]
    assert tout["Fiches et indicateurs"][1][3:10] == [
        1,
        0,
        1,
        0,
        "Premiers accueils au camion",
        12,
        "premiers accueils",
    ]
    assert {"Étapes en retard", "Indicateurs en deçà de la cible"} <= {ligne[0] for ligne in tout["À décider"]}
    assert [ligne[1] for ligne in feuilles(client, "?a_regarder=on")["Fiches et indicateurs"][1:]] == [str(camion)]
    texte = client.get(reverse("evaluation:tableau-export", args=["csv"])).content.decode("utf-8-sig")
    assert "Premiers accueils au camion;12;" in texte
    assert client.get(reverse("evaluation:tableau-export", args=["exe"])).status_code == 404


def test_a_file_leaves_the_house_without_small_numbers_and_is_written_down(client, diane, projet):
    figure(fiche_de(projet), 3, libelle="Premiers accueils au camion", cible=100)
    assert "<strong>3</strong>" in page(client, diane)
    lignes = feuilles(client)
    assert lignes["Fiches et indicateurs"][1][8] == "moins de 5"
    assert not any(" 3 " in f" {case} " for ligne in lignes["À décider"] for case in ligne if isinstance(case, str))
    assert JournalAcces.objects.get(action="export").motif == "tableau de la commission"
