"""Read fiches-action written in Word, and create them."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, ProgrammingError
from django.utils import timezone

from comptes.models import Utilisateur
from plans_action.imports import services
from plans_action.imports.archive import FichierRefuse, read_path
from plans_action.imports.fiche import FicheLue
from plans_action.models import FicheAction


class Command(BaseCommand):
    """One file after the other: a file that fails does not stop the others, but the command ends in error."""

    help = (
        "Lit des fiches-action écrites dans Word (.docx) et les crée à l’état d’idée. Avec --format json, seul le JSON "
        "des fiches lues sort sur la sortie standard : un objet pour une fiche, une liste pour plusieurs."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the files and the options."""
        parser.add_argument(
            "fichiers",
            nargs="+",
            metavar="FICHIER",
            help="fichier .docx, ou dossier dont les .docx sont lus par ordre de nom",
        )
        parser.add_argument("--format", choices=["texte", "json"], default="texte", help="texte (par défaut) ou json")
        parser.add_argument("--dry-run", action="store_true", help="lire et montrer, sans rien écrire dans la base")
        parser.add_argument("--par", metavar="ADRESSE", help="adresse du compte au nom duquel les fiches sont créées")
        parser.add_argument(
            "--de-nouveau", action="store_true", help="créer encore une fiche pour un fichier déjà importé"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Read every file, then say what each gave."""
        auteur = self._author(options["par"])
        en_json: list[dict[str, Any]] = []
        echecs = 0
        chemins = [chemin for nom in options["fichiers"] for chemin in _files_of(Path(nom))]
        plusieurs = len(chemins) > 1 or chemins != [Path(nom) for nom in options["fichiers"]]
        for chemin in chemins:
            lu = self._read(chemin)
            if lu.erreur:
                echecs += 1
                self.stderr.write(f"{lu.nom} : {lu.erreur}")
                en_json.append({"fichier": lu.nom, "erreur": lu.erreur})
                continue
            plusieurs = plusieurs or len(lu.fiches) > 1
            en_json += [fiche.as_json() for fiche in lu.fiches]
            creees, deja = ([], []) if options["dry_run"] else self._create(lu, auteur, options["de_nouveau"])
            if options["format"] == "texte":
                self._say(lu, creees, deja)
        if options["format"] == "json":
            self.stdout.write(json.dumps(en_json if plusieurs else en_json[0], ensure_ascii=False, indent=2))
        elif options["dry_run"]:
            self.stdout.write("Essai : rien n’a été écrit dans la base.")
        if echecs:
            total = len(chemins)
            raise CommandError(f"{echecs} fichier{'s' if echecs > 1 else ''} sur {total} n’ont pas pu être lus."
                               if echecs > 1 else f"1 fichier sur {total} n’a pas pu être lu.")  # fmt: skip

    def _author(self, adresse: str | None) -> Utilisateur | None:
        if not adresse:
            return None
        auteur = Utilisateur.objects.filter(email__iexact=adresse, is_active=True).first()
        if auteur is None:
            raise CommandError(f"Aucun compte ouvert à l’adresse {adresse}.")
        return auteur

    def _read(self, chemin: Path) -> services.FichierLu:
        try:
            contenu = read_path(chemin, services.limites())
        except FichierRefuse as refus:
            return services.FichierLu(services.clean_name(str(chemin)), erreur=str(refus))
        return services.read_file(nom=str(chemin), contenu=contenu)

    def _create(
        self, lu: services.FichierLu, auteur: Utilisateur | None, de_nouveau: bool
    ) -> tuple[list[FicheAction], list[FicheAction]]:
        try:
            deja = [] if de_nouveau else services.already_accepted(lu.sha256)
            return ([] if deja else services.create_at_once(lu=lu, by=auteur, now=timezone.now())), deja
        except (OperationalError, ProgrammingError) as erreur:
            raise CommandError(
                "La base de données ne répond pas ou n’est pas à jour : lancez « manage.py migrate », ou ajoutez "
                "--dry-run pour lire sans rien écrire."
            ) from erreur

    def _say(self, lu: services.FichierLu, creees: list[FicheAction], deja: list[FicheAction]) -> None:
        for fiche in lu.fiches:
            self.stdout.write(f"{lu.nom} : « {fiche.titre} »")
            self.stdout.write(f"  {summary(fiche)}")
            for phrase in fiche.avertissements:
                self.stdout.write(f"  Attention : {phrase}")
            for texte in fiche.a_ranger:
                self.stdout.write(f"  À ranger : {' '.join(texte.split())[:200]}")
        for cree in creees:
            self.stdout.write(f"  Fiche créée : {cree}")
        for autre in deja:
            self.stdout.write(f"  Fichier déjà importé : fiche {autre}. Ajoutez --de-nouveau pour en créer une autre.")


def _files_of(chemin: Path) -> list[Path]:
    """Return a file as it is, and the Word files of a folder in the order of their names."""
    try:
        if not chemin.is_dir():
            return [chemin]
        # « ~$fiche.docx » is what Word leaves beside a document that is open.
        fichiers = [f for f in chemin.iterdir() if f.suffix.lower() == ".docx" and not f.name.startswith("~$")]
    except (OSError, ValueError):  # ValueError: a NUL in the name
        return [chemin]
    return sorted(fichiers, key=lambda fichier: fichier.name) or [chemin]


def summary(fiche: FicheLue) -> str:
    """Return what was read of a fiche in one line."""
    champs = sum(bool(texte) for cle, texte in fiche.as_json().items() if isinstance(texte, str))
    lignes = sum(len(etape.lignes) for etape in fiche.etapes)
    comptes = (
        (champs + len(fiche.complements), "rubrique remplie", "rubriques remplies"),
        (len(fiche.etapes), "étape", "étapes"),
        (lignes, "ligne", "lignes"),
        (len(fiche.evaluation.indicateurs), "indicateur proposé", "indicateurs proposés"),
        (len(fiche.a_ranger), "passage à ranger", "passages à ranger"),
    )
    return ", ".join(f"{nombre} {seul if nombre < 2 else plusieurs}" for nombre, seul, plusieurs in comptes)
