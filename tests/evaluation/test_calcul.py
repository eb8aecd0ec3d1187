import datetime
import uuid

import pytest
from django.core.management import call_command

from commun.dates import Periode
from commun.travaux import BATTEMENT_MAXIMUM, TENTATIVES_MAXIMUM, EtatTravail
from evaluation import tasks
from evaluation.models import Calcul, ValeurIndicateur
from evaluation.projets import periodes_suivies
from evaluation.services import calcul as services
from plans_action.models import Indicateur
from tests.factories import (
    EvenementFactory,
    FicheActionFactory,
    IndicateurFactory,
    JeuneFactory,
    PremierAccueilFactory,
    ProjetAssociatifFactory,
)

pytestmark = pytest.mark.django_db

JOUR = datetime.date(2026, 3, 20)
NOW = datetime.datetime(2026, 3, 20, 9, tzinfo=datetime.UTC)


@pytest.fixture
def projet():
    return ProjetAssociatifFactory(debut=datetime.date(2025, 1, 1))


@pytest.fixture
def indicateur(projet):
    fiche = FicheActionFactory(objectif__objectif_general__projet=projet)
    return IndicateurFactory(critere__fiche=fiche, mesure="jeunes_recus", libelle="Jeunes reçus")


def waiting(projet, **kwargs):
    return Calcul.objects.create(projet=projet, arrete_au=JOUR, **{"demande_le": NOW, "battement_le": NOW, **kwargs})


def values():
    return list(ValeurIndicateur.objects.values_list("indicateur", "debut", "fin", "etat", "valeur", "numerateur"))


def test_months_years_and_the_whole_projet_have_a_value(projet, indicateur):
    jeune = JeuneFactory()
    PremierAccueilFactory(jeune=jeune, fait_le=datetime.datetime(2025, 2, 3, 9, tzinfo=datetime.UTC))
    EvenementFactory(jeune=jeune, fait_le=datetime.datetime(2026, 3, 2, 9, tzinfo=datetime.UTC))
    services.run_now(projet=projet, arrete_au=JOUR)
    found = {(v.debut, v.fin): v.valeur for v in indicateur.valeurs.all()}
    assert len(found) == 15 + 2 + 1
    assert found[datetime.date(2025, 2, 1), datetime.date(2025, 2, 28)] == 1
    assert found[datetime.date(2026, 3, 1), datetime.date(2026, 3, 31)] == 1
    assert found[datetime.date(2026, 1, 1), datetime.date(2026, 12, 31)] == 1
    assert found[datetime.date(2025, 1, 1), datetime.date(2027, 12, 31)] == 1


def test_a_second_run_gives_the_same_values_and_not_twice_as_many(projet, indicateur):
    PremierAccueilFactory(fait_le=datetime.datetime(2025, 2, 3, 9, tzinfo=datetime.UTC))
    services.run_now(projet=projet, arrete_au=JOUR)
    before = values()
    services.run_now(projet=projet, arrete_au=JOUR)
    assert values() == before


def test_an_indicateur_bound_to_a_withdrawn_measure_is_not_measured_and_stops_nothing(projet, indicateur):
    IndicateurFactory(critere=indicateur.critere, mesure="retiree")
    services.run_now(projet=projet, arrete_au=JOUR)
    assert set(ValeurIndicateur.objects.filter(mesure="retiree").values_list("etat", flat=True)) == {"non_mesuree"}
    assert indicateur.valeurs.filter(etat="mesuree").exists()


def test_the_number_of_statements_does_not_depend_on_the_age_of_the_projet(
    indicateur, projet, django_assert_num_queries
):
    indicateurs = list(Indicateur.objects.all())
    for months in (1, 12, 36):
        projet.debut = datetime.date(2023, 1, 1)
        day = datetime.date(2023 + (months - 1) // 12, (months - 1) % 12 + 1, 28)
        periodes = periodes_suivies(projet, arrete_au=day).all()
        with django_assert_num_queries(1):
            services.compute_values(indicateurs, periodes, arrete_au=day, now=NOW)


def test_a_month_of_the_projet_that_starts_on_the_31st_is_cut_as_people_count(projet):
    projet.debut = datetime.date(2024, 1, 31)
    periodes = periodes_suivies(projet, arrete_au=datetime.date(2024, 3, 1))
    assert periodes.mois[0] == Periode(projet.debut, projet.debut)
    assert periodes.mois[1] == Periode(datetime.date(2024, 2, 1), datetime.date(2024, 2, 29))
    assert periodes.annees == (Periode(projet.debut, datetime.date(2025, 1, 30)),)


def test_two_requests_for_a_day_are_one_computation(projet, alice):
    first = services.ask_calcul(projet=projet, by=alice, arrete_au=JOUR)
    assert services.ask_calcul(projet=projet, by=alice, arrete_au=JOUR) == first


def test_a_computation_asked_before_the_projet_starts_is_refused_with_a_sentence(projet, alice):
    with pytest.raises(services.CalculImpossible, match="commence le 01/01/2025"):
        services.ask_calcul(projet=projet, by=alice, arrete_au=datetime.date(2024, 12, 31))


def test_a_worker_whose_work_was_given_to_another_writes_nothing(projet, indicateur, monkeypatch):
    calcul = waiting(projet)
    compute = services.compute_values

    def lose(*args, **kwargs):
        Calcul.objects.update(jeton=uuid.uuid4())
        return compute(*args, **kwargs)

    monkeypatch.setattr(services, "compute_values", lose)
    assert not services.run_calcul(calcul=calcul)
    assert values() == []


def test_a_silent_worker_loses_the_work_and_another_finishes_it(projet, indicateur):
    calcul = waiting(projet)
    calcul.claim(now=NOW)
    assert not services.run_calcul(calcul=calcul, clock=lambda: NOW)
    later = NOW + BATTEMENT_MAXIMUM + datetime.timedelta(seconds=1)
    assert services.run_calcul(calcul=calcul, clock=lambda: later)
    calcul.refresh_from_db()
    assert (calcul.etat, calcul.progression, calcul.tentatives) == (EtatTravail.TERMINE, 100, 2)


def test_work_that_stopped_too_many_workers_says_so_and_is_not_tried_again(projet):
    calcul = waiting(projet, tentatives=TENTATIVES_MAXIMUM)
    assert not services.run_calcul(calcul=calcul)
    calcul.refresh_from_db()
    assert calcul.etat == EtatTravail.ECHOUE
    assert "Prévenez" in calcul.erreur


def test_the_sweeper_finds_what_nobody_does(projet, indicateur):
    waiting(projet)
    assert tasks.reprendre_travaux() == 1
    assert Calcul.objects.get().etat == EtatTravail.TERMINE
    assert tasks.reprendre_travaux() == 0


def test_what_waits_is_queued_once_a_minute_at_most(projet, monkeypatch):
    monkeypatch.setattr(tasks, "enqueue", lambda *args, **kwargs: True)
    waiting(projet)
    assert [tasks.reprendre_travaux() for _ in range(2)] == [1, 0]


@pytest.mark.parametrize("times", [1, 2])
def test_each_night_every_current_projet_is_computed_until_the_evening_before(
    projet, indicateur, times, django_capture_on_commit_callbacks
):
    ProjetAssociatifFactory(actif=False)
    with django_capture_on_commit_callbacks(execute=True):
        for _ in range(times):
            services.ask_every_night(today=JOUR)
    assert [calcul.arrete_au for calcul in Calcul.objects.all()] == [JOUR - datetime.timedelta(days=1)]
    assert ValeurIndicateur.objects.exists()


def test_the_command_computes_without_a_worker(projet, indicateur, capsys):
    call_command("calculer_indicateurs", "--arrete-au", "2026-03-20")
    assert "1 indicateurs, 18 valeurs" in capsys.readouterr().out


def test_the_directrice_asks_for_the_figures_and_sees_when_they_are_ready(client, diane, projet, indicateur):
    client.force_login(diane)
    response = client.post("/pilotage/calculs/", follow=True)
    assert response.status_code == 200
    assert "Calcul des indicateurs" in response.content.decode()
    part = client.get(Calcul.objects.get().get_absolute_url(), headers={"HX-Request": "true"})
    assert "<html" not in part.content.decode()


@pytest.mark.parametrize(("who", "status"), [("adele", 200), ("alice", 404), ("carole", 404), ("zoe", 404)])
def test_who_may_not_ask_for_a_computation_does_not_see_it(client, request, projet, who, status):
    calcul = waiting(projet)
    client.force_login(request.getfixturevalue(who))
    assert client.get(calcul.get_absolute_url()).status_code == status
