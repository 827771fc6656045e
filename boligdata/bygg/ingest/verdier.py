"""Fra en tabell med tekst til en tabell med riktige typer, og funnene på veien.

Hver ulike tekst i en kolonne tolkes én gang, uansett hvor mange rader den står i. Det gjør reglene
til vanlige Python-funksjoner uten at de koster noe særlig: 100 000 rader med 20 kolonner tar rundt
ett sekund, med lesing av filen.
"""

import functools
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from boligdata.bygg.ingest import tolk
from boligdata.bygg.ingest.filer import Ark
from boligdata.bygg.ingest.kolonneform import VANLIG, Form
from boligdata.bygg.ingest.oppsett import Oppsett, Overskrifter
from boligdata.bygg.ingest.rapport import Avvik, Filfeil, Ukjent, antall
from boligdata.bygg.ingest.regler import HOPPET_OVER, LASTET, TIL_SIDE
from boligdata.bygg.ingest.tolk import Tolket
from boligdata.felles.kilder import Kilde, Kolonne
from boligdata.felles.likhet import naermest
from boligdata.felles.maalform import fast
from boligdata.felles.skrivemaater import INGEN, Skrivemaater, koder_i
from boligdata.felles.tekst import noekkelform, rens

ARROWTYPER = {
    "heltall": pa.int32(),
    "desimal": pa.float64(),
    "dato": pa.date32(),
    "ja_nei": pa.bool_(),
}
LENGSTE_VERDI = 200


# Så mange funn av et slag i en kolonne får hver sin linje. De andre telles i én.
FLEST_FUNN = 1_000
# Så mange ukjente verdier får forslag. Er det flere, er det kolonnen som er gal.
FLEST_UKJENTE = 50


@dataclass(frozen=True)
class Lesemaate:
    """Det som er kjent om filen før cellene tolkes: kommunens områder, hvordan hver kolonne er skrevet,
    om id-er skal leses slik de står, og kommunens egne skrivemåter.
    """

    omraader: tuple[str, ...]
    former: dict[str, Form] = field(default_factory=dict)
    id_slik_de_staar: bool = False
    egne: Skrivemaater = INGEN


def tolk_tabell(
    tekst: pa.Table, kilde: Kilde, ark: Ark, oppsett: Oppsett, lesemaate: Lesemaate
) -> tuple[pa.Table, list[Avvik], list[Ukjent]]:
    """Kontraktens kolonner med riktige typer, `_rad` og `_tilstand` for hver rad, det som er funnet,
    og verdiene avtalen ikke kjenner.
    """
    arbeid = _Arbeid(tekst, kilde, ark, oppsett)
    _finn_gjentatte_overskrifter(arbeid)
    kolonner = {
        kolonne.id: _tolk_kolonne(arbeid, kolonne, lesemaate)
        for kolonne in kilde.kolonner.values()
    }
    for kolonne, tegn in arbeid.tegn.items():
        kolonner[kolonne] = pc.coalesce(tegn, kolonner[kolonne])
    _feil_antall_felt(arbeid)
    _hopp_over_det_som_ikke_er_data(arbeid)
    avvik = [*_satt_til_side(arbeid), *_merknader(arbeid)]
    tilstand = np.full(tekst.num_rows, LASTET, dtype=np.int8)
    tilstand[list(arbeid.funn)] = TIL_SIDE
    tilstand[list(arbeid.hopp)] = HOPPET_OVER
    kolonner |= {"_rad": tekst["_rad"], "_tilstand": pa.array(tilstand)}
    return pa.table(kolonner), avvik, [*_ukjente(arbeid, lesemaate.omraader)]


@dataclass
class _Funn:
    kolonne: Kolonne | None
    regel: str
    forklaring: str
    verdi: str | None
    ukjent: str | None = None


@dataclass
class _Arbeid:
    """Alt om ett ark mens det tolkes. Rader er plasser i tabellen. `funn` er brudd, `hopp` er det
    som ikke er data.
    """

    tekst: pa.Table
    kilde: Kilde
    ark: Ark
    oppsett: Oppsett
    funn: dict[int, list[_Funn]] = field(default_factory=lambda: defaultdict(list))
    hopp: dict[int, str] = field(default_factory=dict)
    tegn: dict[str, pa.Array] = field(default_factory=dict)
    tolkninger: list[tuple[Kolonne | None, str, list[int], str]] = field(
        default_factory=list
    )

    def overskrift(self, kolonne: Kolonne | None, rad: int) -> str | None:
        """Overskriften slik den står i filen. I et bredt utlegg kommer den an på hvilken celle
        raden er laget av.
        """
        if kolonne is None:
            return None
        plass = self.oppsett.plass.get(kolonne.id)
        return self.oppsett.overskrifter[
            self.tekst["_celle"][rad].as_py() if plass is None else plass
        ]


# --------------------------------------------------------------------------- én kolonne


def _tolk_kolonne(arbeid: _Arbeid, kolonne: Kolonne, lesemaate: Lesemaate) -> pa.Array:
    arrowtype = (
        pa.list_(pa.string())
        if kolonne.flere
        else ARROWTYPER.get(kolonne.type, pa.string())
    )
    if kolonne.id not in arbeid.tekst.column_names:
        tom = pa.array([[]] if kolonne.flere else [None], arrowtype)
        return tom.take(pa.array(np.zeros(arbeid.tekst.num_rows, dtype=np.int32)))
    koding = arbeid.tekst[kolonne.id].chunk(0).fill_null("").dictionary_encode()
    maa_tolkes = _maa_tolkes(kolonne, koding.dictionary)
    plassene = np.flatnonzero(maa_tolkes)
    tekster = [
        rens(tekst) for tekst in koding.dictionary.take(pa.array(plassene)).to_pylist()
    ]
    tolk_celle = tolk.tolker(
        kolonne,
        lesemaate.omraader,
        lesemaate.former.get(kolonne.id, VANLIG),
        lesemaate.id_slik_de_staar,
        lesemaate.egne,
    )
    tolket = [tolk_celle(tekst) if tekst else tolk.TOM for tekst in tekster]
    # Tekstene som ikke tolkes, har ingen plass blant dem som blir det.
    plass = np.full(len(maa_tolkes), -1)
    plass[plassene] = np.arange(len(plassene))
    if kolonne.type == "ja_nei" and tolk.bare_kryss(tekster):
        tolket = [
            svar if tekst else Tolket(False, merke=tolk.KRYSS)
            for svar, tekst in zip(tolket, tekster)
        ]
    rader = plass[koding.indices.to_numpy()]
    _noter(arbeid, _Kolonnesvar(kolonne, tekster, tolket, rader))
    verdier = [
        svar.verdi if svar.verdi is not None or not kolonne.flere else []
        for svar in tolket
    ]
    svarene = pa.array(verdier, arrowtype)
    if len(plassene) < len(maa_tolkes):
        svarene = pc.replace_with_mask(koding.dictionary, pa.array(maa_tolkes), svarene)
    return svarene.take(koding.indices)


def _maa_tolkes(kolonne: Kolonne, tekster: pa.Array) -> np.ndarray:
    """Hvilke av tekstene som kan bety noe annet enn det som står. Id-er gjør det sjelden, og er nesten
    alle ulike.
    """
    if kolonne.type != "id":
        return np.ones(len(tekster), dtype=bool)
    return ~tolk.er_id(tekster).to_numpy(zero_copy_only=False)


@dataclass(frozen=True)
class _Kolonnesvar:
    """Hver ulike tekst i en kolonne som er tolket, svaret den ga, og hvilken tekst hver rad har (`plass`).
    −1 er en tekst som ikke trengte å tolkes.
    """

    kolonne: Kolonne
    tekster: list[str]
    svar: list[Tolket]
    plass: np.ndarray

    @functools.cached_property
    def _saerskilte(self) -> list[int]:
        """Tekstene det er noe å si om. De andre er vanlige verdier."""
        return [
            nr
            for nr, svar in enumerate(self.svar)
            if svar.regel or svar.tegn or svar.merke or svar.verdi is None
        ]

    def rader(self, vilkaar: Callable[[Tolket], object]) -> list[int]:
        """Radene der svaret er særskilt og oppfyller vilkåret."""
        treff = [nr for nr in self._saerskilte if vilkaar(self.svar[nr])]
        return np.flatnonzero(np.isin(self.plass, treff)).tolist() if treff else []


def _noter(arbeid: _Arbeid, svarene: _Kolonnesvar) -> None:
    """Skriv ned det som er galt med kolonnen, radene som ikke skal være med, og det som er
    tolket.
    """
    _noter_brudd(arbeid, svarene)
    _noter_rader_uten_data(arbeid, svarene)
    _noter_det_som_mangler(arbeid, svarene)
    _noter_standardtegn(arbeid, svarene)
    _noter_tolkninger(arbeid, svarene)


def _noter_brudd(arbeid: _Arbeid, svarene: _Kolonnesvar) -> None:
    for rad in svarene.rader(lambda svar: svar.regel):
        nr = svarene.plass[rad]
        svar = svarene.svar[nr]
        arbeid.funn[rad].append(
            _Funn(
                svarene.kolonne,
                svar.regel,
                svar.forklaring,
                svarene.tekster[nr],
                svar.ukjent,
            )
        )


def _noter_rader_uten_data(arbeid: _Arbeid, svarene: _Kolonnesvar) -> None:
    utelatt = svarene.rader(lambda svar: svar.merke == tolk.UTELATT)
    arbeid.hopp |= dict.fromkeys(utelatt, "utelatt region")
    if svarene.kolonne.tegn_gir_ingen_rad:
        uten_tall = svarene.rader(lambda svar: svar.tegn and svar.verdi is None)
        arbeid.hopp |= dict.fromkeys(uten_tall, "uten tall")


def _noter_det_som_mangler(arbeid: _Arbeid, svarene: _Kolonnesvar) -> None:
    if not svarene.kolonne.paakrevd:
        return
    for rad in svarene.rader(lambda svar: svar.verdi is None and not svar.regel):
        if rad not in arbeid.hopp:
            tekst = svarene.tekster[svarene.plass[rad]]
            arbeid.funn[rad].append(_mangler(svarene.kolonne, tekst))


def _noter_standardtegn(arbeid: _Arbeid, svarene: _Kolonnesvar) -> None:
    kolonne = svarene.kolonne.standardtegn
    if kolonne and any(svar.tegn for svar in svarene.svar):
        tegn = pa.array([svar.tegn for svar in svarene.svar], pa.string())
        arbeid.tegn[kolonne] = tegn.take(pa.array(svarene.plass))


def _noter_tolkninger(arbeid: _Arbeid, svarene: _Kolonnesvar) -> None:
    kolonne = svarene.kolonne
    brukt = {svar.merke for svar in svarene.svar}
    for merke in tolk.MERKER:
        if merke not in brukt:
            continue
        if treff := svarene.rader(lambda svar, merke=merke: svar.merke == merke):
            alvor = "merknad" if merke in _UTEN_BETYDNING else "endret"
            arbeid.tolkninger.append((kolonne, merke, treff, alvor))
    if kolonne.standardtegn or kolonne.tegn_gir_ingen_rad:
        return
    if treff := svarene.rader(lambda svar: svar.tegn):
        arbeid.tolkninger.append((kolonne, "standardtegn", treff, "merknad"))


def _mangler(kolonne: Kolonne, tekst: str) -> _Funn:
    skal_ha_tall = tekst and kolonne.type in ("heltall", "desimal")
    hva = (
        f"må ha et tall, men er «{tekst}». Fyll inn tallet."
        if skal_ha_tall
        else "mangler. Fyll inn cellen."
    )
    return _Funn(kolonne, fast("mangler verdi"), f"{kolonne.navn} {hva}", tekst or None)


# ----------------------------------------- rader som ikke er, eller ikke kan være, data


def _feil_antall_felt(arbeid: _Arbeid) -> None:
    """Er det for mange eller for få felt, står verdiene i feil kolonne. Da er det bare det som er
    verdt å si. Har systemet kuttet de tomme feltene bakerst i hver rad, står de i riktig kolonne.
    """
    felt = arbeid.tekst["_felt"].chunk(0)
    rader = np.flatnonzero(felt.is_valid().to_numpy(zero_copy_only=False)).tolist()
    if not rader:
        return
    antallene = felt.to_pylist()
    ventet = len(
        [overskrift for overskrift in arbeid.oppsett.overskrifter if overskrift]
    )
    korte = {antallene[rad] for rad in rader}
    if max(korte) < ventet and len(korte) > 1 and not arbeid.ark.rader_med_tom_slutt:
        arbeid.tolkninger.append((None, tolk.TOMME_FELT_KUTTET, rader, "endret"))
        return
    for rad in rader:
        arbeid.funn[rad] = [
            _Funn(
                None,
                fast("feil antall felt"),
                f"Raden har {antallene[rad]} felt, men overskriften har {ventet}. Se "
                "etter linjeskift eller skilletegn "
                "inne i en tekst, og sett anførselstegn rundt teksten. Er tomme felt bakerst i raden "
                "kuttet, ta ut uttrekket med alle skilletegnene.",
                None,
            )
        ]


def _finn_gjentatte_overskrifter(arbeid: _Arbeid) -> None:
    """Overskriften kan stå en gang til, over en ny blokk. Har den en annen rekkefølge, ville verdiene under
    havnet i feil kolonne.
    """
    plasser = [
        navn for navn in arbeid.oppsett.plass if navn in arbeid.tekst.column_names
    ]
    kolonner = arbeid.kilde.kolonner
    skrevet = {*filter(None, arbeid.oppsett.overskrifter)}
    for navn in plasser:
        skrevet |= {kolonner[navn].navn, navn, *kolonner[navn].overskrifter}
    mulige = pa.array(sorted(skrevet), pa.string())
    treff = np.zeros(arbeid.tekst.num_rows, dtype=np.int8)
    for navn in plasser:
        lik = pc.is_in(arbeid.tekst[navn].chunk(0), value_set=mulige)
        treff += lik.to_numpy(zero_copy_only=False)
    overskrifter = Overskrifter(arbeid.kilde)
    for rad in np.flatnonzero(treff >= 2).tolist():
        celler = {navn: rens(arbeid.tekst[navn][rad].as_py() or "") for navn in plasser}
        fylte = {navn: tekst for navn, tekst in celler.items() if tekst}
        betyr = {navn: overskrifter.kolonnen(tekst) for navn, tekst in fylte.items()}
        if sum(kolonne is not None for kolonne in betyr.values()) * 2 <= len(fylte):
            continue
        if any(kolonne != navn for navn, kolonne in betyr.items()):
            nr = arbeid.tekst["_rad"][rad].as_py()
            raise Filfeil(
                fast("to overskrifter"),
                f"Filen «{arbeid.ark.fil}» har en ny overskrift i rad {nr}, med kolonnene i en annen "
                "rekkefølge. Del filen i to, eller sett kolonnene i samme rekkefølge.",
                nr,
                ark=arbeid.ark.navn,
            )
        arbeid.hopp[rad] = "gjentatt overskrift"


_FOTNOTE = re.compile(
    r"(kilde|merknad|fotnote|note|anm|sist oppdatert|kontakt|standardtegn)",
    re.IGNORECASE,
)


def _hopp_over_det_som_ikke_er_data(arbeid: _Arbeid) -> None:
    """Fotnoter, sumrader og gjentatte overskrifter bryter alltid kontrakten, så det er nok å se på
    radene med funn.
    """
    if not arbeid.funn:
        return
    siste_gode = max(set(range(arbeid.tekst.num_rows)) - arbeid.funn.keys(), default=-1)
    dom = _Dom(arbeid, siste_gode)
    for rad in list(arbeid.funn):
        if hva := arbeid.hopp.get(rad) or dom.hva_raden_er(rad):
            arbeid.hopp[rad] = hva
            del arbeid.funn[rad]


class _Dom:
    """Avgjør hva en rad som bryter kontrakten, er."""

    def __init__(self, arbeid: _Arbeid, siste_gode: int):
        kilde, tekst = arbeid.kilde, arbeid.tekst
        self._siste_gode = siste_gode
        self._foerste = tekst["_foerste"].to_pylist()
        self._fylte = tekst["_fylte"].to_pylist()
        self._noekler = [
            tekst[kolonne].to_pylist()
            for kolonne in kilde.noekkel
            if kolonne in tekst.column_names
        ]
        # I statistikk er «i alt» en aldersgruppe, og ikke en sumrad.
        self._kan_ha_sum = not any(
            kolonne.type in ("kommunenummer", "region")
            for kolonne in kilde.kolonner.values()
        )
        self._overskrift = noekkelform(next(filter(None, arbeid.oppsett.overskrifter)))
        self._paakrevde = sum(kolonne.paakrevd for kolonne in kilde.kolonner.values())

    def hva_raden_er(self, rad: int) -> str | None:
        """«sumrad», «gjentatt overskrift» eller «fotnote», eller ingenting når det er en rad med feil."""
        foerste, fylte = rens(self._foerste[rad]), self._fylte[rad]
        if self._kan_ha_sum and any(
            noekkelform(tekst) in tolk.SUMORD
            for tekst in (foerste, *(noekkel[rad] or "" for noekkel in self._noekler))
            if tekst.isalpha() or " " in tekst
        ):
            return "sumrad"
        if fylte > 1 and noekkelform(foerste) == self._overskrift:
            return "gjentatt overskrift"
        if _FOTNOTE.match(foerste) and fylte < max(2, self._paakrevde):
            return "fotnote"
        # En rad med bare et løpenummer kan være en fil som er kuttet. Den er ikke en fotnote.
        if rad > self._siste_gode and fylte == 1 and " " in foerste:
            return "fotnote"
        return None


# ---------------------------------------------------------------------------- rapporten

_HOPP = {
    fast("utelatt region"): (
        "gjelder ikke en kommune (fylke, bydel, Svalbard, KOSTRA-gruppe eller sum) og er ikke "
        "med"
    ),
    fast("uten tall"): "har et standardtegn i stedet for tall og er ikke med",
    fast("sumrad"): "er en sum av andre rader og er ikke med",
    fast("gjentatt overskrift"): "er overskriften en gang til og er hoppet over",
    fast(
        "fotnote"
    ): "er tekst over eller under dataene (kilde, fotnote) og er hoppet over",
}
_TOLKNING = {
    tolk.EXCEL_DATO: (
        "har Excels løpenummer i stedet for en dato og er lest som datoen. Formater kolonnen "
        "som dato."
    ),
    tolk.AAPEN_DATO: "har en dato som betyr «åpen» eller «ukjent», og er lest som tom.",
    tolk.AMERIKANSK_DATO: (
        "har måneden først, som i USA, og er lest slik. Det sier de andre datoene i filen."
    ),
    tolk.TO_SIFRE: "har år med to sifre, og er lest som årene fra 1950 til 2049.",
    tolk.ENGELSK_TALL: (
        "har komma mellom tusenene eller punktum foran desimalene, og er lest slik. Det sier resten av "
        "kolonnen."
    ),
    tolk.PROSENT: "har prosenttegn, og er lest som tallet foran.",
    tolk.ID_FORM: (
        "har en id skrevet med nuller foran, anførselstegn, usynlige tegn eller lignende, og er lest uten."
    ),
    tolk.KRYSS: "er tomme og lest som Nei, fordi kolonnen ellers bare har kryss.",
    fast("standardtegn"): "har et standardtegn i stedet for tall og er lest som tom.",
    tolk.TOMME_FELT_KUTTET: "mangler tomme felt bakerst, og er lest som om de var der.",
}


# Det som er lest på en annen måte enn det er skrevet, uten at det kan bety noe annet.
_UTEN_BETYDNING = {tolk.TO_SIFRE, tolk.PROSENT, tolk.ID_FORM}


def _satt_til_side(arbeid: _Arbeid) -> Iterator[Avvik]:
    """Én linje for hvert funn. Er det svært mange like i en kolonne, står resten i én linje."""
    radnummer = arbeid.tekst["_rad"].to_pylist() if arbeid.funn else []
    talt: Counter = Counter()
    for rad in sorted(arbeid.funn):
        for funn in arbeid.funn[rad]:
            slag = funn.kolonne and funn.kolonne.id, funn.regel
            talt[slag] += 1
            if talt[slag] <= FLEST_FUNN:
                yield Avvik(
                    arbeid.kilde.id,
                    arbeid.ark.fil,
                    arbeid.ark.navn,
                    radnummer[rad],
                    arbeid.overskrift(funn.kolonne, rad),
                    funn.regel,
                    funn.verdi and funn.verdi[:LENGSTE_VERDI],
                    funn.forklaring,
                    "satt til side",
                )
    for (kolonne, regel), antallet in talt.items():
        if antallet > FLEST_FUNN:
            yield _resten(arbeid, kolonne, regel, antallet - FLEST_FUNN)


def _ukjente(arbeid: _Arbeid, omraader: tuple[str, ...]) -> Iterator[Ukjent]:
    """Verdiene avtalen ikke kjenner, de i flest rader først, med det de ligner mest på."""
    talt = Counter(
        (funn.kolonne.id, funn.ukjent)
        for funnene in arbeid.funn.values()
        for funn in funnene
        if funn.ukjent
    )
    for (id, tekst), rader in talt.most_common(FLEST_UKJENTE):
        kolonne = arbeid.kilde.kolonner[id]
        navnene = [
            *tolk.skrivemaater_i(kolonne, omraader).items(),
            *((navn, kode) for kode, navn in koder_i(kolonne, omraader).items()),
        ]
        forslag = naermest(tekst, navnene)
        yield Ukjent(arbeid.kilde.id, id, tekst[:LENGSTE_VERDI], rader, forslag)


def _resten(arbeid: _Arbeid, kolonne: str | None, regel: str, igjen: int) -> Avvik:
    foerste = next(iter(arbeid.funn))
    hvor_mange = antall(igjen, "rad", "rader")
    return Avvik(
        arbeid.kilde.id,
        arbeid.ark.fil,
        arbeid.ark.navn,
        None,
        arbeid.overskrift(arbeid.kilde.kolonner.get(kolonne), foerste),
        regel,
        None,
        f"{hvor_mange} til har den samme feilen. Rett det som gjelder hele kolonnen, og sjekk på nytt.",
        "satt til side",
        igjen,
    )


def _merknader(arbeid: _Arbeid) -> Iterator[Avvik]:
    """Én linje for hver slags rad som er hoppet over, og for hver kolonne som er tolket."""
    grupper: dict[str, list[int]] = defaultdict(list)
    for rad, hva in arbeid.hopp.items():
        grupper[hva].append(rad)
    for hva, rader in grupper.items():
        yield _samlet(
            arbeid,
            None,
            hva,
            rader,
            f"{antall(len(rader), 'rad', 'rader')} {_HOPP[hva]}.",
            "merknad",
        )
    for kolonne, hva, rader, alvor in arbeid.tolkninger:
        yield _samlet(
            arbeid,
            kolonne,
            hva,
            rader,
            f"{antall(len(rader), *_hva_telles(kolonne))} {_TOLKNING[hva]}",
            alvor,
        )


def _hva_telles(kolonne: Kolonne | None) -> tuple[str, str]:
    return ("celle", "celler") if kolonne else ("rad", "rader")


def _samlet(
    arbeid: _Arbeid,
    kolonne: Kolonne | None,
    regel: str,
    rader: list[int],
    forklaring: str,
    alvor: str,
) -> Avvik:
    foerste = min(rader)
    return Avvik(
        arbeid.kilde.id,
        arbeid.ark.fil,
        arbeid.ark.navn,
        arbeid.tekst["_rad"][foerste].as_py(),
        arbeid.overskrift(kolonne, foerste),
        regel,
        None,
        forklaring,
        alvor,
    )
