"""Long texts."""

from django import forms


def texte_long(label: str, rows: int, maximum: int) -> forms.CharField:
    """Return a field for a text of several lines, never compulsory."""
    return forms.CharField(label=label, max_length=maximum, required=False, widget=forms.Textarea(attrs={"rows": rows}))
