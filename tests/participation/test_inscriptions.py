import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from jeunes.models import Jeune
from jeunes.profil import profil_at
from participation import services
from participation.choix import StatutInscription, TypeParticipation
from participation.models import Inscription, Seance
from structure.models import EPCI
from tests.factories import CommuneFactory, InscriptionFactory, JeuneFactory, SeanceFactory

CONFIRMEE, EN_ATTENTE, ANNULEE = StatutInscription.CONFIRMEE, StatutInscription.EN_ATTENTE, StatutInscription.ANNULEE


def etat(seance):
    """Statuses in order of arrival, and the counter."""
    seance.refresh_from_db()
    return [i.statut for i in seance.inscriptions.order_by("rang")], seance.places_prises


def test_places_are_given_in_order_of_arrival_then_one_waits(petite_seance, inscrire):
    inscriptions = [inscrire(petite_seance) for _ in range(4)]
    assert etat(petite_seance) == ([CONFIRMEE, CONFIRMEE, EN_ATTENTE, EN_ATTENTE], 2)
    assert [i.rang for i in inscriptions] == [1, 2, 3, 4]


def test_a_sign_up_is_one_update_and_one_insert(petite_seance, inscrire):
    jeune = JeuneFactory(avec_compte=True)
    with CaptureQueriesContext(connection) as requetes:
        inscrire(petite_seance, jeune)
    written = [q["sql"].split()[0] for q in requetes if not q["sql"].startswith(("SAVEPOINT", "RELEASE"))]
    assert written == ["UPDATE", "INSERT"]


def test_the_waiting_list_says_who_is_next(petite_seance, inscrire):
    for _ in range(5):
        inscrire(petite_seance)
    waiting = petite_seance.inscriptions.en_attente().with_rang_attente()
    assert [i.rang_attente for i in waiting] == [1, 2, 3]


def test_a_second_tap_gets_the_same_answer(petite_seance, inscrire):
    jeune = JeuneFactory(avec_compte=True)
    first, second = inscrire(petite_seance, jeune), inscrire(petite_seance, jeune)
    assert first == second
    assert etat(petite_seance) == ([CONFIRMEE], 1)
    assert petite_seance.dernier_rang == 1


def test_a_second_tap_after_the_closing_gets_the_same_answer(petite_seance, inscrire, maintenant):
    jeune = JeuneFactory(avec_compte=True)
    first = inscrire(petite_seance, jeune)
    services.close_inscriptions(seance=petite_seance, now=maintenant)
    assert inscrire(petite_seance, jeune) == first


@pytest.mark.parametrize(
    ("champs", "mot"),
    [
        ({"inscriptions_fermees_le": datetime.timedelta(0)}, "fermées"),
        ({"annulee_le": datetime.timedelta(0)}, "annulée"),
        ({"debut_le": datetime.timedelta(hours=-1)}, "commencé"),
        ({"publiee_le": None}, "pas encore ouverte"),
    ],
    ids=["closed", "cancelled", "past", "not published"],
)
def test_a_seance_that_is_not_open_refuses_and_says_why(inscrire, maintenant, alice, champs, mot):
    values = {nom: ecart if ecart is None else maintenant + ecart for nom, ecart in champs.items()}
    seance = SeanceFactory(**values)
    with pytest.raises(services.InscriptionRefusee, match=mot):
        inscrire(seance, by=alice)
    assert etat(seance) == ([], 0)
    assert seance.dernier_rang == 0


def test_a_seance_that_one_may_not_see_does_not_exist(inscrire, db):
    seance = SeanceFactory(publiee_le=None)
    with pytest.raises(Seance.DoesNotExist):
        inscrire(seance)
    assert etat(seance) == ([], 0)


def test_a_place_given_back_goes_to_the_first_who_waits(petite_seance, inscrire, maintenant):
    first, _, third, _ = [inscrire(petite_seance) for _ in range(4)]
    services.cancel_inscription(inscription=first, now=maintenant)
    assert etat(petite_seance) == ([ANNULEE, CONFIRMEE, CONFIRMEE, EN_ATTENTE], 2)
    third.refresh_from_db()
    assert third.promue_le == maintenant


def test_leaving_the_waiting_list_changes_no_place(petite_seance, inscrire, maintenant):
    third = [inscrire(petite_seance) for _ in range(3)][2]
    services.cancel_inscription(inscription=third, now=maintenant)
    assert etat(petite_seance) == ([CONFIRMEE, CONFIRMEE, ANNULEE], 2)


def test_giving_the_place_back_twice_frees_one_place(petite_seance, inscrire, maintenant):
    first, _ = inscrire(petite_seance), inscrire(petite_seance)
    for _ in range(2):
        services.cancel_inscription(inscription=first, now=maintenant)
    assert etat(petite_seance) == ([ANNULEE, CONFIRMEE], 1)


def test_who_comes_back_waits_behind_the_others(petite_seance, inscrire, maintenant):
    jeune = JeuneFactory(avec_compte=True)
    first = inscrire(petite_seance, jeune)
    for _ in range(3):
        inscrire(petite_seance)
    services.cancel_inscription(inscription=first, now=maintenant)
    again = inscrire(petite_seance, jeune)
    assert again.statut == EN_ATTENTE
    assert petite_seance.inscriptions.en_attente().with_rang_attente().get(pk=again.pk).rang_attente == 2


def test_a_place_is_not_given_back_once_the_seance_has_started(petite_seance, inscrire, maintenant):
    inscription = inscrire(petite_seance)
    with pytest.raises(services.DesistementRefuse):
        services.cancel_inscription(inscription=inscription, now=petite_seance.debut_le)


def test_two_seances_at_the_same_time_are_allowed_and_found(inscrire, maintenant, db):
    jeune, debut = JeuneFactory(avec_compte=True), maintenant + datetime.timedelta(days=3)
    seances = [SeanceFactory(debut_le=debut + datetime.timedelta(hours=h)) for h in (0, 1, 5)]
    inscriptions = [inscrire(seance, jeune) for seance in seances]
    assert list(services.find_chevauchements(inscription=inscriptions[0])) == [seances[1]]
    assert not services.find_chevauchements(inscription=inscriptions[2]).exists()


def test_the_profile_is_frozen_at_the_day_of_the_seance(inscrire, db):
    jeune = JeuneFactory(avec_compte=True)
    inscription = inscrire(SeanceFactory(), jeune)
    assert inscription.personne == jeune.cle_statistique
    assert inscription.age == jeune.age(today=inscription.seance.jour)


def test_somebody_who_comes_without_a_place_is_written_down_as_present(inscrire, maintenant, alice):
    seance = SeanceFactory(places=1)
    inscrire(seance)
    jour = seance.debut_le + datetime.timedelta(minutes=10)
    venu = services.register_sur_place(jeune=JeuneFactory(), seance=seance, by=alice, now=jour)
    assert (venu.statut, venu.presence, venu.rang) == (CONFIRMEE, "present", 2)
    seance.refresh_from_db()
    assert (seance.places_prises, seance.places_en_plus) == (2, 1)


def test_the_waiting_list_is_served_on_the_day_by_who_comes(inscrire, alice):
    seance = SeanceFactory(places=1)
    inscrire(seance)
    attente = inscrire(seance)
    services.register_sur_place(jeune=attente.jeune, seance=seance, by=alice, now=seance.debut_le)
    assert etat(seance) == ([CONFIRMEE, CONFIRMEE], 2)


@pytest.mark.django_db
def test_the_person_is_read_at_once_with_what_a_sign_up_freezes(django_assert_num_queries):
    zoe = JeuneFactory(
        avec_compte=True, commune=CommuneFactory(epci=EPCI.objects.create(code="200000001", nom="Vert Pays"))
    )
    ancienne, autre = SeanceFactory(debut_le=timezone.now() - datetime.timedelta(days=40)), SeanceFactory()
    recente = SeanceFactory(regroupement=ancienne.regroupement, debut_le=timezone.now() - datetime.timedelta(days=10))
    for seance, participation, statut in (
        (ancienne, TypeParticipation.COLLABORATEUR, StatutInscription.CONFIRMEE),
        (recente, TypeParticipation.PILOTE, StatutInscription.CONFIRMEE),
        (autre, TypeParticipation.COLLABORATEUR, StatutInscription.CONFIRMEE),
    ):
        InscriptionFactory(seance=seance, jeune=zoe, participation=participation, statut=statut)
    prochaine = SeanceFactory(regroupement=ancienne.regroupement)
    with django_assert_num_queries(1):
        jeune, derniere = services.read_personne(compte=zoe.compte, seance_id=prochaine.pk)
        profil = profil_at(jeune, prochaine.jour)
    assert profil == profil_at(Jeune.objects.get(pk=zoe.pk), prochaine.jour)
    known = Jeune.objects.annotate(derniere=Inscription.objects.derniere_participation(prochaine.pk))
    assert derniere == known.get(pk=zoe.pk).derniere == TypeParticipation.PILOTE
    assert services.read_personne(compte=zoe.compte, seance_id=SeanceFactory().pk)[1] is None
    assert jeune.commune == zoe.commune
