"""A series changed or cancelled from one of its séances on: previewed, then done, people being told."""

import datetime
import uuid

import pytest
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from participation import services
from participation.models import Seance
from tests.factories import ConseillerFactory, InscriptionFactory, JeuneFactory, LieuFactory, SeanceFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def serie():
    """Four Tuesdays at 14 h 00: one past, three to come."""
    jour = timezone.localdate() - datetime.timedelta(days=4)
    lieu, numero = LieuFactory(nom="Siège"), uuid.uuid4()
    zone = timezone.get_current_timezone()
    made = []
    for semaine in range(4):
        debut = datetime.datetime.combine(jour + datetime.timedelta(weeks=semaine), datetime.time(14), zone)
        groupe = {"regroupement": made[0].regroupement} if made else {}
        made.append(SeanceFactory(debut_le=debut, lieu=lieu, serie=numero, places=12, **groupe))
    return made


@pytest.fixture
def pro(client, alice):
    client.force_login(alice)
    return client


def modifier(seance):
    return reverse("participation:seance-update", kwargs={"pk": seance.pk})


def annuler(seance):
    return reverse("participation:seance-cancel", kwargs={"pk": seance.pk})


def saisie(seance, **changes):
    """Return what the form of a séance sends when nothing but `changes` was typed."""
    debut, fin = timezone.localtime(seance.debut_le), timezone.localtime(seance.fin_le)
    return {
        "portee": "suivantes",
        "jour": debut.date().isoformat(),
        "heure_debut": f"{debut:%H:%M}",
        "heure_fin": f"{fin:%H:%M}",
        "lieu": seance.lieu_id,
        "places": seance.places,
        "titre": seance.titre,
        "animateurs": [qui.pk for qui in seance.animateurs.all()],
        **changes,
    }


def confirmer(pro, url, data):
    """See the preview, then confirm it whole."""
    seen = pro.post(url, data).context
    choisies = [str(rang["ligne"].seance.pk) for rang in seen["lignes"] if not rang["ligne"].motif]
    return pro.post(url, {**data, "confirmer": "1", "empreinte": seen["empreinte"], "choisies": choisies}, follow=True)


def heures(serie):
    return [timezone.localtime(Seance.objects.get(pk=seance.pk).debut_le).hour for seance in serie]


def test_the_preview_says_what_changes_and_writes_nothing(pro, serie):
    InscriptionFactory.create_batch(2, seance=serie[2])
    page = pro.post(modifier(serie[1]), saisie(serie[1], heure_debut="15:00", heure_fin="17:00")).content.decode()
    assert page.count('name="choisies"') == 3
    assert "2\xa0personnes sur la liste, prévenues par un message" in page
    assert "15\xa0h\xa000" in page
    assert heures(serie) == [14, 14, 14, 14]


def test_the_hours_move_from_there_on_and_the_past_stays(pro, serie):
    confirmer(pro, modifier(serie[1]), saisie(serie[1], heure_debut="15:00", heure_fin="17:00"))
    assert heures(serie) == [14, 15, 15, 15]


def test_this_seance_alone_leaves_the_others(pro, serie):
    pro.post(modifier(serie[1]), saisie(serie[1], portee="seule", heure_debut="15:00", heure_fin="17:00"))
    assert heures(serie) == [14, 15, 14, 14]


def test_another_day_of_the_week_shifts_every_date_as_much(pro, serie):
    jours = [seance.jour for seance in serie]
    confirmer(pro, modifier(serie[2]), saisie(serie[2], jour=(jours[2] + datetime.timedelta(days=2)).isoformat()))
    moved = [Seance.objects.get(pk=seance.pk).jour for seance in serie]
    assert [(after - before).days for before, after in zip(jours, moved, strict=True)] == [0, 0, 2, 2]
    assert heures(serie) == [14, 14, 14, 14]


def test_what_was_not_changed_stays_each_ones_own(pro, serie):
    helper, leaver, newcomer = ConseillerFactory.create_batch(3)
    Seance.objects.filter(pk=serie[3].pk).update(titre="Sortie au musée", places=30)
    serie[1].animateurs.set([leaver])
    serie[3].animateurs.set([leaver, helper])
    annexe = LieuFactory(nom="Mairie annexe")
    confirmer(pro, modifier(serie[1]), saisie(serie[1], lieu=annexe.pk, animateurs=[newcomer.pk]))
    last = Seance.objects.get(pk=serie[3].pk)
    assert (last.titre, last.places, last.lieu) == ("Sortie au musée", 30, annexe)
    assert set(last.animateurs.all()) == {helper, newcomer}
    assert set(serie[2].animateurs.all()) == {newcomer}
    assert Seance.objects.get(pk=serie[0].pk).lieu.nom == "Siège"


def test_a_seance_that_was_unticked_stays(pro, serie):
    data = saisie(serie[1], titre="Les rendez-vous de l’hiver")
    seen = pro.post(modifier(serie[1]), data).context
    data |= {"confirmer": "1", "empreinte": seen["empreinte"], "choisies": [str(serie[1].pk), str(serie[3].pk)]}
    pro.post(modifier(serie[1]), data)
    assert [bool(Seance.objects.get(pk=seance.pk).titre) for seance in serie] == [False, True, False, True]


def test_a_seance_with_presences_is_never_touched(pro, serie):
    InscriptionFactory(seance=serie[2], presence="present")
    page = confirmer(pro, modifier(serie[1]), saisie(serie[1], heure_debut="15:00", heure_fin="17:00"))
    assert "2\xa0séances modifiées" in page.content.decode()
    assert heures(serie) == [14, 15, 14, 15]
    confirmer(pro, annuler(serie[1]), {"portee": "suivantes"})
    assert [Seance.objects.get(pk=seance.pk).annulee_le is None for seance in serie] == [True, False, True, False]


def test_fewer_places_than_people_leaves_that_seance_as_it_is_and_says_so(pro, serie):
    Seance.objects.filter(pk=serie[3].pk).update(places_prises=9)
    data = saisie(serie[1], places="8")
    assert "9 personnes y ont déjà une place" in pro.post(modifier(serie[1]), data).content.decode()
    confirmer(pro, modifier(serie[1]), data)
    assert [Seance.objects.get(pk=seance.pk).places for seance in serie] == [12, 8, 8, 12]


def test_more_places_go_to_those_who_wait(pro, serie, inscrire):
    Seance.objects.filter(serie=serie[0].serie).update(places=1)
    for _ in range(3):
        inscrire(serie[2])
    serie[1].refresh_from_db()
    confirmer(pro, modifier(serie[1]), saisie(serie[1], places="2"))
    assert serie[2].inscriptions.confirmees().count() == 2


def test_people_are_told_once_with_a_later_calendar_file(
    pro, serie, inscrire, mailoutbox, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        zoe = inscrire(serie[2]).jeune
        inscrire(serie[3], JeuneFactory(avec_compte=True, canal_sur="aucun", nom="Sansmail"))
    data = saisie(serie[1], lieu=LieuFactory(nom="Mairie annexe").pk)
    assert "sauf" in pro.post(modifier(serie[1]), data).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        page = confirmer(pro, modifier(serie[1]), data)
    assert "messages partent aux personnes inscrites" in page.content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        confirmer(pro, annuler(serie[1]), {"portee": "suivantes"})
    assert [mail.to for mail in mailoutbox] == [[zoe.email]] * 3
    read = [Calendar.from_ical(mail.attachments[0][1]) for mail in mailoutbox]
    assert [str(calendar["method"]) for calendar in read] == ["PUBLISH", "PUBLISH", "CANCEL"]
    assert [calendar.walk("VEVENT")[0]["sequence"] for calendar in read] == [0, 2, 3]
    assert len({str(calendar.walk("VEVENT")[0]["uid"]) for calendar in read}) == 1


def test_another_title_tells_nobody(pro, serie, inscrire, mailoutbox, django_capture_on_commit_callbacks):
    inscrire(serie[2])
    with django_capture_on_commit_callbacks(execute=True):
        confirmer(pro, modifier(serie[1]), saisie(serie[1], titre="Les mardis"))
    assert mailoutbox == []
    assert Seance.objects.get(pk=serie[2].pk).version == 0


def test_what_moved_since_the_preview_is_shown_again(pro, serie):
    data = saisie(serie[1], heure_debut="15:00", heure_fin="17:00")
    seen = pro.post(modifier(serie[1]), data).context
    InscriptionFactory(seance=serie[2], presence="present")
    choisies = [str(seance.pk) for seance in serie[1:]]
    data |= {"confirmer": "1", "empreinte": seen["empreinte"], "choisies": choisies}
    page = pro.post(modifier(serie[1]), data).content.decode()
    assert "La série a changé entre-temps" in page
    assert "Des présences y sont déjà notées" in page
    assert heures(serie) == [14, 14, 14, 14]


def test_the_following_ones_are_cancelled_and_not_the_past(pro, serie):
    page = pro.get(annuler(serie[2]))
    assert "Celle-ci et la suivante" in page.content.decode()
    page = pro.get(annuler(serie[1]), {"portee": "suivantes"})
    assert page.content.decode().count('name="choisies"') == 3
    confirmer(pro, annuler(serie[1]), {"portee": "suivantes"})
    assert [Seance.objects.get(pk=seance.pk).annulee_le is None for seance in serie] == [True, False, False, False]


def test_nothing_kept_is_said(pro, serie):
    page = pro.post(annuler(serie[1]), {"portee": "suivantes", "confirmer": "1", "empreinte": "x"}).content.decode()
    assert "Gardez au moins une séance" in page
    assert not Seance.objects.exclude(annulee_le=None).exists()


def test_a_coming_seance_is_not_sent_into_the_past(pro, serie):
    hier = (timezone.localdate() - datetime.timedelta(days=1)).isoformat()
    assert "Cette date est passée" in pro.post(modifier(serie[1]), saisie(serie[1], jour=hier)).content.decode()


def test_a_seance_without_a_series_offers_no_choice(pro):
    seance = SeanceFactory()
    assert "portee" not in pro.get(modifier(seance)).content.decode()
    pro.post(annuler(seance), {"portee": "suivantes"})
    seance.refresh_from_db()
    assert seance.annulee_le is not None


@pytest.mark.parametrize("nombre", [2, 12])
def test_a_preview_costs_the_same_for_two_and_twelve(pro, django_assert_max_num_queries, nombre):
    numero = uuid.uuid4()
    base = timezone.now().replace(microsecond=0) + datetime.timedelta(days=3)
    made = [SeanceFactory(debut_le=base + datetime.timedelta(weeks=rang), serie=numero) for rang in range(nombre)]
    for seance in made:
        InscriptionFactory.create_batch(2, seance=seance, jeune__canal_sur="aucun")
    data = saisie(made[0], lieu=LieuFactory().pk)
    with django_assert_max_num_queries(22):
        assert pro.post(modifier(made[0]), data).status_code == 200


def test_a_whole_series_changes_in_a_bounded_number_of_queries(serie, django_assert_max_num_queries, maintenant):
    changement = services.read_changement(
        seance=serie[1],
        creneau=services.series.Creneau(serie[1].debut_le, serie[1].fin_le),
        animateurs=[ConseillerFactory()],
        lieu=serie[1].lieu,
        places=12,
        titre="Autre",
        fiche_action=None,
    )
    lignes = services.preview_update(seance=serie[1], changement=changement, now=maintenant)
    with django_assert_max_num_queries(10):
        done = services.update_serie(
            seance=serie[1],
            changement=changement,
            choisies=[seance.pk for seance in serie],
            empreinte=services.compute_empreinte(lignes),
            now=maintenant,
        )
    assert len(done) == 3
