"""Nothing under five answers, whatever was answered and in whatever vagues; nothing by subtraction either."""

import datetime
import uuid
from collections import Counter
from itertools import combinations

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from evaluation import resultats
from evaluation.models import Feuille, ReponseQuestion
from evaluation.secret import SEUIL
from tests.factories import QuestionFactory, QuestionnaireFactory, VagueFactory

pytestmark = pytest.mark.django_db
# Of each vague: whether it is over, and what each sheet chose (None: nothing), shown or not yet.
SHEET = st.tuples(st.sampled_from([None, 0, 1, 2]), st.booleans())
VAGUES = st.lists(st.tuples(st.booleans(), st.lists(SHEET, max_size=9)), min_size=1, max_size=5)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(monde=VAGUES)
def test_no_figure_and_no_difference_of_figures_is_about_one_to_four_sheets(monde):
    with transaction.atomic():
        questionnaire = QuestionnaireFactory()
        question = QuestionFactory(questionnaire=questionnaire, type="choix", options=["a", "b", "c"])
        options = list(question.options.all())
        expected = {}
        for over, sheets in monde:
            vague = VagueFactory(questionnaire=questionnaire, fermee_le=timezone.now() if over else None)
            expected[vague.pk] = Counter(
                choice for choice, montree in sheets if choice is not None and (montree or over)
            )
            for choice, montree in sheets:
                feuille = Feuille.objects.create(
                    id=uuid.uuid4(), vague=vague, jour=datetime.date(2026, 1, 5), anonyme=True, montree=montree
                )
                if choice is not None:
                    ReponseQuestion.objects.create(feuille=feuille, question=question, option=options[choice])
        read = [resultats.lire(questionnaire, today=timezone.localdate())]
        read += [resultats.lire(questionnaire, vague=vague, today=timezone.localdate()) for vague in read[0].vagues]
        whole, *alone = [page.questions[0].lecture for page in read]
        for vague, lecture in zip(read[0].vagues, alone, strict=True):
            assert (lecture is not None) == (expected[vague.pk].total() >= SEUIL)
            if lecture is not None:
                assert [ligne.nombre for ligne in lecture.lignes] == [expected[vague.pk][n] for n in range(3)]
        shown = [lecture.feuilles for lecture in alone if lecture is not None]
        total = whole.feuilles if whole else 0
        assert total == 0 or total >= SEUIL
        assert [lecture.feuilles for _, lecture in read[0].questions[0].par_vague] == shown
        for size in range(len(shown) + 1):
            for some in combinations(shown, size):
                left = total - sum(some)
                assert whole is None or left == 0 or left >= SEUIL
        transaction.set_rollback(True)
