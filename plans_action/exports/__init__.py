"""A fiche-action outside the application: as JSON that another installation reads, as Word, as PDF."""
