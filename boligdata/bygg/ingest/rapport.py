"""Det som kom inn, og det som ikke kunne leses: rapporten til den som leverer uttrekkene.

Verdiene fra rader som er satt til side, finnes bare her. Rapporten vises til den som kjører
`sjekk`, og lagres aldri i databasen eller en logg.
"""

import csv
import datetime as dt
import re
from dataclasses import dataclass, field
from pathlib import Path

import xlsxwriter

from boligdata.bygg import rettigheter
from boligdata.felles import kilder
from boligdata.felles.config import Brukerfeil
from boligdata.felles.maalform import fast

ALVOR = (fast("stoppet"), fast("satt til side"), fast("endret"), fast("merknad"))
VIS_PER_REGEL = 20


class Filfeil(Exception):
    """Filen som helhet kan ikke leses. `regel` og `forklaring` går til rapporten.

    Forklaringen vises til alle og har aldri celleverdier. `verdi` ser bare den som kjører sjekken,
    som i `Avvik`.
    """

    def __init__(
        self,
        regel: str,
        forklaring: str,
        rad: int | None = None,
        *,
        ark: str | None = None,
        kolonne: str | None = None,
        verdi: str | None = None,
    ):
        super().__init__(forklaring)
        self.regel, self.forklaring, self.rad = regel, forklaring, rad
        self.ark, self.kolonne, self.verdi = ark, kolonne, verdi


@dataclass(frozen=True, slots=True)
class Avvik:
    """Ett funn. `kilde` er tom når filen ikke hører til noen kilde.

    `kolonne` er alltid en overskrift kontrakten kjenner, og kan vises til alle. Overskriften på en
    ukjent kolonne kan være hva som helst. Den står i `verdi`. `antall` er hvor mange like funn linjen
    står for.
    """

    kilde: str
    fil: str
    ark: str | None
    rad: int | None
    kolonne: str | None
    regel: str
    verdi: str | None
    forklaring: str
    alvor: str
    antall: int = 1


@dataclass(frozen=True)
class Ukjent:
    """En skrivemåte avtalen ikke kjenner, og det den ligner mest på, det likeste først.

    `tekst` er en overskrift når `kolonne` er tom, og forslagene er da kolonner. Ellers er den en verdi i
    kolonnen, og forslagene er koder. `rader` er hvor mange rader som er satt til side for den.
    """

    kilde: str
    kolonne: str | None
    tekst: str
    rader: int
    forslag: tuple[str, ...]


@dataclass(frozen=True)
class Kildestatus:
    """Hva som ble levert for én kilde: lest = lastet + satt til side + hoppet over (sumrader,
    fotnoter, like rader).

    `tatt_ut` er dagen uttrekket er tatt ut, og `gjelder_til` dagen tallene går til. Den er None når
    ingenting er lest.
    """

    kilde: str
    filer: tuple[str, ...]
    rader_lest: int
    rader_lastet: int
    rader_til_side: int
    tatt_ut: dt.date | None
    gjelder_til: dt.date | None
    stoppet: str | None
    rader_hoppet_over: int = 0


@dataclass(frozen=True)
class Idmoete:
    """Hvor mange ulike id-er en kilde har i en kolonne, og hvor mange av dem en annen kilde også har.

    `ligner` er hvor mange flere som ville vært like uten store bokstaver, mellomrom, tegn og nuller.
    """

    kilde: str
    kolonne: str
    ider: int
    moetes: int
    ligner: int = 0

    @property
    def andel(self) -> float:
        """Andelen som møtes, fra 0 til 1."""
        return self.moetes / self.ider


@dataclass(frozen=True)
class Rapport:
    """Status for hver kilde, alle funn, og hvor godt id-ene møtes på tvers av kildene. `leveranser` er
    tallene neste leveranse skal sammenlignes med, `ukjente` det avtalen ikke kjente igjen, og
    `forklaringer` hvordan hver fil er forstått, når noen har spurt.
    """

    status: dict[str, Kildestatus]
    avvik: list[Avvik]
    moeter: list[Idmoete] = field(default_factory=list)
    leveranser: dict = field(default_factory=dict)
    ukjente: list[Ukjent] = field(default_factory=list)
    forklaringer: list = field(default_factory=list)


def antall(tall: int, en: str, flere: str) -> str:
    """«Én rad» eller «3 rader»."""
    return f"Én {en}" if tall == 1 else f"{_norsk(tall)} {flere}"


# -------------------------------------------------------------------------------- tekst


def rapport_tekst(rapport: Rapport, med_rader: bool = True) -> str:
    """Rapporten for terminalen: en tabell over kildene, og de første funnene for hver regel.

    Uten rader står det bare hvor mange funn det er, og hvorfor en kilde er stoppet. Da er det ingen
    celleverdier i den.
    """
    linjer = [
        f"{'Kilde':<28}{'Lest':>9}{'Lastet':>9}{'Til side':>10}{'Hoppet over':>13}"
    ]
    linjer += [_kildelinje(kilden) for kilden in rapport.status.values()]
    linjer += _moetelinjer(rapport.moeter)
    for alvor in ALVOR:
        grupper: dict[tuple[str, str], list[Avvik]] = {}
        for avvik in rapport.avvik:
            if avvik.alvor == alvor:
                grupper.setdefault((_kildenavn(avvik.kilde), avvik.regel), []).append(
                    avvik
                )
        if grupper:
            linjer += ["", _OVERSKRIFT[alvor], "-" * len(_OVERSKRIFT[alvor])]
        for (kilde, regel), funn in grupper.items():
            hvor_mange = sum(avvik.antall for avvik in funn)
            linjer.append(f"\n{kilde}: {regel} ({_norsk(hvor_mange)})")
            if med_rader:
                linjer += _rader(funn)
            elif alvor == "stoppet":
                linjer += [f"  {avvik.forklaring}" for avvik in funn]
    if not rapport.avvik:
        linjer += ["", "Ingen avvik."]
    return "\n".join(linjer) + "\n"


_OVERSKRIFT = {
    "stoppet": "STOPPET – disse kildene er ikke lest. Tallene fra forrige bygg blir stående.",
    "satt til side": "SATT TIL SIDE – disse radene er ikke med i tallene.",
    "endret": "ENDRET – disse radene er med, men verdien er tolket eller rettet.",
    "merknad": "MERKNADER – til orientering.",
}


def _moetelinjer(moeter: list[Idmoete]) -> list[str]:
    """Hvor mange id-er i hver kilde som står i en annen kilde."""
    if not moeter:
        return []
    linjer = [
        "",
        f"{'Id-er som står i en annen kilde':<58}{'Ulike':>9}{'I en annen':>12}",
    ]
    for moete in moeter:
        kolonne = kilder.kilder()[moete.kilde].kolonner[moete.kolonne].navn
        navn = f"{_kildenavn(moete.kilde)}: {kolonne}"
        linjer.append(f"{navn:<58}{_norsk(moete.ider):>9}{_norsk(moete.moetes):>12}")
    return linjer


def _kildelinje(status: Kildestatus) -> str:
    if status.stoppet:
        return f"{_kildenavn(status.kilde):<28}  STOPPET"
    if not status.filer:
        return f"{_kildenavn(status.kilde):<28}  ikke levert"
    tall = (
        status.rader_lest,
        status.rader_lastet,
        status.rader_til_side,
        status.rader_hoppet_over,
    )
    bredder = (9, 9, 10, 13)
    return f"{_kildenavn(status.kilde):<28}" + "".join(
        f"{_norsk(tallet):>{bredde}}" for tallet, bredde in zip(tall, bredder)
    )


def _rader(funn: list[Avvik]) -> list[str]:
    linjer = []
    for avvik in funn[:VIS_PER_REGEL]:
        sted = ", ".join(
            del_
            for del_ in (
                avvik.fil,
                avvik.ark and f"ark {avvik.ark}",
                avvik.rad and f"rad {avvik.rad}",
                avvik.kolonne,
            )
            if del_
        )
        verdi = (
            f"[{avvik.verdi}] "
            if avvik.verdi and avvik.verdi not in avvik.forklaring
            else ""
        )
        linjer.append(f"  {sted}{': ' if sted else ''}{verdi}{avvik.forklaring}")
    if len(funn) > VIS_PER_REGEL:
        linjer.append(
            f"  … og {_norsk(len(funn) - VIS_PER_REGEL)} til. Alle står i rapporten som fil."
        )
    return linjer


def _kildenavn(kilde: str) -> str:
    return kilder.kilder()[kilde].navn if kilde else "Filer uten kilde"


def _norsk(tall: int) -> str:
    return f"{tall:,}".replace(",", " ")


# ---------------------------------------------------------------------------------- fil

_KOLONNER = (
    "Kilde",
    "Fil",
    "Ark",
    "Rad",
    "Kolonne",
    "Regel",
    "Verdi",
    "Forklaring",
    "Alvor",
)
_BREDDER = (26, 30, 14, 8, 24, 24, 24, 90, 14)
_STATUSKOLONNER = (
    "Kilde",
    "Filer",
    "Rader lest",
    "Rader lastet",
    "Satt til side",
    "Hoppet over",
    "Tatt ut",
    "Tallene går til",
    "Stoppet fordi",
)
_STATUSBREDDER = (30, 40, 12, 12, 12, 12, 12, 14, 90)
_MEST_I_ARK = 1_000_000


def skriv_avviksrapport(rapport: Rapport, sti: Path) -> Path:
    """Skriv rapporten som .xlsx eller .csv. Filen har celleverdier, og kan bare leses av den som
    kjører programmet.
    """
    skrivere = {".xlsx": _skriv_xlsx, ".csv": _skriv_csv}
    skriv = skrivere.get(sti.suffix.lower())
    if skriv is None:
        raise Brukerfeil(
            f"Rapporten kan skrives som .xlsx eller .csv, ikke «{sti.suffix}». Gi filen et slikt navn."
        )
    try:
        rettigheter.lag_mappe(sti.parent)
        if sti.is_file():
            rettigheter.stram_inn(sti)
        with rettigheter.bare_eieren():
            skriv(rapport, sti)
    except (OSError, xlsxwriter.exceptions.FileCreateError) as feil:
        raise Brukerfeil(
            f"Rapporten kan ikke skrives til {sti}. Lukk filen hvis den er åpen i Excel, "
            "eller velg en annen mappe."
        ) from feil
    return sti


def _avviksrader(rapport: Rapport) -> list[tuple]:
    rekke = {alvor: nr for nr, alvor in enumerate(ALVOR)}
    sortert = sorted(rapport.avvik, key=lambda avvik: rekke[avvik.alvor])
    return [
        (
            _kildenavn(avvik.kilde),
            avvik.fil,
            avvik.ark,
            avvik.rad,
            avvik.kolonne,
            avvik.regel,
            avvik.verdi,
            avvik.forklaring,
            avvik.alvor,
        )
        for avvik in sortert
    ]


def _statusrader(rapport: Rapport) -> list[tuple]:
    return [
        (
            _kildenavn(kilden.kilde),
            ", ".join(kilden.filer),
            kilden.rader_lest,
            kilden.rader_lastet,
            kilden.rader_til_side,
            kilden.rader_hoppet_over,
            kilden.tatt_ut,
            kilden.gjelder_til,
            kilden.stoppet,
        )
        for kilden in rapport.status.values()
    ]


def _skriv_xlsx(rapport: Rapport, sti: Path) -> None:
    # En verdi som begynner med «=» eller «http» er tekst fra et uttrekk, aldri en formel eller
    # lenke.
    valg = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
    }
    with xlsxwriter.Workbook(sti, valg) as bok:
        fet = bok.add_format({"bold": True, "bottom": 1})
        dato = bok.add_format({"num_format": "dd.mm.yyyy"})
        for navn, kolonner, bredder, rader in (
            ("Oppsummering", _STATUSKOLONNER, _STATUSBREDDER, _statusrader(rapport)),
            ("Avvik", _KOLONNER, _BREDDER, _avviksrader(rapport)[:_MEST_I_ARK]),
        ):
            ark = bok.add_worksheet(navn)
            for nr, bredde in enumerate(bredder):
                ark.set_column(nr, nr, bredde)
            ark.freeze_panes(1, 0)
            ark.autofilter(0, 0, max(len(rader), 1), len(kolonner) - 1)
            ark.write_row(0, 0, kolonner, fet)
            for nr, rad in enumerate(rader, 1):
                for kolonne, verdi in enumerate(rad):
                    if isinstance(verdi, dt.date):
                        ark.write_datetime(
                            nr,
                            kolonne,
                            dt.datetime(verdi.year, verdi.month, verdi.day),
                            dato,
                        )
                    elif verdi is not None:
                        ark.write(nr, kolonne, verdi)


def _skriv_csv(rapport: Rapport, sti: Path) -> None:
    with open(sti, "w", encoding="utf-8-sig", newline="") as fil:
        skriver = csv.writer(fil, delimiter=";")
        skriver.writerow(_KOLONNER)
        skriver.writerows(
            [_uten_formel(verdi) for verdi in rad] for rad in _avviksrader(rapport)
        )


def _uten_formel(verdi):
    """Regneark kjører celler som begynner slik. En apostrof foran gjør dem til tekst."""
    if (
        isinstance(verdi, str)
        and verdi.startswith(("=", "+", "-", "@", "\t", "\r"))
        and not _TALL.fullmatch(verdi)
    ):
        return "'" + verdi
    return verdi


_TALL = re.compile(r"[+-]?[\d .,]+")
