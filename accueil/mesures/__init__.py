"""What the front desk proves: measures over événements, rendez-vous, orientations and enterprises."""

# In the order in which people choose among them.
from accueil.mesures import rencontres, suite, delai, entreprises  # noqa: F401, I001
