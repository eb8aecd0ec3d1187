import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from participation import calculs, services
from participation.choix import SEMAINES, Rythme, StatutInscription
from participation.models import Seance
from tests.factories import ConseillerFactory, FicheActionFactory, LieuFactory, RegroupementFactory, SeanceFactory

PARIS = ZoneInfo("Europe/Paris")


def changer(seance, now, **changes):
    values = {nom: getattr(seance, nom) for nom in ("debut_le", "fin_le", "lieu", "places", "titre", "fiche_action")}
    return services.update_seance(seance=seance, now=now, **{**values, "animateurs": [], **changes})


def test_overbooking_promotes_as_many_as_it_opens(petite_seance, inscrire, maintenant):
    for _ in range(5):
        inscrire(petite_seance)
    assert services.overbook(seance=petite_seance, nombre=2, now=maintenant) == 2
    petite_seance.refresh_from_db()
    assert (petite_seance.places_prises, petite_seance.places_en_plus, petite_seance.places) == (4, 2, 2)
    assert petite_seance.inscriptions.en_attente().get().rang == 5


def test_overbooking_asks_for_an_explicit_number(petite_seance, maintenant):
    with pytest.raises(services.SeanceRefusee, match="au moins 1"):
        services.overbook(seance=petite_seance, nombre=0, now=maintenant)


def test_a_larger_room_serves_those_who_wait(petite_seance, inscrire, maintenant):
    for _ in range(4):
        inscrire(petite_seance)
    changer(petite_seance, maintenant, places=3)
    assert petite_seance.inscriptions.confirmees().count() == 3


def test_a_smaller_room_than_the_people_already_in_is_refused(petite_seance, inscrire, maintenant):
    for _ in range(2):
        inscrire(petite_seance)
    with pytest.raises(services.SeanceRefusee, match="2 personnes"):
        changer(petite_seance, maintenant, places=1)


def test_reopening_lets_people_in_again(petite_seance, inscrire, maintenant):
    services.close_inscriptions(seance=petite_seance, now=maintenant)
    services.reopen_inscriptions(seance=petite_seance)
    assert inscrire(petite_seance).statut == StatutInscription.CONFIRMEE


def test_a_started_seance_is_not_cancelled(petite_seance):
    with pytest.raises(services.SeanceRefusee):
        services.cancel_seance(seance=petite_seance, now=petite_seance.debut_le)


def test_a_series_is_real_rows_with_one_number(db, maintenant):
    fiche = FicheActionFactory()
    animateur = ConseillerFactory()
    creneaux = [
        calculs.creneau(datetime.date(2026, 10, jour), datetime.time(14), datetime.time(16)) for jour in (20, 27)
    ]
    seances = services.create_seances(
        regroupement=RegroupementFactory(fiche_action=fiche),
        creneaux=creneaux,
        lieu=LieuFactory(),
        places=8,
        animateurs=[animateur],
    )
    assert {s.serie for s in seances} == {seances[0].serie}
    assert seances[0].serie is not None
    assert {s.fiche_action for s in Seance.objects.all()} == {fiche}
    assert list(animateur.seances.order_by("debut_le")) == seances
    # The clocks went back on 25 October: 14 h 00 is still 14 h 00.
    assert [s.debut_le.astimezone(PARIS).hour for s in seances] == [14, 14]
    assert [s.debut_le.hour for s in seances] == [12, 13]


@pytest.mark.parametrize(
    ("rythme", "attendus"),
    [
        (Rythme.HEBDOMADAIRE, [17, 24]),
        (Rythme.QUINZAINE, [17]),
        (Rythme.MENSUEL, [17]),
    ],
)
def test_the_first_days_of_a_series(rythme, attendus):
    jours = calculs.jours_de_serie(
        premier=datetime.date(2026, 11, 17), semaines=SEMAINES[rythme], dernier=datetime.date(2026, 11, 30)
    )
    assert [jour.day for jour in jours] == attendus


def test_a_monthly_series_keeps_the_third_tuesday():
    jours = calculs.jours_de_serie(
        premier=datetime.date(2026, 11, 17), semaines=SEMAINES[Rythme.MENSUEL], dernier=datetime.date(2027, 3, 31)
    )
    assert [(j.day, j.month, j.weekday()) for j in jours] == [
        (17, 11, 1),
        (15, 12, 1),
        (19, 1, 1),
        (16, 2, 1),
        (16, 3, 1),
    ]


def test_a_fifth_weekday_becomes_the_last_of_each_month():
    jours = calculs.jours_de_serie(
        premier=datetime.date(2026, 12, 31), semaines=SEMAINES[Rythme.MENSUEL], dernier=datetime.date(2027, 2, 28)
    )
    assert jours == [datetime.date(2026, 12, 31), datetime.date(2027, 1, 28), datetime.date(2027, 2, 25)]


@given(
    jour=st.dates(datetime.date(2026, 1, 1), datetime.date(2027, 12, 31)),
    heure=st.times(datetime.time(6), datetime.time(22)),
)
def test_an_hour_of_the_day_stays_what_was_typed(jour, heure):
    moment = calculs.local_moment(jour, heure.replace(microsecond=0))
    assert moment.astimezone(PARIS).replace(tzinfo=None) == datetime.datetime.combine(
        jour, heure.replace(microsecond=0)
    )


@pytest.mark.parametrize("jour", [datetime.date(2027, 3, 28), datetime.date(2026, 10, 25)], ids=["missing", "twice"])
def test_an_hour_at_which_clocks_change_is_refused(jour):
    with pytest.raises(ValueError, match="horloges changent"):
        calculs.local_moment(jour, datetime.time(2, 30))


def test_public_holidays_are_known():
    assert calculs.jour_ferie(datetime.date(2026, 12, 25)) == "Noël"
    assert calculs.jour_ferie(datetime.date(2026, 12, 24)) == ""


def test_presences_wait_for_the_day(petite_seance, inscrire, maintenant):
    inscription = inscrire(petite_seance)
    with pytest.raises(services.PresenceRefusee):
        services.record_presences(seance=petite_seance, presences={inscription.pk: "present"}, now=maintenant)


def test_all_present_then_exceptions_then_undone(petite_seance, inscrire):
    a, b = inscrire(petite_seance), inscrire(petite_seance)
    jour = petite_seance.debut_le
    services.record_presences(seance=petite_seance, presences={a.pk: "excuse"}, now=jour)
    services.mark_all_present(seance=petite_seance, now=jour)
    before = services.record_presences(seance=petite_seance, presences={b.pk: "absent"}, now=jour)
    read = lambda: dict(petite_seance.inscriptions.values_list("pk", "presence"))  # noqa: E731
    assert read() == {a.pk: "excuse", b.pk: "absent"}
    services.record_presences(seance=petite_seance, presences=before, now=jour)
    assert read() == {a.pk: "excuse", b.pk: "present"}


def test_presence_is_never_written_for_who_waits(petite_seance, inscrire):
    waiting = [inscrire(petite_seance) for _ in range(3)][2]
    assert (
        services.record_presences(seance=petite_seance, presences={waiting.pk: "present"}, now=petite_seance.debut_le)
        == {}
    )


def test_a_seance_moves_without_touching_its_counters(inscrire, maintenant, db):
    seance = SeanceFactory(places=3)
    stale = Seance.objects.get(pk=seance.pk)
    inscrire(seance)
    changer(
        stale,
        maintenant,
        debut_le=stale.debut_le + datetime.timedelta(days=1),
        fin_le=stale.fin_le + datetime.timedelta(days=1),
    )
    seance.refresh_from_db()
    assert (seance.places_prises, seance.dernier_rang, seance.version) == (1, 1, 1)
    assert seance.jour == seance.debut_le.astimezone(PARIS).date()


@pytest.mark.parametrize(
    ("change", "mot"),
    [
        ({}, "Ouverte"),
        ({"places_prises": 12}, "Complet"),
        ({"inscriptions_fermees_le": datetime.timedelta(hours=-1), "places_prises": 12}, "Inscriptions fermées"),
        ({"inscriptions_fermees_le": datetime.timedelta(hours=1)}, "Ouverte"),
        ({"publiee_le": None}, "Pas encore visible"),
        ({"debut_le": datetime.timedelta(), "publiee_le": None}, "Passée"),
        ({"debut_le": datetime.timedelta(days=-1), "annulee_le": datetime.timedelta(days=-2)}, "Annulée"),
    ],
)
def test_the_team_reads_where_a_seance_stands_in_one_word(change, mot, maintenant):
    dates = {nom: maintenant + valeur for nom, valeur in change.items() if isinstance(valeur, datetime.timedelta)}
    seance = SeanceFactory.build(debut_le=maintenant + datetime.timedelta(days=7), publiee_le=maintenant)
    for nom, valeur in {**change, **dates}.items():
        setattr(seance, nom, valeur)
    assert seance.etat(now=maintenant)[1] == mot
