"""What happens with an enterprise is noted on its page, and counted."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from accueil.models import Candidature, ContactEntreprise
from tests.factories import CandidatureFactory, ConseillerFactory, JeuneFactory, PartenaireFactory, UtilisateurFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def entreprise():
    return PartenaireFactory(type="employeur")


@pytest.fixture
def conseiller(client):
    conseiller = ConseillerFactory()
    client.force_login(conseiller.utilisateur)
    return conseiller


def test_a_contact_is_noted_with_who_and_when(client, conseiller, entreprise):
    url = reverse("accueil:contact-entreprise-create", args=[entreprise.pk])
    client.post(url, {"nature": "rencontre", "jour": timezone.localdate().isoformat(), "note": "Accueille deux stages"})
    contact = ContactEntreprise.objects.get()
    assert (contact.partenaire, contact.saisi_par) == (entreprise, conseiller.utilisateur)
    page = client.get(reverse("accueil:partenaire-detail", args=[entreprise.pk])).content.decode()
    assert "Accueille deux stages" in page


def test_a_partner_with_an_address_alone_has_nothing_to_complete(client, conseiller, entreprise):
    url = reverse("accueil:partenaire-detail", args=[entreprise.pk])
    assert "À compléter" in client.get(url).content.decode()
    type(entreprise).objects.filter(pk=entreprise.pk).update(email="bonjour@exemple.fr")
    assert '<dd><a href="mailto:bonjour@exemple.fr">' in client.get(url).content.decode()


def test_a_day_to_come_is_refused(client, conseiller, entreprise):
    demain = timezone.localdate() + datetime.timedelta(days=1)
    url = reverse("accueil:contact-entreprise-create", args=[entreprise.pk])
    assert "avenir" in client.post(url, {"nature": "visite", "jour": demain.isoformat()}).content.decode()
    assert not ContactEntreprise.objects.exists()


def test_an_application_may_name_nobody(client, conseiller, entreprise):
    url = reverse("accueil:candidature-create", args=[entreprise.pk])
    client.post(url, {"jour": timezone.localdate().isoformat(), "suite": "envoyee"})
    assert Candidature.objects.get().personne is None


def test_a_name_shows_only_to_who_may_open_the_file(client, conseiller, entreprise):
    CandidatureFactory(partenaire=entreprise, jeune=JeuneFactory(prenom="Zoé", nom="Delmas"))
    page = client.get(reverse("accueil:partenaire-detail", args=[entreprise.pk])).content.decode()
    assert "Delmas" not in page
    assert "non nommé" in page


def test_what_came_of_an_application_is_dated(client, conseiller, entreprise):
    candidature = CandidatureFactory(partenaire=entreprise)
    client.post(reverse("accueil:candidature-suite", args=[candidature.pk]), {"suite": "retenue"})
    candidature.refresh_from_db()
    assert (candidature.suite, candidature.suite_le) == ("retenue", timezone.localdate())


def test_the_administration_reads_and_does_not_write(client, entreprise):
    client.force_login(UtilisateurFactory(role="administration"))
    assert client.get(reverse("accueil:partenaire-detail", args=[entreprise.pk])).status_code == 200
    assert client.get(reverse("accueil:candidature-create", args=[entreprise.pk])).status_code == 404
