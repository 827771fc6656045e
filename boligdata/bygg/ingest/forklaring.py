"""Hvordan hver fil og kolonne er forstått: overskriften, formen, og hva hver verdi er lest som.

Det samme leseren gjør, sagt med ord, for den som lurer på hvorfor et tall ble som det ble. Verdiene som
siteres, er bare dem avtalen eller kommunen kjenner: en id eller en fri tekst står aldri her.
"""

from collections.abc import Iterable
from dataclasses import asdict, dataclass

import pyarrow as pa
import pyarrow.compute as pc

from boligdata.bygg.ingest import kolonneform, tolk
from boligdata.bygg.ingest.filer import Ark
from boligdata.bygg.ingest.oppsett import Oppsett
from boligdata.bygg.ingest.verdier import Lesemaate
from boligdata.felles import kilder
from boligdata.felles.kilder import Kilde, Kolonne
from boligdata.felles.skrivemaater import FIL, koder_i
from boligdata.felles.tekst import del_opp, noekkelform, rens

# Hvem som sier hva en overskrift eller en verdi betyr.
AVTALEN, KOMMUNEN = "avtalen", FIL


@dataclass(frozen=True)
class Verdi:
    """Verdiene i en kolonne som er lest som det samme: navnet på koden, skrivemåtene, og hvem som kjenner
    dem.
    """

    navn: str
    skrevet: tuple[str, ...]
    hvem: str


@dataclass(frozen=True)
class Kolonneforklaring:
    """En kolonne i filen: overskriften, hva den er lest som (navnet i avtalen) og hvem som sier det,
    hvordan cellene er skrevet, verdiene med koder, og hvor mange ulike verdier ingen kjenner.
    """

    overskrift: str
    kolonne: str
    hvem: str
    form: str = ""
    verdier: tuple[Verdi, ...] = ()
    ukjente: int = 0


@dataclass(frozen=True)
class Filforklaring:
    """Et ark i en fil: uttrekket det er, raden overskriften står i, hvordan filen er lest, fagsystemet
    overskriftene er fra (eller None), kolonnene, og hvor mange som ikke er lest.
    """

    kilde: str
    fil: str
    ark: str | None
    rad: int
    lest_som: str
    profil: str | None
    kolonner: tuple[Kolonneforklaring, ...]
    ikke_lest: int = 0

    def som_dict(self) -> dict:
        """Til JSON."""
        return asdict(self)


def forklar(
    kilde: Kilde,
    ark: Ark,
    oppsett: Oppsett,
    rad: int,
    tabell: pa.Table,
    lesemaate: Lesemaate,
) -> Filforklaring:
    """Hvordan arket er lest. `tabell` er kolonnene som tekst, og `rad` er raden overskriften står i."""
    kolonner = []
    for kolonne in kilde.kolonner.values():
        if kolonne.id in tabell.column_names:
            ulike = pc.unique(tabell[kolonne.id]).drop_null().to_pylist()
            tekster = [ren for tekst in ulike if (ren := rens(tekst))]
            kolonner.append(_kolonnen(kilde, kolonne, oppsett, tekster, lesemaate))
    return Filforklaring(
        kilde.id,
        ark.fil,
        ark.navn,
        rad,
        ark.lest_som,
        oppsett.profil,
        tuple(kolonner),
        len(oppsett.ukjente) + len(oppsett.valgt_bort),
    )


def _kolonnen(
    kilde: Kilde,
    kolonne: Kolonne,
    oppsett: Oppsett,
    tekster: list[str],
    lesemaate: Lesemaate,
) -> Kolonneforklaring:
    overskrift, hvem = _overskriften(kilde, kolonne, oppsett, lesemaate)
    verdier, ukjente = (), 0
    if kolonne.type == "kode" or kolonne.type == "omraade" and lesemaate.omraader:
        verdier, ukjente = _verdiene(kolonne, tekster, lesemaate)
    form = _formen(kolonne, tekster, lesemaate)
    return Kolonneforklaring(overskrift, kolonne.navn, hvem, form, verdier, ukjente)


def _overskriften(
    kilde: Kilde, kolonne: Kolonne, oppsett: Oppsett, lesemaate: Lesemaate
) -> tuple[str, str]:
    """Overskriften i filen, og hvem som sier hva den er."""
    plass = oppsett.plass.get(kolonne.id)
    if plass is None:
        brede = [celle.overskrift for celle in oppsett.celler]
        return f"{brede[0]} … {brede[-1]}" if len(brede) > 1 else brede[0], AVTALEN
    overskrift = oppsett.overskrifter[plass]
    form = noekkelform(overskrift)
    if kolonne.id in oppsett.fra_profilen:
        return overskrift, oppsett.profil
    egne = lesemaate.egne.overskrift.get(kilde.id, {})
    er_kommunens = form in {noekkelform(tekst) for tekst in egne}
    i_avtalen = kilder.kilder()[kilde.id].kolonner[kolonne.id].kjente_overskrifter
    kjent = form in {noekkelform(navn) for navn in i_avtalen}
    return overskrift, KOMMUNEN if er_kommunens and not kjent else AVTALEN


# -------------------------------------------------------------------------------- koder


def _verdiene(
    kolonne: Kolonne, tekster: list[str], lesemaate: Lesemaate
) -> tuple[tuple[Verdi, ...], int]:
    """Skrivemåtene etter koden de står for og hvem som kjenner dem, og hvor mange ingen kjenner."""
    navnene = koder_i(kolonne, lesemaate.omraader)
    avtalen = tolk.skrivemaater_i(kolonne, lesemaate.omraader)
    oppslag = lesemaate.egne.oppslag(kolonne) | avtalen
    samlet: dict[tuple[str, str], list[str]] = {}
    ukjente = 0
    for tekst in dict.fromkeys(_delene(kolonne, tekster, oppslag)):
        form = noekkelform(tekst)
        if form not in oppslag:
            ukjente += 1
            continue
        hvem = AVTALEN if form in avtalen else KOMMUNEN
        samlet.setdefault((navnene[oppslag[form]], hvem), []).append(tekst)
    verdier = [
        Verdi(navn, tuple(sorted(skrevet)), hvem)
        for (navn, hvem), skrevet in sorted(samlet.items())
    ]
    return tuple(verdier), ukjente


def _delene(
    kolonne: Kolonne, tekster: Iterable[str], oppslag: dict[str, str]
) -> Iterable[str]:
    for tekst in tekster:
        yield from del_opp(tekst, oppslag) if kolonne.flere else [tekst]


# ------------------------------------------------------------------------------- formen


def _formen(kolonne: Kolonne, tekster: list[str], lesemaate: Lesemaate) -> str:
    """Hvordan cellene i kolonnen er skrevet. Tom når det ikke er noe å velge mellom."""
    form = lesemaate.former.get(kolonne.id, kolonneform.VANLIG)
    if kolonne.type == "dato":
        return kolonneform.datoene_i_ord(tekster, form)
    if kolonne.type in ("heltall", "desimal"):
        return kolonneform.tallene_i_ord(tekster, form)
    if kolonne.type == "id":
        return (
            "slik de står" if lesemaate.id_slik_de_staar else "uten nuller foran tall"
        )
    if kolonne.type == "ja_nei" and tekster:
        bare_kryss = tolk.bare_kryss(tekster)
        return "kryss er ja, og tomt er nei" if bare_kryss else "ja og nei"
    return ""


# ------------------------------------------------------------------------------- i ord


def som_tekst(forklaringer: Iterable[Filforklaring]) -> str:
    """Forklaringene til terminalen: en tabell for hver fil, med verdiene under kolonnen de står i."""
    return "\n".join(linje for en in forklaringer for linje in _filen(en))


def _filen(en: Filforklaring) -> Iterable[str]:
    ark = f", ark {en.ark}" if en.ark else ""
    yield ""
    yield f"{kilder.kilder()[en.kilde].navn}: {en.fil}{ark}"
    yield f"  {en.lest_som}. Overskriften står i rad {en.rad}."
    if en.profil:
        yield f"  Overskriftene er kjent igjen som {en.profil}."
    bredde = max(len(kolonne.overskrift) for kolonne in en.kolonner)
    navnebredde = max(len(kolonne.kolonne) for kolonne in en.kolonner)
    for kolonne in en.kolonner:
        hva = f"  {kolonne.overskrift:<{bredde}}  er {kolonne.kolonne:<{navnebredde}}"
        skrevet = f"; {kolonne.form}" if kolonne.form else ""
        yield f"{hva}  ({kolonne.hvem}{skrevet})"
        for verdi in kolonne.verdier:
            sitert = ", ".join(f"«{tekst}»" for tekst in verdi.skrevet)
            yield f"      {sitert} er {verdi.navn} ({verdi.hvem})"
        if kolonne.ukjente:
            yield f"      {_ukjente(kolonne.ukjente)}"
    if en.ikke_lest:
        hva = "kolonne" if en.ikke_lest == 1 else "kolonner"
        yield f"  {en.ikke_lest} {hva} er ikke lest. De står i rapporten."


def _ukjente(antall: int) -> str:
    if antall == 1:
        return "Én verdi er ikke kjent. Den står i rapporten."
    return f"{antall} verdier er ikke kjent. De står i rapporten."
