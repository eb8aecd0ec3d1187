"""What must hold when many people want the last place at the same instant, on the engine that runs the suite."""

import threading
from collections import Counter

import pytest
from django.utils import timezone

from bench import sans_garde
from participation import services
from participation.choix import StatutInscription
from participation.models import Inscription, Seance
from tests.factories import JeuneFactory, SeanceFactory

pytestmark = pytest.mark.lent

CONFIRMEE, EN_ATTENTE = StatutInscription.CONFIRMEE, StatutInscription.EN_ATTENTE


def lire(en_parallele, seance):
    """Read the list where the threads wrote it."""
    read = lambda pk: (list(Inscription.objects.filter(seance=pk).order_by("rang")), Seance.objects.get(pk=pk))  # noqa: E731
    [(inscriptions, relue)] = en_parallele(read, [seance.pk])
    return inscriptions, relue


def inscrire_tous(en_parallele, seance, jeunes, register=services.register_jeune):
    def sign_up(jeune):
        return register(jeune=jeune, seance_id=seance.pk, by=jeune.compte, now=timezone.now())

    return en_parallele(sign_up, jeunes)


def survendues(inscriptions, places):
    return max(sum(i.statut == CONFIRMEE for i in inscriptions) - places, 0)


def test_sixty_attempts_on_five_places_give_exactly_five(en_parallele):
    seance = SeanceFactory(places=5)
    jeunes = JeuneFactory.create_batch(30, avec_compte=True)
    answers = inscrire_tous(en_parallele, seance, [*jeunes, *jeunes])  # each taps twice
    assert [a for a in answers if isinstance(a, Exception)] == []
    inscriptions, relue = lire(en_parallele, seance)
    assert [i.rang for i in inscriptions] == list(range(1, 31))
    assert [i.statut for i in inscriptions] == [CONFIRMEE] * 5 + [EN_ATTENTE] * 25
    assert len({i.jeune_id for i in inscriptions}) == 30
    assert (relue.places_prises, relue.dernier_rang) == (5, 30)


def test_places_given_back_while_others_sign_up_are_never_lost_nor_sold_twice(en_parallele, inscrire):
    seance = SeanceFactory(places=10)
    partants = [inscrire(seance) for _ in range(20)][:10]
    arrivants = JeuneFactory.create_batch(20, avec_compte=True)

    def act(what):
        if isinstance(what, Inscription):
            return services.cancel_inscription(inscription=what, now=timezone.now())
        return services.register_jeune(jeune=what, seance_id=seance.pk, by=what.compte, now=timezone.now())

    melange = [acte for paire in zip(partants, arrivants[:10], strict=True) for acte in paire] + arrivants[10:]
    assert [a for a in en_parallele(act, melange) if isinstance(a, Exception)] == []
    inscriptions, relue = lire(en_parallele, seance)
    assert Counter(i.statut for i in inscriptions) == {CONFIRMEE: 10, EN_ATTENTE: 20, "annulee": 10}
    # Those who waited before got the places: the first ten of the waiting list, nobody who came later.
    assert [i.rang for i in inscriptions if i.statut == CONFIRMEE] == list(range(11, 21))
    assert relue.places_prises == 10


def test_overbooking_while_others_sign_up_leaves_no_place_empty_before_somebody_who_waits(en_parallele, inscrire):
    seance = SeanceFactory(places=3)
    for _ in range(3):
        inscrire(seance)

    def act(what):
        if what is None:
            return services.overbook(seance=seance, nombre=1, now=timezone.now())
        return services.register_jeune(jeune=what, seance_id=seance.pk, by=what.compte, now=timezone.now())

    arrivants = JeuneFactory.create_batch(12, avec_compte=True)
    en_parallele(act, [acte for jeune in arrivants for acte in (jeune, None)][:18])
    inscriptions, relue = lire(en_parallele, seance)
    confirmees = [i.rang for i in inscriptions if i.statut == CONFIRMEE]
    assert confirmees == list(range(1, len(confirmees) + 1))
    assert relue.places_prises == len(confirmees) == 12


def test_this_very_test_sees_a_seance_sold_twice_when_the_guard_is_taken_out(en_parallele, monkeypatch):
    seance = SeanceFactory(places=5)
    jeunes = JeuneFactory.create_batch(8, avec_compte=True)
    # However busy the machine: none of the eight threads inserts before all have counted the places.
    all_have_counted = threading.Barrier(8, timeout=60)
    monkeypatch.setattr(sans_garde, "think", all_have_counted.wait)
    inscrire_tous(en_parallele, seance, jeunes, register=sans_garde.register_jeune)
    inscriptions, _ = lire(en_parallele, seance)
    assert survendues(inscriptions, places=5) == 3
