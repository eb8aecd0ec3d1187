"""The tags of every page."""

import datetime
from decimal import Decimal
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
from django.core.paginator import Paginator
from django.template import Context, Template
from django.test import RequestFactory

from commun.nombres import Compte
from commun.templatetags import ml

PARIS = ZoneInfo("Europe/Paris")
AUJOURDHUI = datetime.date(2026, 11, 20)


def render(source: str, url: str = "/jeunes/?lieu=siege&page=2", **context: object) -> str:
    request = RequestFactory().get(url)
    return Template("{% load ml %}" + source).render(Context({"request": request, **context}))


@pytest.mark.parametrize(
    ("moment", "attendu"),
    [
        (datetime.datetime(2026, 11, 24, 14, 0, tzinfo=PARIS), "mardi 24 novembre, 14\u00a0h\u00a000"),
        (datetime.datetime(2026, 11, 24, 13, 5, tzinfo=datetime.UTC), "mardi 24 novembre, 14\u00a0h\u00a005"),
        (datetime.datetime(2026, 11, 20, 9, 30, tzinfo=PARIS), "aujourd’hui, 9\u00a0h\u00a030"),
        (datetime.datetime(2026, 11, 20, 23, 30, tzinfo=datetime.UTC), "demain, 0\u00a0h\u00a030"),
        (datetime.date(2026, 12, 1), "mardi 1er décembre"),
        (datetime.date(2027, 1, 4), "lundi 4 janvier 2027"),
        (None, ""),
    ],
)
def test_date_longue_reads_as_a_person_says_it(moment, attendu):
    assert ml.date_longue(moment, aujourdhui=AUJOURDHUI) == attendu


def test_date_longue_can_leave_out_the_hour_and_the_nearness():
    moment = datetime.datetime(2026, 11, 20, 9, 30, tzinfo=PARIS)
    assert ml.date_longue(moment, relatif=False, heure=False, aujourdhui=AUJOURDHUI) == "vendredi 20 novembre"


@pytest.mark.parametrize(
    ("valeur", "attendu"),
    [(34140, "34\u202f140"), (12.5, "12,5"), (Decimal("12.00"), "12"), (-3, "\u22123"), (-0.001, "0"), (0, "0"),
     (None, ""), (float("inf"), "—"), ("beaucoup", "beaucoup")],
)  # fmt: skip
def test_nombre_writes_numbers_in_french(valeur, attendu):
    assert ml.nombre(valeur) == attendu


@pytest.mark.parametrize(("n", "attendu"), [(0, "0 place"), (1, "1 place"), (1.5, "1,5 place"), (2, "2 places")])
def test_the_plural_starts_at_two(n, attendu):
    assert ml.pluriel(n, "place") == attendu.replace(" ", "\u00a0")


@pytest.mark.parametrize(
    ("n", "unite", "attendu"),
    [
        (1, "formations", "formation"),
        (0, "premiers accueils", "premier accueil"),
        (Decimal("1.5"), "entretiens par jeune", "entretien par jeune"),
        (1, "personnes abonnées", "personne abonnée"),
        (1, "visites par mois", "visite par mois"),
        (2, "formations", "formations"),
        (None, "formations", "formations"),
        (1, "", ""),
    ],
)
def test_a_unit_agrees_with_its_figure(n, unite, attendu):
    assert ml.accord_unite(n, unite) == attendu


def test_paper_always_says_the_year():
    today = datetime.date(2026, 11, 22)
    assert ml.date_longue(today, aujourdhui=today, annee=True) == "dimanche 22 novembre 2026"


def test_french_signs_stay_with_their_words():
    assert ml.insecables("Déplacer « 1. Camion » : où ?") == "Déplacer «\u00a01. Camion\u00a0»\u00a0: où\u202f?"
    assert ml.insecables("le 3 : 10:30") == "le 3\u00a0: 10:30"


def test_a_page_keeps_the_filters_and_says_a_capped_count():
    page = Paginator(range(60), 25).page(2)
    html = render("{% pagination page total=total nom='jeune' %}", page=page, total=Compte(1000, depasse=True))
    assert "Plus de 1\u202f000\u00a0jeunes" in html
    assert 'href="?lieu=siege&amp;page=3"' in html


def test_a_sorted_column_offers_the_other_way_and_forgets_the_page():
    html = render('{% entete_tri "nom" "Nom" %}', url="/?tri=nom&page=4")
    assert 'aria-sort="ascending"' in html
    assert 'href="?tri=-nom"' in html


def test_the_window_has_the_title_of_the_page(client, alice):
    client.force_login(alice)
    html = client.get("/composants/").content.decode()
    assert "<title>Composants ·" in html
    assert '<h1 class="titre-page">Composants</h1>' in html


def test_a_state_has_an_icon_and_a_word():
    html = render('{% statut "confirmee" "Confirmée" %}')
    assert "etat-bien" in html
    assert "#coche-ronde" in html
    assert "Confirmée" in html


def test_texts_are_escaped_everywhere():
    attaque = "<script>alert(1)</script>"
    html = render(
        "{% statut 'x' t %}{% vide t t %}{% chiffre t 3 note=t serie=s %}{% drapeau t %}"
        "{% bandeau 'info' titre=t %}{{ t }}{% endbandeau %}",
        t=attaque, s=[1, 2],
    )  # fmt: skip
    assert "<script>" not in html


def test_a_figure_without_a_value_says_so():
    assert "non mesuré" in render('{% chiffre "Partenaires" valeur cible=12 %}', valeur=None)


def test_work_that_is_done_is_asked_no_more():
    source = '{% include "composants/progression.html" with travail=travail url="/x/" only %}'
    travail = SimpleNamespace(etat="en_cours", progression=40, etape_en_cours="Calcul", erreur="")
    assert 'hx-trigger="every 2s"' in render(source, travail=travail)
    travail.etat = "termine"
    assert "hx-trigger" not in render(source, travail=travail)


@pytest.mark.parametrize(
    ("libelle", "attendu"),
    [
        ("Nom", "Nom\u00a0: "),
        ("Pourquoi la cible change-t-elle\u202f?", "Pourquoi la cible change-t-elle\u202f? "),
        ("Je transmets cette lecture.", "Je transmets cette lecture\u00a0: "),
    ],
)
def test_a_label_announces_its_error_with_one_sign(libelle, attendu):
    assert ml.annonce(libelle) == attendu
