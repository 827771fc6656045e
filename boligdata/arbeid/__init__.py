"""Planens arbeidsdata: tiltakene, hvordan de kommer inn, og lageret de ligger i."""
