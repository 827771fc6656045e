"""Et tiltak i handlingsdelen: hva det holder, hva hvert felt heter på norsk, og reglene for det."""

import dataclasses
import datetime as dt
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from boligdata.arbeid import feltliste
from boligdata.arbeid.feltliste import Felt, erklaer, felt_i
from boligdata.felles import norsk, plankoder
from boligdata.felles.katalog import indikatorer
from boligdata.felles.maalform import fast, si

STOERSTE_BELOEP, FLEST_AARSVERK = 100_000_000_000, 10_000


@dataclass(frozen=True)
class Frist:
    """Fristen med planens egne ord, og dagene de er lest som. Uten `fra` er den «innen `til`»."""

    ord: str = ""
    slag: str = "uavklart"
    fra: dt.date | None = None
    til: dt.date | None = None


@dataclass(frozen=True)
class Milepael:
    """Et steg på veien. `ord` er fristen slik den var skrevet."""

    id: str
    tittel: str = ""
    ord: str = ""
    frist: dt.date | None = None
    naadd: dt.date | None = None


@dataclass(frozen=True)
class Beloep:
    """Kroner i ett år. `slag` er «uavklart» når planen ikke sier om det er drift eller investering.

    `art` er brutto utgift, eller tilskudd som kommer inn.
    """

    aar: int | None = None
    kroner: int = 0
    slag: str = "uavklart"
    art: str = "brutto"


@dataclass(frozen=True)
class Vedtak:
    """Det som er vedtatt om tiltaket: av hvem, i hvilken sak, når, og med hvilke ord."""

    organ: str = ""
    saksnr: str = ""
    dato: dt.date | None = None
    ordlyd: str = ""


@dataclass(frozen=True)
class Kobling:
    """Indikatoren tiltaket skal virke på, og hvor mye det er ventet å virke."""

    indikator: str = ""
    startverdi: float | None = None
    startperiode: str = ""
    maalverdi: float | None = None
    maalaar: int | None = None
    effekt_fra: float | None = None
    effekt_til: float | None = None
    kilde: str = ""


@dataclass(frozen=True)
class Status:
    """Det den ansvarlige selv sier om tiltaket."""

    verdi: str = "ikke_startet"
    kommentar: str = ""
    dato: dt.date | None = None


@dataclass(frozen=True)
class Tiltak:
    """Ett tiltak. Alt er verdier som ikke kan endres: en endring er et nytt tiltak med samme `id`.

    `maal` er overskriftene over tiltaket i planen: hovedmål, og delmål eller innsatsområde. `ord` er
    (overskrift, tekst) slik de sto i filen tiltaket kom fra. `prosjekter` er id-er i uttrekket over
    boligprosjekter: boligene står der, og bare der. `fjernet` tar tiltaket ut, men ikke historien.
    """

    id: str
    nr: str = ""
    tittel: str = ""
    hensikt: str = ""
    maal: tuple[str, ...] = ()
    maalgrupper: tuple[str, ...] = ()
    nasjonalt_maal: str = ""
    ansvarlige: tuple[str, ...] = ()
    partnere: tuple[str, ...] = ()
    frist: Frist = Frist()
    milepaeler: tuple[Milepael, ...] = ()
    penger_ord: str = ""
    beloep: tuple[Beloep, ...] = ()
    aarsverk: float | None = None
    funksjon: str = ""
    finansiering: str = "uavklart"
    oekonomiplan: str = ""
    vedtak: tuple[Vedtak, ...] = ()
    art: str = "administrativt"
    koblinger: tuple[Kobling, ...] = ()
    prosjekter: tuple[str, ...] = ()
    status: Status = Status()
    ord: tuple[tuple[str, str], ...] = ()
    fjernet: bool = False


erklaer(
    Tiltak,
    Felt("id", fast("Tiltak-id"), "id"),
    Felt(
        "nr",
        fast("Nummer"),
        "tekst",
        hjelpetekst=fast("Nummeret i planen, som 1.2."),
    ),
    Felt("tittel", fast("Tiltak"), "tekst", vedtas=True),
    Felt("hensikt", fast("Hensikt og innhold"), "avsnitt", vedtas=True),
    Felt(
        "maal",
        fast("Mål i planen"),
        "tekster",
        vedtas=True,
        hjelpetekst=fast("Hovedmålet, og delmålet eller innsatsområdet under det."),
    ),
    Felt("maalgrupper", fast("Målgrupper"), "koder", "maalgruppe", vedtas=True),
    Felt("nasjonalt_maal", fast("Nasjonalt mål"), "kode", "nasjonalt_maal"),
    Felt("ansvarlige", fast("Ansvarlig"), "tekster", vedtas=True),
    Felt("partnere", fast("Samarbeid med"), "tekster"),
    Felt("frist", fast("Frist"), "post", post=Frist, vedtas=True),
    Felt("milepaeler", fast("Milepæler"), "poster", post=Milepael, vedtas=True),
    Felt(
        "penger_ord",
        fast("Penger, med planens ord"),
        "avsnitt",
        hjelpetekst=fast("Slik det står i planen, som «innenfor rammen»."),
    ),
    Felt("beloep", fast("Beløp"), "poster", post=Beloep, vedtas=True),
    Felt("aarsverk", fast("Årsverk"), "desimal", vedtas=True),
    Felt("funksjon", fast("KOSTRA-funksjon"), "kode", "funksjon"),
    Felt("finansiering", fast("Finansiering"), "kode", "finansiering"),
    Felt(
        "oekonomiplan",
        fast("Økonomiplan"),
        "tekst",
        hjelpetekst=fast("Årene økonomiplanen gjelder, som 2024–2027."),
    ),
    Felt("vedtak", fast("Vedtak"), "poster", post=Vedtak),
    Felt("art", fast("Hvem som vedtar endringer"), "kode", "tiltaksart"),
    Felt("koblinger", fast("Indikatorer"), "poster", post=Kobling, vedtas=True),
    Felt(
        "prosjekter",
        fast("Boligprosjekter"),
        "tekster",
        hjelpetekst=fast("Prosjekt-id fra boligprosjektene. Boligene telles der."),
    ),
    Felt("status", fast("Status"), "post", post=Status),
    Felt("ord", fast("Planens egne kolonner"), "ord"),
    Felt("fjernet", fast("Fjernet"), "ja_nei"),
)
erklaer(
    Frist,
    Felt("ord", fast("Frist, med planens ord"), "tekst", vedtas=True),
    Felt("slag", fast("Slag frist"), "kode", "fristslag", vedtas=True),
    Felt("fra", fast("Fra"), "dato", vedtas=True),
    Felt("til", fast("Til"), "dato", vedtas=True),
)
erklaer(
    Milepael,
    Felt("id", fast("Milepæl-id"), "id", vedtas=True),
    Felt("tittel", fast("Milepæl"), "tekst", vedtas=True),
    Felt("ord", fast("Frist for milepælen, med planens ord"), "tekst", vedtas=True),
    Felt("frist", fast("Frist for milepælen"), "dato", vedtas=True),
    Felt("naadd", fast("Nådd"), "dato"),
)
erklaer(
    Beloep,
    Felt("aar", fast("År"), "aar", vedtas=True),
    Felt("kroner", fast("Kroner"), "kroner", vedtas=True),
    Felt("slag", fast("Drift eller investering"), "kode", "beloepsslag", vedtas=True),
    Felt("art", fast("Brutto eller tilskudd"), "kode", "beloepsart", vedtas=True),
)
erklaer(
    Vedtak,
    Felt("organ", fast("Organ"), "tekst"),
    Felt("saksnr", fast("Saksnummer"), "tekst"),
    Felt("dato", fast("Vedtaksdato"), "dato"),
    Felt("ordlyd", fast("Ordlyd"), "avsnitt"),
)
erklaer(
    Kobling,
    Felt("indikator", fast("Indikator"), "tekst", vedtas=True),
    Felt("startverdi", fast("Startverdi"), "desimal"),
    Felt("startperiode", fast("Periode for startverdien"), "tekst"),
    Felt("maalverdi", fast("Mål for indikatoren"), "desimal", vedtas=True),
    Felt("maalaar", fast("Målår"), "aar", vedtas=True),
    Felt("effekt_fra", fast("Ventet virkning, minst"), "desimal"),
    Felt("effekt_til", fast("Ventet virkning, høyst"), "desimal"),
    Felt("kilde", fast("Kilde til virkningen"), "tekst"),
)
erklaer(
    Status,
    Felt("verdi", fast("Status"), "kode", "tiltaksstatus"),
    Felt("kommentar", fast("Kommentar til status"), "avsnitt"),
    Felt("dato", fast("Status per"), "dato"),
)
FELT: dict[str, Felt] = {felt.navn: felt for felt in felt_i(Tiltak)}


def uten_verdi(felt: Felt) -> str:
    """Koden et felt har når ingen har valgt: «uavklart» der den finnes, ellers ingenting."""
    return _UTEN_VERDI.get(felt.kodeliste, "")


_UTEN_VERDI = {
    felt.kodeliste: getattr(klasse, felt.navn)
    for klasse in (Tiltak, Frist, Beloep, Status)
    for felt in felt_i(klasse)
    if felt.slag == "kode"
}


# ------------------------------------------------------------------------ til og fra JSON


def til_dict(tiltak: Tiltak) -> dict:
    """Tiltaket som verdier JSON kan ta. Bare et tiltak som er tatt ut, har «fjernet»."""
    ut = feltliste.til_dict(tiltak)
    if not tiltak.fjernet:
        del ut["fjernet"]
    return ut


def fra_dict(innhold: Mapping) -> Tiltak:
    """Tiltaket i en lagret rad. Se `feltliste.les`."""
    return feltliste.les(Tiltak, innhold)


# ----------------------------------------------------------------------- det som er galt


def feil(tiltak: Tiltak) -> list[str]:
    """Det som må rettes før tiltaket kan lagres, som hele setninger."""
    return list(
        dict.fromkeys(
            [
                *feltliste.feil_i(tiltak),
                *_feil_i_navn_og_lenker(tiltak),
                *_feil_i_frist(tiltak.frist),
                *_feil_i_milepaeler(tiltak.milepaeler),
                *_feil_i_penger(tiltak),
                *_feil_i_koblinger(tiltak.koblinger),
            ]
        )
    )


def _feil_i_navn_og_lenker(tiltak: Tiltak) -> Iterator[str]:
    if not tiltak.tittel.strip():
        yield si("Tiltaket mangler tittel. Skriv hva som skal gjøres.")
    if tiltak.id in tiltak.prosjekter:
        yield (
            si(
                "Tiltaket viser til seg selv som boligprosjekt. Velg et prosjekt fra listen, "
                "eller la feltet stå tomt."
            )
        )
    dobbelt = [
        navn for navn, antall in Counter(tiltak.prosjekter).items() if antall > 1
    ]
    if dobbelt:
        yield si(
            "Prosjektet {prosjekter} står to ganger. La det stå én gang.",
            prosjekter=norsk.ramse(dobbelt),
        )


def _feil_i_frist(frist: Frist) -> Iterator[str]:
    if frist.fra and frist.til and frist.til < frist.fra:
        yield (
            si(
                "Fristen er {til}, som er før starten {fra}. Rett en av datoene.",
                til=norsk.dato(frist.til),
                fra=norsk.dato(frist.fra),
            )
        )
    if frist.slag == "tidfestet" and not frist.til:
        yield si(
            "En tidfestet frist må ha en dato. Skriv datoen, eller velg et annet slag frist."
        )


def _feil_i_milepaeler(milepaeler: tuple[Milepael, ...]) -> Iterator[str]:
    if any(not milepael.tittel.strip() for milepael in milepaeler):
        yield si(
            "En milepæl mangler tittel. Skriv hva som skal være nådd, eller ta den bort."
        )
    if len({milepael.id for milepael in milepaeler}) < len(milepaeler):
        yield si(
            "To milepæler har samme id. Ta bort en av dem, og legg den inn på nytt."
        )


def _feil_i_penger(tiltak: Tiltak) -> Iterator[str]:
    if any(en.aar is None for en in tiltak.beloep):
        yield si("Et beløp mangler år. Skriv hvilket år pengene gjelder.")
    like = Counter((en.aar, en.slag, en.art) for en in tiltak.beloep)
    for (aar, slag, art), antall in like.items():
        if antall > 1 and aar is not None:
            yield si(
                "Det står {antall} beløp for {aar} av samme slag ({slag}, {art}). Legg dem sammen til ett.",
                antall=antall,
                aar=aar,
                slag=plankoder.navn("beloepsslag").get(slag, slag).lower(),
                art=plankoder.navn("beloepsart").get(art, art).lower(),
            )
    if any(abs(en.kroner) > STOERSTE_BELOEP for en in tiltak.beloep):
        yield si(
            "Et beløp er over 100 milliarder kroner. Rett beløpet: det skal stå i hele kroner."
        )
    if tiltak.aarsverk is not None and not 0 <= tiltak.aarsverk <= FLEST_AARSVERK:
        yield si("Årsverk må være mellom 0 og 10 000. Rett tallet.")
    if tiltak.oekonomiplan and not er_oekonomiplan(tiltak.oekonomiplan):
        yield si("Økonomiplanen skrives med første og siste år, slik: 2024–2027.")


_OEKONOMIPLAN = re.compile(r"(\d{4})[–-](\d{4})")


def er_oekonomiplan(tekst: str) -> bool:
    """Er teksten årene en økonomiplan gjelder, det første først?"""
    treff = _OEKONOMIPLAN.fullmatch(tekst)
    return bool(treff) and int(treff[1]) <= int(treff[2])


def _feil_i_koblinger(koblinger: tuple[Kobling, ...]) -> Iterator[str]:
    kjente = indikatorer()
    for kobling in koblinger:
        if kobling.indikator not in kjente:
            yield si(
                "«{indikator}» er ikke en indikator. Velg en fra listen.",
                indikator=kobling.indikator,
            )
        fra, til = kobling.effekt_fra, kobling.effekt_til
        if fra is not None and til is not None and fra > til:
            yield si(
                "Den minste ventede virkningen er større enn den høyeste. Bytt om på tallene."
            )
    if len({kobling.indikator for kobling in koblinger}) < len(koblinger):
        yield si(
            "Tiltaket er koblet to ganger til samme indikator. La den stå én gang."
        )


# ---------------------------------------------------------------- avvik fra det vedtatte


def endret_etter_vedtak(tiltak: Tiltak, vedtatt: Tiltak) -> tuple[str, ...]:
    """Feltene der tiltaket avviker fra den versjonen som ble vedtatt. Ingen når planen er
    administrativ: da er en endring bare en endring.
    """
    if vedtatt.art != "politisk":
        return ()
    return tuple(
        felt.navn
        for felt in felt_i(Tiltak)
        if felt.vedtas
        and _vedtatt_del(getattr(tiltak, felt.navn))
        != _vedtatt_del(getattr(vedtatt, felt.navn))
    )


def _vedtatt_del(verdi):
    """Det av verdien som ble vedtatt. At en milepæl er nådd, er ikke et avvik fra planen."""
    if dataclasses.is_dataclass(verdi):
        return tuple(
            getattr(verdi, felt.navn) for felt in felt_i(type(verdi)) if felt.vedtas
        )
    if isinstance(verdi, tuple) and verdi and dataclasses.is_dataclass(verdi[0]):
        # Rekkefølgen milepæler og beløp står i, er ikke vedtatt.
        return Counter(map(_vedtatt_del, verdi))
    return verdi
