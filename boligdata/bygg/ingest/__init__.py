"""Les uttrekkene fra tjenestene og offentlig statistikk etter kontrakten i `kilder.toml`.

hvilke    hvilke filer som er uttrekk, og hvilket som er nyest
filer     en fil → ark med rader av tekst: `boker` (regneark, i en egen prosess), `tegnsett` og
          `csvleser` (tekst), `jsonstat` (svar fra SSB), `statistikkark` (Excel fra SSB),
          `statistikkfil` (CSV og Excel fra SSB om det som er delt på mer)
vakt      ser etter personopplysninger i hver celle, og stopper filen; `kjennetegn`, `personord`
          og `felles.identitetsnummer` sier hvordan de kjennes igjen
porsjoner rader av tekst → en tabell av tekst, kolonne for kolonne
oppsett   overskriftene i filen → kolonnene i kontrakten
kolonneform  hvordan datoer og tall er skrevet, avgjort av hele kolonnen
tolk      teksten i en celle → en verdi, eller en forklaring
verdier   en tabell med tekst → en tabell med typer, og funn
numre     statistikk under et tidligere kommunenummer blir kommunens
regler    regler på tvers av rader og kilder, i DuckDB
ider      id-er i én form, og hvor godt de møtes på tvers av kildene
avstemming  går radene opp, og er noe borte siden forrige leveranse
registerstart
          om registrene begynner senere enn tallene skal
pseudonym id-er på boliger, husstander og saker byttes ut
kart      områdekartet, når kommunen har lagt det ved
forklaring  hvordan hver fil og kolonne er forstått, med ord
les       alt sammen, for en mappe
rapport   hva som ble lest, og hva som ikke kunne leses
"""

from boligdata.bygg.ingest.avstemming import Leveranse
from boligdata.bygg.ingest.forklaring import som_tekst as forklaring_tekst
from boligdata.bygg.ingest.les import les_uttrekk, ny_database
from boligdata.bygg.ingest.rapport import (
    Avvik,
    Kildestatus,
    Rapport,
    rapport_tekst,
    skriv_avviksrapport,
)

__all__ = [
    "Avvik",
    "Kildestatus",
    "Leveranse",
    "Rapport",
    "forklaring_tekst",
    "les_uttrekk",
    "ny_database",
    "rapport_tekst",
    "skriv_avviksrapport",
]
