"""Eight people save one fiche at the same instant, each with a connection of their own."""

import threading

import pytest
from django.db import connection
from django.utils import timezone

from plans_action import contenu as c
from plans_action import services
from plans_action.models import Etape
from tests.plans_action.test_saisie import make_fiche


@pytest.mark.django_db(transaction=True)
def test_eight_people_who_save_at_the_same_instant_one_wins_seven_are_told(adele):
    fiche = make_fiche()
    content, told, won = c.snapshot(fiche), [], []
    barrier = threading.Barrier(8)

    def save(rang):
        etapes = [
            *content["etapes"],
            {"cle": "n1", "titre": f"De {rang}", "echeance": None, "statut": "a_venir", "lignes": []},
        ]
        barrier.wait()
        try:
            services.save_fiche(
                fiche=fiche,
                contenu=content | {"titre": f"Titre {rang}", "etapes": etapes},
                version=1,
                by=adele,
                now=timezone.now(),
            )
            won.append(rang)
        except services.FicheModifiee:
            told.append(rang)
        finally:
            connection.close()

    threads = [threading.Thread(target=save, args=(rang,)) for rang in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    fiche.refresh_from_db()
    assert (len(won), len(told), fiche.version) == (1, 7, 2)
    assert fiche.titre == f"Titre {won[0]}"
    assert list(Etape.objects.filter(titre__startswith="De ").values_list("titre", flat=True)) == [f"De {won[0]}"]
