"""When the two bilans of the projet are due, and where each stands."""

import datetime
from dataclasses import dataclass

from commun.templatetags.ml import INSECABLE, pluriel
from evaluation.choix import TypeBilan
from evaluation.models import Bilan
from plans_action.models import ProjetAssociatif

# A bilan is announced that long before its date.
APPROCHE_BILAN = datetime.timedelta(days=120)


@dataclass(frozen=True)
class EcheanceBilan:
    """When a bilan is due, and where it stands."""

    type: str
    libelle: str
    le: datetime.date
    jours: int
    fait: Bilan | None

    @property
    def approche(self) -> bool:
        """Tell whether it is time to launch it."""
        return self.fait is None and self.jours <= APPROCHE_BILAN.days

    @property
    def delai(self) -> str:
        """Say how far it is."""
        if self.jours == 0:
            return "aujourd’hui"
        if self.jours < 0:
            return f"date passée de {pluriel(-self.jours, 'jour')}"
        if self.jours > 60:
            return f"dans {self.jours // 30}{INSECABLE}mois"
        return f"dans {pluriel(self.jours, 'jour')}"


def list_echeances(projet: ProjetAssociatif, *, today: datetime.date) -> list[EcheanceBilan]:
    """Return the two readings of the projet, each with its frozen bilan when there is one."""
    bilans = Bilan.objects.filter(projet=projet, fige_le__isnull=False).defer("contenu", "pdf").order_by("fige_le")
    figes = {bilan.type: bilan for bilan in bilans}  # the last one frozen
    dates = {TypeBilan.INTERMEDIAIRE: projet.echeance_intermediaire, TypeBilan.FINAL: projet.echeance_finale}
    return [
        EcheanceBilan(str(type_), str(type_.label), le, (le - today).days, figes.get(type_))
        for type_, le in dates.items()
    ]
