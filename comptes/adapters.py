"""What allauth asks the house about accounts."""

from allauth.account.adapter import DefaultAccountAdapter


class CompteAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts open only for youths; those of professionals are created by the administration."""
