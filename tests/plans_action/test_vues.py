"""The plan as a table, a timeline, a calendar: the same filters, the same dates, what is late seen at once."""

import csv
import datetime
from io import BytesIO, StringIO
from itertools import pairwise

import openpyxl
import pytest
from django.urls import reverse
from django.utils import timezone

from plans_action import chronologie, echeancier
from tests.factories import (
    ConseillerFactory,
    EtapeFactory,
    FicheActionFactory,
    LieuFactory,
    ObjectifGeneralFactory,
    ObjectifOperationnelFactory,
    ProjetAssociatifFactory,
)

VUES = ("plan-tableau", "plan-chronologie", "plan-calendrier")
JOUR = datetime.timedelta(days=1)


def url(nom, *args):
    return reverse(f"plans_action:{nom}", args=args)


@pytest.fixture
def objectif(db):
    projet = ProjetAssociatifFactory(debut=datetime.date(2025, 1, 1))
    return ObjectifOperationnelFactory(objectif_general=ObjectifGeneralFactory(projet=projet))


@pytest.fixture
def en_retard(objectif):
    """A fiche with a step of yesterday that nobody has done."""
    fiche = FicheActionFactory(objectif=objectif, titre="Camion mobile")
    EtapeFactory(fiche=fiche, ordre=0, titre="Acheter", echeance=timezone.localdate() - JOUR)
    return fiche


# --- Every view ------------------------------------------------------------------------------------


@pytest.mark.parametrize("nom", VUES)
def test_every_view_says_that_there_is_no_projet(client, adele, nom):
    client.force_login(adele)
    assert "Aucun projet associatif" in client.get(url(nom)).content.decode()


@pytest.mark.parametrize("nom", VUES)
@pytest.mark.parametrize("fiches", [1, 10])
def test_a_view_costs_the_same_for_one_fiche_and_ten(
    client, alice, objectif, nom, fiches, django_assert_max_num_queries
):
    for _ in range(fiches):
        fiche = FicheActionFactory(objectif=objectif, parente=FicheActionFactory(objectif=objectif))
        fiche.coordinateurs.add(ConseillerFactory())
        fiche.lieux.add(LieuFactory())
        EtapeFactory(fiche=fiche, ordre=0, echeance=timezone.localdate())
    client.force_login(alice)
    client.get(url(nom))
    with django_assert_max_num_queries(12):
        client.get(url(nom))


@pytest.mark.parametrize("nom", VUES)
def test_filters_go_from_one_view_to_the_others(client, alice, en_retard, nom):
    FicheActionFactory(objectif=en_retard.objectif, titre="Newsletter")
    client.force_login(alice)
    page = client.get(url(nom), {"q": "camion", "statut": "en_cours", "zoom": "projet"}).content.decode()
    assert "Newsletter" not in page
    for other in ("plan", *VUES):
        assert f"{url(other)}?q=camion&amp;statut=en_cours&amp;zoom=projet" in page


@pytest.mark.parametrize("nom", ["plan", *VUES])
@pytest.mark.parametrize("value", ["x" * 5_000, "\x00", "<script>", "=1+1", "9999-99-99", "-1"])
def test_views_survive_anything_typed(client, alice, en_retard, nom, value):
    client.force_login(alice)
    for champ in ("q", "objectif", "statut", "conseiller", "lieu", "etapes", "projet", "tri", "zoom", "du", "mois"):
        page = client.get(url(nom), {champ: value})
        assert page.status_code == 200
        assert "<script>" not in page.content.decode().replace("<script src", "")


def test_my_fiches_are_those_that_i_coordinate(client, alice, en_retard):
    mine = FicheActionFactory(objectif=en_retard.objectif, titre="La mienne")
    mine.coordinateurs.add(alice.conseiller)
    client.force_login(alice)
    page = client.get(url("plan-tableau"), {"miennes": "on"}).content.decode()
    assert "La mienne" in page
    assert "Camion mobile" not in page


def test_a_partner_is_not_asked_for_fiches_of_their_own(client, charlie, en_retard):
    client.force_login(charlie)
    assert "Mes fiches" not in client.get(url("plan-tableau")).content.decode()


def test_fiches_of_one_objective(client, alice, en_retard):
    other = ObjectifOperationnelFactory(objectif_general=en_retard.objectif.objectif_general)
    FicheActionFactory(objectif=other, titre="Newsletter")
    client.force_login(alice)
    page = client.get(url("plan-tableau"), {"objectif": other.pk}).content.decode()
    assert "Newsletter" in page
    assert "Camion mobile" not in page


# --- Table -----------------------------------------------------------------------------------------


def order(page, *titres):
    """Return the titles in the order of a page's table."""
    table = page[page.index("<tbody>") :]
    return sorted(titres, key=lambda titre: table.index(f">{titre}<"))


@pytest.mark.parametrize(
    ("tri", "attendu"),
    [
        ("", ["Bac", "Arc", "Cap"]),
        ("titre", ["Arc", "Bac", "Cap"]),
        ("-titre", ["Cap", "Bac", "Arc"]),
        ("echeance", ["Cap", "Arc", "Bac"]),
        ("-echeance", ["Arc", "Cap", "Bac"]),
        ("statut", ["Cap", "Bac", "Arc"]),
        ("inconnu", ["Bac", "Arc", "Cap"]),
    ],
)
def test_the_table_sorts_and_what_has_no_value_comes_last(client, alice, objectif, tri, attendu):
    FicheActionFactory(objectif=objectif, numero=1, titre="Bac", statut="validee")
    FicheActionFactory(objectif=objectif, numero=2, titre="Arc", statut="en_cours", echeance="2026-12-31")
    FicheActionFactory(objectif=objectif, numero=3, titre="Cap", statut="idee", echeance="2026-03-31")
    client.force_login(alice)
    page = client.get(url("plan-tableau"), {"tri": tri}).content.decode()
    assert order(page, "Arc", "Bac", "Cap") == attendu


def test_the_table_names_the_fiche_that_another_comes_from(client, alice, en_retard):
    FicheActionFactory(objectif=en_retard.objectif, titre="Atelier vélo", parente=en_retard)
    client.force_login(alice)
    assert "Issue de « Camion mobile »" in client.get(url("plan-tableau")).content.decode().replace("\xa0", " ")


def test_budgets_are_not_multiplied_by_steps(client, alice, en_retard):
    for prevu in (1000, 234):
        en_retard.budget.create(libelle="Poste", prevu=prevu)
    for ordre in (1, 2, 3):
        EtapeFactory(fiche=en_retard, ordre=ordre)
    client.force_login(alice)
    assert "1\u202f234" in client.get(url("plan-tableau")).content.decode()


def test_the_csv_opens_in_a_french_spreadsheet_and_runs_nothing(client, alice, objectif):
    FicheActionFactory(objectif=objectif, titre='=HYPERLINK("http://x")', numero=1, echeance=datetime.date(2026, 3, 31))
    client.force_login(alice)
    answer = client.get(url("plan-export", "csv"))
    assert answer["Content-Disposition"].endswith('.csv"')
    entetes, ligne = csv.reader(StringIO(answer.content.decode("utf-8-sig")), delimiter=";")
    lue = dict(zip(entetes, ligne, strict=True))
    assert lue["Fiche-action"] == '\'=HYPERLINK("http://x")'
    assert lue["Échéance"] == "31/03/2026"


def test_the_xlsx_holds_what_is_filtered_as_texts_and_dates(client, alice, en_retard):
    FicheActionFactory(objectif=en_retard.objectif, titre="=1+1", echeance=datetime.date(2026, 3, 31))
    client.force_login(alice)
    octets = client.get(url("plan-export", "xlsx"), {"q": "=1"}).content
    rows = list(openpyxl.load_workbook(BytesIO(octets)).active.iter_rows())
    assert len(rows) == 2
    titre = rows[1][1]
    assert (titre.value, titre.data_type) == ("=1+1", "s")
    assert rows[1][9].value.date() == datetime.date(2026, 3, 31)


def test_there_is_no_other_form(client, alice, en_retard):
    client.force_login(alice)
    assert client.get("/plan/tableau/plan-d-action.exe").status_code == 404


# --- Dates -----------------------------------------------------------------------------------------


def test_evaluations_fall_on_the_days_that_their_words_say(objectif):
    fiche = FicheActionFactory(
        objectif=objectif,
        date_action=datetime.date(2026, 5, 10),
        evaluation_quand="31/12/2026, 3 mois après ; 1 an après\nvers mars 2027\nau fil de l’eau",
    )
    assert echeancier.evaluation_days(fiche) == [
        datetime.date(2026, 8, 10),
        datetime.date(2026, 12, 31),
        datetime.date(2027, 5, 10),
    ]


def test_a_step_done_late_or_given_up_is_not_late(en_retard):
    today = timezone.localdate()
    EtapeFactory(fiche=en_retard, ordre=1, statut="faite", echeance=today - 2 * JOUR)
    EtapeFactory(fiche=en_retard, ordre=2, statut="abandonnee", echeance=today - 2 * JOUR)
    EtapeFactory(fiche=en_retard, ordre=3, echeance=today)
    etats = [repere.etat for repere in echeancier.reperes_of(en_retard, today=today)]
    assert etats == ["faite", "abandonnee", "retard", "a_venir"]


# --- Timeline --------------------------------------------------------------------------------------


def test_a_late_step_is_seen_by_shape_and_by_words(client, alice, en_retard):
    client.force_login(alice)
    page = client.get(url("plan-chronologie")).content.decode()
    assert 'class="marque-retard"' in page[page.index("<tbody>") :]
    assert "1 en retard" in page
    hier = f"{timezone.localdate() - JOUR:%d/%m/%Y}"
    assert f"{hier} : Étape 0 : Acheter, en retard" in page.replace("&nbsp;", " ").replace("\xa0", " ")


def test_no_style_attribute_stands_in_the_drawing(client, alice, en_retard):
    client.force_login(alice)
    page = client.get(url("plan-chronologie")).content.decode()
    assert "style=" not in page
    assert 'viewBox="0 0 1000 44"' in page  # in figures that a browser reads, without a French space


@pytest.mark.parametrize(
    ("query", "bornes"),
    [
        ("", ("2026-08-01", "2027-07-31")),
        ("zoom=trimestre", ("2026-10-01", "2026-12-31")),
        ("zoom=projet", ("2025-01-01", "2028-01-31")),
        ("zoom=annee&du=2025-06-17", ("2025-06-01", "2026-05-31")),
        ("zoom=rien&du=1900-01-01", ("2026-08-01", "2027-07-31")),
    ],
)
def test_the_window_of_the_timeline(objectif, query, bornes, rf):
    fenetre = chronologie.read_fenetre(
        rf.get(f"/?{query}").GET, projet=objectif.objectif_general.projet, today=datetime.date(2026, 11, 22)
    )
    assert (str(fenetre.du), str(fenetre.au)) == bornes


def test_bars_stay_within_the_drawing_and_marks_can_be_told_apart(objectif):
    today = datetime.date(2026, 11, 22)
    fiche = FicheActionFactory(objectif=objectif, debut=datetime.date(2020, 1, 1), echeance=datetime.date(2030, 1, 1))
    for ordre in range(6):
        EtapeFactory(fiche=fiche, ordre=ordre, echeance=today)
    fenetre = chronologie.Fenetre("annee", datetime.date(2026, 1, 1), datetime.date(2026, 12, 31))
    frise = chronologie.build([fiche], projet=objectif.objectif_general.projet, fenetre=fenetre, today=today)
    ligne = frise.groupes[0].lignes[0]
    assert (ligne.barre.x, ligne.barre.largeur) == (0, 1000)
    xs = [marque.x for marque in ligne.marques]
    assert all(after - before >= 16 for before, after in pairwise(xs))
    assert (ligne.barre.depuis_avant, ligne.apres) == (True, 1)


# --- Calendar --------------------------------------------------------------------------------------


def test_the_calendar_shows_steps_evaluations_ends_and_bilans(client, alice, objectif):
    fiche = FicheActionFactory(
        objectif=objectif, echeance=datetime.date(2026, 7, 31), evaluation_quand="15 juillet 2026"
    )
    EtapeFactory(fiche=fiche, ordre=0, titre="Prévenir", echeance=datetime.date(2026, 7, 2))
    client.force_login(alice)
    page = client.get(url("plan-calendrier"), {"mois": "2026-07"}).content.decode()
    assert "Juillet 2026" in page
    for said in ("Étape 0 : Prévenir", "Évaluation", "Fin de l’action", "Bilan à 18 mois"):
        assert said in page.replace("\xa0", " ")
    assert "4\xa0dates" in page.replace("&nbsp;", "\xa0")
    assert "mois=2026-06" in page
    assert "mois=2026-08" in page


def test_an_empty_month_says_so(client, alice, objectif):
    client.force_login(alice)
    assert "Aucune date ce mois-ci" in client.get(url("plan-calendrier"), {"mois": "2030-01"}).content.decode()
