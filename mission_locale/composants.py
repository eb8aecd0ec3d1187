"""The page that shows every component in every state: what is built with them is compared to it."""

import datetime
from types import SimpleNamespace
from typing import Any

from django import forms
from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from commun import graphiques
from commun.dates import MOIS_ABREGES
from commun.etats import ETATS
from commun.formulaires import DateHeureCalendrier, DateSaisie, FormulaireMixin
from commun.nombres import Compte
from commun.travaux import EtatTravail
from comptes.choix import Role
from comptes.types import UtilisateurRequest

PAGES = {
    "professionnel": "composants/page.html",
    "jeune": "composants/page_jeune.html",
    "simple": "composants/page_simple.html",
    "papier": "composants/page_papier.html",
}
ACCUEILS = [62, 71, 68, 59, 64, 55, 41, 38, 77, 83, 80, None]
LIEUX = [
    ("Siège", 412),
    ("Antenne de la Vallée", 228),
    ("Antenne du Plateau", 131),
    ("Permanence du Pont", 46),
    ("CFA", None),
]


class ExempleForm(FormulaireMixin, forms.Form):
    """One field of each kind."""

    nom = forms.CharField(label="Nom", max_length=80, help_text="Comme sur la pièce d’identité.")
    naissance = forms.DateField(label="Date de naissance", widget=DateSaisie())
    echeance = forms.DateField(label="Échéance", required=False)
    debut = forms.DateTimeField(label="Début de la séance", widget=DateHeureCalendrier())
    lieu = forms.ChoiceField(
        label="Lieu", choices=[("", "Choisir un lieu"), ("siege", "Siège"), ("antenne", "Antenne")]
    )
    places = forms.IntegerField(label="Nombre de places", min_value=1, max_value=500)
    modalite = forms.ChoiceField(
        label="Modalité",
        choices=[("flux", "Sur le flux"), ("rdv", "Sur rendez-vous"), ("hors", "Hors les murs")],
        widget=forms.RadioSelect,
    )
    besoins = forms.MultipleChoiceField(
        label="Besoins exprimés",
        required=False,
        choices=[("emploi", "Emploi"), ("formation", "Formation"), ("logement", "Logement")],
        widget=forms.CheckboxSelectMultiple,
        help_text="Plusieurs réponses possibles.",
    )
    precisions = forms.CharField(label="Précisions", required=False, widget=forms.Textarea(attrs={"rows": 3}))
    accord = forms.BooleanField(label="J’accepte de recevoir un rappel la veille", required=False)


class FiltreForm(FormulaireMixin, forms.Form):
    """Filters of a list."""

    q = forms.CharField(label="Nom", required=False)
    lieu = forms.ChoiceField(label="Lieu", required=False, choices=[("", "Tous"), ("siege", "Siège")])


def exemples_graphiques() -> dict[str, Any]:
    """Return one drawing of each kind, with and without its difficulties."""
    points = list(zip(MOIS_ABREGES, ACCUEILS, strict=True))
    lieux = [
        (nom, list(zip(MOIS_ABREGES, [(v or 40) * part for v in ACCUEILS], strict=True)))
        for nom, part in [("Siège", 0.6), ("Antenne de la Vallée", 0.3), ("Antenne du Plateau", 0.2)]
    ]
    return {
        "courbe": graphiques.courbe(points, titre="Premiers accueils par mois", cible=70, unite="accueils"),
        "courbe_vide": graphiques.courbe([], titre="Premiers accueils par mois"),
        "courbe_seule": graphiques.courbe([("janv.", 12)], titre="Un seul mois", largeur=320, hauteur=160),
        "barres": graphiques.barres(LIEUX, titre="Jeunes reçus par lieu", cible=300),
        "groupees": graphiques.barres_groupees(
            ["Moins de 18 ans", "18 à 21 ans", "22 à 25 ans"],
            [("cette année", [71, 402, 288]), ("année précédente", [64, 377, 301])],
            titre="Jeunes reçus par âge",
        ),
        "multiples": graphiques.petites_multiples(lieux, titre="Premiers accueils par lieu", cible=30),
        "entetes": ["Mois", "Premiers accueils"],
        "lignes_graphique": points,
    }


def page(request: UtilisateurRequest) -> HttpResponse:
    """Show every component; for the demo, for development and for the administration only."""
    if not (settings.DEMO or settings.DEBUG or request.user.role == Role.ADMINISTRATION):
        raise Http404
    now = timezone.localtime().replace(minute=0, second=0, microsecond=0)
    refuse = ExempleForm({"nom": "", "naissance": "31/02/2009", "places": "douze", "modalite": "fusee"})
    travaux = [
        SimpleNamespace(
            etat=EtatTravail.EN_COURS, progression=45, etape_en_cours="Calcul des indicateurs : 8 sur 18", erreur=""
        ),
        SimpleNamespace(etat=EtatTravail.TERMINE, progression=100, etape_en_cours="", erreur=""),
        SimpleNamespace(
            etat=EtatTravail.ECHOUE,
            progression=45,
            etape_en_cours="",
            erreur="Le calcul a échoué trois fois. La personne qui administre l’application a été prévenue.",
        ),
    ]
    context = {
        "maintenant": now,
        "demain": now + datetime.timedelta(days=1),
        "plus_tard": now + datetime.timedelta(days=12),
        "etats": sorted((etat.ton, code.replace("_", " "), code) for code, etat in ETATS.items()),
        "tons": ["info", "bien", "alerte", "grave", "soleil"],
        "form": ExempleForm(initial={"modalite": "flux"}),
        "form_refuse": refuse,
        "filtre": FiltreForm(request.GET),
        "page": Paginator(range(60), 25).page(2),
        "compte_plafonne": Compte(1000, depasse=True),
        "onglets": [(request.path, "Résumé"), ("#parcours", "Parcours"), ("#seances", "Séances", 12)],
        "serie": ACCUEILS,
        "etapes": ["Le jeune", "Sa demande", "La suite"],
        "travaux": travaux,
        "lignes": [
            ("Atelier CV", "Siège", 12),
            ("Visite d’entreprise", "Antenne de la Vallée", 8),
            ("Théâtre", "Salle des fêtes", 1340),
        ],
        **exemples_graphiques(),
    }
    cadre = request.GET.get("cadre", "professionnel")
    if cadre not in PAGES:
        raise Http404
    return render(request, PAGES[cadre], context)
