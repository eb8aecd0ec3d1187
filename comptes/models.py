"""Accounts: who signs in, what was opened by whom, and what somebody was typing."""

import datetime
import uuid
from typing import Any, ClassVar, Self

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils import timezone
from django.utils.crypto import salted_hmac

from comptes import permissions
from comptes.choix import ActionJournal, EtatCompte, FenetreAlerte, NatureDemande, Role, StatutDemande


class UtilisateurQuerySet(models.QuerySet["Utilisateur"]):
    """Accounts."""

    def visible_to(self, user: "Utilisateur") -> Self:
        """Return the accounts of people at work to who looks after them; to the others, their own."""
        return self.exclude(role=Role.JEUNE) if user.has_permission("compte.voir") else self.filter(pk=user.pk)

    def in_etat(self, etat: str) -> Self:
        """Keep the accounts in one state."""
        return self.filter(is_active=etat == EtatCompte.ACTIF, approbation_attendue=etat == EtatCompte.A_APPROUVER)


class UtilisateurManager(BaseUserManager["Utilisateur"]):
    """Creates accounts by e-mail address, which is kept in lower case."""

    def get_queryset(self) -> UtilisateurQuerySet:
        """Return accounts with the questions of this room."""
        return UtilisateurQuerySet(self.model, using=self._db)

    def visible_to(self, user: "Utilisateur") -> UtilisateurQuerySet:
        """Return the accounts that somebody may see."""
        return self.get_queryset().visible_to(user)

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "Utilisateur":
        """Create an account; without a password it signs in by mailed code only."""
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "Utilisateur":
        """Create an administration account (there is no role above it: nobody is an eye on every file)."""
        fields.setdefault("role", Role.ADMINISTRATION)
        return self.create_user(email, password, **fields)

    def get_by_natural_key(self, username: str | None) -> "Utilisateur":
        """Find an account by its address, whatever the case typed."""
        return self.get(email=(username or "").strip().lower())


class Utilisateur(AbstractBaseUser):
    """Somebody who signs in. The role alone opens rights; a Conseiller, a Jeune or a Partenaire names its account."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField("adresse e-mail", unique=True)
    prenom = models.CharField("prénom", max_length=80, blank=True)
    nom = models.CharField("nom", max_length=80, blank=True)
    role = models.CharField("rôle", max_length=20, choices=Role.choices, default=Role.JEUNE)
    is_active = models.BooleanField("actif", default=True)
    cree_le = models.DateTimeField("créé le", default=timezone.now, editable=False)
    # Said to the team: for instance, several files carry the address and none could be linked.
    a_verifier = models.CharField("à vérifier par l’équipe", max_length=120, blank=True, editable=False)
    # A professional account is closed until a second person, of the direction, agrees to it.
    approbation_attendue = models.BooleanField("attend une approbation", default=False, editable=False)
    demande_par = models.ForeignKey(
        "self", models.SET_NULL, null=True, editable=False, related_name="+", verbose_name="demandé par"
    )
    approuve_par = models.ForeignKey(
        "self", models.SET_NULL, null=True, editable=False, related_name="+", verbose_name="approuvé par"
    )
    approuve_le = models.DateTimeField("approuvé le", null=True, editable=False)
    # Mails still to go out; emptied by the one who sends them.
    invitation_due_le = models.DateTimeField(null=True, editable=False)
    annonce_due_le = models.DateTimeField(null=True, editable=False)
    # Part of what each session is bound to: a new value ends them all.
    jeton_sessions = models.UUIDField(default=uuid.uuid4, editable=False)

    objects: ClassVar[UtilisateurManager] = UtilisateurManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        ordering = ("email",)
        verbose_name = "compte"
        constraints = (
            models.CheckConstraint(
                condition=~models.Q(approbation_attendue=True, is_active=True), name="utilisateur_approuve_avant_actif"
            ),
        )
        # Some dozens of people at work among the accounts of thousands of youths.
        indexes = (
            models.Index(fields=["nom", "prenom"], name="utilisateur_equipe_idx", condition=~models.Q(role="jeune")),
        )

    def __str__(self) -> str:
        return self.get_full_name() or self.email

    def clean(self) -> None:
        """Keep addresses in lower case: two spellings of one address are one account."""
        super().clean()
        self.email = self.email.strip().lower()

    def get_full_name(self) -> str:
        """Return first name and name as shown to colleagues."""
        return f"{self.prenom} {self.nom}".strip()

    @property
    def is_staff(self) -> bool:
        """Open Django's admin to the administration role only."""
        return self.is_active and self.role == Role.ADMINISTRATION

    @property
    def is_superuser(self) -> bool:
        """Nobody is: rights are in permissions.toml."""
        return False

    @property
    def is_professionnel(self) -> bool:
        """Tell whether the account belongs to somebody at work, who needs a second factor."""
        return self.role != Role.JEUNE

    @property
    def etat(self) -> EtatCompte:
        """Tell whether the account opens, waits for a second person, or is closed."""
        if self.is_active:
            return EtatCompte.ACTIF
        return EtatCompte.A_APPROUVER if self.approbation_attendue else EtatCompte.DESACTIVE

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """Bind sessions to the password, the role and the account's token: a change of one of them ends the others."""
        bound = f"{self.password}{self.role}{self.jeton_sessions}"
        return salted_hmac("comptes.session", bound, secret=secret, algorithm="sha256").hexdigest()

    def has_permission(self, code: str) -> bool:
        """Tell whether the role of an active account has a permission of permissions.toml."""
        return self.is_active and permissions.role_has(self.role, code)

    def has_perm(self, perm: str, obj: object | None = None) -> bool:
        """Answer Django's admin: reference tables and fiches-action only, for the administration role."""
        return self.is_staff and permissions.admin_allows(perm)

    def has_perms(self, perm_list: list[str], obj: object | None = None) -> bool:
        """Answer Django's admin for several permissions."""
        return all(self.has_perm(perm, obj) for perm in perm_list)

    def has_module_perms(self, app_label: str) -> bool:
        """Answer Django's admin for a room."""
        return self.is_staff and permissions.admin_shows(app_label)


class DemandeCompteQuerySet(models.QuerySet["DemandeCompte"]):
    """Requests about accounts."""

    def visible_to(self, user: Utilisateur) -> Self:
        """Return what was asked about the accounts of people at work to who looks after them."""
        return self.exclude(compte__role=Role.JEUNE) if user.has_permission("compte.voir") else self.none()

    def ouvertes(self) -> Self:
        """Return those that somebody has still to answer."""
        return self.filter(statut__in=(StatutDemande.ATTENTE, StatutDemande.ACCEPTEE))


class DemandeCompte(models.Model):
    """What one person asks about an open account and another agrees to: a lost second factor, another address."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    compte = models.ForeignKey(Utilisateur, models.CASCADE, related_name="demandes")
    nature = models.CharField(max_length=10, choices=NatureDemande.choices)
    nouvelle_adresse = models.EmailField("nouvelle adresse e-mail", blank=True)
    motif = models.CharField(max_length=200)
    statut = models.CharField(max_length=10, choices=StatutDemande.choices, default=StatutDemande.ATTENTE)
    demande_par = models.ForeignKey(Utilisateur, models.SET_NULL, null=True, related_name="+")
    demande_le = models.DateTimeField("demandé le")
    decide_par = models.ForeignKey(Utilisateur, models.SET_NULL, null=True, related_name="+")
    decide_le = models.DateTimeField("décidé le", null=True)
    faite_le = models.DateTimeField("faite le", null=True)
    # Mails of the present state still to go out; emptied by the one who sends them.
    messages_dus_le = models.DateTimeField(null=True, editable=False)

    objects = DemandeCompteQuerySet.as_manager()

    class Meta:
        ordering = ("-demande_le", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=["compte", "nature"],
                condition=models.Q(statut__in=(StatutDemande.ATTENTE, StatutDemande.ACCEPTEE)),
                name="demande_compte_unique",
            ),
        )
        verbose_name = "demande sur un compte"
        verbose_name_plural = "demandes sur les comptes"

    def __str__(self) -> str:
        return f"{self.get_nature_display()} ({self.get_statut_display()})"


class JournalFerme(Exception):
    """The journal of accesses is append-only."""


class JournalAccesQuerySet(models.QuerySet["JournalAcces"]):
    """Lines of the journal: added, read, purged by age, never changed."""

    def visible_to(self, user: Utilisateur) -> Self:
        """Return the whole journal to the direction."""
        return self if user.has_permission("journal.voir") else self.none()

    def lectures(self) -> Self:
        """Return the openings of files."""
        return self.filter(action__in=(ActionJournal.LECTURE, ActionJournal.LECTURE_MOTIVEE))

    def update(self, **kwargs: Any) -> int:
        """Refuse: a line says what happened."""
        raise JournalFerme("le journal des accès ne se modifie pas")

    def delete(self) -> tuple[int, dict[str, int]]:
        """Refuse: lines leave by age only, see `purge`."""
        raise JournalFerme("le journal des accès ne s’efface pas")

    def purge(self, *, before: datetime.datetime) -> int:
        """Delete the lines older than a moment; return how many."""
        return int(self.filter(le__lt=before)._raw_delete(self.db))


class JournalAcces(models.Model):
    """One line each time a file is read, exported, or rights change. Ids only; append-only; purged after 12 months."""

    le = models.DateTimeField("le", default=timezone.now, db_index=True)
    utilisateur = models.ForeignKey(Utilisateur, models.SET_NULL, null=True, verbose_name="par", related_name="+")
    action = models.CharField(max_length=20, choices=ActionJournal.choices)
    objet_type = models.CharField("type d’objet", max_length=40)
    objet_id = models.CharField("identifiant", max_length=40)
    motif = models.CharField(max_length=200, blank=True)

    objects = JournalAccesQuerySet.as_manager()

    class Meta:
        ordering = ("-le", "-pk")
        indexes = (models.Index(fields=["objet_type", "objet_id", "-le"], name="journal_objet_idx"),)
        verbose_name = "accès"
        verbose_name_plural = "journal des accès"

    def __str__(self) -> str:
        return f"{self.le:%d/%m/%Y %H:%M} {self.get_action_display()} {self.objet_type} {self.objet_id}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Add the line; refuse to change one."""
        if not self._state.adding:
            raise JournalFerme("le journal des accès ne se modifie pas")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Refuse: a line says what happened."""
        raise JournalFerme("le journal des accès ne s’efface pas")


class AlerteVolumeQuerySet(models.QuerySet["AlerteVolume"]):
    """Days on which somebody opened an unusual number of files."""

    def recent(self, *, today: datetime.date) -> Self:
        """Return those of yesterday and today: what the administration may still have to act on."""
        return self.filter(jour__gte=today - datetime.timedelta(days=1)).select_related("utilisateur")


class AlerteVolume(models.Model):
    """Somebody opened an unusual number of files; those in charge are told once a day, and read it in the journal."""

    utilisateur = models.ForeignKey(Utilisateur, models.CASCADE, related_name="alertes_volume")
    jour = models.DateField()
    nombre = models.PositiveIntegerField("dossiers ouverts")
    seuil = models.PositiveIntegerField("seuil ce jour-là")
    fenetre = models.CharField(
        "comptés", max_length=10, choices=FenetreAlerte.choices, default=FenetreAlerte.JOUR, editable=False
    )
    # The mail still to go out; emptied by the one who sends it.
    annonce_due_le = models.DateTimeField(null=True, editable=False)

    objects = AlerteVolumeQuerySet.as_manager()

    class Meta:
        ordering = ("-jour", "-nombre", "pk")
        constraints = (models.UniqueConstraint(fields=["utilisateur", "jour"], name="alerte_volume_unique"),)
        verbose_name = "alerte de volume"
        verbose_name_plural = "alertes de volume"

    def __str__(self) -> str:
        return f"{self.nombre} dossiers le {self.jour:%d/%m/%Y}"


class BrouillonQuerySet(models.QuerySet["Brouillon"]):
    """Drafts of forms."""

    def visible_to(self, user: Utilisateur) -> Self:
        """Return one's own drafts: nobody reads another's."""
        return self.filter(utilisateur=user)


class Brouillon(models.Model):
    """What somebody was typing in a form, kept on the server (never in the browser's storage) until it is saved."""

    utilisateur = models.ForeignKey(Utilisateur, models.CASCADE, related_name="brouillons")
    cle = models.CharField("formulaire", max_length=120)
    donnees = models.JSONField(default=dict)
    modifie_le = models.DateTimeField(auto_now=True)

    objects = BrouillonQuerySet.as_manager()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["utilisateur", "cle"], name="brouillon_unique"),)

    def __str__(self) -> str:
        return f"{self.cle} ({self.modifie_le:%d/%m/%Y %H:%M})"


class CodeConnexion(models.Model):
    """
    One code asked for by an address, known or not; the code itself is derived from the row's id and kept nowhere.

    Tries are counted here, by a conditional UPDATE, so that many requests at once are still so many tries.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField("adresse e-mail")
    demande_le = models.DateTimeField("demandé le", default=timezone.now, db_index=True)
    essais = models.PositiveSmallIntegerField(default=0)
    envoye_le = models.DateTimeField("envoyé le", null=True, blank=True)
    utilise_le = models.DateTimeField("utilisé le", null=True, blank=True)

    class Meta:
        ordering = ("-demande_le", "pk")
        verbose_name = "code de connexion"
        verbose_name_plural = "codes de connexion"

    def __str__(self) -> str:
        return f"Code demandé le {self.demande_le:%d/%m/%Y %H:%M}"
