"""On PostgreSQL, the trigram index that makes the search inside names quick; without the right to create it, go on."""

import logging

from django.db import DatabaseError, migrations, transaction

logger = logging.getLogger(__name__)
INDEX = "jeune_cle_nom_trgm"


def create_index(apps, schema_editor):
    """Create the extension and the index; a database owner without that right keeps the ordinary indexes."""
    if schema_editor.connection.vendor != "postgresql":
        return
    try:
        with transaction.atomic(using=schema_editor.connection.alias), schema_editor.connection.cursor() as cursor:
            cursor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
            cursor.execute(f"CREATE INDEX IF NOT EXISTS {INDEX} ON jeunes_jeune USING gin (cle_nom gin_trgm_ops)")
    except DatabaseError:
        logger.warning("pg_trgm is not available: the search inside names will be slower on many thousands of people")


def drop_index(apps, schema_editor):
    """Drop the index; the extension may serve others."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"DROP INDEX IF EXISTS {INDEX}")


class Migration(migrations.Migration):
    dependencies = [("jeunes", "0001_jeunes")]
    operations = [migrations.RunPython(create_index, drop_index)]
