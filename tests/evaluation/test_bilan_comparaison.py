"""Since the freeze: what moved, and why, with the records behind each reason."""

import datetime
import json

import jsonschema
import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from accueil.choix import Nature
from accueil.corrections import annul_evenement
from accueil.models import Evenement
from commun.dates import Periode
from evaluation import tasks
from evaluation.bilans.presentation import presenter
from evaluation.bilans.raisons import Enquete
from evaluation.bilans.schema import build_schema
from evaluation.models import Bilan, Comparaison, TraceFait
from evaluation.moteur import Demande
from evaluation.services import bilan as services
from evaluation.services.comparaison import ask_comparaison, compare_bilan
from evaluation.services.definitions import choose_definition
from jeunes.choix import TypeSituation
from jeunes.models import Definition, Situation
from plans_action.choix import MotifCible
from tests.factories import (
    BilanFactory,
    CritereFactory,
    EvenementFactory,
    FicheActionFactory,
    IndicateurFactory,
    JeuneFactory,
    LieuFactory,
    PartenaireFactory,
    PremierAccueilFactory,
    ProjetAssociatifFactory,
    ReleveFactory,
)

pytestmark = pytest.mark.django_db
MARS = datetime.datetime(2026, 3, 4, 10, tzinfo=datetime.UTC)
QUOI = "Nombre de premiers accueils"


@pytest.fixture
def projet():
    return ProjetAssociatifFactory(debut=datetime.date(2025, 1, 1), actif=True)


@pytest.fixture
def lieu():
    return LieuFactory()


@pytest.fixture
def indicateur(projet, lieu):
    fiche = FicheActionFactory(objectif__objectif_general__projet=projet, titre="Camion mobile", numero=1)
    return IndicateurFactory(
        libelle=QUOI,
        critere=CritereFactory(fiche=fiche),
        mesure="premiers_accueils",
        filtres={"lieu": [str(lieu.pk)]},
        cible=20,
    )


@pytest.fixture
def accueils(lieu, alice):
    """Six first interviews, at the place that the figure counts."""
    return [PremierAccueilFactory(fait_le=MARS, lieu=lieu, saisi_par=alice) for _ in range(6)]


@pytest.fixture
def bilan(projet, indicateur, accueils):
    bilan = BilanFactory(projet=projet)
    services.produce_bilan(bilan=bilan)
    return Bilan.objects.get(pk=bilan.pk)


def ecart_de(bilan, quoi=QUOI):
    return next((ecart for ecart in compare_bilan(bilan=bilan) if ecart.quoi == quoi), None)


def raisons_de(bilan, quoi=QUOI):
    return {raison.code: raison.nombre for raison in ecart_de(bilan, quoi).raisons}


def test_nothing_moved_nothing_is_said(bilan):
    assert compare_bilan(bilan=bilan) == []


def test_a_late_entry_is_named_counted_and_listed(bilan, lieu):
    tardifs = {str(PremierAccueilFactory(fait_le=MARS, lieu=lieu).pk) for _ in range(2)}
    ecart = ecart_de(bilan)
    assert (ecart.fige, ecart.aujourdhui) == ("6", "8")
    assert [(r.code, r.nombre, set(r.objets)) for r in ecart.raisons] == [("tardive", 2, tardifs)]


def test_the_reason_of_a_line_is_said_to_be_that_of_the_whole_breakdown(bilan, lieu):
    PremierAccueilFactory(fait_le=MARS, lieu=lieu)
    ecart = ecart_de(bilan, str(lieu))
    assert (ecart.fige, ecart.aujourdhui) == ("6", "7")
    texte = "Saisie tardive, dans toute la répartition : 1 enregistrement saisi après le figeage."
    assert [raison.texte for raison in ecart.raisons] == [texte]


def test_one_accueil_moved_elsewhere_changes_no_stored_figure_and_is_a_correction(bilan, accueils):
    contenu, pdf = bilan.contenu, bytes(bilan.pdf)
    accueils[0].lieu = LieuFactory()
    accueils[0].save()
    ecart = ecart_de(bilan)
    assert (ecart.fige, ecart.aujourdhui) == ("6", "5")
    assert [(r.code, r.nombre, r.objets) for r in ecart.raisons] == [("correction", 1, (str(accueils[0].pk),))]
    bilan.refresh_from_db()
    assert (bilan.contenu, bytes(bilan.pdf)) == (contenu, pdf)


def test_a_fact_corrected_into_the_figure_is_a_correction_too(projet, indicateur, accueils, lieu):
    ailleurs = PremierAccueilFactory(fait_le=MARS, lieu=LieuFactory())
    bilan = BilanFactory(projet=projet)
    services.produce_bilan(bilan=bilan)
    bilan.refresh_from_db()
    # Written without the screens: an import, a merge, somebody in the base.
    Evenement.objects.filter(pk=ailleurs.pk).update(lieu=lieu)
    assert raisons_de(bilan) == {"correction": 1}


def test_a_fact_moved_out_of_the_period_then_back_moves_nothing(bilan, accueils):
    for moment in (MARS + datetime.timedelta(days=3000), MARS):
        accueils[0].fait_le = moment
        accueils[0].save()
    assert ecart_de(bilan) is None


def test_an_annulment_and_an_erasure_are_told_apart(bilan, accueils, alice):
    annul_evenement(evenement=accueils[0], motif="Saisi deux fois", by=alice, now=timezone.now())
    accueils[1].delete()
    assert ecart_de(bilan).aujourdhui == "masqué"
    assert raisons_de(bilan) == {"annulation": 1, "effacement": 1}


def test_a_late_entry_annulled_since_moved_nothing(bilan, lieu, alice):
    tardif = PremierAccueilFactory(fait_le=MARS, lieu=lieu, saisi_par=alice)
    annul_evenement(evenement=tardif, motif="Erreur", by=alice, now=timezone.now())
    assert ecart_de(bilan) is None


def test_the_erasure_of_a_person_changes_no_figure(bilan, accueils):
    Evenement.objects.filter(pk=accueils[0].pk).update(jeune=None)
    assert compare_bilan(bilan=bilan) == []


def test_a_changed_target_and_a_changed_filter_are_said_of_the_plan(bilan, indicateur):
    indicateur.cible, indicateur.filtres = 40, {}
    indicateur.save()
    PremierAccueilFactory(fait_le=MARS, lieu=LieuFactory())
    assert raisons_de(bilan, f"Cible : {QUOI}") == {"plan": None}
    assert raisons_de(bilan) == {"plan": None}


def test_a_new_definition_is_said(bilan, lieu):
    contenu = json.loads(bilan.contenu)
    fige = contenu["objectifs"][0]["operationnels"][0]["fiches"][0]["criteres"][0]["indicateurs"][0]
    fige["mesure_version"] = 0
    bilan.contenu = json.dumps(contenu)
    PremierAccueilFactory(fait_le=MARS, lieu=lieu)
    assert raisons_de(bilan) == {"definition": None, "tardive": 1}


def choose(version, diane):
    definition = Definition.objects.get(objet="accompagne", version=version)
    choose_definition(
        definition=definition, commission="bilan", le=MARS.date(), motif="Décidé", by=diane, now=timezone.now(),
        today=timezone.localdate(),
    )  # fmt: skip


def test_a_word_read_otherwise_since_is_a_new_definition_not_a_late_entry(projet, indicateur, lieu, diane):
    """Both where the figure is that of the house and where it is that of an indicateur."""
    IndicateurFactory(libelle="Suivis", critere=indicateur.critere, mesure="jeunes_accompagnes", filtres={})
    EvenementFactory.create_batch(6, nature=Nature.ATELIER, fait_le=MARS, lieu=lieu)
    bilan = BilanFactory(projet=projet)
    services.produce_bilan(bilan=bilan)
    bilan.refresh_from_db()
    choose(2, diane)
    EvenementFactory(nature=Nature.ATELIER, fait_le=MARS, lieu=lieu)
    for quoi in ("Jeunes accompagnés", "Suivis"):
        ecart = ecart_de(bilan, quoi)
        assert (ecart.fige, ecart.raisons[0].code) == ("6", "definition"), quoi
        assert "Entretien dans les cinq derniers mois" in ecart.raisons[0].texte


def test_the_bilan_keeps_the_reading_that_it_counted_with(projet, indicateur):
    bilan = BilanFactory(projet=projet)
    services.produce_bilan(bilan=bilan)
    bilan.refresh_from_db()
    jsonschema.validate(json.loads(bilan.contenu), build_schema())
    [accompagnes] = [d for d in presenter(bilan.contenu)["definitions"] if d["cle"] == "jeunes_accompagnes"]
    assert "Entretien ou action collective dans la période (version 1)" in accompagnes["definition"]


def test_a_line_grouped_otherwise_is_not_said_of_the_plan(projet, indicateur, lieu):
    """A second small number hides the line that was written alone."""
    for niveau, combien in (("bac", 6), ("cap_bep", 7)):
        PremierAccueilFactory.create_batch(combien, fait_le=MARS, lieu=lieu, jeune__niveau=niveau)
    bilan = BilanFactory(projet=projet)
    services.produce_bilan(bilan=bilan)
    bilan.refresh_from_db()
    PremierAccueilFactory(fait_le=MARS, lieu=lieu, jeune__niveau="")
    lignes = [ecart for ecart in compare_bilan(bilan=bilan) if "niveau" in ecart.ou]
    assert {"n’est plus écrite", "pas écrite dans le bilan"} == {
        mot for e in lignes for mot in (e.fige, e.aujourdhui) if "écrite" in mot
    }
    for ecart in lignes:
        assert [raison.code for raison in ecart.raisons] == ["regroupement", "tardive"]
    rangs = [rang for rang, ecart in enumerate(compare_bilan(bilan=bilan)) if "niveau" in ecart.ou]
    assert rangs == list(range(rangs[0], rangs[-1] + 1))  # what is new is read beside what it replaces


def test_a_target_says_why_it_was_changed(bilan, indicateur):
    indicateur.cible, indicateur.motif_cible = 40, "moyens"
    indicateur.save()
    [raison] = ecart_de(bilan, f"Cible : {QUOI}").raisons
    assert MotifCible.MOYENS.label.lower() in raison.texte


def test_a_partner_added_late_is_found_though_it_does_not_say_when(projet, indicateur, accueils):
    IndicateurFactory(
        libelle="Partenaires", critere=indicateur.critere, mesure="partenaires_crees", filtres={}, parametres={}
    )
    bilan = BilanFactory(projet=projet)
    services.produce_bilan(bilan=bilan)
    bilan.refresh_from_db()
    PartenaireFactory(depuis_le=datetime.date(2026, 2, 1))
    assert raisons_de(bilan, "Partenaires") == {"tardive": 1}


def test_a_figure_moved_by_other_facts_says_so(projet, indicateur):
    """The follow-up counts first interviews; a later interview, typed late, makes one of them followed."""
    jeunes = JeuneFactory.create_batch(6)
    for jeune in jeunes:
        PremierAccueilFactory(jeune=jeune, fait_le=datetime.datetime(2025, 6, 10, 10, tzinfo=datetime.UTC))
    IndicateurFactory(
        libelle="Suivis", critere=indicateur.critere, mesure="jeunes_accompagnes_suite", parametres={"mois": 6}
    )
    bilan = BilanFactory(projet=projet)
    services.produce_bilan(bilan=bilan)
    bilan.refresh_from_db()
    EvenementFactory.create_batch(
        3, jeune=jeunes[0], nature=Nature.ENTRETIEN, fait_le=datetime.datetime(2025, 12, 1, 10, tzinfo=datetime.UTC)
    )
    ecart = ecart_de(bilan, "Suivis")
    assert ecart is not None
    assert ecart.raisons


def test_the_search_leaves_no_trace_of_itself(bilan, accueils):
    accueils[0].lieu = LieuFactory()
    accueils[0].save()
    avant = (Evenement.objects.count(), TraceFait.objects.count())
    compare_bilan(bilan=bilan)
    assert (Evenement.objects.count(), TraceFait.objects.count()) == avant


# --- Traces ----------------------------------------------------------------------------------------


def test_a_trace_holds_no_name_no_note_and_no_link_to_a_person(alice):
    evenement = EvenementFactory(note="secret de la note", saisi_par=alice)
    Evenement.objects.filter(pk=evenement.pk).update(lieu=LieuFactory())
    avant = TraceFait.objects.get(modele="accueil.evenement").avant
    assert avant["nature"] == evenement.nature
    assert not {"note", "jeune_id", "saisi_par_id", "conseiller_id"} & avant.keys()
    assert "secret" not in json.dumps(avant)


def test_what_no_measure_reads_leaves_no_trace():
    evenement = EvenementFactory()
    Evenement.objects.filter(pk=evenement.pk).update(note="complétée", conseiller=None, jeune=None)
    assert not TraceFait.objects.exists()


def test_a_deleted_situation_can_be_told_as_it_was():
    situation = Situation.objects.create(jeune=JeuneFactory(), type=TypeSituation.CDI, jour=MARS.date())
    situation.delete()
    trace = TraceFait.objects.get(modele="jeunes.situation")
    assert (trace.action, trace.avant["type"], trace.avant["jour"]) == ("retrait", "cdi", "2026-03-04")


# --- Pages -----------------------------------------------------------------------------------------


def test_direction_compares_reads_the_reasons_and_opens_the_list(
    client, diane, bilan, lieu, django_capture_on_commit_callbacks
):
    PremierAccueilFactory(fait_le=MARS, lieu=lieu)
    client.force_login(diane)
    adresse = reverse("evaluation:bilan-comparer", args=[bilan.pk])
    assert "Comparer à aujourd’hui" in client.get(adresse).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(adresse).url == adresse
    page = client.get(adresse)
    assert "Saisie tardive : 1 enregistrement saisi après le figeage." in page.content.decode()
    rang = next(rang for rang, ecart in enumerate(page.context["ecarts"]) if ecart["quoi"] == QUOI)
    liste = client.get(reverse("evaluation:bilan-ecart", args=[bilan.pk, rang, 0]))
    assert len(liste.context["lignes"]) == 1
    assert client.get(reverse("evaluation:bilan-ecart", args=[bilan.pk, 999, 0])).status_code == 404


def test_two_clicks_ask_for_one_comparison(bilan, diane):
    assert ask_comparaison(bilan=bilan, by=diane) == ask_comparaison(bilan=bilan, by=diane)


def test_the_task_runs_twice_and_compares_once(bilan, diane):
    comparaison = ask_comparaison(bilan=bilan, by=diane)
    for _ in range(2):
        tasks.comparer_bilan(comparaison_id=str(comparaison.pk))
    assert (Comparaison.objects.get().etat, Comparaison.objects.get().tentatives) == ("termine", 1)


def test_the_base_watches_facts_on_every_engine():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'trace_fait_%'"
            if connection.vendor == "sqlite"
            else "SELECT count(*) FROM pg_trigger WHERE tgname LIKE 'trace_fait_%'"
        )
        assert cursor.fetchone()[0] >= 16


def test_a_corrected_releve_explains_its_own_indicateur_only():
    avant = timezone.now()
    corrige, intact = ReleveFactory(), ReleveFactory()
    corrige.valeur = 121
    corrige.save()
    enquete = Enquete(depuis=avant, arrete_au=avant.date())
    periode = Periode(datetime.date(2026, 1, 1), datetime.date(2026, 1, 31))
    demandes = [
        Demande.make("releve_dernier", periode, {"indicateur": [str(releve.indicateur_id)]})
        for releve in (corrige, intact)
    ]
    dits = [
        [raison.texte for raison in enquete.raisons(demande) if raison.code == "correction"] for demande in demandes
    ]
    assert dits == [["Correction : 1 enregistrement corrigé ou retiré depuis."], []]
