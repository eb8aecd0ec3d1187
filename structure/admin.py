"""Reference tables for the administration; who may do what is in permissions.toml."""

from typing import Any

from django.contrib import admin
from django.db import models

from commun.noms import normalise_nom
from structure.models import EPCI, Commune, Conseiller, Convention, Lieu, MissionLocale, Partenaire


@admin.register(MissionLocale)
class MissionLocaleAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """The association itself: one row."""

    list_display = ("nom", "telephone", "email")


@admin.register(EPCI)
class EPCIAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """Groupings of communes."""

    list_display = ("nom", "code", "population")
    search_fields = ("nom", "code")


@admin.register(Commune)
class CommuneAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """Communes, and whether they are ours."""

    list_display = ("nom", "code", "departement", "epci", "du_territoire", "autre_mission_locale")
    list_filter = ("du_territoire", "departement")
    list_select_related = ("epci",)
    list_editable = ("du_territoire", "autre_mission_locale")
    search_fields = ("nom", "nom_normalise", "codes_postaux", "code")
    autocomplete_fields = ("epci",)

    def save_model(self, request: Any, obj: models.Model, form: Any, change: bool) -> None:
        """Keep the column that the search reads in step with the name."""
        assert isinstance(obj, Commune)
        obj.nom_normalise = normalise_nom(obj.nom)
        super().save_model(request, obj, form, change)


@admin.register(Lieu)
class LieuAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """Places where people are received."""

    list_display = ("nom", "type", "commune", "hote", "ordre", "actif")
    list_filter = ("type", "actif")
    list_select_related = ("commune", "hote")
    search_fields = ("nom", "adresse")
    autocomplete_fields = ("commune", "hote")


@admin.register(Conseiller)
class ConseillerAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """The team; the account is linked on its own page."""

    list_display = ("nom", "prenom", "fonction", "lieu", "entree_le", "actif")
    list_filter = ("fonction", "actif", "lieu")
    list_select_related = ("lieu",)
    search_fields = ("nom", "prenom")
    # The link opens files: it is made on the account's page, told to the direction and written in the journal.
    readonly_fields = ("utilisateur",)


class ConventionInline(admin.TabularInline):  # type: ignore[type-arg]
    """What was signed with a partner."""

    model = Convention
    extra = 0


@admin.register(Partenaire)
class PartenaireAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """Partner organisations."""

    list_display = ("nom", "type", "commune", "contact", "depuis_le", "actif")
    list_filter = ("type", "actif")
    list_select_related = ("commune",)
    search_fields = ("nom", "contact")
    autocomplete_fields = ("commune",)
    exclude = ("comptes",)
    inlines = (ConventionInline,)


@admin.register(Convention)
class ConventionAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """Conventions, by date."""

    list_display = ("partenaire", "objet", "debut", "fin")
    list_select_related = ("partenaire",)
    search_fields = ("partenaire__nom", "objet")
    autocomplete_fields = ("partenaire",)
