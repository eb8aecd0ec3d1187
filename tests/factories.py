"""Factories: a call shows only what matters to its test."""

import datetime
from decimal import Decimal

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from accueil.choix import Modalite, Nature
from accueil.models import Candidature, Evenement, Orientation, Permanence, PremierAccueil, RendezVous
from comptes.choix import Role
from comptes.models import Utilisateur
from evaluation.models import (
    AppreciationIndicateur,
    Bilan,
    Citation,
    Feuille,
    Lecture,
    LectureFiche,
    MembreCommission,
    Option,
    PointOrdreDuJour,
    Preconisation,
    Question,
    Questionnaire,
    Releve,
    ReponseQuestion,
    Reunion,
    Vague,
    ValeurIndicateur,
)
from jeunes.models import Accompagnement, Jeune
from participation.models import Idee, Inscription, Regroupement, Seance
from plans_action.models import (
    ContenuPiece,
    Critere,
    DemandeFormation,
    Etape,
    ExerciceBudget,
    FicheAction,
    Formation,
    Indicateur,
    ObjectifGeneral,
    ObjectifOperationnel,
    Piece,
    PointAnalyse,
    PrincipeProjet,
    ProjetAssociatif,
    RessourceProjet,
)
from structure.models import EPCI, Commune, Conseiller, Lieu, Partenaire

MOT_DE_PASSE = "mot-de-passe-des-tests"
# The smallest picture: one pixel.
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63b0373f090001f8014053c3"
    "e6b30000000049454e44ae426082"
)


class UtilisateurFactory(DjangoModelFactory):
    class Meta:
        model = Utilisateur
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"personne{n}@example.org")
    prenom = "Camille"
    nom = factory.Sequence(lambda n: f"Essai{n}")
    role = Role.CONSEILLER

    @factory.post_generation
    def password(self, create, extracted, **kwargs):
        self.set_password(extracted or MOT_DE_PASSE)
        self.save(update_fields=["password"])


class EPCIFactory(DjangoModelFactory):
    class Meta:
        model = EPCI

    code = factory.Sequence(lambda n: f"{200000000 + n}")
    nom = factory.Sequence(lambda n: f"Communauté {n}")


class CommuneFactory(DjangoModelFactory):
    class Meta:
        model = Commune

    code = factory.Sequence(lambda n: f"{3000 + n:05d}")
    nom = factory.Sequence(lambda n: f"Commune {n}")
    nom_normalise = factory.Sequence(lambda n: f"commune {n}")
    departement = "03"
    du_territoire = True
    epci = factory.SubFactory(EPCIFactory)


class LieuFactory(DjangoModelFactory):
    class Meta:
        model = Lieu

    nom = factory.Sequence(lambda n: f"Lieu {n}")
    type = "siege"


class PartenaireFactory(DjangoModelFactory):
    class Meta:
        model = Partenaire

    nom = factory.Sequence(lambda n: f"Partenaire {n}")
    type = "association"


class ConseillerFactory(DjangoModelFactory):
    class Meta:
        model = Conseiller

    utilisateur = factory.SubFactory(UtilisateurFactory)
    prenom = "Camille"
    nom = factory.Sequence(lambda n: f"Conseil{n}")
    entree_le = datetime.date(2020, 1, 6)


class JeuneFactory(DjangoModelFactory):
    class Meta:
        model = Jeune

    nom = factory.Sequence(lambda n: f"Martin{n}")
    prenom = "Lou"
    date_naissance = factory.LazyFunction(lambda: timezone.localdate() - datetime.timedelta(days=20 * 365))
    sexe = "F"
    niveau = "sans"
    commune = factory.SubFactory(CommuneFactory)

    class Params:
        avec_compte = factory.Trait(
            compte=factory.SubFactory(UtilisateurFactory, role=Role.JEUNE),
            email=factory.LazyAttribute(lambda jeune: jeune.compte.email),
        )


class AccompagnementFactory(DjangoModelFactory):
    class Meta:
        model = Accompagnement

    jeune = factory.SubFactory(JeuneFactory)
    conseiller = factory.SubFactory(ConseillerFactory)
    debut = datetime.date(2024, 1, 8)


class FaitFactory(DjangoModelFactory):
    """Freeze the profile of the jeune, as the services do."""

    class Meta:
        abstract = True

    jeune = factory.SubFactory(JeuneFactory)
    lieu = factory.SubFactory(LieuFactory)
    fait_le = factory.LazyFunction(timezone.now)

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        fait = model_class(*args, **kwargs)
        if fait.jeune:
            fait.freeze_profil(fait.jeune, timezone.localdate(fait.fait_le))
        fait.save()
        return fait


class EvenementFactory(FaitFactory):
    class Meta:
        model = Evenement

    nature = Nature.ENTRETIEN
    modalite = Modalite.RENDEZ_VOUS


class PremierAccueilFactory(FaitFactory):
    class Meta:
        model = PremierAccueil

    modalite = Modalite.FLUX


class RendezVousFactory(FaitFactory):
    class Meta:
        model = RendezVous


class OrientationFactory(FaitFactory):
    class Meta:
        model = Orientation

    partenaire = factory.SubFactory(PartenaireFactory)


class PermanenceFactory(DjangoModelFactory):
    class Meta:
        model = Permanence
        skip_postgeneration_save = True

    lieu = factory.SubFactory(LieuFactory)
    jours = factory.LazyFunction(lambda: [1, 2, 3, 4, 5, 6, 7])
    heure_debut = datetime.time(9)
    heure_fin = datetime.time(12)
    debut = datetime.date(2024, 1, 1)

    @factory.post_generation
    def conseillers(self, create, extracted, **kwargs):
        self.conseillers.set(extracted or [])


class ProjetAssociatifFactory(DjangoModelFactory):
    class Meta:
        model = ProjetAssociatif

    titre = "Projet associatif"
    debut = datetime.date(2025, 1, 1)


class ObjectifGeneralFactory(DjangoModelFactory):
    class Meta:
        model = ObjectifGeneral

    projet = factory.SubFactory(ProjetAssociatifFactory)
    numero = factory.Sequence(lambda n: n + 1)
    titre = "Être connu"


class ObjectifOperationnelFactory(DjangoModelFactory):
    class Meta:
        model = ObjectifOperationnel

    objectif_general = factory.SubFactory(ObjectifGeneralFactory)
    numero = factory.Sequence(lambda n: n + 1)
    titre = "Aller vers"


class PrincipeProjetFactory(DjangoModelFactory):
    class Meta:
        model = PrincipeProjet

    projet = factory.SubFactory(ProjetAssociatifFactory)
    genre = "valeur"
    titre = "L’écoute"


class PointAnalyseFactory(DjangoModelFactory):
    class Meta:
        model = PointAnalyse

    projet = factory.SubFactory(ProjetAssociatifFactory)
    theme = "territoire"
    sens = "amelioration"
    texte = "Peu de cars le mercredi"


class ExerciceBudgetFactory(DjangoModelFactory):
    class Meta:
        model = ExerciceBudget

    projet = factory.SubFactory(ProjetAssociatifFactory)
    annee = 2025


class RessourceProjetFactory(DjangoModelFactory):
    class Meta:
        model = RessourceProjet

    exercice = factory.SubFactory(ExerciceBudgetFactory)
    libelle = "Produits financiers"
    subvention = 1000


class FicheActionFactory(DjangoModelFactory):
    class Meta:
        model = FicheAction
        skip_postgeneration_save = True

    objectif = factory.SubFactory(ObjectifOperationnelFactory)
    titre = factory.Sequence(lambda n: f"Fiche {n}")
    statut = "en_cours"


class EtapeFactory(DjangoModelFactory):
    class Meta:
        model = Etape

    fiche = factory.SubFactory(FicheActionFactory)
    ordre = factory.Sequence(lambda n: n)
    titre = "Préparer"


class PieceFactory(DjangoModelFactory):
    class Meta:
        model = Piece
        skip_postgeneration_save = True

    fiche = factory.SubFactory(FicheActionFactory)
    nom = factory.Sequence(lambda n: f"affiche-{n}.png")
    genre = "png"
    taille = 69
    sha256 = factory.Sequence(lambda n: f"{n:064x}")
    deposee_le = factory.LazyFunction(timezone.now)

    @factory.post_generation
    def octets(self, create, extracted, **kwargs):
        if create:
            ContenuPiece.objects.create(piece=self, octets=extracted or PIXEL)


class CritereFactory(DjangoModelFactory):
    class Meta:
        model = Critere

    fiche = factory.SubFactory(FicheActionFactory)
    libelle = "Le public est touché"


class IndicateurFactory(DjangoModelFactory):
    class Meta:
        model = Indicateur

    critere = factory.SubFactory(CritereFactory)
    libelle = "Nombre de premiers accueils"
    type = "calcule"
    mesure = "premiers_accueils"


class CandidatureFactory(FaitFactory):
    class Meta:
        model = Candidature

    partenaire = factory.SubFactory(PartenaireFactory)


class FormationFactory(DjangoModelFactory):
    class Meta:
        model = Formation

    intitule = "Animer un groupe"
    jour = datetime.date(2026, 1, 15)


class DemandeFormationFactory(DjangoModelFactory):
    class Meta:
        model = DemandeFormation

    intitule = "Animer un groupe"
    jour = datetime.date(2026, 1, 15)


class ReleveFactory(DjangoModelFactory):
    class Meta:
        model = Releve

    indicateur = factory.SubFactory(IndicateurFactory, type="releve", mesure="", libelle="Personnes abonnées")
    jour = datetime.date(2026, 1, 31)
    valeur = Decimal(120)
    source = "Page de statistiques"


class AppreciationFactory(DjangoModelFactory):
    class Meta:
        model = AppreciationIndicateur

    indicateur = factory.SubFactory(IndicateurFactory, type="qualitatif", mesure="", libelle="Retours des mairies")
    jour = datetime.date(2026, 1, 31)
    etat = "en_partie"
    texte = "Trois mairies sur cinq se disent satisfaites."
    lu_par = "Équipe du camion"


class CitationFactory(DjangoModelFactory):
    class Meta:
        model = Citation

    appreciation = factory.SubFactory(AppreciationFactory)
    mots = "Le camion, on l’attend le mercredi."
    de = "collectivite"
    accord = "accord"


class RegroupementFactory(DjangoModelFactory):
    class Meta:
        model = Regroupement
        skip_postgeneration_save = True

    titre = factory.Sequence(lambda n: f"Regroupement {n}")


class SeanceFactory(DjangoModelFactory):
    class Meta:
        model = Seance
        skip_postgeneration_save = True

    regroupement = factory.SubFactory(RegroupementFactory)
    lieu = factory.SubFactory(LieuFactory)
    debut_le = factory.LazyFunction(lambda: timezone.now() + datetime.timedelta(days=7))
    fin_le = factory.LazyAttribute(lambda seance: seance.debut_le + datetime.timedelta(hours=2))
    places = 12
    publiee_le = factory.LazyFunction(timezone.now)

    class Params:
        pleine = factory.Trait(places_prises=factory.SelfAttribute("places"))


class IdeeFactory(DjangoModelFactory):
    class Meta:
        model = Idee

    jeune = factory.SubFactory(JeuneFactory)
    texte = "Une sortie tous ensemble"


class InscriptionFactory(DjangoModelFactory):
    class Meta:
        model = Inscription

    seance = factory.SubFactory(SeanceFactory)
    jeune = factory.SubFactory(JeuneFactory)
    statut = "confirmee"


class ReunionFactory(DjangoModelFactory):
    class Meta:
        model = Reunion

    projet = factory.SubFactory(ProjetAssociatifFactory)
    le = factory.LazyFunction(lambda: timezone.now() + datetime.timedelta(days=10))
    lieu = "Siège"


class PointOrdreDuJourFactory(DjangoModelFactory):
    class Meta:
        model = PointOrdreDuJour

    reunion = factory.SubFactory(ReunionFactory)
    titre = factory.Sequence(lambda n: f"Point {n}")


class MembreCommissionFactory(DjangoModelFactory):
    class Meta:
        model = MembreCommission

    commission = "suivi"
    nom = factory.Sequence(lambda n: f"Membre {n}")
    college = "elus"
    du = factory.LazyFunction(lambda: timezone.localdate() - datetime.timedelta(days=400))


class LectureFactory(DjangoModelFactory):
    class Meta:
        model = Lecture

    projet = factory.SubFactory(ProjetAssociatifFactory)
    type = "intermediaire"


class LectureFicheFactory(DjangoModelFactory):
    class Meta:
        model = LectureFiche

    lecture = factory.SubFactory(LectureFactory)
    fiche = factory.SubFactory(FicheActionFactory)


class PreconisationFactory(DjangoModelFactory):
    class Meta:
        model = Preconisation

    lecture = factory.SubFactory(LectureFactory)
    numero = factory.Sequence(lambda n: n + 1)
    titre = factory.Sequence(lambda n: f"Préconisation {n}")
    nature = "autre"


class ValeurIndicateurFactory(DjangoModelFactory):
    """A stored figure; over the whole projet of its fiche by default."""

    class Meta:
        model = ValeurIndicateur

    indicateur = factory.SubFactory(IndicateurFactory)
    debut = datetime.date(2025, 1, 1)
    fin = datetime.date(2027, 12, 31)
    etat = "mesuree"
    valeur = 12
    numerateur = factory.SelfAttribute("valeur")
    mesure = factory.SelfAttribute("indicateur.mesure")
    calcule_le = factory.LazyFunction(timezone.now)


class BilanFactory(DjangoModelFactory):
    class Meta:
        model = Bilan

    projet = factory.SubFactory(ProjetAssociatifFactory)
    type = "intermediaire"
    arrete_au = datetime.date(2026, 6, 30)


class QuestionnaireFactory(DjangoModelFactory):
    class Meta:
        model = Questionnaire

    titre = factory.Sequence(lambda n: f"Questionnaire {n}")
    etat = "ouvert"


class QuestionFactory(DjangoModelFactory):
    """A question; of faces by default, with its five options."""

    class Meta:
        model = Question
        skip_postgeneration_save = True

    questionnaire = factory.SubFactory(QuestionnaireFactory)
    ordre = factory.Sequence(lambda n: n)
    type = "smileys"
    libelle = factory.Sequence(lambda n: f"Question {n}")

    @factory.post_generation
    def options(self, create, extracted, **kwargs):
        """Give the options named, the last two favorable; five faces by default, none to a text."""
        wanted = extracted if extracted is not None else list("12345") if self.type != "texte" else []
        for rang, libelle in enumerate(wanted):
            Option.objects.create(question=self, ordre=rang, libelle=libelle, favorable=rang >= len(wanted) - 2)


class VagueFactory(DjangoModelFactory):
    class Meta:
        model = Vague

    questionnaire = factory.SubFactory(QuestionnaireFactory)
    libelle = factory.Sequence(lambda n: f"Vague {n}")
    du = factory.LazyFunction(lambda: timezone.localdate() - datetime.timedelta(days=7))
    au = factory.LazyFunction(lambda: timezone.localdate() + datetime.timedelta(days=7))


class FeuilleFactory(DjangoModelFactory):
    """A sheet; `choix` is the options chosen, `textes` what is written to each question."""

    class Meta:
        model = Feuille
        skip_postgeneration_save = True

    anonyme = True
    vague = factory.SubFactory(VagueFactory, questionnaire__anonyme=factory.SelfAttribute("...anonyme"))
    jour = factory.LazyFunction(timezone.localdate)

    @factory.post_generation
    def choix(self, create, extracted, **kwargs):
        for option in extracted or []:
            ReponseQuestion.objects.create(feuille=self, question=option.question, option=option)

    @factory.post_generation
    def textes(self, create, extracted, **kwargs):
        for question, texte in (extracted or {}).items():
            ReponseQuestion.objects.create(feuille=self, question=question, texte=texte)
