"""What becomes of an orientation: received, accepted or refused, ended; those left without answer come back."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from accueil import orientations
from accueil.services import SaisieRefusee
from tests.factories import OrientationFactory

JOUR = datetime.timedelta(days=1)


@pytest.fixture
def orientation(alice, suivi):
    """A handover of forty days ago that the partner has not answered."""
    return OrientationFactory(jeune=suivi, fait_le=timezone.now() - 40 * JOUR, partenaire__nom="Mission Logement")


def page(orientation):
    return reverse("accueil:orientation-update", args=[orientation.pk])


def il_y_a(jours):
    return timezone.localdate() - jours * JOUR


def saisie(statut, jours=0, issue=""):
    return {"statut": statut, "le": il_y_a(jours).isoformat(), "issue": issue}


def test_its_life_is_noted_with_its_days(client, alice, suivi, orientation):
    client.force_login(alice)
    for statut, jours, issue in (("recue", 30, ""), ("acceptee", 20, ""), ("terminee", 2, "Chambre trouvée")):
        client.post(page(orientation), saisie(statut, jours, issue))
    orientation.refresh_from_db()
    assert (orientation.recue_le, orientation.decidee_le, orientation.terminee_le) == (
        il_y_a(30),
        il_y_a(20),
        il_y_a(2),
    )
    assert "Chambre trouvée" in client.get(reverse("jeunes:jeune-rendez-vous", args=[suivi.pk])).content.decode()


def test_going_back_forgets_the_later_days_and_the_reason(client, alice, orientation):
    client.force_login(alice)
    client.post(page(orientation), saisie("refusee", 5, "Plus de place"))
    client.post(page(orientation), saisie("recue", 10))
    orientation.refresh_from_db()
    assert (orientation.statut, orientation.recue_le, orientation.decidee_le, orientation.issue) == (
        "recue",
        il_y_a(10),
        None,
        "",
    )


@pytest.mark.parametrize(
    "envoi",
    [
        saisie("refusee"),
        saisie("terminee"),
        saisie("recue", -1),
        saisie("recue", 41),
        saisie("perdue"),
        {"statut": "recue", "le": "0000-00-00"},
        {"statut": "recue", "le": "9999-99-99", "issue": "\x00"},
        saisie("refusee", 0, "x" * 201),
        saisie("refusee", 0, "NIR 1 85 05 78 006 084 36"),
        {},
    ],
    ids=["sans_motif", "sans_resultat", "a_venir", "avant", "inconnu", "an_0", "an_9999", "long", "nir", "vide"],
)
def test_what_is_wrong_is_said_beside_the_field(client, alice, orientation, envoi):
    client.force_login(alice)
    answer = client.post(page(orientation), envoi)
    assert answer.status_code == 200
    assert "champ-erreur" in answer.content.decode()
    orientation.refresh_from_db()
    assert orientation.statut == "envoyee"


def test_a_state_is_not_before_the_one_that_comes_first(orientation):
    now = timezone.now()
    orientations.follow_orientation(orientation=orientation, statut="recue", le=il_y_a(3), issue="", now=now)
    with pytest.raises(SaisieRefusee, match="étape précédente"):
        orientations.follow_orientation(orientation=orientation, statut="acceptee", le=il_y_a(4), issue="", now=now)


@pytest.mark.parametrize("who", ["bruno", "diane", "zoe", "adele", "charlie"])
def test_who_does_not_follow_the_person_gets_404(client, request, orientation, who):
    client.force_login(request.getfixturevalue(who))
    assert client.get(page(orientation)).status_code == 404
    assert client.post(page(orientation), saisie("recue")).status_code == 404


def test_the_day_shows_those_without_answer_for_weeks_and_no_other(client, alice, suivi, orientation):
    OrientationFactory(jeune=suivi, partenaire__nom="Trop récente", fait_le=timezone.now() - 5 * JOUR)
    OrientationFactory(jeune=suivi, partenaire__nom="Répondue", fait_le=timezone.now() - 90 * JOUR, statut="acceptee")
    OrientationFactory(partenaire__nom="D’une autre personne", fait_le=timezone.now() - 90 * JOUR)
    client.force_login(alice)
    vue = client.get("/ma-journee/").content.decode()
    assert "Orientations sans réponse" in vue
    assert "Mission Logement" in vue
    for other in ("Trop récente", "Répondue", "D’une autre personne"):
        assert other not in vue


def test_the_day_shows_the_oldest_first_and_leads_to_them_all(client, alice, suivi):
    for rang in range(7):
        OrientationFactory(jeune=suivi, partenaire__nom=f"Numéro {rang}", fait_le=timezone.now() - (90 - rang) * JOUR)
    client.force_login(alice)
    vue = client.get("/ma-journee/").content.decode()
    assert ("Voir les 7" in vue, "Numéro 4" in vue, "Numéro 5" in vue) == (True, True, False)
    vue = client.get("/ma-journee/?orientations=toutes").content.decode()
    assert ("Voir les 7" in vue, "Numéro 6" in vue) == (False, True)


def test_from_the_day_one_comes_back_to_it(client, alice, orientation):
    client.force_login(alice)
    assert (
        'name="suite_url" value="/ma-journee/"'
        in client.get(f"{page(orientation)}?suite_url=/ma-journee/").content.decode()
    )
    answer = client.post(page(orientation), {**saisie("recue"), "suite_url": "/ma-journee/"})
    assert answer.url == "/ma-journee/"
    answer = client.post(page(orientation), {**saisie("recue"), "suite_url": "https://ailleurs.example/"})
    assert answer.url.startswith("/jeunes/")
