"""Accounts, rights as data, the journal of accesses."""
