"""What was loaded: a database of the demo says so, and is never mistaken for a real one."""

from django.db import models


class Chargement(models.Model):
    """One load of invented people; the same size, seed and day give the same data."""

    taille = models.CharField(max_length=20)
    graine = models.PositiveIntegerField()
    jour = models.DateField()
    lignes = models.PositiveIntegerField(default=0)
    termine_le = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-pk",)

    def __str__(self) -> str:
        return f"{self.taille}, graine {self.graine}, au {self.jour:%d/%m/%Y}"
