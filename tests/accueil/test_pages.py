"""The counsellor's pages: her day, her youths' files, and what a colleague may not see."""

import datetime
import uuid

import pytest
from django.urls import reverse
from django.utils import timezone

from accueil.choix import Nature, StatutRendezVous
from accueil.models import Evenement, Orientation, RendezVous
from comptes.choix import ActionJournal
from comptes.models import JournalAcces
from jeunes.models import AccesMotive, Accompagnement, Jeune
from tests.factories import (
    AccompagnementFactory,
    EvenementFactory,
    JeuneFactory,
    LieuFactory,
    PartenaireFactory,
    PermanenceFactory,
    PremierAccueilFactory,
    RendezVousFactory,
    SeanceFactory,
)

DOSSIER = [
    "jeune-detail",
    "jeune-rendez-vous",
    "jeune-situations",
    "jeune-coordonnees",
    "jeune-lectures",
    "jeune-update",
]
GESTES = ["entretien-create", "rendez-vous-create", "orientation-create"]


def page(name, jeune):
    return reverse(f"jeunes:{name}" if name in DOSSIER else f"accueil:{name}", kwargs={"pk": jeune.pk})


@pytest.mark.parametrize(("who", "status"), [("alice", 200), ("bruno", 404), ("diane", 404)])
@pytest.mark.parametrize("name", DOSSIER + GESTES)
def test_a_file_opens_for_who_follows_the_person_only(client, request, suivi, name, who, status):
    client.force_login(request.getfixturevalue(who))
    assert client.get(page(name, suivi)).status_code == status


@pytest.mark.parametrize("name", GESTES)
def test_nothing_is_written_in_a_colleagues_file(client, bruno, suivi, name):
    client.force_login(bruno)
    assert client.post(page(name, suivi), {"nature": "entretien"}).status_code == 404


def test_an_event_and_a_rendez_vous_of_a_colleagues_youth_do_not_open(client, bruno, suivi):
    evenement, rendez_vous = EvenementFactory(jeune=suivi), RendezVousFactory(jeune=suivi)
    client.force_login(bruno)
    assert client.get(evenement.get_absolute_url()).status_code == 404
    assert client.get(reverse("accueil:rendez-vous-update", kwargs={"pk": rendez_vous.pk})).status_code == 404
    statut = reverse("accueil:rendez-vous-statut", kwargs={"pk": rendez_vous.pk})
    assert client.post(statut, {"statut": "annule"}).status_code == 404


@pytest.mark.parametrize("who", ["bruno", "diane"])
def test_a_file_outside_ones_portfolio_opens_with_a_reason_for_24_hours(client, request, suivi, who):
    user = request.getfixturevalue(who)
    client.force_login(user)
    response = client.post(
        reverse("jeunes:jeune-acces", kwargs={"pk": suivi.pk}), {"motif": "Remplacement cette semaine"}
    )
    assert client.get(response.url).status_code == 200
    line = JournalAcces.objects.get(action=ActionJournal.LECTURE_MOTIVEE)
    assert (line.utilisateur, line.motif, line.objet_id) == (user, "Remplacement cette semaine", str(suivi.pk))
    AccesMotive.objects.update(le=timezone.now() - datetime.timedelta(hours=25))
    assert client.get(response.url).status_code == 404


@pytest.mark.parametrize("motif", ["", "court", "x" * 201, "a\x00bcdefghij"])
def test_a_reason_is_a_few_words(client, bruno, suivi, motif):
    client.force_login(bruno)
    response = client.post(reverse("jeunes:jeune-acces", kwargs={"pk": suivi.pk}), {"motif": motif})
    assert response.context["form"].errors["motif"]
    assert not AccesMotive.objects.exists()


def test_each_opening_of_a_file_is_written_in_the_journal(client, alice, suivi):
    client.force_login(alice)
    client.get(suivi.get_absolute_url())
    assert str(alice) in client.get(page("jeune-lectures", suivi)).content.decode()
    assert JournalAcces.objects.filter(objet_id=str(suivi.pk), utilisateur=alice).count() == 2


# --- Ma journée ----------------------------------------------------------------------------------------------------


def noon(jour):
    return timezone.make_aware(datetime.datetime.combine(jour, datetime.time(12)))


def fill_day(conseiller, jour, number):
    for _ in range(number):
        permanence = PermanenceFactory(conseillers=[conseiller])
        permanence.exceptions.create(jour=jour, annulee=False)  # even when the test runs on a public holiday
        suivi = AccompagnementFactory(conseiller=conseiller).jeune
        EvenementFactory(jeune=suivi)
        RendezVousFactory(jeune=suivi, conseiller=conseiller, prevu_le=noon(jour), statut="fixe", lieu=LieuFactory())
        seance = SeanceFactory(debut_le=noon(jour), fin_le=noon(jour) + datetime.timedelta(hours=2))
        seance.animateurs.add(conseiller)
        AccompagnementFactory(conseiller=conseiller)


@pytest.mark.parametrize("number", [1, 10])
def test_the_day_is_shown_in_12_queries_at_most(client, alice, number, django_assert_max_num_queries):
    jour = timezone.localdate()
    fill_day(alice.conseiller, jour, number)
    client.force_login(alice)
    client.get("/composants/")  # the session's own writes are done
    with django_assert_max_num_queries(12):
        journee = client.get("/ma-journee/").context["journee"]
    assert [len(journee.permanences), len(journee.rendez_vous), len(journee.seances)] == [number] * 3


def test_the_day_names_first_who_was_not_seen_for_longest(client, alice):
    recent, ancien = (AccompagnementFactory(conseiller=alice.conseiller).jeune for _ in range(2))
    EvenementFactory(jeune=recent, fait_le=timezone.now())
    EvenementFactory(jeune=ancien, fait_le=timezone.now() - datetime.timedelta(days=90))
    client.force_login(alice)
    assert client.get("/ma-journee/").context["journee"].sans_rendez_vous == [ancien, recent]


@pytest.mark.parametrize("jour", ["", "demain", "2026-02-30", "0001-01-01", "9999-12-31", "x" * 5000, "2026-11-24"])
def test_any_day_may_be_asked_for(client, alice, jour):
    client.force_login(alice)
    assert client.get("/ma-journee/", {"jour": jour}).status_code == 200


def test_one_tap_says_what_became_of_a_rendez_vous_and_offers_the_interview(client, alice, suivi):
    rendez_vous = RendezVousFactory(jeune=suivi, conseiller=alice.conseiller, prevu_le=timezone.now(), statut="fixe")
    client.force_login(alice)
    url = reverse("accueil:rendez-vous-statut", kwargs={"pk": rendez_vous.pk})
    html = client.post(url, {"statut": "honore"}, follow=True).content.decode()
    assert f"rendez_vous={rendez_vous.pk}" in html
    form = client.get(page("entretien-create", suivi), {"rendez_vous": rendez_vous.pk}).context["form"]
    assert form["modalite"].value() == "rendez_vous"
    assert form["duree_minutes"].value() == 45


def test_a_rendez_vous_to_come_cannot_be_honored_yet(client, alice, suivi):
    demain = timezone.now() + datetime.timedelta(days=1)
    rendez_vous = RendezVousFactory(jeune=suivi, conseiller=alice.conseiller, prevu_le=demain, statut="fixe")
    client.force_login(alice)
    client.post(reverse("accueil:rendez-vous-statut", kwargs={"pk": rendez_vous.pk}), {"statut": "honore"})
    rendez_vous.refresh_from_db()
    assert rendez_vous.statut == StatutRendezVous.FIXE


def test_a_rendez_vous_honored_with_a_colleagues_youth_opens_the_file(client, bruno, suivi):
    rendez_vous = RendezVousFactory(jeune=suivi, conseiller=bruno.conseiller, prevu_le=timezone.now(), statut="fixe")
    client.force_login(bruno)
    client.post(reverse("accueil:rendez-vous-statut", kwargs={"pk": rendez_vous.pk}), {"statut": "honore"})
    assert client.get(suivi.get_absolute_url()).status_code == 200
    assert AccesMotive.objects.get().motif == "Rendez-vous honoré"


@pytest.mark.parametrize("suite", ["https://ailleurs.example/", "//ailleurs.example", "javascript:alert(1)"])
def test_one_tap_never_leads_away_from_the_site(client, alice, suivi, suite):
    rendez_vous = RendezVousFactory(jeune=suivi, conseiller=alice.conseiller, prevu_le=timezone.now(), statut="fixe")
    client.force_login(alice)
    url = reverse("accueil:rendez-vous-statut", kwargs={"pk": rendez_vous.pk})
    assert client.post(url, {"statut": "absent", "suite_url": suite}).url == reverse("accueil:ma-journee")


# --- The list of youths --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", [1, 10])
def test_the_list_takes_12_queries_at_most(client, alice, number, django_assert_max_num_queries):
    fill_day(alice.conseiller, timezone.localdate(), number)
    client.force_login(alice)
    with django_assert_max_num_queries(12):
        assert len(client.get("/jeunes/").context["page"].object_list) == 2 * number


@pytest.mark.parametrize(
    ("filtre", "attendus"),
    [
        ({"q": "INES"}, ["Inès"]),
        ({"q": "roux inès"}, ["Inès"]),
        ({"q": "0612"}, ["Karim"]),
        ({"mineur": "on"}, ["Karim"]),
        ({"sans_rdv": "on"}, ["Karim"]),
        ({"q": "personne"}, []),
        ({"tri": "-nom"}, ["Inès", "Karim"]),
        ({"tri": "age"}, ["Karim", "Inès"]),
        ({"tri": "-rendez_vous"}, ["Inès", "Karim"]),
        ({"tri": "pas un tri", "page": "99999"}, ["Karim", "Inès"]),
    ],
)
def test_the_list_is_filtered_and_sorted_from_the_address(client, alice, suivi, filtre, attendus):
    naissance = timezone.localdate() - datetime.timedelta(days=17 * 366)
    autre = JeuneFactory(nom="Petit", prenom="Karim", telephone="06 12 34 56 78", date_naissance=naissance)
    AccompagnementFactory(conseiller=alice.conseiller, jeune=autre)
    demain = timezone.now() + datetime.timedelta(days=1)
    RendezVousFactory(jeune=suivi, prevu_le=demain, statut="fixe")
    client.force_login(alice)
    assert [jeune.prenom for jeune in client.get("/jeunes/", filtre).context["page"]] == attendus


def test_the_list_may_be_limited_to_a_place(client, alice, suivi):
    lieu = EvenementFactory(jeune=suivi).lieu
    AccompagnementFactory(conseiller=alice.conseiller)
    client.force_login(alice)
    assert [jeune.pk for jeune in client.get("/jeunes/", {"lieu": str(lieu.pk)}).context["page"]] == [suivi.pk]


@pytest.mark.parametrize("valeur", ["\x00", "x" * 10_000, "<b>", "=1", "💥", "10**30", "%_\\'"])
@pytest.mark.parametrize("champ", ["q", "lieu", "programme", "tri", "page", "mineur"])
def test_no_address_breaks_the_list(client, alice, suivi, champ, valeur):
    client.force_login(alice)
    assert client.get("/jeunes/", {champ: valeur}).status_code == 200


# --- Writing in a file ---------------------------------------------------------------------------------------------


def typed_now(**autres):
    now = timezone.localtime()
    base = {"jeton": str(uuid.uuid4()), "lieu": str(LieuFactory().pk), "jour": now.date().isoformat(), "heure": "00:00"}
    return base | {"suite": "information", "modalite": "flux", "canal": "presence"} | autres


def test_an_interview_is_logged_once_with_the_profile_of_its_day(client, alice, suivi):
    client.force_login(alice)
    saisie = typed_now(nature="entretien", note="Prépare un stage", besoins=["emploi"])
    for _ in range(3):
        client.post(page("entretien-create", suivi), saisie)
    evenement = Evenement.objects.get()
    assert (evenement.nature, evenement.personne, evenement.note) == (
        "entretien",
        suivi.cle_statistique,
        "Prépare un stage",
    )


def test_a_rendez_vous_keeps_the_day_it_was_asked_for(client, alice, suivi):
    today = timezone.localdate()
    client.force_login(alice)
    saisie = {
        "demande_le": (today - datetime.timedelta(days=3)).isoformat(),
        "jour": (today + datetime.timedelta(days=10)).isoformat(),
        "heure": "14:00",
        "duree_minutes": "45",
        "lieu": str(LieuFactory().pk),
        "conseiller": str(alice.conseiller.pk),
    }
    for _ in range(2):
        client.post(page("rendez-vous-create", suivi), saisie)
    rendez_vous = RendezVous.objects.get()
    assert (rendez_vous.prevu_jour - rendez_vous.jour).days == 13
    plus_tard = today + datetime.timedelta(days=20)
    url = reverse("accueil:rendez-vous-update", kwargs={"pk": rendez_vous.pk})
    client.post(url, saisie | {"jour": plus_tard.isoformat()})
    rendez_vous.refresh_from_db()
    assert (rendez_vous.prevu_jour, rendez_vous.jour) == (plus_tard, today - datetime.timedelta(days=3))


MAUVAIS_RENDEZ_VOUS = [
    ("jour", "2020-01-01"), ("jour", "9999-12-31"), ("jour", "2026-02-30"), ("jour", "\x00"), ("heure", "26:00"),
    ("heure", ""), ("duree_minutes", "0"), ("duree_minutes", "1e9"), ("duree_minutes", "9" * 400), ("lieu", "x"),
    ("conseiller", "<b>"), ("demande_le", "2999-01-01"), ("demande_le", "x" * 10_000),
]  # fmt: skip


@pytest.mark.parametrize(("champ", "valeur"), MAUVAIS_RENDEZ_VOUS, ids=lambda value: value[:12].encode().hex())
def test_a_bad_rendez_vous_gets_a_sentence_beside_its_field(client, alice, suivi, champ, valeur):
    client.force_login(alice)
    demain = (timezone.localdate() + datetime.timedelta(days=1)).isoformat()
    bon = {"demande_le": timezone.localdate().isoformat(), "jour": demain, "heure": "14:00", "duree_minutes": "45"}
    bon |= {"lieu": str(LieuFactory().pk), "conseiller": str(alice.conseiller.pk)}
    response = client.post(page("rendez-vous-create", suivi), bon | {champ: valeur})
    assert response.context["form"].errors[champ]
    assert not RendezVous.objects.exists()


def test_an_orientation_is_logged(client, alice, suivi):
    partenaire = PartenaireFactory()
    client.force_login(alice)
    client.post(
        page("orientation-create", suivi), {"sens": "vers", "partenaire": str(partenaire.pk), "motif": "Logement"}
    )
    orientation = Orientation.objects.get()
    assert (orientation.partenaire, orientation.personne) == (partenaire, suivi.cle_statistique)


def test_contacts_are_logged_anonymous_and_attached_once(client, alice, suivi):
    client.force_login(alice)
    client.post("/accueil/contacts/nouveau/", typed_now(type_demande="echange", nombre="3"))
    assert Evenement.objects.filter(nature=Nature.CONTACT, personne=None).count() == 3
    contact = Evenement.objects.first()
    url = reverse("accueil:contact-attacher", kwargs={"pk": contact.pk})
    assert client.post(url, {"jeune": "ines roux"}).status_code == 302
    contact.refresh_from_db()
    assert (contact.jeune, contact.personne) == (suivi, suivi.cle_statistique)
    assert client.post(url, {"jeune": "ines roux"}).status_code == 404


def test_somebody_elses_anonymous_contact_is_not_mine(client, alice, bruno):
    client.force_login(bruno)
    client.post("/accueil/contacts/nouveau/", typed_now(type_demande="echange", nombre="1"))
    client.force_login(alice)
    url = reverse("accueil:contact-attacher", kwargs={"pk": Evenement.objects.get().pk})
    assert client.get(url).status_code == 404


@pytest.mark.parametrize(
    ("champ", "valeur"),
    [
        ("nombre", "0"),
        ("nombre", "9" * 300),
        ("jeune", "Personne Inconnue"),
        ("jeune", "\x00"),
        ("type_demande", "="),
        ("canal", "pigeon"),
        ("jour", "32/13/2026"),
        ("note", "n" * 10_000),
    ],
)
def test_a_bad_contact_gets_a_sentence_beside_its_field(client, alice, champ, valeur):
    client.force_login(alice)
    bon = typed_now(type_demande="echange", nombre="1")
    assert client.post("/accueil/contacts/nouveau/", bon | {champ: valeur}).context["form"].errors[champ]


def test_two_youths_of_one_name_are_told_apart_by_birth_date(client, alice):
    jumeaux = [JeuneFactory(nom="Roy", prenom="Max", date_naissance=datetime.date(2005, 1, day)) for day in (1, 2)]
    client.force_login(alice)
    bon = typed_now(type_demande="echange", nombre="1", jeune="Max Roy")
    errors = client.post("/accueil/contacts/nouveau/", bon).context["form"].errors["jeune"]
    assert "Plusieurs personnes" in errors[0]
    client.post("/accueil/contacts/nouveau/", bon | {"jeune": "Max Roy · 02/01/2005"})
    assert Evenement.objects.get().jeune == jumeaux[1]


def test_a_new_situation_ends_the_one_before_on_its_eve(client, alice, suivi):
    client.force_login(alice)
    url = reverse("jeunes:situation-create", kwargs={"pk": suivi.pk})
    client.post(url, {"type": "recherche", "jour": "2026-01-05"})
    client.post(url, {"type": "cdi", "jour": "2026-03-02"})
    assert "déjà enregistrée" in client.post(url, {"type": "cdi", "jour": "2026-03-02"}).content.decode()
    situations = suivi.situations.order_by("jour").values_list("type", "fin")
    assert list(situations) == [("recherche", datetime.date(2026, 3, 1)), ("cdi", None)]


def test_a_situation_typed_late_takes_its_place_in_time(client, alice, suivi):
    client.force_login(alice)
    url = reverse("jeunes:situation-create", kwargs={"pk": suivi.pk})
    client.post(url, {"type": "cdi", "jour": "2026-03-02"})
    client.post(url, {"type": "recherche", "jour": "2026-01-05"})
    situations = suivi.situations.order_by("jour").values_list("type", "fin")
    assert list(situations) == [("recherche", datetime.date(2026, 3, 1)), ("cdi", None)]


def test_a_change_of_profile_changes_no_past_figure(client, alice, suivi):
    client.force_login(alice)
    premier = PremierAccueilFactory(jeune=suivi)
    saisie = {
        "nom": "Roux",
        "prenom": "Inès",
        "sexe": "H",
        "niveau": "6",
        "canal_sur": "sms",
        "date_naissance": "01/01/2000",
    }
    client.post(page("jeune-update", suivi), saisie)
    suivi.refresh_from_db()
    premier.refresh_from_db()
    assert (suivi.sexe, suivi.canal_sur, premier.sexe) == ("H", "sms", "F")


@pytest.mark.parametrize(
    ("champ", "valeur"),
    [
        ("nom", ""),
        ("prenom", "{{7*7}}"),
        ("telephone", "06"),
        ("date_naissance", "30/02/2001"),
        ("canal_sur", "fax"),
        ("adresse", "a" * 300),
        ("commune", "zz"),
    ],
)
def test_bad_details_get_a_sentence_beside_their_field(client, alice, suivi, champ, valeur):
    client.force_login(alice)
    bon = {"nom": "Roux", "prenom": "Inès", "canal_sur": "tous"}
    assert client.post(page("jeune-update", suivi), bon | {champ: valeur}).context["form"].errors[champ]
    assert Jeune.objects.get(pk=suivi.pk).nom == "Roux"


@pytest.mark.parametrize("number", [1, 10])
@pytest.mark.parametrize("name", DOSSIER)
def test_each_tab_takes_as_many_queries_for_1_row_as_for_10(
    client, alice, suivi, name, number, django_assert_max_num_queries
):
    for _ in range(number):
        EvenementFactory(jeune=suivi, conseiller=alice.conseiller)
        RendezVousFactory(jeune=suivi, conseiller=alice.conseiller, prevu_le=timezone.now())
        Accompagnement.objects.create(jeune=suivi, conseiller=alice.conseiller, type="programme")
    client.force_login(alice)
    with django_assert_max_num_queries(14):
        client.get(page(name, suivi))


def test_a_name_with_html_is_shown_as_text(client, alice):
    jeune = JeuneFactory(nom="<script>alert(1)</script>", prenom="<img src=x>")
    AccompagnementFactory(jeune=jeune, conseiller=alice.conseiller)
    client.force_login(alice)
    for url in ("/jeunes/", "/ma-journee/", jeune.get_absolute_url(), page("entretien-create", jeune)):
        assert "<script>alert(1)" not in client.get(url).content.decode()
