"""Let the database itself refuse any change of a reading that was transmitted, on PostgreSQL and on SQLite."""

from django.db import migrations

REFUS = "cette lecture est transmise : elle ne change plus"

# What never changes after the transmission. Who transmitted may be erased; deleting is what foreign keys decide.
LECTURE = ("contenu", "empreinte", "transmise_le", "projet_id", "type", "grille_version")

PARENTE = {
    "evaluation_reponse": (
        "SELECT 1 FROM evaluation_lecture l JOIN evaluation_lecturefiche f ON f.lecture_id = l.id "
        "WHERE f.id = NEW.lecture_fiche_id AND l.transmise_le IS NOT NULL"
    ),
    "evaluation_lecturefiche": (
        "SELECT 1 FROM evaluation_lecture l WHERE l.id = NEW.lecture_id AND l.transmise_le IS NOT NULL"
    ),
}
COLONNES = {
    "evaluation_reponse": ("appreciation", "commentaire", "question", "lecture_fiche_id"),
    "evaluation_lecturefiche": ("version", "fiche_id", "lecture_id"),
}


def statements(vendor):
    """Yield what creates the triggers."""
    if vendor == "sqlite":
        yield (
            f"CREATE TRIGGER lecture_transmise_figee BEFORE UPDATE OF {', '.join(LECTURE)} ON evaluation_lecture "
            f"WHEN OLD.transmise_le IS NOT NULL BEGIN SELECT RAISE(ABORT, '{REFUS}'); END"
        )
        for table, parente in PARENTE.items():
            for quand, suffixe in (
                ("INSERT", "ajout"),
                (f"UPDATE OF {', '.join(COLONNES[table])}", "changement"),
            ):
                yield (
                    f"CREATE TRIGGER {table}_figee_{suffixe} BEFORE {quand} ON {table} "
                    f"WHEN EXISTS ({parente}) BEGIN SELECT RAISE(ABORT, '{REFUS}'); END"
                )
        return
    yield (
        "CREATE FUNCTION lecture_transmise_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ "
        f"BEGIN RAISE EXCEPTION '{REFUS}' USING ERRCODE = 'integrity_constraint_violation'; END $$"
    )
    yield (
        f"CREATE TRIGGER lecture_transmise_figee BEFORE UPDATE OF {', '.join(LECTURE)} ON evaluation_lecture "
        "FOR EACH ROW WHEN (OLD.transmise_le IS NOT NULL) EXECUTE FUNCTION lecture_transmise_refuse()"
    )
    for table, parente in PARENTE.items():
        yield (
            f"CREATE FUNCTION {table}_figee() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF EXISTS ({parente}) THEN "
            f"RAISE EXCEPTION '{REFUS}' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$"
        )
        yield (
            f"CREATE TRIGGER {table}_figee BEFORE INSERT OR UPDATE OF {', '.join(COLONNES[table])} ON {table} "
            f"FOR EACH ROW EXECUTE FUNCTION {table}_figee()"
        )


def create(apps, schema_editor):
    """Create the triggers."""
    with schema_editor.connection.cursor() as cursor:
        for statement in statements(schema_editor.connection.vendor):
            cursor.execute(statement)


def drop(apps, schema_editor):
    """Take the triggers away."""
    sqlite = schema_editor.connection.vendor == "sqlite"
    with schema_editor.connection.cursor() as cursor:
        if sqlite:
            cursor.execute("DROP TRIGGER IF EXISTS lecture_transmise_figee")
            for table in PARENTE:
                for suffixe in ("ajout", "changement"):
                    cursor.execute(f"DROP TRIGGER IF EXISTS {table}_figee_{suffixe}")
            return
        cursor.execute("DROP TRIGGER IF EXISTS lecture_transmise_figee ON evaluation_lecture")
        cursor.execute("DROP FUNCTION IF EXISTS lecture_transmise_refuse()")
        for table in PARENTE:
            cursor.execute(f"DROP TRIGGER IF EXISTS {table}_figee ON {table}")
            cursor.execute(f"DROP FUNCTION IF EXISTS {table}_figee()")


class Migration(migrations.Migration):
    """Triggers on the three tables of a reading."""

    dependencies = [("evaluation", "0004_commissions_et_lectures")]

    operations = [migrations.RunPython(create, drop)]
