"""Find a séance from any page: those to come first."""

from django.db.models import Case, IntegerField, Q, Value, When
from django.urls import reverse
from django.utils import timezone

from commun.noms import normalise_nom
from commun.recherche import Resultat, fournisseur
from comptes.models import Utilisateur
from participation.models import Regroupement, Seance
from structure.recherche import holds


@fournisseur("Séances", ordre=30)
def find_seances(user: Utilisateur, texte: str, limit: int) -> list[Resultat]:
    """Return the séances of the regroupements whose title holds the words: the next ones, then the last ones."""
    titles = Regroupement.objects.values_list("pk", "titre")
    regroupements = [pk for pk, titre in titles if holds(texte, titre)]
    own_title = Q(titre__icontains=texte) | Q(titre__icontains=normalise_nom(texte))
    coming = Case(When(debut_le__gte=timezone.now(), then=Value(0)), default=Value(1), output_field=IntegerField())
    found = (
        Seance.objects.visible_to(user)
        .filter(Q(regroupement__in=regroupements) | (own_title & ~Q(titre="")))
        .select_related("regroupement", "lieu")
        .order_by(coming, "debut_le", "pk")[:limit]
    )
    manager = user.has_permission("seance.gerer")
    name = "participation:seance-gestion" if manager else "participation:seance-detail"
    return [
        Resultat(
            seance.nom, f"{seance.jour:%d/%m/%Y}, {seance.lieu}", reverse(name, kwargs={"pk": seance.pk}), "seance"
        )
        for seance in found
    ]
