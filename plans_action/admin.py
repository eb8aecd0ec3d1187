"""The plan in Django's admin: everything editable there too, with the same history and the same versions."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone
from simple_history.admin import SimpleHistoryAdmin

from plans_action import services
from plans_action.models import (
    ChampAction,
    Critere,
    DecisionFiche,
    Etape,
    FicheAction,
    Indicateur,
    LigneBudget,
    LigneEtape,
    NoteFiche,
    ObjectifGeneral,
    ObjectifOperationnel,
    PartiePrenante,
    Porteur,
    ProjetAssociatif,
    Risque,
)


class ObjectifGeneralInline(admin.TabularInline):  # type: ignore[type-arg]
    """General objectives in their projet."""

    model = ObjectifGeneral
    extra = 0


class ObjectifOperationnelInline(admin.TabularInline):  # type: ignore[type-arg]
    """Operational objectives in their general one."""

    model = ObjectifOperationnel
    extra = 0


@admin.register(ProjetAssociatif)
class ProjetAssociatifAdmin(SimpleHistoryAdmin):  # type: ignore[misc]
    """The projet and its general objectives."""

    list_display = ("titre", "debut", "actif")
    inlines = (ObjectifGeneralInline,)


@admin.register(ObjectifGeneral)
class ObjectifGeneralAdmin(SimpleHistoryAdmin):  # type: ignore[misc]
    """A general objective and its operational ones."""

    list_display = ("__str__", "projet")
    list_filter = ("projet",)
    inlines = (ObjectifOperationnelInline,)


@admin.register(ObjectifOperationnel)
class ObjectifOperationnelAdmin(SimpleHistoryAdmin):  # type: ignore[misc]
    """An operational objective."""

    list_display = ("__str__", "objectif_general")
    list_filter = ("objectif_general",)
    list_select_related = ("objectif_general__projet",)


class EtapeInline(admin.TabularInline):  # type: ignore[type-arg]
    """Steps in their fiche; their lines are on the page of the step."""

    model = Etape
    extra = 0
    fields = ("ordre", "titre", "echeance", "statut")
    show_change_link = True


class CritereInline(admin.TabularInline):  # type: ignore[type-arg]
    """Critères in their fiche; their indicateurs are on the page of the critère."""

    model = Critere
    extra = 0
    show_change_link = True


class LigneBudgetInline(admin.TabularInline):  # type: ignore[type-arg]
    """The budget in its fiche."""

    model = LigneBudget
    extra = 0


class PorteurInline(admin.TabularInline):  # type: ignore[type-arg]
    """Who carries the action."""

    model = Porteur
    extra = 0


class PartiePrenanteInline(admin.TabularInline):  # type: ignore[type-arg]
    """Who takes part in it."""

    model = PartiePrenante
    extra = 0


class RisqueInline(admin.TabularInline):  # type: ignore[type-arg]
    """What may go wrong."""

    model = Risque
    extra = 0


class DecisionFicheInline(admin.TabularInline):  # type: ignore[type-arg]
    """The decisions taken about it, to be read."""

    model = DecisionFiche
    extra = 0
    can_delete = False
    readonly_fields = ("avant", "apres", "decidee_le", "decidee_par", "motif", "saisie_le", "saisie_par")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Decisions are taken on the page of the fiche, where the states that may follow are known."""
        return False


class NoteFicheInline(admin.TabularInline):  # type: ignore[type-arg]
    """The notes written on it, to be read."""

    model = NoteFiche
    extra = 0
    can_delete = False
    readonly_fields = ("jour", "texte", "ecrite_le", "auteur")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Notes are written on the page of the fiche, under their author's name."""
        return False


@admin.register(ChampAction)
class ChampActionAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """The domains that fiches name."""

    list_display = ("nom",)
    search_fields = ("nom",)


class FicheAdminForm(forms.ModelForm):  # type: ignore[type-arg]
    """Carries the version that was read: a second editor is told instead of overwriting."""

    version_lue = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = FicheAction
        exclude = ("modifiee_le", "modifiee_par", "version")  # noqa: DJ006  every field that a person writes

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["version_lue"].initial = self.instance.version

    def clean(self) -> dict[str, Any]:
        """Refuse to save over a version that was not read; the row is locked until it is written."""
        cleaned = super().clean() or {}
        if not self.instance._state.adding:
            current = FicheAction.objects.select_for_update().get(pk=self.instance.pk)
            if cleaned.get("version_lue") != current.version:
                qui = f" par {current.modifiee_par}" if current.modifiee_par else ""
                self.add_error(
                    None,
                    f"Cette fiche a été modifiée{qui} depuis que vous l’avez ouverte : rien n’est enregistré. "
                    "Copiez ce que vous venez d’écrire, rechargez la page, puis recommencez.",
                )
        return cleaned


@admin.register(FicheAction)
class FicheActionAdmin(SimpleHistoryAdmin):  # type: ignore[misc]
    """A fiche with its steps, critères and budget."""

    form = FicheAdminForm
    list_display = ("numero", "titre", "statut", "objectif", "echeance")
    list_display_links = ("numero", "titre")
    list_filter = ("statut", "objectif__objectif_general", "lieux")
    list_select_related = ("objectif__objectif_general",)
    search_fields = ("titre", "but", "resume")
    filter_horizontal = ("coordinateurs", "partenaires", "lieux", "champs_action")
    inlines = (
        EtapeInline,
        CritereInline,
        LigneBudgetInline,
        PorteurInline,
        PartiePrenanteInline,
        RisqueInline,
        DecisionFicheInline,
        NoteFicheInline,
    )

    def save_model(self, request: HttpRequest, obj: FicheAction, form: Any, change: bool) -> None:
        """Count a version, whatever changed in the fiche or below it."""
        now = timezone.now()
        if change:
            obj.version = services.touch_fiche(fiche_id=obj.pk, by=request.user, now=now).version  # type: ignore[arg-type]
        obj.modifiee_le, obj.modifiee_par = now, request.user  # type: ignore[assignment]
        super().save_model(request, obj, form, change)


class SousFicheAdmin(SimpleHistoryAdmin):  # type: ignore[misc]
    """A part of a fiche: saving or deleting it counts a version of the fiche."""

    def fiche_of(self, obj: Any) -> FicheAction:
        """Return the fiche that holds the part."""
        return obj.fiche  # type: ignore[no-any-return]

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Count a version, then save."""
        services.touch_fiche(fiche_id=self.fiche_of(obj).pk, by=request.user, now=timezone.now())  # type: ignore[arg-type]
        super().save_model(request, obj, form, change)

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        """Count a version, then delete."""
        services.touch_fiche(fiche_id=self.fiche_of(obj).pk, by=request.user, now=timezone.now())  # type: ignore[arg-type]
        super().delete_model(request, obj)

    def delete_queryset(self, request: HttpRequest, queryset: Any) -> None:
        """Delete one by one, so that each fiche counts a version."""
        for obj in queryset:
            self.delete_model(request, obj)


class LigneEtapeInline(admin.TabularInline):  # type: ignore[type-arg]
    """Lines in their step."""

    model = LigneEtape
    extra = 0


@admin.register(Etape)
class EtapeAdmin(SousFicheAdmin):
    """A step and its lines."""

    list_display = ("__str__", "fiche", "statut", "echeance")
    list_filter = ("statut", "fiche")
    list_select_related = ("fiche",)
    readonly_fields = ("faite_le", "faite_par")
    inlines = (LigneEtapeInline,)

    def save_model(self, request: HttpRequest, obj: Etape, form: Any, change: bool) -> None:
        """Keep who did it and when in step with the state."""
        wanted = obj.statut
        obj.statut = Etape.objects.get(pk=obj.pk).statut if change else obj._meta.get_field("statut").get_default()
        services.apply_statut(obj, wanted, by=request.user, today=timezone.localdate())  # type: ignore[arg-type]
        super().save_model(request, obj, form, change)


@admin.register(LigneEtape)
class LigneEtapeAdmin(SousFicheAdmin):
    """A line of a step."""

    list_display = ("quoi", "etape")
    list_select_related = ("etape__fiche",)

    def fiche_of(self, obj: LigneEtape) -> FicheAction:
        """Return the fiche that holds the step."""
        return obj.etape.fiche


class IndicateurInline(admin.StackedInline):  # type: ignore[type-arg]
    """Indicateurs in their critère."""

    model = Indicateur
    extra = 0


@admin.register(Critere)
class CritereAdmin(SousFicheAdmin):
    """A critère and its indicateurs."""

    list_display = ("libelle", "fiche")
    list_filter = ("fiche",)
    list_select_related = ("fiche",)
    inlines = (IndicateurInline,)


@admin.register(Indicateur)
class IndicateurAdmin(SousFicheAdmin):
    """An indicateur; its measure is chosen more easily in the form of the fiche."""

    list_display = ("libelle", "type", "mesure", "cible", "critere")
    list_filter = ("type", "mesure")
    list_select_related = ("critere__fiche",)

    def fiche_of(self, obj: Indicateur) -> FicheAction:
        """Return the fiche that holds the critère."""
        return obj.critere.fiche
