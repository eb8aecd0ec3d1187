"""A bilan is asked for, produced once, frozen for good, verified and compared."""

import datetime
import hashlib
import io
import json
import uuid

import pypdf
import pytest
from django.urls import reverse
from django.utils import timezone

from commun.travaux import BATTEMENT_MAXIMUM, TENTATIVES_MAXIMUM, EtatTravail
from evaluation import tasks
from evaluation.models import Bilan
from evaluation.services import bilan as services
from evaluation.services.comparaison import compare_bilan
from evaluation.services.verification import verify_bilan
from tests.factories import (
    BilanFactory,
    CritereFactory,
    EtapeFactory,
    EvenementFactory,
    FicheActionFactory,
    IndicateurFactory,
    JeuneFactory,
    PremierAccueilFactory,
    ProjetAssociatifFactory,
)

pytestmark = pytest.mark.django_db
MARS = datetime.datetime(2026, 3, 4, 10, tzinfo=datetime.UTC)


@pytest.fixture
def projet():
    return ProjetAssociatifFactory(debut=datetime.date(2025, 1, 1), actif=True)


@pytest.fixture
def indicateur(projet):
    fiche = FicheActionFactory(objectif__objectif_general__projet=projet, titre="Camion mobile", numero=1)
    EtapeFactory(fiche=fiche, ordre=0, titre="Équiper le véhicule", echeance=datetime.date(2026, 1, 31))
    return IndicateurFactory(critere=CritereFactory(fiche=fiche), mesure="premiers_accueils", cible=20)


def premiers_accueils(nombre):
    for _ in range(nombre):
        PremierAccueilFactory(fait_le=MARS)


def produced(projet, **champs):
    bilan = BilanFactory(projet=projet, **champs)
    assert services.produce_bilan(bilan=bilan) is True
    return Bilan.objects.get(pk=bilan.pk)


def indicateur_fige(bilan):
    contenu = json.loads(bilan.contenu)
    return contenu["objectifs"][0]["operationnels"][0]["fiches"][0]["criteres"][0]["indicateurs"][0]


def test_a_bilan_holds_figures_steps_definitions_and_its_digest(projet, indicateur):
    premiers_accueils(7)
    bilan = produced(projet)
    fige = indicateur_fige(bilan)
    assert (fige["resultat"]["valeur"], fige["cible"], fige["mesure_version"]) == ("7", "20", 1)
    assert fige["serie"][-1] == ["2026-06", "7"]
    fiche = json.loads(bilan.contenu)["objectifs"][0]["operationnels"][0]["fiches"][0]
    assert fiche["etapes"][0]["etat"] == "retard"
    assert "premiers_accueils" in {d["cle"] for d in json.loads(bilan.contenu)["definitions"]}
    assert bilan.empreinte == hashlib.sha256(bilan.contenu.encode()).hexdigest()
    assert bilan.pdf.startswith(b"%PDF") if isinstance(bilan.pdf, bytes) else bytes(bilan.pdf).startswith(b"%PDF")


def test_a_tendency_counts_the_months_too_small_to_be_written(projet, indicateur):
    for mois in range(1, 7):
        PremierAccueilFactory.create_batch(2, fait_le=MARS.replace(month=mois))
    assert indicateur_fige(produced(projet, arrete_au=datetime.date(2026, 6, 30)))["tendance"] == "en hausse"


@pytest.mark.parametrize(
    ("faite_le", "echeance", "etat"),
    [
        (datetime.date(2026, 3, 1), None, "faite"),
        (datetime.date(2026, 7, 1), datetime.date(2026, 8, 1), "en_cours"),
        (datetime.date(2026, 7, 1), datetime.date(2026, 1, 31), "retard"),
    ],
)
def test_a_step_stands_where_it_stood_at_the_cut_off(projet, indicateur, faite_le, echeance, etat):
    EtapeFactory(fiche=indicateur.critere.fiche, ordre=9, statut="faite", faite_le=faite_le, echeance=echeance)
    contenu = json.loads(produced(projet, arrete_au=datetime.date(2026, 6, 30)).contenu)
    assert contenu["objectifs"][0]["operationnels"][0]["fiches"][0]["etapes"][-1]["etat"] == etat


@pytest.mark.parametrize("actif", [True, False])
def test_a_fiche_without_objective_is_read_with_the_running_projet(projet, indicateur, actif):
    FicheActionFactory(objectif=None, statut="en_cours", titre="Journée portes ouvertes")
    projet.actif = actif
    projet.save()
    assert bool(json.loads(produced(projet).contenu)["hors_objectif"]) is actif


def test_content_is_canonical_and_without_float(projet, indicateur):
    premiers_accueils(6)
    bilan = produced(projet)
    json.loads(bilan.contenu, parse_float=lambda texte: pytest.fail(f"float: {texte}"))
    again = json.dumps(json.loads(bilan.contenu), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    assert again == bilan.contenu


def test_same_data_and_same_bilan_give_the_same_content(projet, indicateur):
    premiers_accueils(6)
    bilan = produced(projet)
    assert services.build_content(bilan) == bilan.contenu


def test_what_happens_after_changes_no_frozen_figure(projet, indicateur):
    premiers_accueils(6)
    bilan = produced(projet)
    premiers_accueils(3)
    indicateur.critere.fiche.titre = "Autre titre"
    indicateur.critere.fiche.save()
    services.produce_bilan(bilan=bilan)
    tasks.produire_bilan(bilan_id=str(bilan.pk))
    after = Bilan.objects.get(pk=bilan.pk)
    assert (after.contenu, after.empreinte, bytes(after.pdf)) == (bilan.contenu, bilan.empreinte, bytes(bilan.pdf))


def test_facts_after_the_cut_off_are_not_counted(projet, indicateur):
    premiers_accueils(6)
    assert indicateur_fige(produced(projet, arrete_au=datetime.date(2026, 2, 28)))["resultat"]["valeur"] == "0"


def test_few_people_are_not_frozen(projet, indicateur):
    premiers_accueils(3)
    fige = indicateur_fige(produced(projet))
    assert fige["resultat"] == {
        "etat": "mesuree",
        "valeur": None,
        "numerateur": None,
        "denominateur": None,
        "masque": True,
    }
    assert all(valeur in (None, "0") for _, valeur in fige["serie"])


def test_no_name_of_a_person_and_no_note_is_in_a_bilan(projet, indicateur):
    jeune = JeuneFactory(nom="Canariprénom", prenom="Zébulon")
    EvenementFactory.create_batch(6, jeune=jeune, fait_le=MARS, note="secret de la note")
    contenu = produced(projet).contenu
    assert not any(mot in contenu for mot in ("Canariprénom", "Zébulon", "secret de la note"))


def test_two_workers_freeze_one_bilan(projet, indicateur):
    bilan = BilanFactory(projet=projet)
    first = bilan.claim(now=timezone.now())
    assert services.produce_bilan(bilan=bilan) is False  # the first one is alive
    silent = timezone.now() - BATTEMENT_MAXIMUM * 2
    Bilan.objects.filter(pk=bilan.pk).update(battement_le=silent)
    assert services.produce_bilan(bilan=bilan) is True
    # The first worker wakes up: it neither writes nor tells.
    assert services.freeze(bilan=bilan, token=first, contenu="{}", pdf=b"", now=timezone.now()) is False
    assert bilan.beat(first, progression=50, etape="", now=timezone.now()) is False


def test_a_worker_that_lost_the_bilan_stops_before_the_document(projet, monkeypatch):
    bilan = BilanFactory(projet=projet)

    def lose(bilan, avancement):
        Bilan.objects.update(jeton=uuid.uuid4())
        return "{}"

    monkeypatch.setattr(services, "build_content", lose)
    monkeypatch.setattr(services, "produire_pdf", lambda contenu: pytest.fail("laid out for nothing"))
    assert services.produce_bilan(bilan=bilan) is False
    assert Bilan.objects.get().etat == EtatTravail.EN_COURS


def test_a_failure_says_so_and_can_be_tried_again(projet, monkeypatch):
    bilan = BilanFactory(projet=projet)
    with monkeypatch.context() as patch:
        patch.setattr(services, "produire_pdf", lambda contenu: (_ for _ in ()).throw(OSError("disk")))
        with pytest.raises(OSError, match="disk"):
            services.produce_bilan(bilan=bilan)
    bilan.refresh_from_db()
    assert bilan.etat == EtatTravail.ECHOUE
    assert "relancer" in bilan.erreur
    services.relaunch_bilan(bilan=bilan, now=timezone.now())
    bilan.refresh_from_db()
    assert services.produce_bilan(bilan=bilan) is True


def test_work_that_kills_its_workers_is_given_up(projet):
    bilan = BilanFactory(projet=projet, tentatives=TENTATIVES_MAXIMUM)
    assert services.produce_bilan(bilan=bilan) is False
    bilan.refresh_from_db()
    assert bilan.etat == EtatTravail.ECHOUE


def test_a_second_click_finds_the_bilan_under_way(projet, diane):
    asked = {"projet": projet, "type": "final", "arrete_au": datetime.date(2026, 6, 30), "by": diane}
    today = datetime.date(2026, 7, 1)
    assert services.launch_bilan(**asked, today=today) == services.launch_bilan(**asked, today=today)
    assert Bilan.objects.count() == 1


@pytest.mark.parametrize("arrete_au", [datetime.date(2024, 12, 31), datetime.date(2026, 7, 2)])
def test_a_cut_off_before_the_projet_or_in_the_future_is_refused(projet, diane, arrete_au):
    with pytest.raises(services.BilanRefuse):
        services.launch_bilan(
            projet=projet, type="final", arrete_au=arrete_au, by=diane, today=datetime.date(2026, 7, 1)
        )


def test_verification_tells_a_bilan_from_an_altered_one(projet, indicateur):
    bilan = produced(projet)
    assert verify_bilan(bilan=bilan).conforme
    bilan.contenu = bilan.contenu.replace("Camion", "Bateau")
    assert not verify_bilan(bilan=bilan).conforme


def test_comparison_lists_what_a_late_entry_moved(projet, indicateur):
    premiers_accueils(6)
    bilan = produced(projet)
    assert compare_bilan(bilan=bilan) == []
    premiers_accueils(2)
    ecarts = {ecart.quoi: (ecart.fige, ecart.aujourdhui) for ecart in compare_bilan(bilan=bilan)}
    assert ecarts["Nombre de premiers accueils"] == ("6", "8")


def test_what_was_added_or_taken_away_since_is_said(projet, indicateur):
    fiche = indicateur.critere.fiche
    bilan = produced(projet)
    fiche.etapes.all().delete()
    EtapeFactory(fiche=fiche, ordre=1, titre="Recruter", echeance=None)
    ecarts = {ecart.quoi: (ecart.fige, ecart.aujourdhui) for ecart in compare_bilan(bilan=bilan)}
    assert ecarts == {
        "Étape 0, Équiper le véhicule": ("en retard", "n’existe plus"),
        "Étape 1, Recruter": ("absent du bilan", "à venir"),
    }


# --- Pages -----------------------------------------------------------------------------------------


def test_direction_launches_and_reads_a_bilan(client, diane, projet, indicateur, django_capture_on_commit_callbacks):
    premiers_accueils(7)
    client.force_login(diane)
    with django_capture_on_commit_callbacks(execute=True):
        reponse = client.post(reverse("evaluation:bilan-create"), {"type": "intermediaire", "arrete_au": "2026-06-30"})
    bilan = Bilan.objects.get()
    assert reponse.url == bilan.get_absolute_url()
    page = client.get(reponse.url).content.decode()
    assert "Camion mobile" in page
    assert "Définitions et règles de lecture" in page
    pdf = client.get(reverse("evaluation:bilan-pdf", args=[bilan.pk]))
    assert pdf["Content-Type"] == "application/pdf"
    assert "Camion mobile" in " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf.content)).pages)


def test_downloaded_data_have_the_digest_of_the_cover(client, carole, projet):
    bilan = produced(projet)
    client.force_login(carole)
    donnees = client.get(reverse("evaluation:bilan-donnees", args=[bilan.pk])).content
    assert hashlib.sha256(donnees).hexdigest() == bilan.empreinte


@pytest.mark.parametrize(
    "arrete_au", ["", "demain", "2024-01-01", "9999-12-31", "31/02/2026", "\x00", "=1+1", "x" * 10_000]
)
def test_bad_dates_are_answered_beside_the_field(client, diane, projet, arrete_au):
    client.force_login(diane)
    reponse = client.post(reverse("evaluation:bilan-create"), {"type": "final", "arrete_au": arrete_au})
    assert reponse.status_code == 200
    assert reponse.context["form"].errors["arrete_au"]
    assert not Bilan.objects.exists()


def test_progress_is_shown_and_the_page_can_be_left(client, diane, projet):
    bilan = BilanFactory(projet=projet, etat="en_cours", progression=40, etape_en_cours="Comptage : entretiens")
    client.force_login(diane)
    page = client.get(bilan.get_absolute_url()).content.decode()
    assert "Comptage : entretiens" in page
    assert 'value="40"' in page
    assert "Vous pouvez quitter cette page" in page


PAGES = ("bilan-detail", "bilan-progression", "bilan-pdf", "bilan-donnees", "bilan-verifier")


@pytest.mark.parametrize("nom", PAGES)
@pytest.mark.parametrize(
    ("who", "code"), [("diane", 200), ("carole", 200), ("alice", 404), ("charlie", 404), ("zoe", 404)]
)
def test_bilans_are_for_commission_and_direction(client, request, projet, nom, who, code):
    bilan = produced(projet)
    client.force_login(request.getfixturevalue(who))
    assert client.get(reverse(f"evaluation:{nom}", args=[bilan.pk])).status_code == code


@pytest.mark.parametrize(("who", "code"), [("diane", 200), ("carole", 404), ("adele", 404)])
def test_direction_alone_launches(client, request, projet, who, code):
    client.force_login(request.getfixturevalue(who))
    assert client.get(reverse("evaluation:bilan-create")).status_code == code


@pytest.mark.parametrize("nom", ["bilan-pdf", "bilan-donnees", "bilan-verifier", "bilan-comparer"])
def test_what_is_not_frozen_has_no_document(client, diane, projet, nom):
    client.force_login(diane)
    assert client.get(reverse(f"evaluation:{nom}", args=[BilanFactory(projet=projet).pk])).status_code == 404
    assert client.get(reverse(f"evaluation:{nom}", args=[uuid.uuid4()])).status_code == 404


@pytest.mark.parametrize("bilans", [1, 10])
def test_list_asks_as_much_for_one_as_for_ten(client, diane, projet, bilans, django_assert_num_queries):
    for rang in range(bilans):
        BilanFactory(projet=projet, lance_par=diane, arrete_au=datetime.date(2026, 6, 1 + rang))
    client.force_login(diane)
    client.get(reverse("evaluation:bilan-list"))
    with django_assert_num_queries(6):
        client.get(reverse("evaluation:bilan-list"))


@pytest.mark.parametrize(
    ("who", "said"), [("diane", "Le premier se lance en deux clics"), ("carole", "La direction lance les bilans")]
)
def test_before_the_first_bilan_each_is_told_what_concerns_them(client, request, projet, who, said):
    client.force_login(request.getfixturevalue(who))
    assert said in client.get(reverse("evaluation:bilan-list")).content.decode()
