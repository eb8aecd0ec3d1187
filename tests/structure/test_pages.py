import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from structure.forms import CommuneField
from structure.models import Commune, Convention
from tests.factories import CommuneFactory, ConseillerFactory, LieuFactory, PartenaireFactory, PermanenceFactory


@pytest.fixture
def communes(db):
    moulins = CommuneFactory(code="03190", nom="Moulins", nom_normalise="moulins", codes_postaux="03000")
    autre = CommuneFactory(
        code="35198",
        nom="Moulins",
        nom_normalise="moulins",
        codes_postaux="35680",
        departement="35",
        du_territoire=False,
    )
    bresse = CommuneFactory(code="03025", nom="Besson", nom_normalise="besson", codes_postaux="03210")
    return moulins, autre, bresse


def test_a_place_says_its_rhythm_its_next_dates_and_its_team(client, alice):
    lieu = LieuFactory(nom="Permanence de Chantelle")
    conseiller = ConseillerFactory(prenom="Nour", nom="Vidal", lieu=lieu)
    PermanenceFactory(lieu=lieu, conseillers=[conseiller], rythme="mensuel", jours=[2], semaines_du_mois=[1, 3])
    client.force_login(alice)
    html = client.get(lieu.get_absolute_url()).content.decode().replace("\xa0", " ")
    assert "Deux demi-journées par mois : 1er et 3e mardis, de 9 h à 12 h" in html
    assert "Prochaines dates" in html
    assert "Nour Vidal" in html


@pytest.mark.parametrize("number", [1, 10])
@pytest.mark.parametrize("url", ["/lieux/", "/partenaires/"])
def test_the_lists_take_12_queries_at_most(client, alice, url, number, django_assert_max_num_queries):
    for _ in range(number):
        PermanenceFactory(lieu=LieuFactory(commune=CommuneFactory(), hote=PartenaireFactory(commune=CommuneFactory())))
    client.force_login(alice)
    with django_assert_max_num_queries(12):
        assert client.get(url).status_code == 200


@pytest.mark.parametrize(("who", "said"), [("adele", True), ("alice", False)])
@pytest.mark.parametrize("table", ["lieu", "partenaire"])
def test_an_empty_house_says_where_to_begin_to_who_can(client, request, table, who, said):
    client.force_login(request.getfixturevalue(who))
    page = client.get({"lieu": "/lieux/", "partenaire": "/partenaires/"}[table]).content.decode()
    assert (reverse(f"admin:structure_{table}_add") in page) is said


def test_a_partner_under_convention_is_said_so(client, alice):
    partenaire = PartenaireFactory(nom="Foyer")
    Convention.objects.create(
        partenaire=partenaire, objet="Accueil", debut=timezone.localdate() - datetime.timedelta(days=9)
    )
    PartenaireFactory(nom="Autre")
    client.force_login(alice)
    page = client.get("/partenaires/", {"q": "foy", "tri": "-depuis"}).context["page"]
    assert [(p.nom, p.sous_convention) for p in page] == [("Foyer", True)]


@pytest.mark.parametrize("valeur", ["\x00", "x" * 9000, "=1", "<b>", "9" * 40])
@pytest.mark.parametrize(
    "url", ["/partenaires/?q=", "/partenaires/?type=", "/partenaires/?page=", "/communes/suggestions/?commune="]
)
def test_no_address_breaks_the_lists(client, alice, url, valeur):
    client.force_login(alice)
    path, _, name = url.partition("?")
    assert client.get(path, {name.rstrip("="): valeur}).status_code == 200


@pytest.mark.parametrize(
    ("saisie", "code"),
    [
        ("besson", "03025"),
        ("BESSON (03)", "03025"),
        ("03210", "03025"),
        ("Moulins (35)", "35198"),
        ("35680", "35198"),
        ("03 000", "03190"),
    ],
)
def test_a_commune_is_read_as_one_says_it(communes, saisie, code):
    assert CommuneField().clean(saisie) == Commune.objects.get(code=code)


def test_two_communes_of_one_name_are_told_apart(communes):
    with pytest.raises(Exception, match="Plusieurs communes"):
        CommuneField().clean("Moulins")


def test_suggestions_name_ours_first(client, alice, communes):
    client.force_login(alice)
    html = client.get("/communes/suggestions/", {"commune": "mou"}).content.decode()
    assert html.index("Moulins (03)") < html.index("Moulins (35)")


@pytest.mark.parametrize(
    ("who", "status"), [("alice", 200), ("diane", 200), ("adele", 200), ("charlie", 404), ("zoe", 404)]
)
def test_places_are_the_teams(client, db, request, who, status):
    lieu = LieuFactory()
    client.force_login(request.getfixturevalue(who))
    assert client.get(lieu.get_absolute_url()).status_code == status


@pytest.mark.parametrize(
    "model", ["commune", "lieu", "partenaire", "conseiller", "convention", "epci", "missionlocale"]
)
def test_the_administration_keeps_the_reference_tables(client, adele, alice, model):
    PartenaireFactory(commune=CommuneFactory())
    client.force_login(adele)
    assert client.get(f"/admin/structure/{model}/").status_code == 200
    client.force_login(alice)
    assert client.get(f"/admin/structure/{model}/").status_code in (302, 404)
