"""Boligbehovet på lesesiden: fra grunnlaget i den publiserte filen, og det brukeren antar, til svar
og kort.

scenario       det brukeren antar, og hvordan det skrives i en lenke
lenken         scenarioet i en lenke, lest med de boligtypene og spennene som gjelder nå
grunnlag       det den publiserte filen har, gjort til det modellen regner med, og navn på år og pooler
kjente         det som sies om dem kommunen alt vet om
folkevekst     hvordan folketallet, og det vi antar om eldre, flytter tilstrømmingen
planer         grunnlaget og scenarioet satt sammen, og hva hver plan fører til
maalgruppene   hvem boligene trengs til
gapet          det som mangler og det som er til overs, med spenn: de samme tallene overalt
kostnad        hva alternativene koster, og hvor mange de hjelper i tide
utslag         hva som betyr mest: én antakelse, eller ett tiltak, om gangen
etterproeving  hva modellen ville sagt tidligere år, mot det som skjedde
kort           setningen, tabellen og forklaringen til hver figur på siden
figurer        figurene, tegnet av det kortene har
"""

from boligdata.innhold.boligbehov.scenario import Grep, Scenario, les, skriv

__all__ = ["Grep", "Scenario", "les", "skriv"]
