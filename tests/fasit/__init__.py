"""Fasiten: hver indikator regnet ut én gang til, i langsom og enkel Python, rett fra de rå
uttrekkene.

Dette er et annet par øyne på SQL-en. Her er det derfor ingen SQL, ingen pandas og ingen kode fra
`boligdata`: bare kontrakten i `kilder.toml`, filene og definisjonen slik brukeren leser den.
Docstringen til hver funksjon ER definisjonen i katalogen, og en test passer på at de er like.
Endres en definisjon, må fasiten leses på nytt.

Reglene definisjonene deler:

- Periodene er hele kalenderår («2021») og tertialer («2021-T2») fra `foerste_aar` til `per_dato` i
  `kommune.toml`.
- Noe gjelder ved utgangen av perioden når det er begynt senest siste dag og ikke er avsluttet den
  dagen eller før.
- Noe skjer i perioden når datoen er fra og med første til og med siste dag.
- Rader som bryter kontrakten, er ikke med. Et nyere leieforhold i samme bolig avslutter det eldre.
- Et antall måneder etter en dag er samme dag i måneden, eller den siste i måneden når den er
  kortere.
- Et tall som bygger på for lite, er None: median under 10 tilfeller, prosent og måneder av færre
  enn 20, Kaplan–Meier under 20 fulgte eller der én husstand alene kan flytte tallet mer enn 10
  prosentpoeng. Det er det også når nevneren er null.
"""

import functools
from pathlib import Path

from fasit import boliger_og_soeknader, innsats, situasjoner  # noqa: F401  Indikatorene kommer i FASIT når de lastes.
from fasit.kommune import ALDERSGRUPPER, Kommune, les_kommune
from fasit.regnestykker import FASIT, Svar, som_svar
from fasit.uttrekk import KONTRAKT

UKJENT = "ukjent"


def verdier(egenskap: str, k: Kommune) -> list[str]:
    """Alle verdiene en egenskap kan ha."""
    egne = {
        "omraade": k.omraader,
        "stoerrelse": ["0", "1", "2", "3", "4"],
        "tilstand": ["0", "1", "2", "3"],
        "rullestol": ["ja", "nei"],
        "byggeperiode": ["0-1959", "1960-1979", "1980-1999", "2000+"],
        "ventetidsbaand": ["0-3", "4-6", "7-12", "12+"],
        "aldersgruppe": list(ALDERSGRUPPER),
        "barn": ["ja", "nei"],
        "kom_fra": [*situasjoner.KILDER, "ny_situasjon"],
        "utgang": list(situasjoner.UTGANGER),
        "utfall": ["beholdt", "kjoept", "ny_soeknad", "utkastelse"],
        "antall_tjenester": ["1", "2", "3", "4"],
        "avverget": ["ja", "nei"],
        "varighet": ["0-14", "15-90", "91"],
        "annen_hjelp": ["bolig", "virkemiddel", "tjeneste", "ingen"],
        "henvist_fra": list(KONTRAKT["kodeliste"]["enhet"]["koder"]),
    }
    liste = (
        egne[egenskap]
        if egenskap in egne
        else list(KONTRAKT["kodeliste"][egenskap]["koder"])
    )
    return [*liste, "ikke_kjent"] if egenskap == "ledig_aarsak" else [*liste, UKJENT]


def fasit(
    mappe: Path,
) -> dict[str, dict[tuple[str, str | None, str | None], Svar]]:
    """Alle indikatorene for uttrekkene i mappen, som {indikator: {(periode, egenskap, verdi):
    svar}}.

    Totalen for alle har egenskap og verdi None.
    """
    k = les_kommune(mappe)
    alle_verdier = {
        egenskap: verdier(egenskap, k)
        for _, egenskaper in FASIT.values()
        for egenskap in egenskaper
    }
    tall = {}
    for navn, (regn_ut, egenskaper) in FASIT.items():
        tall[navn] = {}
        for p in k.perioder:
            tall[navn][p.id, None, None] = som_svar(regn_ut(k, p, alle))
            for egenskap in egenskaper:
                for verdi in alle_verdier[egenskap]:
                    tall[navn][p.id, egenskap, verdi] = som_svar(
                        regn_ut(k, p, har(egenskap, verdi))
                    )
    return tall


def alle(rad: dict) -> bool:
    """Gruppen som er alle."""
    return True


@functools.cache
def har(egenskap: str, verdi: str):
    """Gruppen der egenskapen har denne verdien. Det som ikke er oppgitt, er «ukjent»."""
    oppgitt = None if verdi == UKJENT else verdi
    return lambda rad: rad[egenskap] == oppgitt
