import datetime
import io

import pypdf
import pytest
from django.urls import reverse
from django.utils import timezone

from evaluation import tasks
from evaluation.models import Convocation, MembreCommission, PointOrdreDuJour, Reunion
from evaluation.services import reunions as services
from tests.factories import (
    FicheActionFactory,
    MembreCommissionFactory,
    PointOrdreDuJourFactory,
    ProjetAssociatifFactory,
    ReunionFactory,
)

pytestmark = pytest.mark.django_db
DEMAIN = (timezone.now() + datetime.timedelta(days=1)).strftime("%Y-%m-%dT14:00")


def test_direction_plans_a_meeting_that_becomes_the_next_one(client, diane):
    ProjetAssociatifFactory(actif=True)
    client.force_login(diane)
    client.post(reverse("evaluation:reunion-create"), {"commission": "suivi", "le": DEMAIN, "lieu": "Siège"})
    assert Reunion.objects.get().lieu == "Siège"
    assert "Siège" in client.get(reverse("evaluation:tableau")).content.decode()


def test_direction_moves_then_removes_a_meeting(client, diane):
    reunion = ReunionFactory()
    client.force_login(diane)
    adresse = reverse("evaluation:reunion-update", args=[reunion.pk])
    client.post(adresse, {"commission": "bilan", "le": DEMAIN, "lieu": "Mairie"})
    reunion.refresh_from_db()
    assert reunion.lieu == "Mairie"
    client.post(reverse("evaluation:reunion-delete", args=[reunion.pk]))
    assert not Reunion.objects.exists()


@pytest.mark.parametrize("le", ["", "demain", "9999-99-99T99:99", "\x00"])
def test_bad_dates_are_answered_beside_the_field(client, diane, le):
    ProjetAssociatifFactory(actif=True)
    client.force_login(diane)
    reponse = client.post(reverse("evaluation:reunion-create"), {"commission": "suivi", "le": le, "lieu": "<b>"})
    assert reponse.context["form"].errors["le"]
    assert "<b>" not in reponse.content.decode()


@pytest.mark.parametrize(
    ("who", "voir", "modifier"), [("diane", 200, 200), ("carole", 200, 404), ("alice", 404, 404), ("adele", 404, 404)]
)
def test_commission_reads_and_direction_writes(client, request, who, voir, modifier):
    reunion = ReunionFactory()
    client.force_login(request.getfixturevalue(who))
    assert client.get(reverse("evaluation:reunion-list")).status_code == voir
    assert client.get(reverse("evaluation:reunion-update", args=[reunion.pk])).status_code == modifier


@pytest.mark.parametrize("nombre", [1, 10])
def test_list_asks_as_much_for_one_as_for_ten(client, diane, nombre, django_assert_num_queries):
    projet = ProjetAssociatifFactory(actif=True)
    ReunionFactory.create_batch(nombre, projet=projet)
    ReunionFactory.create_batch(nombre, projet=projet, le=timezone.now() - datetime.timedelta(days=9))
    client.force_login(diane)
    client.get(reverse("evaluation:reunion-list"))
    with django_assert_num_queries(5):
        client.get(reverse("evaluation:reunion-list"))


# --- Agenda ---------------------------------------------------------------------------------------


def agenda(*points, **reste):
    """Return a posted meeting with its agenda."""
    data = {"commission": "suivi", "le": DEMAIN, "lieu": "Siège", "points-TOTAL_FORMS": len(points) + 1}
    data |= {"points-INITIAL_FORMS": 0, f"points-{len(points)}-titre": ""}
    for rang, (titre, fiches) in enumerate(points):
        data |= {f"points-{rang}-titre": titre, f"points-{rang}-fiches": [str(fiche.pk) for fiche in fiches]}
    return data | reste


def test_agenda_names_fiches_and_keeps_its_order(client, diane):
    ProjetAssociatifFactory(actif=True)
    fiche = FicheActionFactory(titre="Camion mobile", numero=1)
    client.force_login(diane)
    adresse = reverse("evaluation:reunion-create")
    reponse = client.post(adresse, agenda(("Étapes en retard", [fiche]), ("Questions diverses", [])), follow=True)
    assert [point.titre for point in PointOrdreDuJour.objects.all()] == ["Étapes en retard", "Questions diverses"]
    assert "1. Camion mobile" in reponse.content.decode()


def test_an_item_moves_up(client, diane):
    reunion = ReunionFactory()
    PointOrdreDuJourFactory(reunion=reunion, ordre=0, titre="Premier")
    second = PointOrdreDuJourFactory(reunion=reunion, ordre=1, titre="Second")
    client.force_login(diane)
    client.post(reverse("evaluation:point-deplacer", args=[second.pk]), {"sens": "monter"})
    assert [point.titre for point in reunion.points.all()] == ["Second", "Premier"]


# --- Convocation ----------------------------------------------------------------------------------


@pytest.fixture
def convoquee(diane, django_capture_on_commit_callbacks):
    """A meeting of next week, with two members, one of whom has an address."""
    reunion = ReunionFactory(le=timezone.now() + datetime.timedelta(days=7), lieu="Mairie")
    MembreCommissionFactory(nom="Odile Marchand", email="odile@example.org")
    MembreCommissionFactory(nom="Léon Passy")
    MembreCommissionFactory(commission="bilan", email="autre@example.org")
    with django_capture_on_commit_callbacks(execute=True):
        services.convene(reunion=reunion, by=diane, now=timezone.now())
    reunion.refresh_from_db()
    return reunion


def test_page_says_who_is_expected_before_anybody_is_convened(client, diane):
    reunion = ReunionFactory(le=timezone.now() + datetime.timedelta(days=7))
    MembreCommissionFactory(nom="Léon Passy")
    client.force_login(diane)
    page = client.get(reunion.get_absolute_url()).content.decode()
    assert "Léon Passy" in page
    assert "Personne n’est encore convoqué" in page
    assert not reunion.convocations.exists()


def test_the_message_names_the_commission_and_the_fiches_of_its_agenda(
    diane, mailoutbox, django_capture_on_commit_callbacks
):
    reunion = ReunionFactory(le=timezone.now() + datetime.timedelta(days=7))
    point = PointOrdreDuJourFactory(reunion=reunion, titre="Relire")
    point.fiches.add(FicheActionFactory(titre="Camion mobile", numero=1))
    MembreCommissionFactory(email="odile@example.org")
    with django_capture_on_commit_callbacks(execute=True):
        services.convene(reunion=reunion, by=diane, now=timezone.now())
    [mail] = mailoutbox
    assert "La commission de suivi des plans d" in mail.body
    assert "  1. Relire\n     - 1. Camion mobile\n" in mail.body


def test_members_are_convened_once_with_a_calendar_file(
    convoquee, diane, mailoutbox, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        services.convene(reunion=convoquee, by=diane, now=timezone.now())
    tasks.envoyer_convocation(convocation_id=str(Convocation.objects.get(nom="Odile Marchand").pk))
    [mail] = mailoutbox
    assert mail.to == ["odile@example.org"]
    assert mail.subject.startswith("Réunion du ")
    assert "SEQUENCE:2" in mail.attachments[0].content
    assert {row.nom for row in convoquee.convocations.all()} == {"Odile Marchand", "Léon Passy"}


def test_a_new_member_is_convened_without_telling_the_others_again(
    convoquee, diane, mailoutbox, django_capture_on_commit_callbacks
):
    MembreCommissionFactory(nom="Ines Favre", email="ines@example.org")
    with django_capture_on_commit_callbacks(execute=True):
        assert services.convene(reunion=convoquee, by=diane, now=timezone.now()) == 1
    assert [mail.to for mail in mailoutbox] == [["odile@example.org"], ["ines@example.org"]]


def test_a_moved_meeting_replaces_the_calendar_entry(
    client, diane, convoquee, mailoutbox, django_capture_on_commit_callbacks
):
    client.force_login(diane)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("evaluation:reunion-update", args=[convoquee.pk]), agenda(("Point", [])))
    assert mailoutbox[-1].subject.startswith("Changement")
    assert "SEQUENCE:4" in mailoutbox[-1].attachments[0].content
    assert "METHOD:PUBLISH" in mailoutbox[-1].attachments[0].content


def test_a_change_of_agenda_alone_writes_to_nobody(
    client, diane, convoquee, mailoutbox, django_capture_on_commit_callbacks
):
    le = timezone.localtime(convoquee.le).strftime("%Y-%m-%dT%H:%M")
    Reunion.objects.filter(pk=convoquee.pk).update(le=timezone.make_aware(datetime.datetime.fromisoformat(le)))
    client.force_login(diane)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(
            reverse("evaluation:reunion-update", args=[convoquee.pk]), agenda(("Un point", []), le=le, lieu="Mairie")
        )
    assert len(mailoutbox) == 1


def test_a_cancelled_meeting_leaves_the_calendars(
    client, diane, convoquee, mailoutbox, django_capture_on_commit_callbacks
):
    client.force_login(diane)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("evaluation:reunion-annuler", args=[convoquee.pk]), {"motif": "Salle indisponible."})
    tasks.envoyer_convocations_en_retard()
    assert [mail.subject.split()[0] for mail in mailoutbox] == ["Réunion", "Annulée"]
    assert "METHOD:CANCEL" in mailoutbox[-1].attachments[0].content
    assert "Salle indisponible." in mailoutbox[-1].body


def test_a_convened_meeting_is_not_deleted(client, diane, convoquee):
    client.force_login(diane)
    client.post(reverse("evaluation:reunion-delete", args=[convoquee.pk]))
    assert Reunion.objects.filter(pk=convoquee.pk).exists()


def test_messages_name_nobody_else_and_no_figure(convoquee, mailoutbox):
    assert "Léon" not in mailoutbox[0].body
    assert "%" not in mailoutbox[0].body


# --- Presences and minutes ------------------------------------------------------------------------


def test_presences_are_noted_on_one_screen(client, diane, convoquee):
    Reunion.objects.update(le=timezone.now() - datetime.timedelta(hours=1))
    odile, leon = MembreCommission.objects.filter(commission="suivi").order_by("-nom")
    client.force_login(diane)
    presences = {f"presence-{odile.pk}": "present", f"presence-{leon.pk}": "represente", f"par-{leon.pk}": "Odile"}
    reponse = client.post(reverse("evaluation:reunion-presences", args=[convoquee.pk]), presences, follow=True)
    assert "2 voix délibératives sur 2" in reponse.content.decode().replace("\xa0", " ")
    assert convoquee.convocations.get(membre=leon).represente_par == "Odile"


def test_minutes_written_by_two_people_lose_nothing(client, diane):
    reunion = ReunionFactory(le=timezone.now() - datetime.timedelta(days=1))
    point = PointOrdreDuJourFactory(reunion=reunion, titre="Étapes")
    adresse = reverse("evaluation:reunion-compte-rendu", args=[reunion.pk])
    client.force_login(diane)
    client.post(adresse, {"version": 0, "texte": "Le premier texte", f"releve-{point.pk}": "Décidé"})
    reponse = client.post(adresse, {"version": 0, "texte": "Le second", f"releve-{point.pk}": ""})
    assert reponse.status_code == 409
    page = reponse.content.decode()
    assert "Le premier texte" in page
    assert "Le second" in page
    client.post(adresse, {"version": 1, "texte": "Les deux", f"releve-{point.pk}": "Décidé"})
    reunion.refresh_from_db()
    assert reunion.compte_rendu == "Les deux"


def test_validated_minutes_do_not_change(client, diane):
    reunion = ReunionFactory(le=timezone.now() - datetime.timedelta(days=1))
    client.force_login(diane)
    adresse = reverse("evaluation:reunion-compte-rendu", args=[reunion.pk])
    client.post(adresse, {"version": 0, "texte": "Décisions"})
    client.post(reverse("evaluation:reunion-compte-rendu-valider", args=[reunion.pk]))
    client.post(adresse, {"version": 1, "texte": "Autre chose"})
    with pytest.raises(services.CompteRenduModifie):
        services.save_compte_rendu(reunion=reunion, texte="Forcé", releves={}, version=1, by=diane)
    reunion.refresh_from_db()
    assert reunion.compte_rendu == "Décisions"


@pytest.mark.parametrize("document", ["convocation", "presence", "compte-rendu"])
def test_documents_are_printed(client, carole, convoquee, document):
    client.force_login(carole)
    page = client.get(reverse("evaluation:reunion-imprimer", args=[convoquee.pk, document])).content.decode()
    assert "Mairie" in page


@pytest.mark.parametrize("nombre", [1, 10])
def test_meeting_asks_as_much_for_one_item_as_for_ten(client, diane, convoquee, nombre, django_assert_num_queries):
    for point in PointOrdreDuJourFactory.create_batch(nombre, reunion=convoquee):
        point.fiches.add(FicheActionFactory())
    client.force_login(diane)
    client.get(convoquee.get_absolute_url())
    with django_assert_num_queries(6):
        client.get(convoquee.get_absolute_url())


# --- As PDF ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("document", "mots"),
    [
        ("convocation", ["Convocation", "votre présence est attendue", "1. Relire #let les chiffres"]),
        ("presence", ["Feuille de présence", "Signature", "Odile Marchandeau"]),
        ("compte-rendu", ["Ce qui a été dit et décidé", "On garde *les cinq* arrêts.", "présent", "pas encore validé"]),
    ],
)
def test_each_paper_of_a_meeting_is_an_accessible_pdf(client, diane, document, mots):
    membre = MembreCommissionFactory(nom="Odile Marchandeau")
    reunion = ReunionFactory(le=timezone.now() - datetime.timedelta(days=1))
    PointOrdreDuJourFactory(reunion=reunion, titre="Relire #let les chiffres", releve="On garde *les cinq* arrêts.")
    reunion.convocations.create(
        membre=membre, nom=membre.nom, college=membre.college, voix=membre.voix, presence="present"
    )
    client.force_login(diane)
    reponse = client.get(reverse("evaluation:reunion-pdf", args=[reunion.pk, document]))
    lecteur = pypdf.PdfReader(io.BytesIO(reponse.content))
    texte = " ".join(" ".join(page.extract_text().split()) for page in lecteur.pages)
    assert lecteur.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert [mot for mot in mots if mot not in texte.replace("\xa0", " ")] == []
    # The same meeting gives the same bytes.
    assert client.get(reverse("evaluation:reunion-pdf", args=[reunion.pk, document])).content == reponse.content


def test_an_unknown_paper_does_not_exist(client, diane):
    client.force_login(diane)
    reunion = ReunionFactory()
    assert client.get(reverse("evaluation:reunion-pdf", args=[reunion.pk, "facture"])).status_code == 404
