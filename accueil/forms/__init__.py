"""What is typed at the front desk: one file per noun."""

from accueil.forms.communs import is_uuid, read_rencontre
from accueil.forms.contacts import ContactForm, RattacherForm
from accueil.forms.corrections import AnnulationForm, ComplementForm
from accueil.forms.entretiens import EntretienForm
from accueil.forms.orientations import OrientationForm, OrientationSuiviForm
from accueil.forms.premier_accueil import PremierAccueilForm
from accueil.forms.rendez_vous import RendezVousForm

__all__ = [
    "AnnulationForm",
    "ComplementForm",
    "ContactForm",
    "EntretienForm",
    "OrientationForm",
    "OrientationSuiviForm",
    "PremierAccueilForm",
    "RattacherForm",
    "RendezVousForm",
    "is_uuid",
    "read_rencontre",
]
