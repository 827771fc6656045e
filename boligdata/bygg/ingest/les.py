"""Les uttrekkene i en mappe etter kontrakten i `kilder.toml`, til én tabell per kilde med riktige
typer.

Gangen er: fil → ark → overskrift → rader som tekst, forbi vakten → verdier etter type → regler på
tvers → tabell. En rad som bryter kontrakten, settes til side med forklaring. En fil som ikke kan
leses som helhet, eller som har identifikatorer for personer, stopper kilden, og tabellen blir tom.
"""

import collections
import contextlib
import datetime as dt
import fnmatch
import itertools
import re
import unicodedata
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import duckdb
import pyarrow as pa

from boligdata.bygg import noekkel
from boligdata.bygg.ingest import (
    filer,
    kart,
    kjennetegn,
    personord,
    registerstart,
    regler,
    vakt,
    verdier,
)
from boligdata.bygg.ingest.oppsett import Oppsett, Overskrifter
from boligdata.bygg.ingest.rapport import Avvik, Filfeil, Kildestatus, Rapport, antall
from boligdata.felles import kilder
from boligdata.felles.config import Brukerfeil, Kommune
from boligdata.felles.kilder import Kilde
from boligdata.felles.maalform import fast
from boligdata.felles.tekst import noekkelform

# Små porsjoner: 1 000 rader om gangen er målt tre ganger så raskt som 20 000, og holder minnet
# nede.
PORSJON = 1000


def ny_database() -> duckdb.DuckDBPyConnection:
    """En tom database i minnet. Personopplysninger havner aldri på disk, heller ikke når minnet er
    fullt.
    """
    return duckdb.connect(
        config={"python_enable_replacements": "false", "temp_directory": ""}
    )


def les_uttrekk(
    con: duckdb.DuckDBPyConnection,
    mappe: Path,
    kommune: Kommune,
    fremdrift: Callable[[str, float], None] = lambda tekst, andel: None,
) -> Rapport:
    """Les alle uttrekk i `mappe` inn i `con`, én tabell per kilde, og fortell hva som ble lest.

    Tabellen finnes, men er tom, når kilden mangler eller er stoppet.
    `fremdrift(tekst, andel)` kalles underveis med andel fra 0 til 1.
    """
    if not mappe.is_dir():
        raise Brukerfeil(
            f"Mappen {mappe} finnes ikke. Lag den, og legg uttrekkene der."
        )
    alle = kilder.kilder()
    _krev_kjente_kilder("ikke_personnummer", kommune.ikke_personnummer, alle)
    _krev_kjente_kilder("tatt_ut", kommune.tatt_ut, alle)
    _krev_kjente_kilder(
        "registre_fra",
        {hva for hva in kommune.registre_fra if hva not in kommune.omraader},
        alle,
    )
    hemmelig = noekkel.hent()
    fordelt, avvik = _fordel_filer(mappe, alle)
    avvik += kart.les_kart(con, mappe, kommune)
    levert = {}
    for nr, kilde in enumerate(alle.values()):
        fremdrift(f"Leser {kilde.navn}", 0.9 * nr / len(alle))
        levert[kilde.id] = _les_kilde(con, kilde, fordelt[kilde.id], kommune)
    fremdrift("Kontrollerer kildene mot hverandre", 0.9)
    lest = [kilde for kilde in alle.values() if levert[kilde.id].filer]
    for kilde in lest:
        levert[kilde.id].avvik += regler.i_kilden(con, kilde, kommune.per_dato)
        _stopp_uten_rader(con, kilde, levert[kilde.id])
    uten_rader = {
        kilde for kilde, svar in levert.items() if svar.stoppet or not svar.filer
    }
    for kilde in lest:
        levert[kilde.id].avvik += regler.mot_andre(con, kilde, uten_rader)
    status = {
        kilde.id: _ferdig(con, kilde, levert[kilde.id], kommune, hemmelig)
        for kilde in alle.values()
    }
    avvik += registerstart.finn(con, kommune)
    fremdrift("Uttrekkene er lest", 1.0)
    return Rapport(
        status,
        [
            *itertools.chain.from_iterable(svar.avvik for svar in levert.values()),
            *avvik,
        ],
    )


def _krev_kjente_kilder(
    felt: str, nevnt: Collection[str], kilder: dict[str, Kilde]
) -> None:
    if ukjente := set(nevnt) - kilder.keys():
        raise Brukerfeil(
            f"«{felt}» i kommune.toml nevner uttrekk som ikke finnes: "
            f"{', '.join(sorted(ukjente))}. "
            f"Uttrekkene heter: {', '.join(kilder)}."
        )


@dataclass
class _Levert:
    """Det som er lest for én kilde så langt."""

    filer: tuple[str, ...] = ()
    tatt_ut: dt.date | None = None
    avvik: list[Avvik] = field(default_factory=list)
    stoppet: str | None = None


# ------------------------------------------------------------------------- hvilke filer

_UTTREKK = (".csv", ".txt", ".tsv", ".xlsx", ".xls", ".xlsm", ".xlsb", ".ods", ".json")
_IKKE_UTTREKK = ("lesmeg", "readme", "avvik")


def _fordel_filer(
    mappe: Path, kilder: dict[str, Kilde]
) -> tuple[dict[str, list[Path]], list[Avvik]]:
    """Filene til hver kilde, etter navnet. En fil kan høre til flere kilder. Filer uten kilde blir
    merknader.
    """
    # «~$» foran navnet er Excels merke for at filen er åpen.
    alle = sorted(
        fil
        for fil in mappe.iterdir()
        if fil.is_file() and not fil.name.startswith((".", "~$"))
    )
    fordelt = {
        kilde.id: [fil for fil in alle if _hoerer_til(fil.name, kilde)]
        for kilde in kilder.values()
    }
    brukte = set(itertools.chain.from_iterable(fordelt.values()))
    ukjente = [
        fil for fil in alle if fil not in brukte and fil.suffix.lower() in _UTTREKK
    ]
    return fordelt, [
        Avvik(
            "",
            kjennetegn.dekk(fil.name),
            None,
            None,
            None,
            fast("ukjent fil"),
            None,
            "Navnet passer ikke til noe uttrekk, og filen er ikke lest. Gi den riktig navn, eller fjern den.",
            "merknad",
        )
        for fil in ukjente
        if not fil.name.lower().startswith(_IKKE_UTTREKK)
    ]


def _hoerer_til(filnavn: str, kilde: Kilde) -> bool:
    # macOS kan skrive «å» i et filnavn som to tegn.
    navn = unicodedata.normalize("NFC", filnavn).casefold()
    return any(
        fnmatch.fnmatchcase(navn, moenster.casefold()) for moenster in kilde.filmoenster
    )


def _fant_ingen(kilde: Kilde) -> str:
    navn = kilde.filmoenster[0].removesuffix(".*").replace("*", "")
    return (
        f"Fant ingen fil for {kilde.navn}, forventet navn som «{navn}.csv» eller «{navn}.xlsx». "
        "Legg filen i mappen med uttrekk."
    )


# ----------------------------------------------------------------------------- én kilde


def _les_kilde(
    con: duckdb.DuckDBPyConnection, kilde: Kilde, stier: list[Path], kommune: Kommune
) -> _Levert:
    levert = _Levert(tuple(kjennetegn.dekk(sti.name) for sti in stier))
    regler.lag_tabell(con, kilde)
    if not stier:
        if kilde.obligatorisk:
            _stopp(levert, kilde, "", Filfeil(fast("mangler fil"), _fant_ingen(kilde)))
        return levert
    regler.lag_mellomtabell(con, kilde)
    levert.tatt_ut = _tatt_ut(kilde, stier, kommune)
    for sti in stier:
        try:
            _les_fil(con, kilde, sti, kommune, levert)
        except Filfeil as feil:
            _stopp(levert, kilde, kjennetegn.dekk(sti.name), feil)
    if levert.stoppet:
        regler.toem(con, kilde)
    return levert


def _stopp(levert: _Levert, kilde: Kilde, fil: str, feil: Filfeil) -> None:
    levert.stoppet = levert.stoppet or feil.forklaring
    levert.avvik.append(
        Avvik(
            kilde.id,
            fil,
            feil.ark,
            feil.rad,
            feil.kolonne,
            feil.regel,
            feil.verdi,
            feil.forklaring,
            "stoppet",
        )
    )


_DATO_I_NAVNET = re.compile(r"(?<!\d)(20\d{2})-?(\d{2})-?(\d{2})(?!\d)")


def _tatt_ut(kilde: Kilde, stier: list[Path], kommune: Kommune) -> dt.date:
    """Dagen uttrekket er tatt ut: den kommunen har erklært for det, ellers den nyeste i filnavnene,
    ellers dagen kommunen har erklært for alle. Når filen er lagt i mappen, sier ingenting: den
    datoen er ny hver gang filene kopieres eller hentes fra en sikkerhetskopi.
    """
    i_navnene = [dag for sti in stier for dag in _datoer(sti.name)]
    return kommune.tatt_ut.get(kilde.id) or max(i_navnene, default=kommune.per_dato)


def _datoer(filnavn: str) -> Iterator[dt.date]:
    for treff in _DATO_I_NAVNET.finditer(filnavn):
        with contextlib.suppress(ValueError):
            yield dt.date(*map(int, treff.groups()))


def _les_fil(
    con: duckdb.DuckDBPyConnection,
    kilde: Kilde,
    sti: Path,
    kommune: Kommune,
    levert: _Levert,
) -> None:
    _avvis_navn("filen", sti.name)
    overskrifter = Overskrifter(kilde)
    funnet = [
        _finn_overskrift(kilde, ark, overskrifter)
        for ark in filer.les_ark(sti, kilde, overskrifter.treff)
    ]
    lesbare = [arket for arket in funnet if arket.oppsett and arket.oppsett.passer]
    tabeller = [
        _tekstabell(arket.ark, arket.oppsett, arket.rader)
        if arket in lesbare
        else _les_ut(arket.rader)
        for arket in funnet
    ]
    # Nå har alle rader i alle ark gått forbi vakten, også det som ikke skal leses. Først nå kan noe
    # tolkes eller vises.
    if _stoppet_av_vakten(kilde, sti.name, funnet, kommune, levert):
        return
    if not lesbare:
        raise _ingen_lesbare(kilde, sti.name, funnet)
    _avvis_oppdelt(kilde, sti.name, lesbare)
    rader = 0
    for arket, tabell in zip(funnet, tabeller):
        if tabell is None:
            levert.avvik += _ark_ikke_lest(kilde, arket)
            continue
        levert.avvik += _om_overskriften(kilde, arket)
        if tabell.num_rows:
            ferdig, avvik = verdier.tolk_tabell(
                tabell, kilde, arket.ark, arket.oppsett, kommune.omraader
            )
            regler.legg_til(con, kilde, ferdig, arket.ark.fil, arket.ark.navn)
            levert.avvik += avvik
            rader += tabell.num_rows
    if not rader:
        raise Filfeil(
            fast("ingen rader"),
            f"Filen «{sti.name}» har overskrifter, men ingen rader. Ta ut uttrekket på nytt.",
        )


def _ark_ikke_lest(kilde: Kilde, funnet: "_Funnet") -> list[Avvik]:
    if funnet.ark.til_hjelp:
        return []
    return [
        _merknad(
            kilde,
            funnet.ark,
            fast("ark ikke lest"),
            _hvorfor_ikke(funnet),
            _fant(funnet),
        )
    ]


def _les_ut(rader: Iterator) -> None:
    """Les resten av et ark som ikke skal brukes, slik at vakten får sett det."""
    collections.deque(rader, maxlen=0)


# ------------------------------------------------------------------------- overskriften


@dataclass
class _Funnet:
    """Et ark, overskriften i det hvis den er funnet, og radene under den."""

    ark: filer.Ark
    vakt: vakt.Vakt
    rader: Iterator[tuple[int, list[str]]]
    oppsett: Oppsett | None = None
    over: int = 0


def _finn_overskrift(
    kilde: Kilde, ark: filer.Ark, overskrifter: Overskrifter
) -> _Funnet:
    foerste = list(itertools.islice(ark.rader, filer.LET_I))
    alle = itertools.chain(foerste, ark.rader)
    funnet = None if ark.til_hjelp else overskrifter.finn(foerste)
    if funnet is None:
        vakten = vakt.Vakt(kilde)
        return _Funnet(ark, vakten, vakten.foelg(alle))
    nr, oppsett = funnet
    vakten = vakt.Vakt(kilde, oppsett if oppsett.passer else None, foerste[nr][0])
    over = sum(1 for _, celler in foerste[:nr] if any(celler))
    return _Funnet(
        ark, vakten, itertools.islice(vakten.foelg(alle), nr + 1, None), oppsett, over
    )


def _ingen_lesbare(kilde: Kilde, fil: str, funnet: list[_Funnet]) -> Filfeil:
    """Feilen som gjelder arket som ligner mest."""
    beste = max(
        funnet,
        key=lambda arket: arket.oppsett.treff if arket.oppsett else 0,
        default=None,
    )
    if beste is None or beste.oppsett is None:
        paakrevde = ", ".join(
            kolonne.navn for kolonne in kilde.kolonner.values() if kolonne.paakrevd
        )
        return Filfeil(
            fast("mangler overskrift"),
            (
                f"Fant ingen kjente overskrifter i «{fil}». Filen må ha en rad med "
                f"kolonnenavn, minst: {paakrevde}."
            ),
        )
    regel = fast("mangler kolonne") if beste.oppsett.mangler else fast("dobbel kolonne")
    return Filfeil(regel, f"Filen «{fil}»: {_hvorfor_ikke(beste)}", verdi=_fant(beste))


def _avvis_oppdelt(kilde: Kilde, fil: str, lesbare: list[_Funnet]) -> None:
    """Er tallene delt på noe kontrakten ikke kjenner, er hver rad bare en del av tallet, og ville
    sett ut som hele.
    """
    delt = {noekkelform(overskrift) for overskrift in kilde.ikke_delt_paa}
    for arket in lesbare:
        for overskrift in arket.oppsett.ukjente:
            if noekkelform(overskrift) in delt:
                raise Filfeil(
                    fast("delt opp"),
                    f"Tallene i «{fil}» er delt på «{overskrift}». Hent dem på nytt uten den oppdelingen.",
                )


def _hvorfor_ikke(funnet: _Funnet) -> str:
    oppsett = funnet.oppsett
    if oppsett is None:
        return "Arket har ingen overskrifter vi kjenner, og er ikke lest."
    if oppsett.mangler:
        return f"Mangler {_kolonner(oppsett.mangler)}. Ta med det som mangler, eller gi kolonnen riktig navn."
    dobbelt = ", ".join(f"«{overskrift}»" for overskrift in oppsett.dobbelt)
    return f"Kolonnen {dobbelt} er med flere ganger. Behold bare den som gjelder."


def _fant(funnet: _Funnet) -> str | None:
    """Overskriftene i arket. De kan være hva som helst, og vises bare til den som kjører
    sjekken.
    """
    if funnet.oppsett is None:
        return None
    return f"Fant {_kolonner(filter(None, funnet.oppsett.overskrifter))}"


def _kolonner(navn) -> str:
    liste = list(navn)
    return ("kolonnen " if len(liste) == 1 else "kolonnene ") + ", ".join(
        f"«{navnet}»" for navnet in liste
    )


def _om_overskriften(kilde: Kilde, funnet: _Funnet) -> list[Avvik]:
    avvik = []
    if funnet.over:
        rader = antall(funnet.over, "rad", "rader")
        avvik.append(
            _merknad(
                kilde,
                funnet.ark,
                fast("tittelrader"),
                f"{rader} over overskriften er hoppet over.",
            )
        )
    return avvik + [
        _ukjent_kolonne(kilde, funnet, overskrift)
        for overskrift in funnet.oppsett.ukjente
    ]


def _ukjent_kolonne(kilde: Kilde, funnet: _Funnet, overskrift: str) -> Avvik:
    tekst = f"Kolonnen «{overskrift}» står ikke i kontrakten og er ikke lest."
    slag = personord.kolonneslag(overskrift)
    if slag is None or personord.kan_vaere_festenummer(
        overskrift, funnet.oppsett.overskrifter
    ):
        return _merknad(kilde, funnet.ark, fast("ukjent kolonne"), tekst, overskrift)
    tekst += f" Overskriften tyder på personopplysninger ({slag}). Ta kolonnen ut av uttrekket."
    return _merknad(kilde, funnet.ark, fast("personlig kolonne"), tekst, overskrift)


def _merknad(
    kilde: Kilde, ark: filer.Ark, regel: str, forklaring: str, verdi: str | None = None
) -> Avvik:
    return Avvik(
        kilde.id, ark.fil, ark.navn, None, None, regel, verdi, forklaring, "merknad"
    )


# ------------------------------------------------------------------ det vakten har sett


def _avvis_navn(hva: str, navn: str) -> None:
    """Navnene på filer og ark vises på Kilder og kvalitet."""
    if (dekket := kjennetegn.dekk(navn)) != navn:
        raise Filfeil(
            fast("personopplysning i navnet"),
            f"Navnet på {hva} «{dekket}» har et fødselsnummer, en e-postadresse eller et "
            "telefonnummer, eller noe som "
            "ligner, og filen er ikke lest. Gi et annet navn.",
        )


def _stoppet_av_vakten(
    kilde: Kilde, fil: str, funnet: list[_Funnet], kommune: Kommune, levert: _Levert
) -> bool:
    """Skriv ned alt personlig i filen. Sant når det stopper filen."""
    bekreftet = {
        noekkelform(overskrift)
        for overskrift in kommune.ikke_personnummer.get(kilde.id, ())
    }
    stoppet = False
    for arket in funnet:
        _avvis_navn("arket", arket.ark.navn or "")
        for funn in arket.vakt.funn():
            if funn.kan_bekreftes and noekkelform(funn.overskrift) in bekreftet:
                levert.avvik.append(
                    _merknad(
                        kilde,
                        arket.ark,
                        fast("bekreftet kolonne"),
                        vakt.bekreftet(funn),
                    )
                )
                continue
            tekst = vakt.forklaring(fil, arket.ark.navn, funn)
            _stopp(
                levert,
                kilde,
                fil,
                Filfeil(
                    vakt.regel(funn),
                    tekst,
                    funn.rad,
                    ark=arket.ark.navn,
                    kolonne=funn.vises_som,
                ),
            )
            stoppet = True
    return stoppet


# --------------------------------------------------------------------- radene som tekst


def _tekstabell(
    ark: filer.Ark, oppsett: Oppsett, rader: Iterator[tuple[int, list[str]]]
) -> pa.Table:
    """Kontraktens kolonner som tekst, med radnummer og det som trengs for å kjenne igjen fotnoter
    og sumrader.

    `_celle` er kolonnen i filen som verdien i et bredt utlegg kom fra, og `_felt` er antall felt
    når det er feil.
    """
    poster = (
        _brede_poster(ark, oppsett, rader)
        if oppsett.celler
        else _poster(ark, oppsett, rader)
    )
    kolonner = [*oppsett.plass, *oppsett.brede_kolonner]
    om_raden = {"_rad": pa.int32(), "_foerste": pa.string()} | dict.fromkeys(
        ("_fylte", "_felt", "_celle"), pa.int16()
    )
    skjema = pa.schema(dict.fromkeys(kolonner, pa.string()) | om_raden)
    porsjoner = []
    while porsjon := list(itertools.islice(poster, PORSJON)):
        porsjoner.append(
            pa.record_batch(
                [
                    pa.array(kolonne, type_)
                    for kolonne, type_ in zip(zip(*porsjon), skjema.types)
                ],
                schema=skjema,
            )
        )
    return pa.Table.from_batches(porsjoner, skjema).combine_chunks()


def _poster(
    ark: filer.Ark, oppsett: Oppsett, rader: Iterator[tuple[int, list[str]]]
) -> Iterator[tuple]:
    plasser = list(oppsett.plass.values())
    for nr, celler, fylte, feil_felt in _fylte_rader(ark, oppsett, rader):
        yield (
            *[celler[plass] for plass in plasser],
            nr,
            next(filter(None, celler)),
            fylte,
            feil_felt,
            None,
        )


def _brede_poster(
    ark: filer.Ark, oppsett: Oppsett, rader: Iterator[tuple[int, list[str]]]
) -> Iterator[tuple]:
    """Én post per tall. Så lenge raden har et tall, betyr en tom celle at det ikke finnes noe tall
    der.
    """
    plasser = list(oppsett.plass.values())
    navn = oppsett.brede_kolonner
    for nr, celler, fylte, feil_felt in _fylte_rader(ark, oppsett, rader):
        felles = [celler[plass] for plass in plasser]
        med_tall = [celle for celle in oppsett.celler if celler[celle.plass].strip()]
        for celle in med_tall or oppsett.celler[:1]:
            egne = celle.faste | {oppsett.verdikolonne: celler[celle.plass]}
            yield (
                *felles,
                *[egne.get(kolonne) for kolonne in navn],
                nr,
                next(filter(None, celler)),
                fylte,
                feil_felt,
                celle.plass,
            )


def _fylte_rader(
    ark: filer.Ark, oppsett: Oppsett, rader: Iterator[tuple[int, list[str]]]
) -> Iterator[tuple[int, list[str], int, int | None]]:
    """Radene som ikke er tomme: radnummer, celler i overskriftens bredde, antall fylte, antall felt
    hvis feil.
    """
    bredde = len(oppsett.overskrifter)
    # Siste kolonne med overskrift. Bak den kan det stå et skilletegn for mye.
    innhold = max(
        nr for nr, overskrift in enumerate(oppsett.overskrifter, 1) if overskrift
    )
    for nr, celler in rader:
        felt = len(celler)
        fylte = felt - celler.count("")
        if not fylte or not celler[0].strip() and not "".join(celler).strip():
            continue
        feil = ark.fast_bredde and (
            felt < innhold
            or felt > bredde
            and any(celle.strip() for celle in celler[bredde:])
        )
        if felt < bredde:
            celler = celler + [""] * (bredde - felt)
        yield nr, celler, fylte, felt if feil else None


# ------------------------------------------------------------------------------- status


def _stopp_uten_rader(
    con: duckdb.DuckDBPyConnection, kilde: Kilde, levert: _Levert
) -> None:
    """Er ingen rader brukbare, er det filen det er noe galt med, og tallene fra forrige gang skal
    stå.
    """
    telling = regler.tell(con, kilde)
    lest = sum(telling.values())
    if lest and not telling[regler.LASTET] and not levert.stoppet:
        _stopp(
            levert,
            kilde,
            "",
            Filfeil(
                fast("ingen brukbare rader"),
                (
                    f"Ingen av radene i {kilde.navn} kunne brukes. Rett det som er satt til "
                    "side, og lever filen på nytt."
                ),
            ),
        )


def _ferdig(
    con: duckdb.DuckDBPyConnection,
    kilde: Kilde,
    levert: _Levert,
    kommune: Kommune,
    hemmelig: bytes,
) -> Kildestatus:
    if not levert.filer:
        return Kildestatus(kilde.id, (), 0, 0, 0, None, None, levert.stoppet)
    _stopp_uten_rader(con, kilde, levert)
    telling = regler.tell(con, kilde)
    regler.fyll_tabell(con, kilde, hemmelig)
    return Kildestatus(
        kilde.id,
        levert.filer,
        sum(telling.values()),
        telling[regler.LASTET],
        telling[regler.TIL_SIDE],
        levert.tatt_ut,
        None if levert.stoppet else _gjelder_til(con, kilde, levert, kommune),
        levert.stoppet,
        telling[regler.HOPPET_OVER],
    )


def _gjelder_til(
    con: duckdb.DuckDBPyConnection, kilde: Kilde, levert: _Levert, kommune: Kommune
) -> dt.date:
    """Dagen tallene går til: statistikk for hele år sier det selv, og ellers er det dagen uttrekket
    er tatt ut, men aldri etter dagen alle tallene gjelder. Den nyeste hendelsen i et uttrekk ville
    sagt når én sak kom inn.
    """
    if kilde.aarstall and (aar := _aaret(con, kilde, kommune)):
        return dt.date.fromisoformat(f"{aar}-{kilde.aarstall.dag}")
    return min(levert.tatt_ut, kommune.per_dato)


def _aaret(
    con: duckdb.DuckDBPyConnection, kilde: Kilde, kommune: Kommune
) -> int | None:
    velg = {"første": "min", "siste": "max"}[kilde.aarstall.velg]
    # Et år der det bare står et tegn for manglende tall, er ikke kommet ennå.
    med_tall = "".join(
        f" and {kolonne.id} is not null"
        for kolonne in kilde.kolonner.values()
        if kolonne.standardtegn
    )
    [(aar,)] = con.execute(
        f"select {velg}(aar) from {kilde.id} where kommunenummer = ?{med_tall}",
        [kommune.kommunenummer],
    ).fetchall()
    return aar
