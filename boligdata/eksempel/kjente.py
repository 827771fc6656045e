"""Det Fjordvik alt vet om dem som kommer: listen over kjente framtidige brukere, og bosettingen av
flyktninger.

Alt er antakelser. Listen har om lag sju av ti av dem med utviklingshemming som vil flytte hjemmefra
de neste åtte årene. Bosettingen følger de samme årene som søknadene (`AARSVEKT`).
"""

from pathlib import Path

from boligdata.eksempel import naboer
from boligdata.eksempel.skriv import skriv_csv

# Boligtype, målgruppe, tidligst, senest og sannsynlighet i prosent, med skrivemåtene i uttrekket.
PAA_LISTEN = (
    ("Samlokaliserte boliger", "UTV", 2026, 2026, 95),
    ("Samlokaliserte boliger", "UTV", 2026, 2027, 90),
    ("Omsorgsbolig m/bemanning", "UTV", 2026, 2027, 80),
    ("Samlokaliserte boliger", "UTV", 2027, 2028, 90),
    ("Samlokaliserte boliger", "UTV", 2028, 2028, 85),
    ("Omsorgsbolig m/bemanning", "FUNK", 2028, 2029, 70),
    ("Samlokaliserte boliger", "UTV", 2029, 2030, 90),
    ("Samlokaliserte boliger", "UTV", 2029, 2031, 75),
    ("Omsorgsbolig m/bemanning", "UTV", 2030, 2031, 85),
    ("Samlokaliserte boliger", "UTV", 2031, 2031, 80),
    ("Samlokaliserte boliger", "UTV", 2031, 2033, 75),
    ("Omsorgsbolig m/bemanning", "UTV", 2032, 2033, 70),
    ("Samlokaliserte boliger", "UTV", 2033, 2033, 80),
)
# Flyktninger kommunen er bedt om å bosette, har vedtatt å bosette og har bosatt.
BOSETTING = {
    2016: (40, 35, 34),
    2017: (30, 27, 27),
    2018: (18, 18, 18),
    2019: (16, 16, 16),
    2020: (15, 13, 13),
    2021: (16, 16, 16),
    2022: (70, 60, 57),
    2023: (65, 60, 58),
    2024: (30, 30, 27),
    2025: (18, 18, 17),
    2026: (20, 18, ""),
    2027: (16, "", ""),
}

# Det IMDi kaller de tre.
_HOS_IMDI = (
    "Anmodning om bosetting",
    "Vedtak om bosetting",
    "Faktisk bosetting",
)


def skriv_kjente(mappe: Path, skala: int) -> list[Path]:
    """Listen, og bosettingen, for så mange kommuner på størrelse med Fjordvik."""
    rader = [
        [f"K{nr:03d}", *husstand] for nr, husstand in enumerate(PAA_LISTEN * skala, 1)
    ]
    overskrift = [
        "Løpenr",
        "Trenger boligtype",
        "Brukergruppe",
        "Tidligst",
        "Senest",
        "Sannsynlighet (%)",
    ]
    bosetting = [
        [aar, *(antall and antall * skala for antall in tallene)]
        for aar, tallene in BOSETTING.items()
    ]
    return [
        skriv_csv(mappe / "kjente_brukere.csv", overskrift, rader, "utf-8-sig"),
        skriv_csv(
            mappe / "bosetting.csv",
            ["År", "Anmodning", "Vedtatt", "Bosatt"],
            bosetting,
            "utf-8-sig",
        ),
        skriv_csv(
            mappe / "imdi_bosetting.csv",
            ["Enhet", "År", "Kommunenummer", "Bosetting", "Antall"],
            [
                ["Personer", aar, nummer, slag, antall]
                for aar, *tallene in bosetting
                for nummer, antallene in naboer.bosetting(aar, tuple(tallene)).items()
                for slag, antall in zip(_HOS_IMDI, antallene)
            ],
            "cp1252",
        ),
    ]
