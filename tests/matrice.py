"""One object per URL, for the walk of every URL with every role. A new URL with an argument adds its line here."""

import copy
from collections.abc import Callable, Iterator
from functools import cached_property
from typing import Any

from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone

from comptes.choix import Role
from comptes.middleware import VU_SESSION
from comptes.models import DemandeCompte, Utilisateur
from evaluation.models import Bilan, Calcul, Reunion
from evaluation.services.projet import publish_projet
from participation.models import Idee
from plans_action.imports.contenu import as_contenu
from plans_action.imports.fiche import FicheLue
from plans_action.models import ImportFiche
from plans_action.ressources import publish as publish_fiche
from structure.models import Convention
from tests import factories as f

# Who walks: anonymous, each role, and twins that have the role but not the record.
QUI: dict[str, str | None] = {
    "anonyme": None,
    "jeune": Role.JEUNE,
    "jeune_jumeau": Role.JEUNE,
    "conseiller": Role.CONSEILLER,
    "conseiller_jumeau": Role.CONSEILLER,
    "partenaire": Role.PARTENAIRE,
    "commission": Role.COMMISSION,
    "direction": Role.DIRECTION,
    "administration": Role.ADMINISTRATION,
}


class Monde:
    """A Mission Locale of one record of each kind, made when asked for or all together, and who walks in it."""

    def fill(self) -> "Monde":
        """Make every record and sign everybody in, so that many tests can start from the same."""
        for name, value in vars(type(self)).items():
            if isinstance(value, cached_property):
                getattr(self, name)
        return self

    @cached_property
    def cookies(self) -> dict[str, Any]:
        """Return what each walker's browser keeps after one page: the session's own writes are done."""
        return {who: self._sign_in(who) for who in QUI}

    def _sign_in(self, who: str) -> Any:
        client = Client()
        if who != "anonyme":
            client.force_login(self.comptes[who])
        client.get("/metrics")
        if who != "anonyme":
            # Seen later than any test of these: the session is noted as used once a minute, and each would do it again.
            session = client.session
            session[VU_SESSION] += 3600
            session.save()
        return client.cookies

    @cached_property
    def clients(self) -> dict[bool, Client]:
        """Return the two ways to send a request, with or without the check of its token: middleware is loaded once."""
        return {check: Client(enforce_csrf_checks=check) for check in (False, True)}

    def browser(self, who: str, *, enforce_csrf_checks: bool = False) -> Client:
        """Return a walker's browser, signed in, until another is asked for."""
        client = self.clients[enforce_csrf_checks]
        client.cookies = copy.deepcopy(self.cookies[who])
        return client

    @cached_property
    def conseiller(self) -> Any:
        return f.ConseillerFactory(prenom="Alice", nom="Bertin", utilisateur__email="alice@example.org")

    @cached_property
    def jeune(self) -> Any:
        jeune = f.JeuneFactory(avec_compte=True, prenom="Zoé", nom="Delmas")
        f.AccompagnementFactory(jeune=jeune, conseiller=self.conseiller)
        return jeune

    @cached_property
    def comptes(self) -> dict[str, Utilisateur]:
        twin = f.ConseillerFactory(prenom="Bruno", nom="Collet").utilisateur
        others = {who: f.UtilisateurFactory(role=QUI[who]) for who in list(QUI)[5:]}
        return {
            "jeune": self.jeune.compte,
            "jeune_jumeau": f.JeuneFactory(avec_compte=True, prenom="Yanis", nom="Roche").compte,
            "conseiller": self.conseiller.utilisateur,
            "conseiller_jumeau": twin,
            **others,
        }

    @cached_property
    def a_relier(self) -> Any:
        f.JeuneFactory.create_batch(2, email="famille@example.org")
        return f.UtilisateurFactory(email="famille@example.org", role=Role.JEUNE, a_verifier="Plusieurs dossiers")

    @cached_property
    def demande(self) -> Any:
        return DemandeCompte.objects.create(
            compte=self.conseiller.utilisateur, nature="facteur", motif="Téléphone perdu", demande_le=timezone.now()
        )

    @cached_property
    def lieu(self) -> Any:
        return f.LieuFactory()

    @cached_property
    def evenement(self) -> Any:
        return f.EvenementFactory(jeune=self.jeune, conseiller=self.conseiller, saisi_par=self.conseiller.utilisateur)

    @cached_property
    def contact(self) -> Any:
        return f.EvenementFactory(jeune=None, nature="contact", saisi_par=self.conseiller.utilisateur)

    @cached_property
    def rendez_vous(self) -> Any:
        return f.RendezVousFactory(jeune=self.jeune, conseiller=self.conseiller, statut="fixe", prevu_le=timezone.now())

    @cached_property
    def orientation(self) -> Any:
        return f.OrientationFactory(jeune=self.jeune)

    @cached_property
    def seance(self) -> Any:
        return f.SeanceFactory()

    @cached_property
    def inscription(self) -> Any:
        return f.InscriptionFactory(seance=self.seance, jeune=self.jeune)

    @cached_property
    def idee(self) -> Any:
        return Idee.objects.create(jeune=self.jeune, texte="Un atelier cuisine")

    @cached_property
    def indicateur(self) -> Any:
        return f.IndicateurFactory()

    @cached_property
    def partenaire(self) -> Any:
        return f.PartenaireFactory()

    @cached_property
    def candidature(self) -> Any:
        return f.CandidatureFactory(partenaire=self.partenaire)

    @cached_property
    def formation(self) -> Any:
        return f.FormationFactory()

    @cached_property
    def demande_formation(self) -> Any:
        return f.DemandeFormationFactory()

    @cached_property
    def releve(self) -> Any:
        return f.ReleveFactory()

    @cached_property
    def appreciation(self) -> Any:
        return f.AppreciationFactory()

    @cached_property
    def fiche(self) -> Any:
        return self.indicateur.critere.fiche

    @cached_property
    def import_fiche(self) -> Any:
        contenu = as_contenu(FicheLue(titre="Jardin partagé"), cle="")
        return ImportFiche.objects.create(nom_fichier="jardin.docx", sha256="0" * 64, titre="Jardin", contenu=contenu)

    @cached_property
    def operationnel(self) -> Any:
        return self.fiche.objectif

    @cached_property
    def objectif(self) -> Any:
        return self.operationnel.objectif_general

    @cached_property
    def piece(self) -> Any:
        return f.PieceFactory(fiche=self.fiche, deposee_par=self.conseiller.utilisateur)

    @cached_property
    def projet(self) -> Any:
        return self.objectif.projet

    @cached_property
    def convention(self) -> Any:
        return Convention.objects.create(
            partenaire=f.PartenaireFactory(), objet="Permanence", debut=timezone.localdate()
        )

    @cached_property
    def publication(self) -> Any:
        return publish_projet(projet=self.projet, by=self.comptes["direction"], now=timezone.now())

    @cached_property
    def valeur(self) -> Any:
        return f.PrincipeProjetFactory(projet=self.projet)

    @cached_property
    def partage(self) -> Any:
        return publish_fiche(
            fiche=self.fiche, rubriques=["etapes"], presentation="", by=self.comptes["direction"], now=timezone.now()
        )

    @cached_property
    def etape(self) -> Any:
        return f.EtapeFactory(fiche=self.fiche)

    @cached_property
    def calcul(self) -> Any:
        return Calcul.objects.create(projet=self.projet, arrete_au=timezone.localdate())

    @cached_property
    def bilan(self) -> Any:
        return Bilan.objects.create(projet=self.projet, type="intermediaire", arrete_au=timezone.localdate())

    @cached_property
    def questionnaire(self) -> Any:
        questionnaire = f.QuestionnaireFactory(cree_par=self.conseiller.utilisateur)
        f.QuestionFactory(questionnaire=questionnaire)
        return questionnaire

    @cached_property
    def vague(self) -> Any:
        return f.VagueFactory(questionnaire=self.questionnaire)

    @cached_property
    def texte(self) -> Any:
        question = f.QuestionFactory(questionnaire=self.questionnaire, type="texte")
        return f.FeuilleFactory(vague=self.vague, textes={question: "Rien à dire"}).lignes.get()

    @cached_property
    def reunion(self) -> Any:
        return Reunion.objects.create(projet=self.projet, le=timezone.now())

    @cached_property
    def point(self) -> Any:
        return f.PointOrdreDuJourFactory(reunion=self.reunion)

    @cached_property
    def membre(self) -> Any:
        return f.MembreCommissionFactory(compte=self.comptes["commission"], preside=True)

    @cached_property
    def lecture_fiche(self) -> Any:
        return f.LectureFicheFactory(lecture__projet=self.projet, fiche=self.fiche)

    @cached_property
    def lecture(self) -> Any:
        return self.membre and self.lecture_fiche.lecture

    @cached_property
    def preconisation(self) -> Any:
        return f.PreconisationFactory(lecture=self.lecture)


def pk_of(attribute: str) -> Callable[[Monde], dict[str, Any]]:
    """Return the argument of a URL of one record."""
    return lambda monde: {"pk": getattr(monde, attribute).pk}


# Beginnings of URL names, the longest first wins; a URL without argument needs no line.
OBJETS: dict[str, Callable[[Monde], dict[str, Any]]] = {
    "comptes:compte-": lambda monde: {"pk": monde.comptes["conseiller"].pk},
    "comptes:demande-": pk_of("demande"),
    "comptes:adresse-confirmer": lambda monde: {"jeton": "faux"},
    "structure:equipe-": lambda monde: {"pk": monde.comptes["conseiller"].pk},
    "structure:lieu-": pk_of("lieu"),
    "structure:convention-": pk_of("convention"),
    "structure:": pk_of("lieu"),
    "jeunes:": pk_of("jeune"),
    "jeunes:rattachement-": pk_of("a_relier"),
    "accueil:evenement-": pk_of("evenement"),
    "accueil:contact-": pk_of("contact"),
    "accueil:entretien-create": pk_of("jeune"),
    "accueil:rendez-vous-create": pk_of("jeune"),
    "accueil:orientation-create": pk_of("jeune"),
    "accueil:orientation-update": pk_of("orientation"),
    "accueil:rendez-vous-": pk_of("rendez_vous"),
    "participation:seance-": pk_of("seance"),
    "participation:presence": pk_of("seance"),
    "participation:invitation-list": pk_of("seance"),
    "accueil:partenaire-": pk_of("partenaire"),
    "accueil:contact-entreprise-create": pk_of("partenaire"),
    "accueil:candidature-create": pk_of("partenaire"),
    "accueil:candidature-suite": pk_of("candidature"),
    "plans_action:formation-": pk_of("formation"),
    "plans_action:demande-": pk_of("demande_formation"),
    "participation:inscription-create": pk_of("seance"),
    "participation:inscription-equipe-create": pk_of("seance"),
    "participation:inscription-": pk_of("inscription"),
    "participation:idee-": pk_of("idee"),
    "participation:regroupement-": lambda monde: {"pk": monde.seance.regroupement_id},
    "plans_action:plan-export": lambda monde: {"forme": "csv"},
    "plans_action:projet-": pk_of("projet"),
    "plans_action:projet-texte": lambda monde: {"pk": monde.projet.pk, "rubrique": "valeurs"},
    "plans_action:projet-element-create": lambda monde: {"pk": monde.projet.pk, "sorte": "point"},
    "plans_action:element-": lambda monde: {"pk": monde.valeur.pk, "sorte": "valeur"},
    "plans_action:objectif-create": pk_of("projet"),
    "plans_action:objectif-": pk_of("objectif"),
    "plans_action:operationnel-create": pk_of("objectif"),
    "plans_action:operationnel-": pk_of("operationnel"),
    "plans_action:piece-": pk_of("piece"),
    "plans_action:piece-list": pk_of("fiche"),
    "plans_action:piece-create": pk_of("fiche"),
    "plans_action:rappel-arreter": lambda monde: {"jeton": "faux"},
    "plans_action:import-": pk_of("import_fiche"),
    "plans_action:fiche-": pk_of("fiche"),
    "plans_action:ressource-": pk_of("partage"),
    "plans_action:fiche-restaurer": lambda monde: {"pk": monde.fiche.pk, "numero": 1},
    "plans_action:etape-": pk_of("etape"),
    "evaluation:projet-": pk_of("projet"),
    "evaluation:publication-": pk_of("publication"),
    "evaluation:indicateur-": pk_of("indicateur"),
    "evaluation:indicateur-export": lambda monde: {"pk": monde.indicateur.pk, "format": "csv"},
    "evaluation:tableau-export": lambda monde: {"format": "xlsx"},
    "evaluation:lieu-export": lambda monde: {"format": "csv"},
    "evaluation:mesure-": lambda monde: {"cle": "premiers_accueils"},
    "evaluation:mesure-export": lambda monde: {"cle": "premiers_accueils", "format": "xlsx"},
    "evaluation:definition-": lambda monde: {"objet": "accompagne"},
    "evaluation:releve-": pk_of("releve"),
    "evaluation:releve-create": lambda monde: {"pk": monde.releve.indicateur_id},
    "evaluation:releve-regler": lambda monde: {"pk": monde.releve.indicateur_id},
    "evaluation:appreciation-": pk_of("appreciation"),
    "evaluation:appreciation-create": lambda monde: {"pk": monde.appreciation.indicateur_id},
    "evaluation:appreciation-export": lambda monde: {"format": "csv"},
    "evaluation:calcul-": pk_of("calcul"),
    "evaluation:bilan-": pk_of("bilan"),
    "evaluation:bilan-ecart": lambda monde: {"pk": monde.bilan.pk, "ecart": 0, "raison": 0},
    "evaluation:bilan-extrait": lambda monde: {"pk": monde.bilan.pk, "financeur": "personne", "forme": "pdf"},
    "evaluation:reunion-": pk_of("reunion"),
    "evaluation:reunion-imprimer": lambda monde: {"pk": monde.reunion.pk, "document": "presence"},
    "evaluation:reunion-pdf": lambda monde: {"pk": monde.reunion.pk, "document": "presence"},
    "evaluation:point-": pk_of("point"),
    "evaluation:lecture-": pk_of("lecture"),
    "evaluation:avis-": pk_of("lecture"),
    "evaluation:avis-fiche": pk_of("lecture_fiche"),
    "evaluation:preconisation-": pk_of("preconisation"),
    "evaluation:preconisation-create": pk_of("lecture"),
    "evaluation:lecture-fiche": pk_of("lecture_fiche"),
    "evaluation:membre-": pk_of("membre"),
    "evaluation:questionnaire-": pk_of("questionnaire"),
    "evaluation:vague-": pk_of("vague"),
    "evaluation:texte-": pk_of("texte"),
    "evaluation:repondre": lambda monde: {"jeton": monde.vague.jeton},
    "account_reset_password_from_key": lambda monde: {"uidb36": "1", "key": "faux"},
    "mfa_": lambda monde: {"pk": 1},
    "demonstration:piece-jointe": lambda monde: {"cle": "faux", "rang": 0},
}

# Of one's portfolio: a counsellor without the record, and the direction without a reason, get 404.
DU_PORTEFEUILLE = (
    "jeunes:jeune-detail",
    "jeunes:jeune-rendez-vous",
    "jeunes:jeune-situations",
    "jeunes:jeune-coordonnees",
    "jeunes:jeune-update",
    "jeunes:jeune-lectures",
    "jeunes:situation-create",
    "accueil:evenement-detail",
    "accueil:entretien-create",
    "accueil:rendez-vous-create",
    "accueil:rendez-vous-update",
    "accueil:rendez-vous-statut",
    "accueil:orientation-create",
    "accueil:orientation-update",
    "accueil:evenement-completer",
    "accueil:evenement-annuler",
    "accueil:contact-attacher",
)
# Of who wrote it, of the direction and of the administration: another counsellor gets 404.
DE_SON_DEPOSANT = ("plans_action:piece-retirer",)  # and the administration
DE_SON_AUTEUR = (
    "evaluation:questionnaire-update",
    "evaluation:questionnaire-ouvrir",
    "evaluation:questionnaire-clore",
    "evaluation:questionnaire-brouillon",
    "evaluation:questionnaire-version",
    "evaluation:questionnaire-delete",
    "evaluation:vague-update",
    "evaluation:vague-clore",
    "evaluation:vague-delete",
)
# One's own only: another youth gets 404.
A_SOI = ("participation:inscription-cancel",)
# Allowed people may get 404 there: the made-up argument names nothing, or the state of the record refuses.
PARFOIS_404 = (
    "mfa_",
    "metrics",
    "demonstration:piece-jointe",
    "evaluation:bilan-",
    "evaluation:lecture-",
    "evaluation:avis-",
    "evaluation:preconisation-",
    "evaluation:indicateur-liste",
    "composants",
    "participation:seance-ics",
    "plans_action:mesure-champs",
)


def all_urls() -> Iterator[tuple[str, bool]]:
    """Yield each URL's name and whether it wants an argument; Django's admin has its own test."""
    yield from sorted(set(_walk(get_resolver(), "")))


def _walk(resolver: URLResolver, namespace: str) -> Iterator[tuple[str, bool]]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            if inner != "admin:":
                yield from (
                    (name, wants or bool(pattern.pattern.regex.groups)) for name, wants in _walk(pattern, inner)
                )
        elif isinstance(pattern, URLPattern):
            yield f"{namespace}{pattern.name or '(sans nom)'}", bool(pattern.pattern.regex.groups)


def arguments(name: str, monde: Monde) -> dict[str, Any]:
    """Return the arguments of a URL's object; raise KeyError when this file knows none."""
    for beginning in sorted(OBJETS, key=len, reverse=True):
        if name.startswith(beginning):
            return OBJETS[beginning](monde)
    raise KeyError(f"Ajoutez un objet pour {name} à OBJETS, dans tests/matrice.py")


def in_scope(name: str, who: str) -> bool:
    """Tell whether somebody with the right role also has the record."""
    if name in DU_PORTEFEUILLE:
        return who == "conseiller"
    if name in DE_SON_AUTEUR:
        return who != "conseiller_jumeau"
    if name in DE_SON_DEPOSANT:
        return who in ("conseiller", "administration")
    return not (name in A_SOI and who == "jeune_jumeau")
