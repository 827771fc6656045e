"""Boligbehovet på lesesiden: fra grunnlaget i den publiserte filen, og det brukeren antar, til svar
og kort.

scenario  det brukeren antar, og hvordan det skrives i en lenke
regning   grunnlaget, planene og svarene
kort      setningen, tabellen og forklaringen til hver figur på siden
"""

from boligdata.innhold.boligbehov.scenario import Grep, Scenario, les, skriv

__all__ = ["Grep", "Scenario", "les", "skriv"]
