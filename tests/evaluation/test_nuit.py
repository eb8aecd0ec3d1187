"""The nightly run counts what changed; it must say what counting everything would say."""

import datetime
import random
import uuid

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from accueil.models import Evenement, Orientation, RendezVous
from commun.mesures import registre
from commun.travaux import EtatTravail
from evaluation import tasks
from evaluation.models import BaseCalcul, Calcul, ChangementFait, ValeurIndicateur
from evaluation.models.declencheurs import modeles_de_la_nuit
from evaluation.moteur import Demande
from evaluation.nuit import ecarts
from evaluation.projets import periodes_suivies
from evaluation.services import calcul as services
from evaluation.services import calcul_nuit as nuit
from evaluation.services.valeurs import compute_values
from jeunes.models import Situation
from participation.models import Inscription, Regroupement, Seance
from plans_action.models import Indicateur
from structure.models import Lieu
from tests.evaluation.monde import JOURS, MONDES, Cadre
from tests.evaluation.test_oracle import CLES, PARAMETRES, permitted, typed
from tests.factories import (
    EvenementFactory,
    FicheActionFactory,
    IndicateurFactory,
    JeuneFactory,
    PremierAccueilFactory,
    ProjetAssociatifFactory,
)

pytestmark = pytest.mark.django_db
EXAMPLES = settings(
    max_examples=8,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)
NOW = datetime.datetime(2026, 3, 20, 9, tzinfo=datetime.UTC)
CHAMPS = ("etat", "valeur", "numerateur", "denominateur", "mesure", "mesure_version", "definition_version")


@pytest.fixture
def cadre():
    """The places that facts point at, and a projet that asks every measure, with or without filters."""
    cadre = Cadre()
    cadre.projet = ProjetAssociatifFactory(debut=datetime.date(2024, 7, 1))
    critere = IndicateurFactory(critere__fiche__objectif__objectif_general__projet=cadre.projet).critere
    critere.indicateurs.all().delete()
    for rank, cle in enumerate(CLES):
        filters = permitted(cle)
        for n, parametres in enumerate(PARAMETRES.get(cle, [{}])):
            filtres = filters[(rank + n) % len(filters)] if (rank + n) % 2 else {}
            Indicateur.objects.create(
                critere=critere, libelle=cle, type="calcule", mesure=cle,
                filtres={nom: list(v) for nom, v in typed(cadre, filtres).items()},
                parametres={nom: list(v) if isinstance(v, tuple) else v for nom, v in parametres.items()},
            )  # fmt: skip
    return cadre


def stored(projet):
    rows = ValeurIndicateur.objects.filter(indicateur__in=services.computable(projet))
    return {(row.indicateur_id, row.debut, row.fin): as_said(row) for row in rows}


def counted_whole(projet, arrete_au):
    periodes = periodes_suivies(projet, arrete_au=arrete_au).all()
    values = compute_values(list(services.computable(projet)), periodes, arrete_au=arrete_au, now=NOW)
    return {(value.indicateur_id, value.debut, value.fin): as_said(value) for value in values}


def as_said(value):
    return tuple(getattr(value, champ) for champ in CHAMPS)


def differences(projet, arrete_au):
    said, expected = stored(projet), counted_whole(projet, arrete_au)
    names = dict(Indicateur.objects.values_list("pk", "libelle"))
    return [
        (names[key[0]], *key[1:], said.get(key), expected.get(key))
        for key in said.keys() | expected.keys()
        if said.get(key) != expected.get(key)
    ]


def change_at_random(graine):
    """Correct, move, give to another person and remove facts of every kind, as screens and imports may."""
    alea = random.Random(graine)
    personnes = [None, *(uuid.UUID(int=n) for n in range(1, 4))]
    corrections = {
        Evenement: lambda: {"nature": alea.choice(["entretien", "contact", "atelier"]), "canal": "sms"},
        RendezVous: lambda: {"prevu_jour": alea.choice(JOURS), "statut": alea.choice(["fixe", "annule"])},
        Orientation: lambda: {"sens": alea.choice(["vers", "de"])},
        Situation: lambda: {"type": alea.choice(["cdi", "pmsmp", "formation"]), "fin": None},
        Inscription: lambda: {"presence": alea.choice(["", "present", "absent"]), "statut": "confirmee"},
        Seance: lambda: {
            "annulee_le": alea.choice([None, NOW]),
            "regroupement": alea.choice(Regroupement.objects.order_by("titre")),
        },
    }
    for modele in modeles_de_la_nuit():
        for pk in modele.objects.order_by("pk").values_list("pk", flat=True):
            row, dice = modele.objects.filter(pk=pk), alea.random()
            if dice < 0.15:
                row.delete()
            elif dice < 0.3:
                row.update(**corrections[modele]())
            elif dice < 0.45 and modele is not Inscription:
                jour = alea.choice(JOURS)
                row.update(jour=jour, **({"fin": None} if modele is Situation else {}))
            elif dice < 0.6 and modele is not Seance:
                row.update(personne=alea.choice(personnes))


@EXAMPLES
@given(
    monde=MONDES,
    arrivees=st.lists(st.tuples(MONDES, st.integers(0, 2**16)), min_size=1, max_size=2),
    jours=st.lists(st.sampled_from([*JOURS[3:], datetime.date(2025, 6, 30)]), min_size=3, max_size=3).map(sorted),
)
def test_counting_what_changed_says_what_counting_everything_says(cadre, monde, arrivees, jours):
    with transaction.atomic():
        cadre.load(monde)
        services.run_now(projet=cadre.projet, arrete_au=jours[0])
        base = BaseCalcul.objects.get(projet=cadre.projet)
        for (ajouts, graine), arrete_au in zip(arrivees, jours[1:], strict=False):
            cadre.load(ajouts)
            change_at_random(graine)
            services.run_now(projet=cadre.projet, arrete_au=arrete_au, complet=False)
            assert differences(cadre.projet, arrete_au) == []
            assert not nuit.has_changes(cadre.projet)
        assert BaseCalcul.objects.get(projet=cadre.projet).complet_le == base.complet_le, "everything was counted"
        transaction.set_rollback(True)


# --- The same world, told step by step ----------------------------------------------------------------------------

JOUR = datetime.date(2026, 3, 20)
FEVRIER = datetime.datetime(2026, 2, 3, 9, tzinfo=datetime.UTC)


@pytest.fixture
def projet():
    return ProjetAssociatifFactory(debut=datetime.date(2025, 1, 1), actif=True)


@pytest.fixture
def indicateur(projet):
    fiche = FicheActionFactory(objectif__objectif_general__projet=projet)
    return IndicateurFactory(critere__fiche=fiche, mesure="jeunes_recus", libelle="Jeunes reçus")


@pytest.fixture
def recus(indicateur):
    """Three people received in February, one of them twice; everything was counted."""
    jeunes = JeuneFactory.create_batch(3)
    faits = [PremierAccueilFactory(jeune=jeune, fait_le=FEVRIER) for jeune in jeunes]
    EvenementFactory(jeune=jeunes[0], fait_le=FEVRIER + datetime.timedelta(days=1))
    services.run_now(projet=indicateur.critere.fiche.objectif.objectif_general.projet, arrete_au=JOUR)
    return faits


def tonight(projet, arrete_au=JOUR):
    """Run what the clock asks for, and say whether it counted the changes alone."""
    before = BaseCalcul.objects.filter(projet=projet).values_list("complet_le", flat=True).first()
    services.run_now(projet=projet, arrete_au=arrete_au, complet=False)
    assert differences(projet, arrete_au) == []
    after = BaseCalcul.objects.filter(projet=projet).values_list("complet_le", flat=True).first()
    return before is not None and before == after


def fevrier(indicateur):
    return indicateur.valeurs.get(debut=datetime.date(2026, 2, 1)).valeur


def test_a_late_entry_moves_its_month_its_year_and_the_projet_and_nothing_else(projet, indicateur, recus):
    ValeurIndicateur.objects.update(calcule_le=NOW)
    EvenementFactory(fait_le=FEVRIER)
    assert tonight(projet)
    assert fevrier(indicateur) == 4
    assert ValeurIndicateur.objects.exclude(calcule_le=NOW).count() == 3


def test_a_fact_taken_out_is_noticed(projet, indicateur, recus):
    Evenement.objects.filter(pk=recus[1].pk).delete()
    assert tonight(projet)
    assert fevrier(indicateur) == 2


def test_who_has_another_fact_in_the_period_is_still_counted(projet, indicateur, recus):
    Evenement.objects.filter(pk=recus[0].pk).delete()
    assert tonight(projet)
    assert fevrier(indicateur) == 3


def test_two_files_merged_are_one_person(projet, indicateur, recus):
    Evenement.objects.filter(pk=recus[1].pk).update(personne=recus[2].personne)
    assert tonight(projet)
    assert fevrier(indicateur) == 2


def test_a_night_without_a_change_writes_nothing(projet, indicateur, recus):
    ValeurIndicateur.objects.update(calcule_le=NOW)
    assert tonight(projet)
    assert not ValeurIndicateur.objects.exclude(calcule_le=NOW).exists()


def test_a_new_month_gets_its_values(projet, indicateur, recus):
    EvenementFactory(fait_le=datetime.datetime(2026, 4, 2, 9, tzinfo=datetime.UTC))
    assert tonight(projet, datetime.date(2026, 4, 2))
    assert indicateur.valeurs.get(debut=datetime.date(2026, 4, 1)).valeur == 1


def test_what_is_asked_otherwise_is_counted_whole_and_the_rest_is_not(projet, indicateur, recus):
    autre = IndicateurFactory(critere=indicateur.critere, mesure="evenements")
    Indicateur.objects.filter(pk=indicateur.pk).update(filtres={"type_lieu": ["camion"]})
    assert tonight(projet)
    assert fevrier(indicateur) == 0
    assert fevrier(autre) == 4


def test_a_place_that_changes_its_kind_makes_everything_counted(projet, indicateur, recus):
    Lieu.objects.update(type="camion")
    assert not tonight(projet)


def test_a_cut_off_day_before_the_last_one_makes_everything_counted(projet, indicateur, recus):
    assert not tonight(projet, JOUR - datetime.timedelta(days=40))


def test_the_changes_of_one_projet_still_wait_for_the_other(projet, indicateur, recus):
    autre = ProjetAssociatifFactory(debut=datetime.date(2025, 1, 1))
    IndicateurFactory(critere__fiche__objectif__objectif_general__projet=autre, mesure="jeunes_recus")
    services.run_now(projet=autre, arrete_au=JOUR)
    EvenementFactory(fait_le=FEVRIER)
    assert tonight(projet)
    assert not nuit.has_changes(projet)
    assert tonight(autre)
    assert not ChangementFait.objects.exists()


def test_a_fact_that_changes_while_everything_is_counted_leaves_no_base(projet, indicateur, recus, monkeypatch):
    compute = services.compute_values

    def late(*args, **kwargs):
        values = compute(*args, **kwargs)
        EvenementFactory(fait_le=FEVRIER)
        return values

    monkeypatch.setattr(services, "compute_values", late)
    services.run_now(projet=projet, arrete_au=JOUR)
    assert not BaseCalcul.objects.filter(projet=projet).exists()
    monkeypatch.undo()
    assert not tonight(projet)


def test_a_run_that_dies_in_the_middle_loses_no_change(projet, indicateur, recus, monkeypatch):
    EvenementFactory(fait_le=FEVRIER)
    monkeypatch.setattr(services, "_save", lambda values: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        services.run_now(projet=projet, arrete_au=JOUR, complet=False)
    monkeypatch.undo()
    assert nuit.has_changes(projet)
    assert fevrier(indicateur) == 3
    assert tonight(projet)
    assert fevrier(indicateur) == 4


def test_a_worker_that_lost_the_work_writes_nothing_and_keeps_the_changes(projet, indicateur, recus, monkeypatch):
    EvenementFactory(fait_le=FEVRIER)
    calcul = Calcul.objects.create(projet=projet, arrete_au=JOUR, complet=False)
    bring = nuit.instantane

    def lose():
        Calcul.objects.update(jeton=uuid.uuid4())
        return bring()

    monkeypatch.setattr(nuit, "instantane", lose)
    assert not services.run_calcul(calcul=calcul)
    assert fevrier(indicateur) == 3
    assert nuit.has_changes(projet)


def test_the_night_counts_the_changes_and_once_a_week_everything(projet, indicateur, recus):
    base = BaseCalcul.objects.get(projet=projet)
    today = base.complet_le.date()
    for days, complet in ((1, False), (6, False), (7, True)):
        Calcul.objects.all().delete()
        [calcul] = services.ask_every_night(today=today + datetime.timedelta(days=days))
        assert calcul.complet is complet
    tasks.calculer_indicateurs(calcul_id=str(calcul.pk))
    calcul.refresh_from_db()
    assert calcul.etat == EtatTravail.TERMINE


def test_nothing_waits_for_a_projet_that_is_over(projet, indicateur, recus):
    type(projet).objects.update(actif=False)
    EvenementFactory(fait_le=FEVRIER)
    assert services.ask_every_night(today=JOUR) == []
    assert not ChangementFait.objects.exists()


def test_more_changes_than_it_is_worth_make_everything_counted(projet, indicateur, recus, monkeypatch):
    monkeypatch.setattr(ecarts, "TOUCHES_MAXIMUM", 2)
    EvenementFactory.create_batch(3, fait_le=FEVRIER)
    assert not tonight(projet)


# --- Controls: the comparison above sees each guard taken out -----------------------------------------------------


def broken(projet, fait):
    """Remove the only fact of a person, run, and say whether the comparison sees that the figures are wrong."""
    Evenement.objects.filter(pk=fait.pk).delete()
    services.run_now(projet=projet, arrete_au=JOUR, complet=False)
    return bool(differences(projet, JOUR))


def test_control_a_past_that_is_not_shown_is_seen(projet, indicateur, recus, monkeypatch):
    monkeypatch.setattr(ecarts, "show_the_past", lambda avant: None)
    assert broken(projet, recus[1])


def test_control_changes_that_are_not_written_are_seen(projet, indicateur, recus, monkeypatch):
    monkeypatch.setattr(nuit, "read_changes", lambda changes: {})
    assert broken(projet, recus[1])


def test_no_shadow_is_left_behind(projet, indicateur, recus):
    EvenementFactory(fait_le=FEVRIER)
    assert tonight(projet)
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name FROM sqlite_temp_master")
        else:
            cursor.execute("SELECT relname FROM pg_class WHERE relnamespace = pg_my_temp_schema() AND relkind = 'r'")
        assert cursor.fetchall() == []


def test_a_measure_that_says_how_far_it_reaches_counts_facts_that_are_followed(cadre):
    for cle in CLES:
        mesure = registre.get(cle)
        demande = Demande.make(cle, periodes_suivies(cadre.projet, arrete_au=JOUR).projet)
        assert ecarts.can_be_taken_apart(demande, JOUR, {}) is (mesure.portee is not None), cle
