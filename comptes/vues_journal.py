"""The journal of accesses, as the direction reads it."""

import datetime
from typing import Any

from django.apps import apps
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from commun.nombres import PaginateurPlafonne
from comptes.forms import JournalFiltreForm
from comptes.models import AlerteVolume, JournalAcces, JournalAccesQuerySet
from comptes.types import UtilisateurRequest
from comptes.volume import DOSSIER

LIGNES_PAR_PAGE = 25
JOURS_ALERTES = 30
OBJETS = {DOSSIER: "Dossier de jeune", "comptes.utilisateur": "Compte"}


@require_safe
def journal_list(request: UtilisateurRequest) -> HttpResponse:
    """Show who opened what, why, and whose day was unusual."""
    form = JournalFiltreForm(request.GET or None)
    filtres = form.cleaned_data if form.is_valid() else {}
    lines = _filtered(JournalAcces.objects.visible_to(request.user), filtres).select_related("utilisateur")
    paginateur = PaginateurPlafonne(lines.order_by("-le", "-pk"), LIGNES_PAR_PAGE)
    page = paginateur.get_page(request.GET.get("page"))
    depuis = timezone.localdate() - datetime.timedelta(days=JOURS_ALERTES)
    context = {
        "form": form,
        "page": page,
        "lignes": [(line, object_of(line), line.objet_id if line.objet_type == DOSSIER else "") for line in page],
        "dossier": filtres.get("dossier"),
        "compte": paginateur.compte,
        "filtre": any(filtres.values()),
        "alertes": AlerteVolume.objects.filter(jour__gte=depuis).select_related("utilisateur"),
    }
    return render(request, "comptes/journal_list.html", context)


def _filtered(lines: JournalAccesQuerySet, filtres: dict[str, Any]) -> JournalAccesQuerySet:
    """Keep the lines that the filters ask for."""
    for word in filtres.get("q", "").replace("\x00", "").split():
        who = Q(utilisateur__nom__icontains=word) | Q(utilisateur__prenom__icontains=word)
        lines = lines.filter(who | Q(utilisateur__email__icontains=word))
    if dossier := filtres.get("dossier"):
        lines = lines.filter(objet_type=DOSSIER, objet_id=str(dossier))
    if action := filtres.get("action"):
        lines = lines.filter(action=action)
    if jour := filtres.get("jour"):
        try:
            start = timezone.make_aware(datetime.datetime.combine(jour, datetime.time.min))
            lines = lines.filter(le__gte=start, le__lt=start + datetime.timedelta(days=1))
        except OverflowError:
            return lines.none()
    return lines


def object_of(line: JournalAcces) -> str:
    """Return what a line is about, in words; which one stays an id."""
    if line.objet_type in OBJETS:
        return OBJETS[line.objet_type]
    try:
        return str(apps.get_model(line.objet_type)._meta.verbose_name).capitalize()
    except (LookupError, ValueError):
        return line.objet_type
