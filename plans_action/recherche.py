"""Find a fiche-action from any page."""

from commun.recherche import Resultat, fournisseur
from comptes.models import Utilisateur
from plans_action.models import FicheAction
from structure.recherche import holds


@fournisseur("Fiches-action", ordre=20)
def find_fiches(user: Utilisateur, texte: str, limit: int) -> list[Resultat]:
    """Return the fiches whose title holds the words, or whose number is the one typed; a plan has some dozens."""
    fiches = FicheAction.objects.visible_to(user).only("numero", "titre", "statut").order_by("numero", "titre", "pk")
    found = [fiche for fiche in fiches if holds(texte, fiche.titre) or texte == str(fiche.numero)]
    return [
        Resultat(str(fiche), fiche.get_statut_display(), fiche.get_absolute_url(), "plan") for fiche in found[:limit]
    ]
