"""Places side by side: the same figures for each, in the order one wants, as a file too."""

import datetime
import io

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from comptes.models import JournalAcces
from evaluation.lieux import THEMES
from tests.factories import (
    EvenementFactory,
    JeuneFactory,
    LieuFactory,
    PremierAccueilFactory,
    ProjetAssociatifFactory,
)

ADRESSE = "evaluation:lieu-comparer"


@pytest.fixture
def projet(db):
    return ProjetAssociatifFactory(debut=timezone.localdate() - datetime.timedelta(days=400), actif=True)


@pytest.fixture
def lieux(projet):
    """Seven first interviews at the siège, five at the antenne, none at the camion."""
    noms = {"Siège": 7, "Antenne": 5}
    for nom, nombre in noms.items():
        PremierAccueilFactory.create_batch(nombre, lieu=LieuFactory(nom=nom))
    LieuFactory(nom="Camion")


def page(client, user, adresse=""):
    client.force_login(user)
    reponse = client.get(reverse(ADRESSE) + adresse)
    assert reponse.status_code == 200
    return reponse


def table(reponse):
    comparaison = reponse.context["comparaison"]
    return {lieu.libelle: [chiffre.cases[0].texte for chiffre in lieu.chiffres] for lieu in comparaison.lieux}


def test_each_place_that_counts_somebody_has_the_same_figures(client, diane, lieux):
    reponse = page(client, diane)
    assert {nom: chiffres[:2] for nom, chiffres in table(reponse).items()} == {
        "Antenne": ["5", "5"],
        "Siège": ["7", "7"],
    }
    assert reponse.context["comparaison"].ensemble.chiffres[0].cases[0].texte == "12"
    assert "Toute la Mission Locale" in reponse.content.decode()


def test_somebody_seen_in_two_places_counts_in_both_and_once_in_all(client, diane, lieux):
    jeune = JeuneFactory()
    for nom in ("Est", "Ouest"):
        EvenementFactory(jeune=jeune, nature="entretien", lieu=LieuFactory(nom=nom))
    reponse = page(client, diane)
    assert (table(reponse)["Est"][1], table(reponse)["Ouest"][1]) == ("1", "1")
    assert reponse.context["comparaison"].ensemble.chiffres[1].cases[0].texte == "13"  # with the twelve above


def test_the_head_of_a_column_changes_the_order_and_what_is_drawn(client, diane, lieux):
    assert list(table(page(client, diane, "?tri=premiers_accueils"))) == ["Antenne", "Siège"]
    reponse = page(client, diane, "?tri=-premiers_accueils")
    assert list(table(reponse)) == ["Siège", "Antenne"]
    assert "Premiers accueils, lieu par lieu" in reponse.content.decode()


def test_the_period_before_is_told_under_each_figure(client, diane, projet):
    lieu, avant = LieuFactory(nom="Siège"), timezone.now() - datetime.timedelta(days=370)
    PremierAccueilFactory.create_batch(2, lieu=lieu, fait_le=avant)
    PremierAccueilFactory(lieu=lieu)
    reponse = page(client, diane, f"?periode={timezone.localdate().year}")
    evolution = reponse.context["comparaison"].lieux[0].chiffres[0].evolution
    assert evolution == ("\u22121" if avant.year == timezone.localdate().year - 1 else "+1")


def test_outside_small_numbers_are_hidden_and_cannot_be_found_again(client, carole, projet):
    for nom, nombre in {"Siège": 30, "Antenne": 12, "Camion": 2}.items():
        PremierAccueilFactory.create_batch(nombre, lieu=LieuFactory(nom=nom))
    chiffres = {nom: valeurs[0] for nom, valeurs in table(page(client, carole)).items()}
    assert chiffres == {"Siège": "30", "Antenne": "masqué", "Camion": "masqué"}


def test_the_file_is_what_is_on_screen_with_small_numbers_hidden(client, diane, projet):
    for nom, nombre in {"=Siège": 30, "Antenne": 12, "Camion": 2}.items():
        PremierAccueilFactory.create_batch(nombre, lieu=LieuFactory(nom=nom))
    page(client, diane)
    reponse = client.get(reverse("evaluation:lieu-export", args=["xlsx"]) + "?tri=-premiers_accueils")
    feuille = load_workbook(io.BytesIO(reponse.content)).active
    lignes = [[cellule.value for cellule in ligne[:2]] for ligne in feuille.iter_rows(min_row=2, max_row=5)]
    assert lignes == [["=Siège", 30], ["Antenne", "masqué"], ["Camion", "masqué"], ["Toute la Mission Locale", 44]]
    assert feuille["A2"].data_type == "s"
    texte = client.get(reverse("evaluation:lieu-export", args=["csv"])).content.decode("utf-8-sig")
    assert "'=Siège;30" in texte
    assert JournalAcces.objects.filter(action="export", motif__startswith="comparaison des lieux").count() == 2
    assert client.get(reverse("evaluation:lieu-export", args=["exe"])).status_code == 404


@pytest.mark.parametrize("adresse", ["?theme=x&periode=9999&tri=--x", "?theme=\x00", "?tri=-jeune"])
def test_an_odd_address_shows_the_usual_page(client, diane, lieux, adresse):
    assert set(table(page(client, diane, adresse))) == {"Siège", "Antenne"}


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("lieux", [1, 10])
def test_the_number_of_queries_does_not_depend_on_places(
    client, diane, projet, theme, lieux, django_assert_max_num_queries
):
    for rang in range(lieux):
        PremierAccueilFactory(lieu=LieuFactory(nom=f"Lieu {rang}"))
    page(client, diane)
    with django_assert_max_num_queries(12):
        client.get(reverse(ADRESSE) + f"?theme={theme}&periode={timezone.localdate().year}")
