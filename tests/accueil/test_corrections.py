"""A note is completed, never rewritten; an événement logged by mistake is annulled by its author and counts no more."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from accueil import corrections, services
from accueil.models import ComplementNote, Evenement, EvenementAnnule
from comptes.models import JournalAcces
from tests.factories import EvenementFactory, JeuneFactory

LU = {"note": "Elle préfère les matins."}
ERREUR = {"motif": "Saisi dans le mauvais dossier"}


@pytest.fixture
def entretien(alice, suivi):
    """An interview that Alice logged, with its note."""
    return EvenementFactory(jeune=suivi, nature="entretien", saisi_par=alice, note="Projet : la cuisine.")


def page(name, evenement):
    return reverse(f"accueil:evenement-{name}", args=[evenement.pk])


def test_a_complement_is_dated_signed_and_the_first_text_stays(client, alice, entretien):
    client.force_login(alice)
    answer = client.post(page("completer", entretien), LU, follow=True).content.decode()
    entretien.refresh_from_db()
    assert entretien.note == "Projet : la cuisine."
    assert answer.index("Projet : la cuisine.") < answer.index("Elle préfère les matins.")
    complement = ComplementNote.objects.get()
    assert (complement.ecrit_par, complement.ecrit_le.date()) == (alice, timezone.now().date())


def test_sent_twice_a_complement_is_kept_once(client, alice, entretien):
    client.force_login(alice)
    for _twice in range(2):
        client.post(page("completer", entretien), LU)
    assert ComplementNote.objects.count() == 1


@pytest.mark.parametrize(
    "texte",
    ["", "x" * 1_001, "NIR 1 85 05 78 006 084 36", "Elle sort de prison", "\x00"],
    ids=["vide", "long", "nir", "justice", "nul"],
)
def test_a_complement_is_held_to_the_rules_of_notes(client, alice, entretien, texte):
    client.force_login(alice)
    answer = client.post(page("completer", entretien), {"note": texte})
    assert "champ-erreur" in answer.content.decode()
    assert not ComplementNote.objects.exists()


@pytest.mark.parametrize("who", ["bruno", "diane", "zoe", "adele", "charlie"])
def test_who_does_not_follow_the_person_corrects_nothing(client, request, entretien, who):
    client.force_login(request.getfixturevalue(who))
    for name in ("completer", "annuler"):
        assert client.get(page(name, entretien)).status_code == 404
        assert client.post(page(name, entretien), {**LU, **ERREUR}).status_code == 404
    assert Evenement.objects.filter(pk=entretien.pk).exists()


def test_annulled_it_is_counted_no_more_and_stays_readable_with_its_reason(client, alice, suivi, entretien):
    entretien.besoins.create(besoin="emploi")
    client.force_login(alice)
    client.post(page("completer", entretien), LU)
    answer = client.post(page("annuler", entretien), ERREUR, follow=True).content.decode()
    assert not Evenement.objects.filter(pk=entretien.pk).exists()
    for kept in ("Annulé", "mauvais dossier", "Projet : la cuisine.", "Elle préfère les matins.", alice.nom):
        assert kept in answer
    annule = EvenementAnnule.objects.get()
    assert (annule.pk, annule.donnees["besoins"]) == (entretien.pk, ["emploi"])
    assert annule.donnees["personne"] == str(suivi.cle_statistique)
    assert "1\u00a0événement annulé" in client.get(suivi.get_absolute_url()).content.decode()
    assert JournalAcces.objects.filter(objet_id=str(suivi.pk), motif="Événement annulé", utilisateur=alice).exists()


def test_only_its_author_annuls_even_in_a_shared_portfolio(client, alice, bruno, suivi):
    autre = EvenementFactory(jeune=suivi, nature="entretien", saisi_par=bruno)
    client.force_login(alice)
    assert client.post(page("annuler", autre), ERREUR).status_code == 404
    assert "Annuler cet événement" not in client.get(autre.get_absolute_url()).content.decode()
    with pytest.raises(corrections.CorrectionRefusee):
        corrections.annul_evenement(evenement=autre, motif="x", by=alice, now=timezone.now())


@pytest.mark.parametrize("motif", ["", "x" * 201, "\x00"], ids=["vide", "long", "nul"])
def test_a_reason_is_asked(client, alice, entretien, motif):
    client.force_login(alice)
    assert "champ-erreur" in client.post(page("annuler", entretien), {"motif": motif}).content.decode()
    assert Evenement.objects.filter(pk=entretien.pk).exists()


def test_a_second_tap_annuls_nothing_more(alice, entretien):
    now = timezone.now()
    corrections.annul_evenement(evenement=entretien, motif="double", by=alice, now=now)
    with pytest.raises(corrections.CorrectionRefusee):
        corrections.annul_evenement(evenement=entretien, motif="double", by=alice, now=now)
    with pytest.raises(corrections.CorrectionRefusee):
        corrections.add_complement(evenement=entretien, texte="trop tard", by=alice, now=now)


def test_once_a_premier_accueil_is_annulled_the_person_may_have_one(alice, suivi):
    now = timezone.now()
    faux = EvenementFactory(jeune=suivi, nature="premier_accueil", saisi_par=alice)
    corrections.annul_evenement(evenement=faux, motif="mauvaise personne", by=alice, now=now)
    rencontre = services.Rencontre(lieu=None, fait_le=now)
    envoi = {"personne": suivi, "rencontre": rencontre, "by": alice, "conseiller": None, "now": now}
    with pytest.raises(services.SaisieRefusee):  # the same form, sent again, brings nothing back
        services.log_premier_accueil(**envoi, jeton=faux.pk)
    assert services.log_premier_accueil(**envoi, jeton=JeuneFactory().pk).jeune == suivi


def test_a_youth_reads_the_complement_and_what_was_annulled(client, alice):
    jeune = JeuneFactory(avec_compte=True)
    garde, retire = EvenementFactory.create_batch(2, jeune=jeune, saisi_par=alice, note="La cuisine.")
    now = timezone.now()
    corrections.add_complement(evenement=garde, texte="Les matins.", by=alice, now=now)
    corrections.annul_evenement(evenement=retire, motif="saisi deux fois", by=alice, now=now)
    client.force_login(jeune.compte)
    lu = client.get(reverse("comptes:moi-dossier")).content.decode()
    assert "Les matins." in lu
    assert "saisi deux fois" in lu


def test_the_page_of_an_annulled_one_stays_closed_to_others(client, alice, bruno, entretien):
    corrections.annul_evenement(evenement=entretien, motif="x", by=alice, now=timezone.now())
    client.force_login(bruno)
    assert client.get(page("detail", entretien)).status_code == 404


@pytest.mark.parametrize("complements", [1, 10])
def test_a_page_asks_the_same_number_of_queries(client, alice, entretien, complements, django_assert_num_queries):
    for n in range(complements):
        corrections.add_complement(
            evenement=entretien, texte=f"Point {n}", by=alice, now=timezone.now() - datetime.timedelta(hours=n)
        )
    client.force_login(alice)
    client.get(page("detail", entretien))
    with django_assert_num_queries(6):
        client.get(page("detail", entretien))
