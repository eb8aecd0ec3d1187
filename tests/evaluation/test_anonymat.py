"""Anonymous for ever: the database itself refuses anything else, on both engines."""

import datetime
import uuid

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from evaluation import anonymat
from evaluation.models import Feuille
from tests.factories import (
    ConseillerFactory,
    FeuilleFactory,
    JeuneFactory,
    QuestionnaireFactory,
    VagueFactory,
)

pytestmark = pytest.mark.django_db
JOUR = datetime.date(2026, 11, 2)


def sql(statement, *parametres):
    """Write behind the application's back."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, parametres)


def key(pk):
    return pk.hex if connection.vendor == "sqlite" else pk


def test_an_anonymous_questionnaire_never_becomes_a_named_one():
    questionnaire = QuestionnaireFactory(anonyme=True)
    with pytest.raises(DatabaseError, match="anonyme le reste"):
        sql("UPDATE evaluation_questionnaire SET anonyme = %s WHERE id = %s", False, key(questionnaire.pk))


def test_a_named_questionnaire_may_become_anonymous_until_somebody_answered_by_name():
    questionnaire = QuestionnaireFactory(anonyme=False)
    reponse = FeuilleFactory(anonyme=False, vague__questionnaire=questionnaire, jeune=JeuneFactory())
    with pytest.raises(DatabaseError, match="portent un nom"):
        sql("UPDATE evaluation_questionnaire SET anonyme = %s WHERE id = %s", True, key(questionnaire.pk))
    reponse.delete()
    sql("UPDATE evaluation_questionnaire SET anonyme = %s WHERE id = %s", True, key(questionnaire.pk))


@pytest.mark.parametrize("column", ["jeune_id", "saisie_par_id", "repondant"])
def test_nobody_is_ever_attached_to_an_anonymous_sheet(column):
    reponse = FeuilleFactory(anonyme=True)
    who = {
        "jeune_id": lambda: key(JeuneFactory().pk),
        "saisie_par_id": lambda: ConseillerFactory().utilisateur.pk,
        "repondant": lambda: "Madame Roche",
    }[column]()
    with pytest.raises(DatabaseError):
        sql(f"UPDATE evaluation_feuille SET {column} = %s WHERE id = %s", who, key(reponse.pk))
    with pytest.raises(DatabaseError):
        sql(f"UPDATE evaluation_feuille SET {column} = %s, anonyme = %s WHERE id = %s", who, False, key(reponse.pk))


def test_an_anonymous_sheet_cannot_be_called_named_nor_moved_nor_dated_anew():
    reponse, autre = FeuilleFactory(anonyme=True), VagueFactory(questionnaire__anonyme=False)
    pk = key(reponse.pk)
    with pytest.raises(DatabaseError, match="reste anonyme"):
        sql("UPDATE evaluation_feuille SET anonyme = %s WHERE id = %s", False, pk)
    with pytest.raises(DatabaseError, match="reste anonyme"):
        sql("UPDATE evaluation_feuille SET vague_id = %s WHERE id = %s", key(autre.pk), pk)
    with pytest.raises(DatabaseError, match="pas d'auteur"):
        sql("UPDATE evaluation_feuille SET jour = %s WHERE id = %s", datetime.date(2020, 1, 1), pk)


@pytest.mark.parametrize("anonyme", [True, False])
def test_a_sheet_is_anonymous_as_its_questionnaire_is(anonyme):
    vague = VagueFactory(questionnaire__anonyme=anonyme)
    with pytest.raises(DatabaseError, match="comme son questionnaire"):
        sql(
            "INSERT INTO evaluation_feuille (id, vague_id, jour, canal, anonyme, repondant, montree)"
            " VALUES (%s, %s, %s, 'papier', %s, '', %s)",
            key(uuid.uuid4()), key(vague.pk), JOUR, not anonyme, False,
        )  # fmt: skip


def test_an_anonymous_sheet_with_a_person_is_refused_from_its_first_writing():
    vague = VagueFactory(questionnaire__anonyme=True)
    with pytest.raises(DatabaseError):
        sql(
            "INSERT INTO evaluation_feuille (id, vague_id, jour, canal, anonyme, repondant, montree, jeune_id)"
            " VALUES (%s, %s, %s, 'en_ligne', %s, '', %s, %s)",
            key(uuid.uuid4()), key(vague.pk), JOUR, True, False, key(JeuneFactory().pk),
        )  # fmt: skip


def test_a_vague_stays_with_its_questionnaire_and_keeps_its_sheets_anonymous():
    vague, autre = VagueFactory(questionnaire__anonyme=True), QuestionnaireFactory(anonyme=False)
    with pytest.raises(DatabaseError, match="reste à son questionnaire"):
        sql("UPDATE evaluation_vague SET questionnaire_id = %s WHERE id = %s", key(autre.pk), key(vague.pk))


def test_the_rest_of_a_sheet_may_change_and_erasing_a_youth_keeps_the_named_one():
    anonyme = FeuilleFactory(anonyme=True)
    Feuille.objects.filter(pk=anonyme.pk).update(montree=True)
    jeune = JeuneFactory()
    nominative = FeuilleFactory(anonyme=False, jeune=jeune)
    jeune.delete()
    nominative.refresh_from_db()
    assert nominative.jeune is None


def test_no_moment_and_no_address_is_kept_with_a_sheet():
    noms = {field.attname for field in Feuille._meta.concrete_fields}
    assert noms == {
        "id", "vague_id", "jour", "canal", "anonyme", "jeune_id", "repondant", "saisie_par_id", "montree",
    }  # fmt: skip
    assert FeuilleFactory(jour=timezone.localdate()).jour == timezone.localdate()


def test_every_trigger_is_in_place_after_all_migrations():
    table = "sqlite_master WHERE type = 'trigger'" if connection.vendor == "sqlite" else "pg_trigger"
    column = "name" if connection.vendor == "sqlite" else "tgname"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM {table}")
        assert set(anonymat.REFUS) <= {name for (name,) in cursor.fetchall()}
