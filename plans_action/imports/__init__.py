"""Fiches-action written in Word, read as data: archive > document > vocabulaire > lecture > fiche."""
