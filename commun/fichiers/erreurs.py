"""The one refusal of a file."""


class FichierRefuse(Exception):
    """A file that is not kept; the sentence is shown."""
