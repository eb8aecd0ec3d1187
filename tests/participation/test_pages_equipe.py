import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from participation.models import Inscription, Regroupement, Seance
from tests.factories import (
    AccompagnementFactory,
    FicheActionFactory,
    InscriptionFactory,
    JeuneFactory,
    LieuFactory,
    RegroupementFactory,
    SeanceFactory,
)

pytestmark = pytest.mark.django_db


def url(nom, seance=None):
    return reverse(f"participation:{nom}", kwargs={"pk": seance.pk} if seance else {})


@pytest.fixture
def pro(client, alice):
    client.force_login(alice)
    return client


@pytest.fixture
def commencee():
    """A séance under way, three places taken."""
    debut = timezone.now() - datetime.timedelta(minutes=5)
    seance = SeanceFactory(debut_le=debut, places=3, places_prises=3)
    InscriptionFactory.create_batch(3, seance=seance)
    return seance


def formulaire(**changes):
    jour = timezone.localdate() + datetime.timedelta(days=10)
    return {
        "regroupement": RegroupementFactory().pk,
        "jour": jour.isoformat(),
        "heure_debut": "14:00",
        "heure_fin": "16:00",
        "lieu": LieuFactory().pk,
        "places": "12",
        "publier": "on",
        **changes,
    }


@pytest.mark.parametrize("nombre", [1, 10])
def test_the_list_costs_the_same_for_one_and_ten(pro, django_assert_max_num_queries, nombre):
    for seance in SeanceFactory.create_batch(nombre):
        InscriptionFactory.create_batch(2, seance=seance)
    with django_assert_max_num_queries(12):
        assert pro.get(url("seance-gestion-list")).status_code == 200


@pytest.mark.parametrize("nombre", [1, 10])
def test_a_page_of_a_seance_costs_the_same_for_one_and_ten(pro, django_assert_max_num_queries, nombre):
    seance = SeanceFactory()
    InscriptionFactory.create_batch(nombre, seance=seance)
    with django_assert_max_num_queries(12):
        assert pro.get(url("seance-gestion", seance)).status_code == 200


@pytest.mark.parametrize("tri", ["debut", "-debut", "titre", "lieu", "prises", "-attente", "n_importe_quoi", "-"])
def test_the_list_sorts_by_known_columns_only(pro, tri):
    SeanceFactory.create_batch(2)
    assert pro.get(url("seance-gestion-list"), {"tri": tri}).status_code == 200


def test_the_filters_tell_what_is_still_to_be_marked(pro, commencee):
    commencee.titre = "À noter"
    commencee.save()
    SeanceFactory(titre="Plus tard")
    page = pro.get(url("seance-gestion-list"), {"quand": "a_noter"}).content.decode()
    assert "À noter" in page
    assert "Plus tard" not in page


def test_one_seance_is_made_at_once(pro):
    pro.post(url("seance-create"), formulaire())
    seance = Seance.objects.get()
    assert timezone.localtime(seance.debut_le).hour == 14
    assert seance.publiee_le is not None
    assert seance.serie is None


def test_a_series_shows_its_dates_before_anything_is_written(pro):
    jour = timezone.localdate() + datetime.timedelta(days=10)
    data = formulaire(rythme="hebdomadaire", jusqu_au=(jour + datetime.timedelta(days=21)).isoformat())
    page = pro.post(url("seance-create"), data).content.decode()
    assert page.count('name="jours"') == 4
    assert not Seance.objects.exists()
    kept = [(jour + datetime.timedelta(days=d)).isoformat() for d in (0, 14)]
    pro.post(url("seance-create"), {**data, "creer": "1", "jours": kept})
    assert [s.jour.isoformat() for s in Seance.objects.order_by("jour")] == kept


def test_a_day_that_was_not_proposed_is_refused(pro):
    jour = timezone.localdate() + datetime.timedelta(days=10)
    data = formulaire(rythme="hebdomadaire", jusqu_au=(jour + datetime.timedelta(days=21)).isoformat())
    pro.post(url("seance-create"), {**data, "creer": "1", "jours": ["2031-01-01"]})
    assert not Seance.objects.exists()


@pytest.mark.parametrize(
    ("champs", "phrase"),
    [
        ({"heure_fin": "13:00"}, "vient après l’heure de début"),
        ({"jour": "2020-01-01"}, "Cette date est passée"),
        ({"jour": "n’importe quoi"}, "ne peut pas être lue"),
        ({"places": "0"}, "1"),
        ({"places": "100000"}, "500"),
        ({"rythme": "mensuel"}, "Jusqu’à quand"),
        ({"titre": "x" * 10_000}, "120"),
        ({"titre": "a\x00b"}, "champ-erreur"),
        ({"regroupement": "pas-un-uuid"}, "champ-erreur"),
    ],
    ids=["hours", "past", "date", "no place", "too many", "series without end", "long", "nul", "uuid"],
)
def test_bad_input_is_said_beside_the_field_and_nothing_is_lost(pro, champs, phrase):
    answer = pro.post(url("seance-create"), formulaire(**champs))
    assert answer.status_code == 200
    assert phrase.lower() in answer.content.decode().lower()
    assert not Seance.objects.exists()


def test_a_change_of_a_seance_keeps_its_list(pro, inscrire):
    seance = SeanceFactory()
    inscrire(seance)
    jour = (seance.jour + datetime.timedelta(days=1)).isoformat()
    data = {"jour": jour, "heure_debut": "09:30", "heure_fin": "11:00", "lieu": LieuFactory().pk, "places": "8"}
    pro.post(url("seance-update", seance), data)
    seance.refresh_from_db()
    assert (seance.jour.isoformat(), seance.places, seance.places_prises, seance.version) == (jour, 8, 1, 1)


def test_closing_opening_and_overbooking(pro, inscrire):
    seance = SeanceFactory(places=1)
    inscrire(seance), inscrire(seance)
    pro.post(url("seance-fermer", seance))
    assert "fermées" in pro.get(url("seance-gestion", seance)).content.decode()
    pro.post(url("seance-rouvrir", seance))
    page = pro.post(url("seance-places", seance), {"nombre": "1"}, follow=True).content.decode()
    assert "en reçoit une" in page
    assert seance.inscriptions.confirmees().count() == 2


def test_cancelling_asks_first(pro):
    seance = SeanceFactory()
    assert "ne se défait pas" in pro.get(url("seance-cancel", seance)).content.decode()
    pro.post(url("seance-cancel", seance))
    seance.refresh_from_db()
    assert seance.annulee_le is not None


def test_one_signs_up_a_youth_one_follows_and_no_other(pro, alice):
    seance = SeanceFactory()
    suivi, autre = JeuneFactory(nom="Édouard-Noël"), JeuneFactory(nom="Edouard Autre")
    AccompagnementFactory(jeune=suivi, conseiller=alice.conseiller)
    page = pro.get(url("inscription-equipe-create", seance), {"q": "edouard"}).content.decode()
    assert str(suivi) in page
    assert str(autre) not in page
    assert pro.post(url("inscription-equipe-create", seance), {"jeune": autre.pk}).status_code == 404
    assert pro.post(url("inscription-equipe-create", seance), {"jeune": "x"}).status_code == 404
    pro.post(url("inscription-equipe-create", seance), {"jeune": suivi.pk})
    assert Inscription.objects.get().origine == "equipe"


def test_who_must_be_called_is_named_when_a_place_falls_to_them(pro, inscrire, maintenant):
    seance = SeanceFactory(places=1)
    first = inscrire(seance)
    inscrire(seance, JeuneFactory(avec_compte=True, canal_sur="aucun", nom="Sansmail"))
    pro.post(reverse("participation:inscription-equipe-cancel", kwargs={"pk": first.pk}))
    page = pro.get(url("seance-gestion", seance)).content.decode()
    assert "À prévenir par un appel" in page
    assert "Sansmail" in page


def test_presences_all_then_exceptions_then_undone(pro, commencee):
    one = commencee.inscriptions.order_by("pk").first()
    pro.post(url("presence", commencee), {"tous": "1", f"presence-{one.pk}": "absent"})
    read = lambda: sorted(commencee.inscriptions.values_list("presence", flat=True))  # noqa: E731
    assert read() == ["absent", "present", "present"]
    pro.post(url("presence", commencee), {"defaire": "1"})
    assert read() == ["", "", ""]


def test_an_invented_presence_is_ignored(pro, commencee):
    one = commencee.inscriptions.order_by("pk").first()
    pro.post(url("presence", commencee), {f"presence-{one.pk}": "invente"})
    assert set(commencee.inscriptions.values_list("presence", flat=True)) == {""}


def test_the_sheet_to_sign_names_who_has_a_place(pro, commencee):
    InscriptionFactory(seance=commencee, statut="en_attente", jeune__nom="Enattente")
    page = pro.get(url("seance-emargement", commencee)).content.decode()
    assert commencee.inscriptions.first().jeune.nom in page
    assert "Enattente" not in page
    assert f"{commencee.debut_le:%Y}" in page.split("<table")[0]  # a signed sheet is kept for years


def test_a_group_is_made_and_changed(pro):
    pro.post(url("regroupement-create"), {"titre": "Les mardis", "actif": "on"})
    regroupement = Regroupement.objects.get()
    pro.post(url("regroupement-update", regroupement), {"titre": "Les jeudis", "actif": "on"})
    assert "Les jeudis" in pro.get(url("regroupement-list")).content.decode()


def test_a_house_without_anything_is_led_to_its_first_regroupement_and_seance(pro):
    assert "Aucune séance à venir" in pro.get(url("seance-gestion-list")).content.decode()
    assert "Aucune séance ne correspond" in pro.get(url("seance-gestion-list"), {"quand": "passees"}).content.decode()
    page = pro.get(url("seance-create")).content.decode()
    assert "Il faut d’abord un regroupement" in page
    assert url("regroupement-create") in page


def test_a_description_that_nobody_would_read_on_a_phone_is_refused_and_kept(pro):
    page = pro.post(url("regroupement-create"), {"titre": "Les mardis", "description": "x" * 10_000, "actif": "on"})
    assert "2000 caractères au plus" in page.content.decode()
    assert "x" * 10_000 in page.content.decode()
    assert not Regroupement.objects.exists()


@pytest.mark.parametrize(
    ("qui", "statut"),
    [("zoe", 404), ("charlie", 404), ("carole", 404), ("adele", 404), ("diane", 200), ("bruno", 200)],
)
def test_the_team_alone_sees_the_lists(client, request, qui, statut):
    seance = SeanceFactory()
    client.force_login(request.getfixturevalue(qui))
    for nom, cible in (("seance-gestion-list", None), ("seance-gestion", seance), ("seance-emargement", seance)):
        assert client.get(url(nom, cible)).status_code == statut


def test_without_a_choice_the_fiche_is_the_one_of_the_group_and_the_form_says_so(pro):
    fiche = FicheActionFactory()
    groupe = RegroupementFactory(fiche_action=fiche)
    assert "Celle du regroupement" in pro.get(url("seance-create")).content.decode()
    pro.post(url("seance-create"), formulaire(regroupement=groupe.pk))
    assert Seance.objects.get().fiche_action == fiche


def test_a_stopped_group_offers_no_new_seance(pro):
    actif, arrete = RegroupementFactory(), RegroupementFactory(actif=False)
    page = pro.get(url("regroupement-list")).content.decode()
    creer = f"{url('seance-create')}?regroupement="
    assert (creer + str(actif.pk) in page, creer + str(arrete.pk) in page) == (True, False)


def test_the_preview_of_a_series_says_its_title_and_gives_what_was_typed_back(pro):
    jour = timezone.localdate() + datetime.timedelta(days=10)
    fin = (jour + datetime.timedelta(days=21)).isoformat()
    data = formulaire(rythme="hebdomadaire", jusqu_au=fin, titre="Cuisine de saison")
    assert "Cuisine de saison, de&nbsp;14" in pro.post(url("seance-create"), data).content.decode()
    page = pro.post(url("seance-create"), {**data, "reprendre": "1"}).content.decode()
    assert ("Créer une séance" in page, 'value="Cuisine de saison"' in page) == (True, True)
    assert not Seance.objects.exists()


@pytest.mark.parametrize("nombre", ["zéro", "", "0", "51", "9" * 400, "a\x00b"])
def test_a_number_of_places_that_is_none_is_said_beside_the_field(pro, nombre):
    seance = SeanceFactory(places=3)
    answer = pro.post(url("seance-places", seance), {"nombre": nombre})
    assert (answer.status_code, "champ-erreur" in answer.content.decode()) == (200, True)
    seance.refresh_from_db()
    assert seance.places_offertes == 3
