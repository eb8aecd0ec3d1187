"""Find a youth from any page: one's own portfolio first, then people known to the house, behind a reason."""

from django.urls import reverse
from django.utils import timezone

from commun.recherche import Resultat, fournisseur
from comptes.models import Utilisateur
from jeunes.models import Jeune


@fournisseur("Jeunes", ordre=10)
def find_jeunes(user: Utilisateur, texte: str, limit: int) -> list[Resultat]:
    """Return the files that one may open, then those that ask for a reason; neither costs more in a large house."""
    if not user.has_permission("jeune.voir"):
        return []
    own = list(
        Jeune.objects.visible_to(user).recherche(texte).select_related("commune").order_by("cle_nom", "pk")[:limit]
    )
    lines = [line(jeune, ouvert=True) for jeune in own]
    if missing := limit - len(own):
        # Fewer than asked for: these are all of one's own, so that leaving them out leaves the others.
        others = Jeune.objects.recherche(texte).exclude(pk__in=[jeune.pk for jeune in own]).order_by("cle_nom", "pk")
        lines += [line(jeune, ouvert=False) for jeune in others[:missing]]
    return lines


def line(jeune: Jeune, *, ouvert: bool) -> Resultat:
    """Return one person as a line: enough to tell two namesakes apart, no more for a file that is not one's own."""
    if not ouvert:
        url = reverse("jeunes:jeune-acces", kwargs={"pk": jeune.pk})
        return Resultat(str(jeune), "Vous ne suivez pas cette personne : un motif vous sera demandé", url, "cadenas")
    age = jeune.age(today=timezone.localdate())
    details = [f"{age} ans" if age is not None else "", jeune.commune.nom if jeune.commune else ""]
    return Resultat(str(jeune), ", ".join(filter(None, details)), jeune.get_absolute_url(), "personne")
