"""The reading that the demo shows half done agrees with the facts that stand beside its answers."""

import pytest
from django.utils import timezone

from demonstration.calendrier import is_ouvert
from evaluation.commissions.faits import load_dossiers
from evaluation.commissions.reperes import reperes
from evaluation.models import DecisionDefinition, Lecture, LectureFiche, Reponse, Reunion
from evaluation.services.lectures import fiches_a_lire
from plans_action.models import ProjetAssociatif
from tests.demonstration.conftest import JOUR

pytestmark = pytest.mark.usefixtures("demo")


def test_no_answer_contradicts_what_the_facts_suggest():
    rows = LectureFiche.objects.filter(version__gt=0).select_related("fiche")
    dossiers = load_dossiers(projet=ProjetAssociatif.objects.get(), fiches=[row.fiche for row in rows], today=JOUR)
    ecarts = [
        f"{row} {reponse.question}"
        for row in rows
        for reponse in row.reponses.all()
        for repere in [reperes(dossiers[row.fiche_id])[reponse.question]]
        if repere.appreciation not in ("", reponse.appreciation)
    ]
    assert ecarts == []


def test_eight_fiches_are_read_one_is_begun_and_each_answer_says_why():
    rows = LectureFiche.objects.with_nombre_repondues().order_by("-nombre_repondues")
    assert [row.nombre_repondues for row in rows[:10]] == [15] * 8 + [6, 0]
    assert not Reponse.objects.filter(commentaire="").exists()


def test_the_reading_holds_every_fiche_that_has_something_to_be_read():
    lecture = Lecture.objects.get()
    assert {row.fiche_id for row in lecture.fiches.all()} == {fiche.pk for fiche in fiches_a_lire(lecture.projet)}


def test_the_commission_works_on_open_days_and_before_today():
    days = [
        timezone.localdate(le)
        for le in LectureFiche.objects.filter(version__gt=0).values_list("modifiee_le", flat=True)
    ]
    days.append(timezone.localdate(Lecture.objects.get().ouverte_le))
    assert all(is_ouvert(day) and day < JOUR for day in days)


def test_a_definition_is_chosen_the_day_of_a_meeting():
    decision = DecisionDefinition.objects.get()
    days = [timezone.localdate(reunion.le) for reunion in Reunion.objects.filter(commission=decision.commission)]
    assert decision.le in days
