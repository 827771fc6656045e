"""Et møte: sakene i rekkefølge, hvem som er med, det som ble bestemt, og figurene slik de var da.

En figur er frosset: tallene, setningen og tegningen, og ikke bare lenken til kortet. Den lagres for seg, én
gang, så en endring i møtet ikke skriver alle figurene på nytt.
"""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from boligdata.arbeid import feltliste
from boligdata.arbeid.feltliste import Felt, Feltfeil, erklaer, felt_i
from boligdata.felles import norsk
from boligdata.felles.maalform import fast, si

LENGSTE_SAK = 600


@dataclass(frozen=True)
class Moetesak:
    """En sak på dagsordenen. `figur` er id-en til en frosset figur og `lenke` adressen til siden den er
    fra. `notat` er til den som forbereder saken, og vises aldri på veggen. `tiltak` er tiltaket
    beslutningen også står i.
    """

    id: str
    tittel: str = ""
    ansvarlig: str = ""
    minutter: int | None = None
    notat: str = ""
    figur: str = ""
    lenke: str = ""
    beslutning: str = ""
    oppfoelger: str = ""
    frist: dt.date | None = None
    gjort: dt.date | None = None
    tiltak: str = ""


@dataclass(frozen=True)
class Moete:
    """Et møte. `forrige` er id-en til møtet før. Det er `avsluttet` når det neste er laget."""

    id: str
    tittel: str = ""
    dato: dt.date | None = None
    klokken: str = ""
    sted: str = ""
    saksnr: str = ""
    deltakere: tuple[str, ...] = ()
    fravaerende: tuple[str, ...] = ()
    saker: tuple[Moetesak, ...] = ()
    neste_dato: dt.date | None = None
    neste_sted: str = ""
    forrige: str = ""
    avsluttet: bool = False
    fjernet: bool = False


erklaer(
    Moete,
    Felt("id", fast("Møte-id"), "id"),
    Felt("tittel", fast("Hva møtet heter"), "tekst"),
    Felt("dato", fast("Dato for møtet"), "dato"),
    Felt(
        "klokken",
        fast("Klokken"),
        "tekst",
        hjelpetekst=fast("Fra og til, som 9–11."),
    ),
    Felt("sted", fast("Sted"), "tekst"),
    Felt("saksnr", fast("Saksnummer"), "tekst"),
    Felt("deltakere", fast("Deltakere"), "tekster"),
    Felt("fravaerende", fast("Forfall"), "tekster"),
    Felt("saker", fast("Saker"), "poster", post=Moetesak),
    Felt("neste_dato", fast("Neste møte"), "dato"),
    Felt("neste_sted", fast("Sted for neste møte"), "tekst"),
    Felt("forrige", fast("Forrige møte"), "tekst"),
    Felt("avsluttet", fast("Møtet er avsluttet"), "ja_nei"),
    Felt("fjernet", fast("Møtet er tatt bort"), "ja_nei"),
)
erklaer(
    Moetesak,
    Felt("id", fast("Sak-id"), "id"),
    Felt("tittel", fast("Sak"), "tekst"),
    Felt("ansvarlig", fast("Hvem som legger fram saken"), "tekst"),
    Felt("minutter", fast("Minutter"), "antall"),
    Felt(
        "notat",
        fast("Notat"),
        "avsnitt",
        hjelpetekst=fast("Til den som forbereder saken. Det vises ikke i møtet."),
    ),
    Felt("figur", fast("Figur"), "tekst"),
    Felt("lenke", fast("Siden figuren er fra"), "tekst"),
    Felt("beslutning", fast("Beslutning"), "avsnitt"),
    Felt("oppfoelger", fast("Hvem som følger opp"), "tekst"),
    Felt("frist", fast("Frist for oppfølgingen"), "dato"),
    Felt("gjort", fast("Gjort"), "dato"),
    Felt("tiltak", fast("Tiltaket beslutningen gjelder"), "tekst"),
)
FELT: dict[str, Felt] = {felt.navn: felt for felt in felt_i(Moete)}
SAKSFELT: dict[str, Felt] = {felt.navn: felt for felt in felt_i(Moetesak)}


def feil(moete: Moete) -> list[str]:
    """Det som må rettes før møtet kan lagres, som hele setninger."""
    return list(dict.fromkeys([*feltliste.feil_i(moete), *_feil_i_sakene(moete)]))


def _feil_i_sakene(moete: Moete) -> Iterator[str]:
    if any(not sak.tittel.strip() for sak in moete.saker):
        yield si("En sak mangler tittel. Skriv hva saken gjelder, eller ta den bort.")
    if any(not 0 < (sak.minutter or 1) <= LENGSTE_SAK for sak in moete.saker):
        yield si(
            "Tiden for en sak må være mellom 1 og {hoeyst} minutter, eller stå tom.",
            hoeyst=norsk.tall(LENGSTE_SAK),
        )
    if len({sak.id for sak in moete.saker}) < len(moete.saker):
        yield si("To saker har samme id. Ta bort en av dem, og legg den inn på nytt.")


def plass(moete: Moete) -> tuple:
    """Det møtene er ordnet etter: de som er avsluttet først, og så datoen. Uten dato er det sist."""
    return (not moete.avsluttet, moete.dato or dt.date.max, moete.id)


# ------------------------------------------------------------------------- frosne figurer


@dataclass(frozen=True)
class Frossenfigur:
    """Det et kort viste da det ble lagt til i møtet: bare publiserte tall, slik de sto på skjermen.

    `tittel` er funnet, eller spørsmålet når det ikke er noe sikkert å si. `hode` og `rader` er tabellen, og
    `tallkolonner` dem som står til høyre. `tegning` er figuren slik nettleseren får den, og `ruter` den når
    den er en tabell med farger eller søyler. `data` er tallene bak, til dommen over hva som er endret siden,
    og `oppskrift` det som må til for å hente dem på nytt. `om` er linjene under «Om tallet».
    """

    id: str
    tittel: str
    spoersmaal: str = ""
    gjelder: str = ""
    setning: str = ""
    alt: str = ""
    kilde: str = ""
    data_til: dt.date | None = None
    frosset: dt.date | None = None
    spraak: str = "nb"
    hode: tuple[str, ...] = ()
    rader: tuple[tuple[str, ...], ...] = ()
    tallkolonner: tuple[int, ...] = ()
    navn: str = ""
    om: tuple[tuple[str, str], ...] = ()
    tegning: Mapping = field(default_factory=dict)
    ruter: Mapping = field(default_factory=dict)
    data: tuple[Mapping, ...] = ()
    oppskrift: Mapping = field(default_factory=dict)


_DATOER = ("data_til", "frosset")
_LISTER = ("hode", "rader", "tallkolonner", "om", "data")


def figur_til_dict(figur: Frossenfigur) -> dict:
    """Figuren som verdier JSON kan ta."""
    ut = dict(vars(figur))
    for navn in _DATOER:
        ut[navn] = ut[navn].isoformat() if ut[navn] else None
    for navn in _LISTER:
        ut[navn] = [list(en) if isinstance(en, tuple) else en for en in ut[navn]]
    return ut


def figur_fra_dict(innhold: Mapping) -> Frossenfigur:
    """Figuren i en lagret rad. Kaster `Feltfeil` når den ikke kan leses."""
    verdier = dict(innhold)
    try:
        for navn in _DATOER:
            dag = verdier.get(navn)
            verdier[navn] = dt.date.fromisoformat(dag) if dag else None
        for navn in _LISTER:
            verdier[navn] = tuple(
                tuple(en) if isinstance(en, list) else en for en in verdier[navn]
            )
        return Frossenfigur(**verdier)
    except (KeyError, TypeError, ValueError):
        raise Feltfeil(
            si("En figur i møtet er lagret slik at den ikke kan leses.")
        ) from None
