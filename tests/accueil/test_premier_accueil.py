import datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from accueil import services
from accueil.choix import Nature
from accueil.models import BesoinExprime, Evenement, Orientation, PremierAccueil, RendezVous
from comptes.models import Brouillon, JournalAcces
from jeunes.models import AccesMotive, Accompagnement, Jeune
from tests.factories import (
    AccompagnementFactory,
    CommuneFactory,
    FicheActionFactory,
    JeuneFactory,
    LieuFactory,
    PartenaireFactory,
    PermanenceFactory,
    PremierAccueilFactory,
)

URL = "/accueil/premier-accueil/nouveau/"


def test_a_new_person_gets_a_file_a_referent_and_a_first_interview(client, alice, saisie):
    client.force_login(alice)
    response = client.post(URL, saisie)
    jeune = Jeune.objects.get()
    assert response.url == jeune.get_absolute_url()
    assert (jeune.nom, jeune.prenom, jeune.cree_par) == ("Lefèvre", "Maëlys", alice)
    assert Accompagnement.objects.get().conseiller == alice.conseiller
    premier = PremierAccueil.objects.get()
    assert (premier.age, premier.personne, premier.lieu.nom) == (
        jeune.age(today=premier.jour),
        jeune.cle_statistique,
        "Siège",
    )


def test_the_file_opened_by_it_is_in_the_journal(client, alice, saisie):
    client.force_login(alice)
    client.post(URL, saisie)
    line = JournalAcces.objects.get()
    assert (line.objet_id, line.utilisateur) == (str(Jeune.objects.get().pk), alice)


def test_sent_eight_times_it_is_one_record(client, alice, saisie):
    client.force_login(alice)
    assert {client.post(URL, saisie).status_code for _ in range(8)} == {302}
    assert (Jeune.objects.count(), Evenement.objects.count(), Accompagnement.objects.count()) == (1, 1, 1)


def test_the_token_of_somebody_elses_record_is_refused(client, alice, bruno, saisie):
    autre = PremierAccueilFactory(saisi_par=bruno)
    client.force_login(alice)
    response = client.post(URL, saisie | {"jeton": str(autre.pk)})
    assert "Ce formulaire a expiré" in response.content.decode()
    assert not Jeune.objects.filter(nom="Lefèvre").exists()


def test_a_rendez_vous_is_set_in_the_same_form(client, alice, saisie):
    client.force_login(alice)
    demain = timezone.localdate() + datetime.timedelta(days=1)
    client.post(URL, saisie | {"suite": "rendez_vous", "rdv_jour": demain.isoformat(), "rdv_heure": "14:00"})
    rendez_vous = RendezVous.objects.get()
    assert (rendez_vous.prevu_jour, rendez_vous.conseiller, rendez_vous.lieu.nom) == (demain, alice.conseiller, "Siège")
    assert rendez_vous.jour == PremierAccueil.objects.get().jour


def test_an_orientation_needs_and_a_fiche_are_kept(client, alice, saisie):
    partenaire, fiche = PartenaireFactory(), FicheActionFactory()
    client.force_login(alice)
    choix = {"suite": "orientation", "orientation_partenaire": str(partenaire.pk), "fiche_action": str(fiche.pk)}
    client.post(URL, saisie | choix | {"besoins": ["emploi", "demarches"]})
    assert Orientation.objects.get().partenaire == partenaire
    assert list(BesoinExprime.objects.values_list("besoin", flat=True)) == ["demarches", "emploi"]
    assert PremierAccueil.objects.get().fiche_action == fiche


def test_a_known_person_is_picked_and_no_second_file_is_made(client, alice, saisie):
    connue = JeuneFactory(nom="Lefevre", prenom="Maelys")
    client.force_login(alice)
    client.post(URL, saisie | {"jeune": str(connue.pk)})
    assert PremierAccueil.objects.get().jeune == connue
    assert Jeune.objects.count() == 1


def test_the_likely_same_person_is_asked_about_once(client, alice, saisie):
    JeuneFactory(nom="LEFEVRE", prenom="Maelys", date_naissance=datetime.date(timezone.localdate().year - 19, 5, 3))
    client.force_login(alice)
    response = client.post(URL, saisie)
    assert "Cette personne semble déjà connue" in response.content.decode()
    client.post(URL, saisie | {"autre_personne": "on"})
    assert Jeune.objects.count() == 2


def test_the_same_name_without_a_birth_date_is_asked_about_too(client, alice, saisie):
    JeuneFactory(nom="LEFEVRE", prenom="Maelys", date_naissance=datetime.date(2007, 5, 3))
    client.force_login(alice)
    html = client.post(URL, saisie | {"date_naissance": ""}).content.decode()
    assert "Cette personne semble déjà connue" in html
    assert not PremierAccueil.objects.exists()


def test_a_second_first_interview_is_refused_with_a_link_to_the_first(client, alice, saisie, suivi):
    premier = PremierAccueilFactory(jeune=suivi)
    client.force_login(alice)
    html = client.post(URL, saisie | {"jeune": str(suivi.pk)}).content.decode()
    assert "a déjà eu son premier accueil" in html
    assert premier.get_absolute_url() in html
    assert "Enregistrer plutôt un entretien" in html
    assert PremierAccueil.objects.count() == 1


def test_two_at_the_same_instant_give_one_and_the_same_sentence(alice, suivi, monkeypatch):
    """The check is passed by both: the database refuses the second."""
    rencontre = services.Rencontre(lieu=LieuFactory(), fait_le=timezone.now())
    premier = PremierAccueilFactory(jeune=suivi)
    passed = []
    real = services.refuse_second
    monkeypatch.setattr(services, "refuse_second", lambda jeune: real(jeune) if passed else passed.append(jeune))
    with pytest.raises(services.PremierAccueilDejaFait) as refus:
        services.log_premier_accueil(
            personne=suivi, rencontre=rencontre, by=alice, conseiller=None, jeton=JeuneFactory().pk, now=timezone.now()
        )
    assert refus.value.premier_accueil.pk == premier.pk


def test_an_interview_instead_carries_over_all_that_was_typed(client, alice, saisie, suivi):
    PremierAccueilFactory(jeune=suivi)
    client.force_login(alice)
    typed = saisie | {"jeune": str(suivi.pk), "action": "entretien", "note": "Cherche un stage", "besoins": ["emploi"]}
    response = client.post(URL, typed, follow=True)
    form = response.context["form"]
    assert response.resolver_match.view_name == "accueil:entretien-create"
    assert (form["note"].value(), form["besoins"].value(), str(form["lieu"].value())) == (
        "Cherche un stage",
        ["emploi"],
        saisie["lieu"],
    )
    carried = {
        k: v
        for k, v in typed.items()
        if k in ("jeton", "lieu", "jour", "heure", "modalite", "suite", "note", "besoins")
    }
    client.post(response.request["PATH_INFO"], carried | {"nature": "entretien", "canal": "presence"})
    assert suivi.evenements.get(nature=Nature.ENTRETIEN).note == "Cherche un stage"
    assert not Brouillon.objects.exists()


def test_an_interview_with_a_colleagues_youth_opens_the_file_and_says_why(client, bruno, saisie, suivi):
    PremierAccueilFactory(jeune=suivi)
    client.force_login(bruno)
    client.post(URL, saisie | {"jeune": str(suivi.pk), "action": "entretien"})
    assert AccesMotive.objects.get(jeune=suivi, utilisateur=bruno).motif.startswith("Entretien à l’accueil")


@pytest.mark.parametrize(
    ("age", "du_territoire", "hors_age", "hors_territoire"),
    [
        (14, True, True, False),
        (17, True, False, False),
        (25, True, False, False),
        (26, True, True, False),
        (40, False, True, True),
    ],
)
def test_out_of_age_or_territory_is_flagged_and_never_refused(
    client, alice, saisie, age, du_territoire, hors_age, hors_territoire
):
    today = timezone.localdate()
    commune = CommuneFactory(nom="Ailleurs", nom_normalise="ailleurs", du_territoire=du_territoire)
    client.force_login(alice)
    client.post(URL, saisie | {"date_naissance": f"01/01/{today.year - age}", "commune": str(commune)})
    premier = PremierAccueil.objects.get()
    assert (premier.hors_age, premier.hors_territoire, premier.mineur) == (hors_age, hors_territoire, age < 18)


def test_the_flags_and_the_people_already_known_come_while_one_types(client, alice):
    JeuneFactory(nom="Lefèvre", prenom="Maëlys")
    client.force_login(alice)
    year = timezone.localdate().year
    html = client.post(
        reverse("accueil:premier-accueil-connus"),
        {"nom": "maelys", "prenom": "lefevre", "date_naissance": f"01/01/{year - 16}"},
    ).content.decode()
    assert "Maëlys Lefèvre" in html
    assert "Mineur (16" in html


@time_machine.travel(datetime.datetime(2026, 11, 24, 10, 12, tzinfo=ZoneInfo("Europe/Paris")))
def test_the_place_is_that_of_the_permanence_of_this_hour(client, alice):
    matin = PermanenceFactory(conseillers=[alice.conseiller])
    PermanenceFactory(conseillers=[alice.conseiller], heure_debut=datetime.time(14), heure_fin=datetime.time(17))
    client.force_login(alice)
    form = client.get(URL).context["form"]
    assert (form["lieu"].value(), form["heure"].value()) == (matin.lieu.pk, datetime.time(10, 10))


def test_picking_a_person_keeps_what_was_typed_without_javascript(client, alice, saisie, suivi):
    client.force_login(alice)
    response = client.post(URL, saisie | {"choisir": str(suivi.pk), "note": "En cours"})
    form = response.context["form"]
    assert (response.context["choisi"].pk, form["note"].value(), form["jeton"].value()) == (
        suivi.pk,
        "En cours",
        saisie["jeton"],
    )
    assert not form.is_bound


@pytest.mark.parametrize(("nom", "lu"), [("lefèvre", "Lefèvre"), ("LE GOFF", "Le Goff"), ("de La Tour", "de La Tour")])
def test_a_name_typed_in_haste_gets_its_capitals(client, alice, saisie, nom, lu):
    client.force_login(alice)
    client.post(URL, saisie | {"nom": nom})
    assert Jeune.objects.get().nom == lu


AILLEURS = [("Paris", "Paris (75)"), ("69001", "Lyon (69)"), ("st-étienne (42)", "Saint-Étienne (42)")]


@pytest.mark.parametrize(("ecrit", "garde"), AILLEURS)
def test_somebody_from_anywhere_in_france_is_received_and_flagged(client, alice, saisie, ecrit, garde):
    client.force_login(alice)
    client.post(URL, saisie | {"commune": ecrit})
    jeune = Jeune.objects.select_related("commune__epci").get()
    assert (str(jeune.commune), jeune.is_hors_territoire()) == (garde, True)
    assert PremierAccueil.objects.get().epci_id == jeune.commune.epci.code


def test_a_town_is_not_taken_for_the_village_of_ours_that_begins_like_it(client, alice, saisie):
    CommuneFactory(code="03233", nom="Saint-Étienne-de-Vicq", nom_normalise="saint etienne de vicq")
    client.force_login(alice)
    response = client.post(URL, saisie | {"commune": "Saint-Étienne"})
    assert "Saint-Étienne (42)" in response.context["form"].errors["commune"][0]
    client.post(URL, saisie | {"commune": "Saint-Étienne (42)"})
    assert str(Jeune.objects.get().commune) == "Saint-Étienne (42)"


MAUVAISES = [
    ("nom", "", "obligatoire"),
    ("nom", "x" * 10_000, "80 caractères"),
    ("nom", "Du\x00rand", "nul"),
    ("nom", "<script>alert(1)</script>", "Retirez les caractères"),
    ("nom", "Zoé 🎉", "Retirez les caractères"),
    ("nom", "=1+1", "Écrivez un nom"),
    ("nom", "=cmd|' /C calc'!A0", "Retirez les caractères"),
    ("prenom", "12345", "Écrivez un nom avec des lettres"),
    ("date_naissance", "31/02/2006", "Le 31/02/2006 n’existe pas"),
    ("date_naissance", "03/05/2999", "dans le futur"),
    ("date_naissance", "03/05/1066", "plus de 80 ans"),
    ("date_naissance", "hier", "jj/mm/aaaa"),
    ("date_naissance", "9" * 10_000, "jj/mm/aaaa"),
    ("telephone", "abc", "numéro"),
    ("telephone", "06 12 34 56 7", "tous ses chiffres"),
    ("telephone", "........", "numéro"),
    ("email", "a@", "adresse complète"),
    ("commune", "Nulle-Part-sur-Rien", "Aucune commune"),
    ("commune", "Fo\x00ur", "nul"),
    ("lieu", "pas-un-lieu", "de la liste"),
    ("lieu", "", "obligatoire"),
    ("jour", "2026-02-30", "Le 30/02/2026 n’existe pas"),
    ("jour", "0000-00-00", "Le 00/00/0000 n’existe pas"),
    ("jour", "9999-12-31", "Vérifiez l’année"),
    ("jour", "1999-01-01", "plus d’un an"),
    ("heure", "25:00", "14:30"),
    ("modalite", "par la fenêtre", "de la liste"),
    ("besoins", "dormir", "de la liste"),
    ("suite", "", "obligatoire"),
    ("note", "x" * 10_000, "1000 caractères"),
    ("note", "Son numéro est le 1 06 05 03 190 123 45", "sécurité sociale"),
    ("note", "FR76 3000 6000 0112 3456 7890 189", "compte bancaire"),
    ("note", "Elle est suivie par un psychiatre", "Dites-le autrement"),
    ("fiche_action", "x", "de la liste"),
]


@pytest.mark.parametrize(("champ", "valeur", "message"), MAUVAISES, ids=[f"{c}-{v[:12]!r}" for c, v, _ in MAUVAISES])
def test_bad_input_gets_a_sentence_beside_its_field_and_loses_nothing(client, alice, saisie, champ, valeur, message):
    client.force_login(alice)
    response = client.post(URL, saisie | {champ: valeur, "note_test": ""})
    form = response.context["form"]
    assert response.status_code == 200
    assert message.replace(" ", "") in " ".join(form.errors[champ]).replace("\u202f", "").replace("\u00a0", "").replace(
        " ", ""
    )
    assert form["prenom"].value() == (valeur if champ == "prenom" else "Maëlys")
    assert not Jeune.objects.exists()


def test_a_suite_that_was_not_chosen_asks_nothing(client, alice, saisie):
    client.force_login(alice)
    client.post(URL, saisie | {"rdv_jour": "n’importe quoi", "orientation_motif": "x" * 500})
    assert (PremierAccueil.objects.count(), RendezVous.objects.count()) == (1, 0)


def test_the_hour_that_summer_time_skips_is_refused(client, alice, saisie):
    client.force_login(alice)
    response = client.post(URL, saisie | {"suite": "rendez_vous", "rdv_jour": "2027-03-28", "rdv_heure": "02:30"})
    assert "changement d’heure" in " ".join(response.context["form"].errors["rdv_jour"])


def test_a_warned_note_is_kept_when_the_counsellor_says_so(client, alice, saisie, caplog):
    client.force_login(alice)
    texte = "Elle parle de son suivi avec un psychiatre"
    assert "Je garde ce texte" in client.post(URL, saisie | {"note": texte}).content.decode()
    with caplog.at_level("INFO"):
        client.post(URL, saisie | {"note": texte, "note_gardee": "on"})
    assert PremierAccueil.objects.get().note == texte
    assert "note_gardee" in caplog.text
    assert "psychiatre" not in caplog.text


def test_a_numbered_identity_is_refused_even_when_the_box_is_ticked(client, alice, saisie):
    client.force_login(alice)
    client.post(URL, saisie | {"note": "NIR 106050319012345", "note_gardee": "on"})
    assert not PremierAccueil.objects.exists()


def test_a_jeune_referent_is_named_by_name(client, alice, saisie):
    referent = JeuneFactory(nom="Garnier", prenom="Sacha")
    client.force_login(alice)
    client.post(URL, saisie | {"mode_connaissance": "jeune_referent", "jeune_referent": "sacha garnier"})
    assert PremierAccueil.objects.get().jeune_referent == referent


def test_a_colleagues_youth_received_by_another_stays_with_the_colleague(client, alice, bruno, saisie):
    jeune = AccompagnementFactory(conseiller=alice.conseiller).jeune
    client.force_login(bruno)
    response = client.post(URL, saisie | {"jeune": str(jeune.pk)})
    assert response.url == reverse("accueil:ma-journee")
    assert jeune.accompagnements.get().conseiller == alice.conseiller


def test_the_page_opens_in_few_queries(client, alice, django_assert_max_num_queries):
    PermanenceFactory(conseillers=[alice.conseiller])
    client.force_login(alice)
    with django_assert_max_num_queries(18):
        client.get(URL)
