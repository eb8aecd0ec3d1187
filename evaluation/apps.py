"""The room « Évaluation »."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class EvaluationConfig(AppConfig):
    """See docs/adr and the design of the house for what belongs here."""

    name = "evaluation"
    verbose_name = "Évaluation"

    def ready(self) -> None:
        """Keep who answers a questionnaire out of the log; keep what facts were before they change."""
        from evaluation import journal  # noqa: F401
        from evaluation.models.declencheurs import install_after_migrate

        post_migrate.connect(install_after_migrate, sender=self, dispatch_uid="evaluation.traces")
