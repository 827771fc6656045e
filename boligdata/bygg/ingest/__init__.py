"""Les uttrekkene fra tjenestene og offentlig statistikk etter kontrakten i `kilder.toml`.

filer     bytes → ark med rader av tekst (tegnsett, skilletegn, Excel); `jsonstat` gjør det
          samme for SSBs JSON
vakt      ser etter personopplysninger i hver celle, og stopper filen; `kjennetegn`, `personord`
          og `felles.identitetsnummer` sier hvordan de kjennes igjen
oppsett   overskriftene i filen → kolonnene i kontrakten
tolk      teksten i en celle → en verdi, eller en forklaring
verdier   en tabell med tekst → en tabell med typer, og funn
regler    regler på tvers av rader og kilder, i DuckDB
registerstart
          om registrene begynner senere enn tallene skal
pseudonym id-er på boliger, husstander og saker byttes ut
kart      områdekartet, når kommunen har lagt det ved
les       alt sammen, for en mappe
rapport   hva som ble lest, og hva som ikke kunne leses
"""

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
    "Rapport",
    "les_uttrekk",
    "ny_database",
    "rapport_tekst",
    "skriv_avviksrapport",
]
