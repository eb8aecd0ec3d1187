"""What the four views of the plan share: the projet shown, the filters in the address, the tabs."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils import timezone

from comptes.types import UtilisateurRequest
from plans_action import lecture
from plans_action.forms import FiltrePlanForm, operationnels
from plans_action.models import ProjetAssociatif

VUES = (
    ("plan", "Arbre"),
    ("plan-tableau", "Tableau"),
    ("plan-chronologie", "Chronologie"),
    ("plan-calendrier", "Calendrier"),
)


@dataclass(frozen=True)
class VuePlan:
    """What every view of the plan starts from."""

    projet: ProjetAssociatif | None
    projets: list[ProjetAssociatif]
    filtre: FiltrePlanForm
    retenues: Any
    today: datetime.date

    def address(self, nom: str, **reglages: str) -> str:
        """Return the address of a view with the filters and settings of this one, some replaced."""
        query = self.filtre.query(**reglages)
        return reverse(f"plans_action:{nom}") + (f"?{query}" if query else "")

    def context(self) -> dict[str, Any]:
        """Return what the head of every view needs."""
        return {
            "projet": self.projet,
            "autres_projets": [autre for autre in self.projets if autre != self.projet],
            "filtre": self.filtre,
            "filtre_actif": self.retenues is not None,
            "filtre_requete": self.filtre.query(),
            "onglets": [(self.address(nom), libelle) for nom, libelle in VUES],
            "today": self.today,
        }


def read_vue(request: UtilisateurRequest) -> VuePlan:
    """Return the projet asked for, the one that runs otherwise, and the filters typed."""
    today = timezone.localdate()
    projets = lecture.list_projets()
    projet = next((projet for projet in projets if str(projet.pk) == request.GET.get("projet")), None)
    projet = projet or (projets[0] if projets else None)
    filtre = FiltrePlanForm(request.GET, user=request.user, objectifs=operationnels(projet))
    return VuePlan(projet, projets, filtre, filtre.retenues(today), today)
