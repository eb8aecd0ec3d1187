"""Search from any page: what one may open, whatever the accents and the order of names."""

import pytest
from django.db import connection

from jeunes.models import Jeune
from tests.factories import (
    AccompagnementFactory,
    FicheActionFactory,
    JeuneFactory,
    LieuFactory,
    PartenaireFactory,
    RegroupementFactory,
    SeanceFactory,
)

CACHE = "Vous ne suivez pas cette personne"


@pytest.fixture
def lea(alice):
    jeune = JeuneFactory(prenom="Léa-Marie", nom="D'Œuvre", telephone="06 12 34 56 78")
    AccompagnementFactory(jeune=jeune, conseiller=alice.conseiller)
    return jeune


@pytest.mark.parametrize(
    "texte", ["d'oeuvre", "D OEUVRE", "léa", "lea marie", "lea d oeuvre", "d oeuvre lea", "0612345"]
)
def test_a_person_is_found_by_the_beginning_of_the_names_in_any_order(lea, texte):
    assert list(Jeune.objects.recherche(texte)) == [lea]


@pytest.mark.parametrize("texte", ["oeuvre lea", "marie", "oeuvre"])
def test_a_word_inside_a_compound_name_is_found_where_an_index_serves_it(lea, texte):
    assert list(Jeune.objects.recherche(texte)) == ([lea] if connection.vendor == "postgresql" else [])


@pytest.mark.parametrize("texte", ["", "  ", "'", "zz", "%", "_", "~", "\x00"])
def test_nothing_is_found_for_nothing(lea, texte):
    assert not Jeune.objects.recherche(texte).exists()


def search(client, texte, **extra):
    return client.get("/recherche/", {"q": texte}, **extra).content.decode()


def test_a_file_of_the_portfolio_opens_and_another_asks_why(client, alice, bruno, lea):
    client.force_login(alice)
    assert lea.get_absolute_url() in search(client, "léa")
    client.force_login(bruno)
    page = search(client, "léa")
    assert CACHE in page
    assert f"/jeunes/{lea.pk}/acces/" in page
    assert "ans" not in page.split(CACHE)[0].rsplit("<li>", 1)[-1]


@pytest.mark.parametrize("who", ["charlie", "carole", "adele"])
def test_no_youth_is_found_by_who_may_not_open_files(client, request, lea, who):
    client.force_login(request.getfixturevalue(who))
    page = search(client, "léa")
    assert "Marie" not in page
    assert str(lea.pk) not in page


@pytest.mark.parametrize("who", [None, "zoe"])
def test_search_is_not_for_everybody(client, request, db, who):
    if who:
        client.force_login(request.getfixturevalue(who))
    assert client.get("/recherche/", {"q": "a"}).status_code == (404 if who else 302)


def test_places_fiches_seances_and_partners_are_found_too(client, alice):
    LieuFactory(nom="Antenne de Décize")
    PartenaireFactory(nom="Décibels")
    FicheActionFactory(titre="Décrocher un stage")
    SeanceFactory(regroupement=RegroupementFactory(titre="Déclic"))
    client.force_login(alice)
    page = search(client, "dec")
    for name in ("Antenne de Décize", "Décibels", "Décrocher un stage", "Déclic"):
        assert name in page


def test_under_the_box_only_the_lines_are_served(client, alice, lea):
    client.force_login(alice)
    part = search(client, "lea", headers={"hx-request": "true"})
    assert "<html" not in part
    assert 'role="option"' in part


@pytest.mark.parametrize("texte", ["<script>alert(1)</script>", "' OR 1=1 --", "\x00", "é" * 10_000, "%%", "🙂🙂"])
def test_hostile_text_is_only_text(client, alice, texte):
    client.force_login(alice)
    answer = client.get("/recherche/", {"q": texte})
    assert answer.status_code == 200
    assert "<script>alert" not in answer.content.decode()


@pytest.mark.parametrize("lignes", [1, 10])
def test_a_search_asks_the_same_number_of_queries(client, alice, lignes, django_assert_max_num_queries):
    for _ in range(lignes):
        JeuneFactory(nom="Délan")
        LieuFactory(nom="Délan")
        PartenaireFactory(nom="Délan")
        SeanceFactory(regroupement__titre="Délan")
        FicheActionFactory(titre="Délan")
    client.force_login(alice)
    client.get("/recherche/", {"q": "delan"})
    with django_assert_max_num_queries(10):
        client.get("/recherche/", {"q": "delan"})


@pytest.mark.skipif("connection.vendor != 'postgresql'")
def test_the_trigram_index_is_there(db):
    with connection.cursor() as cursor:
        cursor.execute("SELECT indexdef FROM pg_indexes WHERE indexname = 'jeune_cle_nom_trgm'")
        assert "gin_trgm_ops" in cursor.fetchone()[0]


@pytest.mark.parametrize(("texte", "trouve"), [("atelier ete", 1), ("l'ÉTÉ", 1), ("'\"%_", 0), ("__", 0)])
def test_a_seance_is_found_by_its_own_title_and_by_words_only(client, alice, texte, trouve):
    SeanceFactory(titre="Atelier de l’été")
    SeanceFactory(titre="")
    client.force_login(alice)
    groupes = client.get("/recherche/", {"q": texte}).context["groupes"]
    assert sum(len(groupe.resultats) for groupe in groupes) == trouve


def test_the_box_promises_what_the_role_may_find(client, alice, charlie):
    client.force_login(alice)
    assert 'placeholder="Jeune, fiche, séance, lieu…"' in client.get("/recherche/").content.decode()
    client.force_login(charlie)
    assert 'placeholder="Fiche, séance…"' in client.get("/recherche/").content.decode()
