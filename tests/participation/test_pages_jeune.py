import datetime
import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from comptes.models import CodeConnexion
from participation import services
from participation.choix import StatutInscription
from participation.models import Idee, Inscription
from tests.factories import InscriptionFactory, JeuneFactory, SeanceFactory, UtilisateurFactory

pytestmark = pytest.mark.django_db


def inscrire_url(seance):
    return reverse("participation:inscription-create", kwargs={"pk": seance.pk})


def test_anybody_sees_the_coming_seances_and_how_many_places_are_left(client):
    seance = SeanceFactory(places=12, places_prises=9)
    SeanceFactory(publiee_le=None, titre="Secrète")
    SeanceFactory(debut_le=timezone.now() - datetime.timedelta(days=1), titre="Passée")
    SeanceFactory(annulee_le=timezone.now(), titre="Annulée")
    page = client.get(reverse("participation:seance-list")).content.decode()
    assert "3 places sur 12" in page
    assert seance.regroupement.titre in page
    assert [mot for mot in ("Secrète", "Passée", "Annulée") if mot in page] == []


def test_a_seance_outside_is_said_in_plain_words_until_its_address_is_known(client):
    seance = SeanceFactory(lieu__nom="Hors les murs", lieu__type="hors_les_murs", lieu__adresse="")
    page = client.get(seance.get_absolute_url()).content.decode()
    assert "Hors les murs" not in page
    assert "En dehors de nos locaux<br>L’équipe vous dit où avant la séance." in page
    seance.lieu.adresse = "Stade des Champins"
    seance.lieu.save()
    page = client.get(seance.get_absolute_url()).content.decode()
    assert "Stade des Champins" in page
    assert "L’équipe vous dit où" not in page


@pytest.mark.parametrize("nombre", [1, 10])
def test_the_list_costs_the_same_for_one_and_ten(client, zoe, django_assert_max_num_queries, nombre):
    client.force_login(zoe)
    for seance in SeanceFactory.create_batch(nombre):
        InscriptionFactory(seance=seance, jeune=zoe.jeune)
    with django_assert_max_num_queries(12):
        assert client.get(reverse("participation:seance-list")).status_code == 200


def test_nobody_sees_the_names_of_others(client, zoe):
    seance = SeanceFactory(places=1)
    for statut in StatutInscription.values:
        InscriptionFactory(seance=seance, jeune__nom="Bellerophon", jeune__prenom="Anatole", statut=statut)
    client.force_login(zoe)
    for nom in ("seance-list", "seance-detail", "mes-seances"):
        url = reverse(f"participation:{nom}", kwargs={"pk": seance.pk} if nom == "seance-detail" else {})
        page = client.get(url).content.decode()
        assert "Bellerophon" not in page
        assert "Anatole" not in page


def test_one_tap_signs_up_and_the_page_says_so(client, zoe):
    seance = SeanceFactory()
    client.force_login(zoe)
    answer = client.post(inscrire_url(seance), follow=True)
    assert "Votre place est réservée" in answer.content.decode()
    assert Inscription.objects.get().jeune == zoe.jeune


def test_a_double_tap_is_no_error(client, zoe):
    seance = SeanceFactory(places=1)
    client.force_login(zoe)
    pages = [client.post(inscrire_url(seance), follow=True).content.decode() for _ in range(2)]
    assert ["Votre place est réservée" in page for page in pages] == [True, True]


def test_two_taps_at_the_same_instant_are_one_sign_up(client, zoe, en_parallele):
    seance = SeanceFactory(places=1)
    client.force_login(zoe)

    def tap(_):
        phone = Client()
        phone.cookies.update(client.cookies)
        return phone.post(inscrire_url(seance)).status_code

    assert en_parallele(tap, range(4), fils=4) == [302] * 4
    assert en_parallele(lambda _: Inscription.objects.count(), [0]) == [1]


def test_two_taps_give_the_place_back_once(client, zoe, inscrire):
    seance = SeanceFactory(places=1)
    own, next_one, last = inscrire(seance, zoe.jeune), inscrire(seance), inscrire(seance)
    client.force_login(zoe)
    url = reverse("participation:inscription-cancel", kwargs={"pk": own.pk})
    pages = [client.post(url, follow=True).content.decode() for _ in range(2)]
    assert "Votre place est rendue" in pages[0]
    assert "déjà noté" in pages[1]
    assert list(seance.inscriptions.confirmees()) == [next_one]
    assert list(seance.inscriptions.en_attente()) == [last]


def test_a_seance_filled_since_the_page_was_shown_says_so(client, zoe, inscrire):
    seance = SeanceFactory(places=1)
    client.force_login(zoe)
    assert 'name="place"' in client.get(seance.get_absolute_url()).content.decode()
    inscrire(seance)
    page = client.post(inscrire_url(seance), {"place": "1"}, follow=True).content.decode()
    assert "La dernière place vient d’être prise" in page
    assert "Vous êtes en tête de la liste d’attente" in page


def test_who_chose_the_waiting_list_is_not_told_that_it_is_full(client, zoe, inscrire):
    seance = SeanceFactory(places=1)
    inscrire(seance)
    client.force_login(zoe)
    assert 'name="place"' not in client.get(seance.get_absolute_url()).content.decode()
    assert "vient d’être prise" not in client.post(inscrire_url(seance), follow=True).content.decode()


def test_a_seance_cancelled_since_the_page_was_shown_says_so(client, zoe):
    seance = SeanceFactory()
    client.force_login(zoe)
    services.cancel_seance(seance=seance, now=timezone.now())
    page = client.post(inscrire_url(seance), {"place": "1"}, follow=True).content.decode()
    assert "Votre inscription n’a pas pu se faire. Cette séance est annulée." in page
    assert "Voir les autres séances" in page
    assert not Inscription.objects.exists()


def test_a_code_that_came_too_late_says_so_and_the_wish_is_kept(client, zoe, mailoutbox):
    seance = SeanceFactory()
    client.post(inscrire_url(seance))
    suite = {"next": seance.get_absolute_url()}
    for minutes, said in ((16, "Demandez-en un autre"), (0, "data-envoi-automatique")):
        client.post("/compte/connexion/", {"email": zoe.email, **suite})
        code = re.search(r"\d{3} \d{3}", mailoutbox[-1].body).group()
        CodeConnexion.objects.update(demande_le=timezone.now() - datetime.timedelta(minutes=minutes))
        page = client.post("/compte/connexion/code/", {"code": code, **suite}, follow=True).content.decode()
        assert said in page


def test_the_rank_is_said_in_words(client, zoe):
    seance = SeanceFactory(places=1, places_prises=1, dernier_rang=3)
    for rang in (2, 3):
        InscriptionFactory(seance=seance, statut="en_attente", rang=rang)
    client.force_login(zoe)
    page = client.post(inscrire_url(seance), follow=True).content.decode()
    assert "Vous êtes 3e sur la liste d’attente" in page


def test_a_closed_seance_says_why(client, zoe):
    seance = SeanceFactory(inscriptions_fermees_le=timezone.now())
    client.force_login(zoe)
    page = client.post(inscrire_url(seance), follow=True).content.decode()
    assert "Les inscriptions à cette séance sont fermées." in page
    assert "places sur" not in page.replace("\u00a0", " ")  # nobody can take them


def test_who_is_not_signed_in_comes_back_to_find_the_form_that_sends_itself(client, zoe):
    seance = SeanceFactory()
    answer = client.post(inscrire_url(seance), {"origine": "reseaux_sociaux"})
    assert answer.url.startswith(reverse("account_login") + "?next=")
    assert not Inscription.objects.exists()
    client.force_login(zoe)
    page = client.get(seance.get_absolute_url()).content.decode()
    assert "data-envoi-automatique" in page
    client.post(inscrire_url(seance))
    assert Inscription.objects.get().origine == "reseaux_sociaux"
    assert "data-envoi-automatique" not in client.get(seance.get_absolute_url()).content.decode()


def test_a_mere_link_never_signs_anybody_up(client, zoe):
    seance = SeanceFactory()
    client.force_login(zoe)
    assert client.get(inscrire_url(seance)).status_code == 405
    assert "data-envoi-automatique" not in client.get(seance.get_absolute_url()).content.decode()


def test_a_new_account_says_first_who_it_is(client):
    seance = SeanceFactory()
    client.force_login(UtilisateurFactory(role="jeune"))
    answer = client.post(inscrire_url(seance))
    assert answer.url.startswith(reverse("comptes:moi"))
    assert not Inscription.objects.exists()


@pytest.mark.parametrize("role", ["alice", "charlie", "carole", "diane", "adele"])
def test_only_youths_sign_themselves_up(client, request, role):
    client.force_login(request.getfixturevalue(role))
    assert client.post(inscrire_url(SeanceFactory())).status_code == 404


def test_nobody_signs_up_for_a_seance_that_is_not_published(client, zoe):
    client.force_login(zoe)
    assert client.post(inscrire_url(SeanceFactory(publiee_le=None))).status_code == 404
    assert not Inscription.objects.exists()


def test_the_place_is_given_back_in_one_tap(client, zoe, inscrire):
    inscription = inscrire(SeanceFactory(), zoe.jeune)
    client.force_login(zoe)
    answer = client.post(reverse("participation:inscription-cancel", kwargs={"pk": inscription.pk}), follow=True)
    assert "Votre place est rendue" in answer.content.decode()


def test_nobody_gives_back_the_place_of_another(client, zoe, inscrire):
    inscription = inscrire(SeanceFactory())
    client.force_login(zoe)
    assert client.post(reverse("participation:inscription-cancel", kwargs={"pk": inscription.pk})).status_code == 404


def test_two_seances_at_the_same_time_are_said(client, zoe, inscrire):
    debut = timezone.now() + datetime.timedelta(days=2)
    one, other = SeanceFactory(debut_le=debut), SeanceFactory(debut_le=debut)
    inscrire(one, zoe.jeune)
    client.force_login(zoe)
    page = client.post(inscrire_url(other), follow=True).content.decode()
    assert "Deux séances à la même heure" in page


def test_my_seances_shows_what_comes_and_where_i_was(client, zoe, inscrire):
    inscrire(SeanceFactory(titre="À venir bientôt"), zoe.jeune)
    hier = SeanceFactory(debut_le=timezone.now() - datetime.timedelta(days=1), titre="Hier au siège")
    InscriptionFactory(seance=hier, jeune=zoe.jeune, presence="present")
    client.force_login(zoe)
    page = client.get(reverse("participation:mes-seances")).content.decode()
    assert "À venir bientôt" in page
    assert "Hier au siège" in page


def test_the_list_counts_the_coming_seances_of_mine_only(client, zoe, inscrire):
    inscrire(SeanceFactory(), zoe.jeune)
    InscriptionFactory(seance=SeanceFactory(debut_le=timezone.now() - datetime.timedelta(days=1)), jeune=zoe.jeune)
    client.force_login(zoe)
    assert "Voir mes séances (1)" in client.get(reverse("participation:seance-list")).content.decode()


def test_the_calendar_file_is_for_who_has_a_place(client, zoe, inscrire):
    seance = SeanceFactory(places=1)
    url = reverse("participation:seance-ics", kwargs={"pk": seance.pk})
    client.force_login(zoe)
    assert client.get(url).status_code == 404
    inscrire(seance, zoe.jeune)
    assert client.get(url)["Content-Type"].startswith("text/calendar")


def test_an_idea_gets_an_answer_that_its_author_reads(client, zoe, alice):
    client.force_login(zoe)
    client.post(reverse("participation:idee-create"), {"texte": "Une sortie à la rivière"})
    idee = Idee.objects.get()
    client.force_login(alice)
    assert "rivière" in client.get(reverse("participation:idee-list")).content.decode()
    answer = {"reponse": "Bonne idée, nous préparons cela. Alice", "retenue": "on"}
    client.post(reverse("participation:idee-repondre", kwargs={"pk": idee.pk}), answer)
    client.force_login(zoe)
    assert "nous préparons cela" in client.get(reverse("participation:idee-list")).content.decode()


def test_one_sees_only_ones_own_ideas(client, zoe):
    Idee.objects.create(jeune=JeuneFactory(), texte="Idée d’une autre personne")
    client.force_login(zoe)
    assert "autre personne" not in client.get(reverse("participation:idee-list")).content.decode()


@pytest.mark.parametrize("role", ["partenaire", "commission"])
def test_who_may_not_sign_up_is_told_how_a_youth_does(client, role):
    seance = SeanceFactory()
    client.force_login(UtilisateurFactory(role=role))
    page = client.get(seance.get_absolute_url()).content.decode()
    assert "sa propre adresse" in page
    assert "Je m’inscris" not in page
    assert "l’inscription se fait en un geste" not in client.get("/seances/").content.decode()
