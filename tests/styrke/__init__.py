"""Hvor ofte dommene tar feil når ingenting er endret, og hvor ofte de ser det når noe er det."""
