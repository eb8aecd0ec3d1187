"""Find a place or a partner from any page."""

from django.urls import reverse
from django.utils.http import urlencode

from commun.noms import normalise_nom
from commun.recherche import Resultat, fournisseur
from comptes.models import Utilisateur
from structure.models import Lieu, Partenaire


@fournisseur("Lieux", ordre=40)
def find_lieux(user: Utilisateur, texte: str, limit: int) -> list[Resultat]:
    """Return the places whose name or commune holds the words; there are a few dozen at most."""
    if not user.has_permission("structure.voir"):
        return []
    lieux = Lieu.objects.actifs().select_related("commune")
    found = [lieu for lieu in lieux if holds(texte, f"{lieu.nom} {lieu.commune.nom if lieu.commune else ''}")]
    return [Resultat(lieu.nom, lieu.get_type_display(), lieu.get_absolute_url(), "lieu") for lieu in found[:limit]]


@fournisseur("Partenaires", ordre=50)
def find_partenaires(user: Utilisateur, texte: str, limit: int) -> list[Resultat]:
    """Return the partners whose name holds the words."""
    if not user.has_permission("structure.voir"):
        return []
    page = reverse("structure:partenaire-list")
    partenaires = Partenaire.objects.actifs().only("nom", "type")
    found = [partenaire for partenaire in partenaires if holds(texte, partenaire.nom)]
    return [
        Resultat(
            partenaire.nom, partenaire.get_type_display(), f"{page}?{urlencode({'q': partenaire.nom})}", "partenaire"
        )
        for partenaire in found[:limit]
    ]


def holds(texte: str, name: str) -> bool:
    """Tell whether each word typed begins a word of a name; accents and case aside."""
    words = normalise_nom(name).split()
    typed = normalise_nom(texte).split()
    return bool(typed) and all(any(word.startswith(part) for word in words) for part in typed)
