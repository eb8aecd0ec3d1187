"""
What the database itself refuses: an anonymous questionnaire made named, a person given to an anonymous sheet.

CHECK constraints see one row; these triggers see the row before, and the questionnaire behind a sheet. A migration that
rebuilds one of the tables on SQLite loses its triggers: put `remove` before it and `install` after it
(`migrations.RunPython(anonymat.remove, anonymat.install)`); a test fails when one is missing.
"""

from typing import Any

QUESTIONNAIRE, VAGUE, FEUILLE = "evaluation_questionnaire", "evaluation_vague", "evaluation_feuille"

# Of the sheet's questionnaire: whether it is anonymous.
_ANONYME = (
    "(SELECT q.anonyme FROM evaluation_vague v JOIN evaluation_questionnaire q ON q.id = v.questionnaire_id"
    " WHERE v.id = NEW.vague_id)"
)

# name: (table, event, condition under which the write is refused, what is said)
REFUS: dict[str, tuple[str, str, str, str]] = {
    "questionnaire_reste_anonyme": (
        QUESTIONNAIRE,
        "UPDATE",
        "OLD.anonyme AND NOT NEW.anonyme",
        "un questionnaire anonyme le reste",
    ),
    "questionnaire_repondu_reste_nominatif": (
        QUESTIONNAIRE,
        "UPDATE",
        "NEW.anonyme AND NOT OLD.anonyme AND EXISTS (SELECT 1 FROM evaluation_feuille r"
        " JOIN evaluation_vague v ON v.id = r.vague_id WHERE v.questionnaire_id = OLD.id)",
        "des réponses portent un nom",
    ),
    "vague_reste_a_son_questionnaire": (
        VAGUE,
        "UPDATE",
        "NEW.questionnaire_id <> OLD.questionnaire_id",
        "une vague reste à son questionnaire",
    ),
    "feuille_comme_son_questionnaire": (
        FEUILLE,
        "INSERT",
        f"NEW.anonyme <> {_ANONYME}",
        "une feuille est anonyme comme son questionnaire",
    ),
    "feuille_reste_comme_son_questionnaire": (
        FEUILLE,
        "UPDATE",
        f"NEW.anonyme <> OLD.anonyme OR NEW.vague_id <> OLD.vague_id OR NEW.anonyme <> {_ANONYME}",
        "une feuille reste anonyme, et dans sa vague",
    ),
    "feuille_anonyme_sans_auteur": (
        FEUILLE,
        "UPDATE",
        "OLD.anonyme AND (NEW.jeune_id IS NOT NULL OR NEW.saisie_par_id IS NOT NULL OR NEW.repondant <> ''"
        " OR NEW.jour <> OLD.jour OR NEW.id <> OLD.id)",
        "une feuille anonyme n'a pas d'auteur",
    ),
}


def create(vendor: str) -> list[str]:
    """Return the statements that put the triggers in place."""
    if vendor == "sqlite":
        return [
            f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW WHEN {condition} "
            f"BEGIN SELECT RAISE(ABORT, '{_quoted(mots)}'); END"
            for name, (table, event, condition, mots) in REFUS.items()
        ]
    statements = []
    for name, (table, event, condition, mots) in REFUS.items():
        statements += [
            f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF {condition} THEN "
            f"RAISE EXCEPTION '{_quoted(mots)}' USING ERRCODE = 'integrity_constraint_violation'; END IF; "
            "RETURN NEW; END $$",
            f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()",
        ]
    return statements


def drop(vendor: str) -> list[str]:
    """Return the statements that take the triggers away."""
    if vendor == "sqlite":
        return [f"DROP TRIGGER IF EXISTS {name}" for name in REFUS]
    return [
        statement
        for name, (table, *_rest) in REFUS.items()
        for statement in (f"DROP TRIGGER IF EXISTS {name} ON {table}", f"DROP FUNCTION IF EXISTS {name}()")
    ]


def install(apps: Any, schema_editor: Any) -> None:
    """Put the triggers in place, from a migration."""
    for statement in [*drop(schema_editor.connection.vendor), *create(schema_editor.connection.vendor)]:
        schema_editor.execute(statement)


def remove(apps: Any, schema_editor: Any) -> None:
    """Take the triggers away, from a migration."""
    for statement in drop(schema_editor.connection.vendor):
        schema_editor.execute(statement)


def _quoted(mots: str) -> str:
    return mots.replace("'", "''")
