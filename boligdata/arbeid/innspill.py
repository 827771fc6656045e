"""Et innspill til høringen: hvem det er fra, hva de mener, hva kommunen svarer, og hva som ble endret.

Et innspill fra en privatperson er en personopplysning. `aapent` er det alle kan se av et innspill, og det
eneste som vises utenfor ansattvisningen.
"""

import dataclasses
import datetime as dt
import re
from dataclasses import dataclass

from boligdata.arbeid import feltliste
from boligdata.arbeid.feltliste import Felt, erklaer, felt_i
from boligdata.felles import norsk
from boligdata.felles.maalform import fast, si
from boligdata.felles.tekst import noekkelform

# Avsendere som kan ha navn. Alt annet, også et slag ingen har valgt, er vernet.
IKKE_PRIVATE = frozenset(("organisasjon", "raad", "statlig", "enhet"))
# Kortere navn enn dette finnes i alle tekster.
_KORTESTE_NAVN = 4


@dataclass(frozen=True)
class Innspill:
    """Ett innspill. `kan_vises` sier at noen har lest teksten, og at den ikke handler om en person.

    `planversjon` er nummeret på versjonen av planen der endringen kom, og `tiltak` er id-ene til tiltakene
    det gjelder. `ord` er kolonner fra filen det kom fra, som ikke er noe felt. `fjernet` tar det ut, men
    ikke historien.
    """

    id: str
    nr: str = ""
    mottatt: dt.date | None = None
    avsenderslag: str = ""
    avsender: str = ""
    kapittel: str = ""
    tema: str = ""
    sammendrag: str = ""
    vurdering: str = ""
    anbefaling: str = ""
    endring: str = ""
    planversjon: str = ""
    tiltak: tuple[str, ...] = ()
    arkiv: str = ""
    kan_vises: bool = False
    ord: tuple[tuple[str, str], ...] = ()
    fjernet: bool = False

    @property
    def er_privat(self) -> bool:
        """Er det fra en privatperson, eller fra noen vi ikke vet hvem er?"""
        return self.avsenderslag not in IKKE_PRIVATE


erklaer(
    Innspill,
    Felt("id", fast("Innspill-id"), "id"),
    Felt("nr", fast("Nummer"), "tekst"),
    Felt("mottatt", fast("Mottatt"), "dato"),
    Felt(
        "avsenderslag",
        fast("Slag avsender"),
        "kode",
        "avsenderslag",
        hjelpetekst=fast(
            "Et innspill uten slag blir vernet som om det er fra en privatperson."
        ),
    ),
    Felt(
        "avsender",
        fast("Avsender"),
        "tekst",
        hjelpetekst=fast(
            "En privatperson trenger ikke navn her: dokumentet i arkivet sier hvem det er."
        ),
    ),
    Felt("kapittel", fast("Kapittel i planen"), "tekst"),
    Felt("tema", fast("Tema"), "kode", "innspillstema"),
    Felt(
        "sammendrag",
        fast("Sammendrag"),
        "avsnitt",
        hjelpetekst=fast(
            "Kort, og uten navn på andre. Hele innspillet ligger i arkivet."
        ),
    ),
    Felt("vurdering", fast("Kommunens vurdering"), "avsnitt"),
    Felt("anbefaling", fast("Anbefaling"), "kode", "anbefaling"),
    Felt(
        "endring",
        fast("Endring i planteksten"),
        "avsnitt",
        hjelpetekst=fast(
            "Slik teksten blir i planen. Alle kan se den, så skriv ikke hvem som ba om den."
        ),
    ),
    Felt("planversjon", fast("Kom med i versjonen"), "tekst"),
    Felt("tiltak", fast("Tiltak det gjelder"), "tekster"),
    Felt("arkiv", fast("Dokument i arkivet"), "tekst"),
    Felt(
        "kan_vises",
        fast("Sammendraget og vurderingen kan vises for alle"),
        "ja_nei",
        hjelpetekst=fast(
            "Kryss av når teksten er lest og ikke handler om en person. Innspill fra privatpersoner "
            "vises aldri."
        ),
    ),
    Felt("ord", fast("Andre kolonner i filen"), "ord"),
    Felt("fjernet", fast("Innspillet er tatt ut"), "ja_nei"),
)
FELT: dict[str, Felt] = {felt.navn: felt for felt in felt_i(Innspill)}


def aapent(innspill: Innspill) -> Innspill:
    """Det alle kan se. Fra en privatperson er det slaget, temaet, anbefalingen og endringen, og ikke noe
    som kan si hvem det er fra: heller ikke nummeret, datoen eller id-en, som står i postlisten og i
    lenker.
    """
    felles = Innspill(
        "",
        avsenderslag=innspill.avsenderslag,
        tema=innspill.tema,
        anbefaling=innspill.anbefaling,
        endring=innspill.endring,
    )
    if innspill.er_privat:
        return felles
    synlige = {"nr", "mottatt", "avsender", "kapittel", "planversjon", "tiltak"}
    if innspill.kan_vises:
        synlige |= {"sammendrag", "vurdering", "kan_vises"}
    return dataclasses.replace(
        felles, **{navn: getattr(innspill, navn) for navn in synlige}
    )


def plass(innspill: Innspill) -> tuple:
    """Det innspillene er ordnet etter: nummeret, og så temaet. Uten nummer er det ikke noe i rekkefølgen
    som sier hvem de er fra.
    """
    tall = "".join(tegn for tegn in innspill.nr if tegn.isdigit())[:9]
    return (
        not tall,
        int(tall or 0),
        innspill.nr,
        innspill.tema,
        innspill.anbefaling,
        innspill.endring,
    )


def feil(innspill: Innspill) -> list[str]:
    """Det som må rettes før innspillet kan lagres, som hele setninger."""
    ut = list(feltliste.feil_i(innspill))
    if not innspill.sammendrag.strip():
        ut.append(si("Innspillet mangler sammendrag. Skriv kort hva avsenderen mener."))
    if innspill.er_privat and _nevner(innspill.endring, innspill.avsender):
        ut.append(
            si(
                "Endringen i planteksten nevner avsenderen. Alle kan se den teksten: ta bort navnet."
            )
        )
    if innspill.anbefaling == "ikke" and innspill.endring.strip():
        ut.append(
            si(
                "Innspillet tas ikke til følge, men har en endring i planteksten. Rett anbefalingen, "
                "eller ta bort endringen."
            )
        )
    return ut


def _nevner(tekst: str, navn: str) -> bool:
    """Står hele navnet, eller et av de lange ordene i det, i teksten?"""
    ordene = set(map(noekkelform, tekst.split()))
    deler = [noekkelform(ett) for ett in navn.split()]
    return any(len(del_) >= _KORTESTE_NAVN and del_ in ordene for del_ in deler)


def neste_nr(alle: tuple[Innspill, ...]) -> str:
    """Det neste ledige nummeret."""
    brukte = [int(ett.nr) for ett in alle if re.fullmatch("[0-9]{1,8}", ett.nr)]
    return str(max(brukte, default=0) + 1)


def i_ord(innspill: Innspill) -> str:
    """«Innspill 4», til meldinger. Aldri hvem det er fra."""
    return si("Innspill {nr}", nr=innspill.nr) if innspill.nr else si("Innspillet")


def mottatt_etter(alle: tuple[Innspill, ...], frist: dt.date | None) -> str:
    """En setning om innspillene som kom etter fristen. Tom når ingen gjorde det."""
    if frist is None:
        return ""
    antall = sum(ett.mottatt is not None and ett.mottatt > frist for ett in alle)
    if not antall:
        return ""
    return si(
        "{antall} kom etter fristen {dato}.",
        antall=norsk.med_ord(antall, si("innspill")),
        dato=norsk.dato(frist),
    )
