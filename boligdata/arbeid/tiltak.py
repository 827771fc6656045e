"""Et tiltak i handlingsdelen: hva det holder, hva hvert felt heter på norsk, og veien til og fra JSON.

`FELT` er det ene stedet et felt er erklært. Skjemaet, tabellene, eksporten, endringsloggen og reglene
under leser det. Et felt til koster én linje her og ett felt i klassen.
"""

import dataclasses
import datetime as dt
import math
import re
import uuid
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from boligdata.felles import norsk, plankoder
from boligdata.felles.config import Brukerfeil
from boligdata.felles.katalog import indikatorer
from boligdata.felles.maalform import fast, si

AARENE = range(1990, 2101)
LENGSTE_TEKST, LENGSTE_AVSNITT, FLEST = 1_000, 20_000, 200
STOERSTE_BELOEP, FLEST_AARSVERK = 100_000_000_000, 10_000


class Tiltaksfeil(Brukerfeil):
    """Noe i et lagret tiltak kan ikke leses. Meldingen sier hvilket felt, og hva som må gjøres."""


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


@dataclass(frozen=True)
class Felt:
    """Ett felt: navnet i koden, ledeteksten, og hva slags verdi det er.

    `slag` er id, tekst, avsnitt, tekster, kode, koder, dato, aar, kroner, desimal, ja_nei, ord, eller
    post og poster, som er en eller flere av klassen `post`. `vedtas` sier at en endring er et avvik fra
    planen når den er politisk vedtatt.
    """

    navn: str
    tekst: str
    slag: str
    kodeliste: str | None = None
    post: type | None = None
    vedtas: bool = False
    hjelpetekst: str = ""

    @property
    def ledetekst(self) -> str:
        """Det feltet heter for den som leser. `tekst` er det samme på bokmål."""
        return si(self.tekst)

    @property
    def hjelp(self) -> str:
        """Hva som skal stå i feltet, når navnet ikke sier det. Ellers tom."""
        return si(self.hjelpetekst)

    @property
    def hoeyst(self) -> int:
        """Hvor mange tegn teksten kan ha."""
        return LENGSTE_AVSNITT if self.slag in ("avsnitt", "ord") else LENGSTE_TEKST


_ALLE_FELT: dict[type, tuple[Felt, ...]] = {
    Tiltak: (
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
    ),
    Frist: (
        Felt("ord", fast("Frist, med planens ord"), "tekst", vedtas=True),
        Felt("slag", fast("Slag frist"), "kode", "fristslag", vedtas=True),
        Felt("fra", fast("Fra"), "dato", vedtas=True),
        Felt("til", fast("Til"), "dato", vedtas=True),
    ),
    Milepael: (
        Felt("id", fast("Milepæl-id"), "id", vedtas=True),
        Felt("tittel", fast("Milepæl"), "tekst", vedtas=True),
        Felt("ord", fast("Frist for milepælen, med planens ord"), "tekst", vedtas=True),
        Felt("frist", fast("Frist for milepælen"), "dato", vedtas=True),
        Felt("naadd", fast("Nådd"), "dato"),
    ),
    Beloep: (
        Felt("aar", fast("År"), "aar", vedtas=True),
        Felt("kroner", fast("Kroner"), "kroner", vedtas=True),
        Felt(
            "slag", fast("Drift eller investering"), "kode", "beloepsslag", vedtas=True
        ),
        Felt("art", fast("Brutto eller tilskudd"), "kode", "beloepsart", vedtas=True),
    ),
    Vedtak: (
        Felt("organ", fast("Organ"), "tekst"),
        Felt("saksnr", fast("Saksnummer"), "tekst"),
        Felt("dato", fast("Vedtaksdato"), "dato"),
        Felt("ordlyd", fast("Ordlyd"), "avsnitt"),
    ),
    Kobling: (
        Felt("indikator", fast("Indikator"), "tekst", vedtas=True),
        Felt("startverdi", fast("Startverdi"), "desimal"),
        Felt("startperiode", fast("Periode for startverdien"), "tekst"),
        Felt("maalverdi", fast("Mål for indikatoren"), "desimal", vedtas=True),
        Felt("maalaar", fast("Målår"), "aar", vedtas=True),
        Felt("effekt_fra", fast("Ventet virkning, minst"), "desimal"),
        Felt("effekt_til", fast("Ventet virkning, høyst"), "desimal"),
        Felt("kilde", fast("Kilde til virkningen"), "tekst"),
    ),
    Status: (
        Felt("verdi", fast("Status"), "kode", "tiltaksstatus"),
        Felt("kommentar", fast("Kommentar til status"), "avsnitt"),
        Felt("dato", fast("Status per"), "dato"),
    ),
}
FELT: dict[str, Felt] = {felt.navn: felt for felt in _ALLE_FELT[Tiltak]}


def felt_i(klasse: type) -> tuple[Felt, ...]:
    """Feltene i tiltaket, eller i en av delene av det, i den rekkefølgen de skal vises."""
    return _ALLE_FELT[klasse]


def uten_verdi(felt: Felt) -> str:
    """Koden et felt har når ingen har valgt: «uavklart» der den finnes, ellers ingenting."""
    return _UTEN_VERDI.get(felt.kodeliste, "")


_UTEN_VERDI = {
    "fristslag": "uavklart",
    "finansiering": "uavklart",
    "beloepsslag": "uavklart",
    "beloepsart": "brutto",
    "tiltaksart": "administrativt",
    "tiltaksstatus": "ikke_startet",
}


def ny_id() -> str:
    """En id ingen andre har: klienten lager den, før noe er lagret."""
    return str(uuid.uuid4())


# ------------------------------------------------------------------------ til og fra JSON


def til_dict(tiltak: Tiltak) -> dict:
    """Tiltaket som verdier JSON kan ta: datoer som ÅÅÅÅ-MM-DD, alltid med de samme nøklene.

    Bare et tiltak som er tatt ut, har «fjernet».
    """
    ut = _enkel(tiltak)
    if not tiltak.fjernet:
        del ut["fjernet"]
    return ut | {"ord": dict(tiltak.ord)}


def _enkel(verdi):
    if dataclasses.is_dataclass(verdi):
        return {
            felt.navn: _enkel(getattr(verdi, felt.navn))
            for felt in _ALLE_FELT[type(verdi)]
        }
    if isinstance(verdi, tuple):
        return [_enkel(del_) for del_ in verdi]
    return verdi.isoformat() if isinstance(verdi, dt.date) else verdi


def fra_dict(innhold: Mapping) -> Tiltak:
    """Tiltaket i en lagret rad. Felt som mangler, får verdien de har når ingen har fylt dem ut.

    En ukjent kode eller nøkkel er en `Tiltaksfeil`: leste vi forbi den, ville neste lagring slettet
    det noen har skrevet.
    """
    return _les_post(Tiltak, innhold)


def _les_post(klasse: type, innhold):
    if not isinstance(innhold, Mapping):
        raise Tiltaksfeil(si(_KAN_IKKE_LESES, felt=klasse.__name__))
    felter = {felt.navn: felt for felt in _ALLE_FELT[klasse]}
    if ukjente := sorted(map(str, innhold.keys() - felter.keys())):
        raise Tiltaksfeil(
            si(
                "Tiltaket har felt dette programmet ikke kjenner: {felter}. Det er lagret av en "
                "nyere utgave. Oppdater programmet, og prøv igjen.",
                felter=", ".join(ukjente),
            )
        )
    if "id" in felter and not innhold.get("id"):
        raise Tiltaksfeil(
            si("Et tiltak eller en milepæl mangler id, og kan ikke leses.")
        )
    return klasse(
        **{
            navn: _LESERE[felter[navn].slag](felter[navn], verdi)
            for navn, verdi in innhold.items()
        }
    )


_KAN_IKKE_LESES = fast(
    "Feltet «{felt}» i et lagret tiltak kan ikke leses. Hent fram forrige versjon av tiltaket."
)


def _ventet(type_: type | tuple[type, ...]) -> Callable:
    """En leser som tar verdien som den er når typen er rett."""

    def les(felt: Felt, verdi):
        if not isinstance(verdi, type_):
            raise Tiltaksfeil(si(_KAN_IKKE_LESES, felt=felt.ledetekst))
        return verdi

    return les


_tekst, _liste, _ja_nei = _ventet(str), _ventet((list, tuple)), _ventet(bool)


def _kode(felt: Felt, verdi) -> str:
    if _tekst(felt, verdi) and verdi not in plankoder.navn(felt.kodeliste):
        raise Tiltaksfeil(
            si(
                "«{verdi}» er ikke en kjent verdi for {felt}. Oppdater programmet, eller "
                "hent fram forrige versjon av tiltaket.",
                verdi=verdi,
                felt=felt.ledetekst,
            )
        )
    return verdi


def _koder(felt: Felt, verdi) -> tuple[str, ...]:
    return tuple(_kode(felt, kode) for kode in _liste(felt, verdi))


def _tekster(felt: Felt, verdi) -> tuple[str, ...]:
    return tuple(_tekst(felt, tekst) for tekst in _liste(felt, verdi))


def _dato(felt: Felt, verdi) -> dt.date | None:
    if verdi is None:
        return None
    try:
        return dt.date.fromisoformat(_tekst(felt, verdi))
    except ValueError:
        raise Tiltaksfeil(si(_KAN_IKKE_LESES, felt=felt.ledetekst)) from None


def _desimal(felt: Felt, verdi) -> float | None:
    if verdi is None:
        return None
    er_tall = isinstance(verdi, (int, float)) and not isinstance(verdi, bool)
    if not er_tall or not math.isfinite(verdi):
        raise Tiltaksfeil(si(_KAN_IKKE_LESES, felt=felt.ledetekst))
    return float(verdi)


def _heltall(felt: Felt, verdi) -> int | None:
    tall = _desimal(felt, verdi)
    if tall is not None and tall != int(tall):
        raise Tiltaksfeil(si(_KAN_IKKE_LESES, felt=felt.ledetekst))
    return None if tall is None else int(tall)


def _kroner(felt: Felt, verdi) -> int:
    return _heltall(felt, verdi) or 0


def _ord(felt: Felt, verdi) -> tuple[tuple[str, str], ...]:
    if not isinstance(verdi, Mapping):
        raise Tiltaksfeil(si(_KAN_IKKE_LESES, felt=felt.ledetekst))
    return tuple(
        (_tekst(felt, navn), _tekst(felt, tekst)) for navn, tekst in verdi.items()
    )


def _post(felt: Felt, verdi):
    return _les_post(felt.post, verdi)


def _poster(felt: Felt, verdi) -> tuple:
    return tuple(_les_post(felt.post, en) for en in _liste(felt, verdi))


_LESERE: dict[str, Callable] = {
    "id": _tekst,
    "tekst": _tekst,
    "avsnitt": _tekst,
    "tekster": _tekster,
    "kode": _kode,
    "koder": _koder,
    "dato": _dato,
    "aar": _heltall,
    "kroner": _kroner,
    "desimal": _desimal,
    "ja_nei": _ja_nei,
    "ord": _ord,
    "post": _post,
    "poster": _poster,
}


# ----------------------------------------------------------------------- det som er galt


def feil(tiltak: Tiltak) -> list[str]:
    """Det som må rettes før tiltaket kan lagres, som hele setninger."""
    return list(
        dict.fromkeys(
            [
                *_feil_i_post(tiltak),
                *_feil_i_navn_og_lenker(tiltak),
                *_feil_i_frist(tiltak.frist),
                *_feil_i_milepaeler(tiltak.milepaeler),
                *_feil_i_penger(tiltak),
                *_feil_i_koblinger(tiltak.koblinger),
            ]
        )
    )


def _feil_i_post(post) -> Iterator[str]:
    """Tekst som er for lang, og koder som ikke finnes, i posten og i delene av den."""
    for felt in _ALLE_FELT[type(post)]:
        verdi = getattr(post, felt.navn)
        if felt.slag == "post":
            yield from _feil_i_post(verdi)
            continue
        deler = verdi if isinstance(verdi, tuple) else (verdi,)
        if len(deler) > FLEST:
            yield si(
                "{felt} kan ha høyst {hoeyst} linjer, men har {antall}. Ta bort noen.",
                felt=felt.ledetekst,
                hoeyst=FLEST,
                antall=len(deler),
            )
        for del_ in deler:
            yield from _feil_i_del(felt, del_)


# Tegn ingen ser, og som verken lageret eller Excel kan ta vare på.
_STYRETEGN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


def _feil_i_del(felt: Felt, verdi) -> Iterator[str]:
    if felt.slag == "poster":
        yield from _feil_i_post(verdi)
    elif felt.kodeliste:
        if verdi and verdi not in plankoder.navn(felt.kodeliste):
            yield si(
                "«{verdi}» er ikke en kjent verdi for {felt}. Velg en fra listen.",
                verdi=verdi,
                felt=felt.ledetekst,
            )
    elif felt.slag == "aar":
        if verdi is not None and verdi not in AARENE:
            yield si(
                "{felt} er {verdi}, men må være mellom {fra} og {til}.",
                felt=felt.ledetekst,
                verdi=verdi,
                fra=AARENE[0],
                til=AARENE[-1],
            )
    else:
        tekster = verdi if isinstance(verdi, tuple) else (verdi,)
        if any(isinstance(en, str) and _STYRETEGN.search(en) for en in tekster):
            yield si(
                "{felt} har tegn som ikke er tekst. Skriv teksten på nytt.",
                felt=felt.ledetekst,
            )
        lengst = max((len(en) for en in tekster if isinstance(en, str)), default=0)
        if lengst > felt.hoeyst:
            yield (
                si(
                    "{felt} kan ha høyst {hoeyst} tegn, men har {antall}. Gjør teksten "
                    "kortere.",
                    felt=felt.ledetekst,
                    hoeyst=norsk.tall(felt.hoeyst),
                    antall=norsk.tall(lengst),
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
        for felt in _ALLE_FELT[Tiltak]
        if felt.vedtas
        and _vedtatt_del(getattr(tiltak, felt.navn))
        != _vedtatt_del(getattr(vedtatt, felt.navn))
    )


def _vedtatt_del(verdi):
    """Det av verdien som ble vedtatt. At en milepæl er nådd, er ikke et avvik fra planen."""
    if dataclasses.is_dataclass(verdi):
        return tuple(
            getattr(verdi, felt.navn) for felt in _ALLE_FELT[type(verdi)] if felt.vedtas
        )
    if isinstance(verdi, tuple) and verdi and dataclasses.is_dataclass(verdi[0]):
        # Rekkefølgen milepæler og beløp står i, er ikke vedtatt.
        return Counter(map(_vedtatt_del, verdi))
    return verdi
