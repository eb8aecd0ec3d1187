"""The project as an application: its checks and the start-up of the registries."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class MissionLocaleConfig(AppConfig):
    """Collect what the rooms declare: measures and search providers."""

    name = "mission_locale"
    verbose_name = "Mission Locale"

    def ready(self) -> None:
        """Import what each room registers, so that the registries are complete."""
        autodiscover_modules("mesures", "recherche", "rattachement", "tasks")
