"""Les uttrekkene i en mappe etter kontrakten i `kilder.toml`, til én tabell per kilde med riktige
typer.

Gangen er: fil → ark → overskrift → rader som tekst, forbi vakten → verdier etter type → regler på
tvers → tabell. En rad som bryter kontrakten, settes til side med forklaring. En fil som ikke kan
leses som helhet, eller som har identifikatorer for personer, stopper kilden, og tabellen blir tom.
"""

import collections
import datetime as dt
import itertools
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from boligdata.bygg import noekkel
from boligdata.bygg.ingest import (
    avstemming,
    filer,
    forklaring,
    hvilke,
    ider,
    kart,
    kjennetegn,
    kolonneform,
    numre,
    personord,
    porsjoner,
    registerstart,
    regler,
    statistikkark,
    vakt,
    verdier,
)
from boligdata.bygg.ingest.oppsett import Oppsett, Overskrifter
from boligdata.bygg.ingest.porsjoner import Porsjon
from boligdata.bygg.ingest.rapport import (
    Avvik,
    Filfeil,
    Idmoete,
    Kildestatus,
    Rapport,
    Ukjent,
    antall,
)
from boligdata.felles import kilder, skrivemaater
from boligdata.felles.config import Brukerfeil, Kommune
from boligdata.felles.kilder import Kilde
from boligdata.felles.likhet import MINST_LIKT, naermest
from boligdata.felles.maalform import fast
from boligdata.felles.skrivemaater import Skrivemaater
from boligdata.felles.tekst import noekkelform

# To overskrifter som er så like, er den samme.
_SVAERT_LIKT = 0.8


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
    forrige: dict[str, avstemming.Leveranse] | None = None,
    forklar: bool = False,
) -> Rapport:
    """Les alle uttrekk i `mappe` inn i `con`, én tabell per kilde, og fortell hva som ble lest.

    Er det borte for mye siden leveransen `forrige`, blir kilden holdt tilbake. Med `forklar` sier rapporten
    også hvordan hver kolonne er forstått.

    Tabellen finnes, men er tom, når kilden mangler eller er stoppet.
    `fremdrift(tekst, andel)` kalles underveis med andel fra 0 til 1.
    """
    if not mappe.is_dir():
        raise Brukerfeil(
            f"Mappen {mappe} finnes ikke. Lag den, og legg uttrekkene der."
        )
    egne = skrivemaater.les(mappe, kommune.omraader)
    alle = egne.i_kildene(kilder.kilder())
    _krev_kjente_kilder("ikke_personnummer", kommune.ikke_personnummer, alle)
    _krev_kjente_kilder("tatt_ut", kommune.tatt_ut, alle)
    _krev_kjente_kilder(
        "registre_fra",
        {hva for hva in kommune.registre_fra if hva not in kommune.omraader},
        alle,
    )
    _krev_kjente_kilder("bekreftet", kommune.bekreftet, alle)
    _krev_kjente_kilder("levering", kommune.levering, alle)
    hemmelig = noekkel.hent()
    utvalg = hvilke.finn(mappe, alle)
    avvik = utvalg.avvik + kart.les_kart(con, mappe, kommune)
    levert = {}
    for nr, kilde in enumerate(alle.values()):
        fremdrift(f"Leser {kilde.navn}", 0.9 * nr / len(alle))
        levert[kilde.id] = _les_kilde(con, kilde, utvalg, kommune, egne, forklar)
    fremdrift("Kontrollerer kildene mot hverandre", 0.9)
    lest = [kilde for kilde in alle.values() if levert[kilde.id].filer]
    for kilde in lest:
        levert[kilde.id].avvik += numre.foelg(con, kilde, kommune)
        levert[kilde.id].avvik += regler.i_kilden(con, kilde, kommune.per_dato)
        _stopp_uten_rader(kilde, levert[kilde.id], regler.tell(con, kilde))
    uten_rader = {
        kilde for kilde, svar in levert.items() if svar.stoppet or not svar.filer
    }
    for kilde in lest:
        levert[kilde.id].avvik += regler.mot_andre(con, kilde, uten_rader)
    moeter = ider.moeter(con, [kilde for kilde in lest if kilde.id not in uten_rader])
    avvik += ider.om_moetene(moeter, alle)
    leveranser = {}
    for kilde in lest:
        leveranse = _avstem(
            con, kilde, levert[kilde.id], moeter, kommune, forrige or {}
        )
        if leveranse is not None:
            leveranser[kilde.id] = leveranse
    status = {
        kilde.id: _ferdig(con, kilde, levert[kilde.id], kommune, hemmelig)
        for kilde in alle.values()
    }
    avvik += registerstart.finn(con, kommune) + numre.utgaatt(kommune)
    fremdrift("Uttrekkene er lest", 1.0)
    return Rapport(
        status,
        [
            *itertools.chain.from_iterable(svar.avvik for svar in levert.values()),
            *avvik,
        ],
        moeter,
        leveranser,
        [*itertools.chain.from_iterable(svar.ukjente for svar in levert.values())],
        [
            *itertools.chain.from_iterable(
                svar.forklaringer or () for svar in levert.values()
            )
        ],
    )


def _avstem(
    con: duckdb.DuckDBPyConnection,
    kilde: Kilde,
    levert: "_Levert",
    moeter: list[Idmoete],
    kommune: Kommune,
    forrige: dict[str, avstemming.Leveranse],
) -> avstemming.Leveranse | None:
    """Tallene for leveransen, når den kan brukes."""
    if levert.stoppet:
        return None
    leveranse = avstemming.maal(con, kilde, moeter)
    try:
        avstemming.krev_at_radene_gaar_opp(
            kilde, levert.rader_inn, regler.tell(con, kilde)
        )
        funnet = (
            avstemming.borte(kilde, leveranse, forrige[kilde.id])
            if kilde.id in forrige
            else []
        )
    except Filfeil as feil:
        funnet = [feil]
    bekreftet = kommune.bekreftet.get(kilde.id, {})
    for feil in funnet:
        if bekreftet.get("tatt_ut") == levert.tatt_ut:
            levert.avvik.append(_bekreftet(kilde, feil, bekreftet["grunn"]))
        else:
            _stopp(levert, kilde, "", feil)
    if not levert.stoppet:
        return leveranse
    regler.toem(con, kilde)
    return None


def _bekreftet(kilde: Kilde, feil: Filfeil, grunn: str) -> Avvik:
    forklaring = (
        "Kommunen har bekreftet i kommune.toml at endringen fra sist er riktig."
    )
    return Avvik(
        kilde.id, "", None, None, None, feil.regel, grunn, forklaring, "merknad"
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
    ukjente: list[Ukjent] = field(default_factory=list)
    stoppet: str | None = None
    rader_inn: int = 0
    # None når ingen har spurt.
    forklaringer: list[forklaring.Filforklaring] | None = None


# ----------------------------------------------------------------------------- én kilde


def _les_kilde(
    con: duckdb.DuckDBPyConnection,
    kilde: Kilde,
    utvalg: hvilke.Utvalg,
    kommune: Kommune,
    egne: Skrivemaater,
    forklar: bool,
) -> _Levert:
    stier = utvalg.filer[kilde.id]
    levert = _Levert(
        tuple(kjennetegn.dekk(sti.name) for sti in stier),
        forklaringer=[] if forklar else None,
    )
    regler.lag_tabell(con, kilde)
    if not stier:
        if kilde.obligatorisk:
            _stopp(levert, kilde, "", hvilke.fant_ingen(kilde))
        return levert
    regler.lag_mellomtabell(con, kilde)
    levert.tatt_ut = hvilke.tatt_ut(kilde, stier, kommune)
    rang = hvilke.rang(stier, kommune.per_dato)
    for sti, feil in utvalg.stoppet.get(kilde.id, ()):
        _stopp(levert, kilde, kjennetegn.dekk(sti.name), feil)
    for sti in stier:
        try:
            _les_fil(con, kilde, sti, kommune, levert, rang[sti], egne)
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


def _les_fil(
    con: duckdb.DuckDBPyConnection,
    kilde: Kilde,
    sti: Path,
    kommune: Kommune,
    levert: _Levert,
    rang: int,
    egne: Skrivemaater,
) -> None:
    hvilke.krev_trygt_navn("filen", sti.name)
    overskrifter = Overskrifter(kilde)
    funnet = [
        _finn_overskrift(kilde, ark, overskrifter)
        for ark in filer.les_ark(sti, kilde, overskrifter.treff, kommune.mest_mb)
    ]
    lesbare = [arket for arket in funnet if arket.lesbart]
    tabeller = [
        porsjoner.tekstabell(arket.ark, arket.oppsett, arket.porsjoner)
        if arket in lesbare
        else _les_ut(arket.porsjoner)
        for arket in funnet
    ]
    # Nå har alle rader i alle ark gått forbi vakten, også det som ikke skal leses. Først nå kan noe
    # tolkes eller vises.
    if _stoppet_av_vakten(kilde, sti.name, funnet, kommune, levert):
        return
    for arket in funnet:
        levert.ukjente += _ukjente_overskrifter(kilde, arket)
    _avvis_nesten_lesbare(sti.name, funnet, lesbare)
    if not lesbare:
        raise _ingen_lesbare(kilde, sti.name, funnet)
    _avvis_oppdelt(kilde, sti.name, lesbare)
    statistikkark.krev_koder(sti.name, filter(None, tabeller), kilde)
    for arket in lesbare:
        _avvis_flettede_tall(kilde, sti.name, arket)
    former = kolonneform.doem(
        kilde,
        [tabell for tabell in tabeller if tabell is not None],
        any(arket.ark.hode.dato1904 for arket in lesbare),
    )
    lesemaate = verdier.Lesemaate(
        kommune.omraader, former, kommune.id_slik_de_staar, egne
    )
    rader = 0
    for arket, tabell in zip(funnet, tabeller):
        if tabell is None:
            levert.avvik += _ark_ikke_lest(kilde, arket)
            continue
        levert.avvik += _om_overskriften(kilde, arket)
        levert.avvik += [
            _merknad(kilde, arket.ark, regel, forklaring)
            for regel, forklaring in arket.ark.merknader()
        ]
        if levert.forklaringer is not None:
            levert.forklaringer.append(
                forklaring.forklar(
                    kilde, arket.ark, arket.oppsett, arket.rad, tabell, lesemaate
                )
            )
        if tabell.num_rows:
            ferdig, avvik, ukjente = verdier.tolk_tabell(
                tabell, kilde, arket.ark, arket.oppsett, lesemaate
            )
            regler.legg_til(con, kilde, ferdig, arket.ark.fil, arket.ark.navn, rang)
            levert.avvik += avvik
            levert.ukjente += ukjente
            rader += tabell.num_rows
    levert.rader_inn += rader
    if not rader:
        raise Filfeil(
            fast("ingen rader"),
            f"Filen «{sti.name}» har overskrifter, men ingen rader. Ta ut uttrekket på nytt.",
        )


def _les_ut(porsjonene: Iterator[Porsjon]) -> None:
    """Les resten av et ark som ikke skal brukes, slik at vakten får sett det."""
    collections.deque(porsjonene, maxlen=0)


# ------------------------------------------------------------------------- overskriften


@dataclass
class _Funnet:
    """Et ark, overskriften i det hvis den er funnet, og radene under den."""

    ark: filer.Ark
    vakt: vakt.Vakt
    porsjoner: Iterator[Porsjon]
    oppsett: Oppsett | None = None
    over: int = 0
    rad: int = 0

    @property
    def lesbart(self) -> bool:
        """Skal radene leses? Et skjult ark er ikke det den som leverer, ser."""
        return bool(self.oppsett and self.oppsett.passer) and not self.ark.hode.skjult


def _finn_overskrift(
    kilde: Kilde, ark: filer.Ark, overskrifter: Overskrifter
) -> _Funnet:
    foerste = list(itertools.islice(ark.rader, filer.LET_I))
    alle = porsjoner.i_arket(ark, foerste)
    funnet = None if ark.til_hjelp else overskrifter.finn(foerste)
    if funnet is None:
        vakten = vakt.Vakt(kilde)
        return _Funnet(ark, vakten, vakten.foelg(alle))
    nr, oppsett = funnet
    rad = foerste[nr][0]
    vakten = vakt.Vakt(kilde, oppsett if oppsett.passer else None, rad)
    over = sum(1 for _, celler in foerste[:nr] if any(celler)) - oppsett.rader_over
    under = porsjoner.uten_de_foerste(nr + 1, vakten.foelg(alle))
    return _Funnet(ark, vakten, under, oppsett, over, rad)


def _avvis_nesten_lesbare(
    fil: str, funnet: list[_Funnet], lesbare: list[_Funnet]
) -> None:
    """Et ark som ligner de andre, men mangler en kolonne, er oftest et år med en skrivefeil i
    overskriften.
    """
    ventet = max((arket.oppsett.treff for arket in lesbare), default=0)
    for arket in funnet:
        if arket.lesbart or arket.ark.hode.skjult or arket.oppsett is None:
            continue
        if ventet and arket.oppsett.treff >= max(2, ventet / 2):
            raise Filfeil(
                fast("ark ikke lest"),
                f"Arket «{arket.ark.navn}» i «{fil}» ligner de andre, men kan ikke leses. "
                f"{_hvorfor_ikke(arket)}",
                arket.rad,
                ark=arket.ark.navn,
                verdi=_fant(arket),
            )


def _avvis_flettede_tall(kilde: Kilde, fil: str, arket: _Funnet) -> None:
    """Et beløp som er flettet over tre rader, er ett beløp og ikke tre."""
    tall = {
        plass: kilde.kolonner[kolonne].navn
        for kolonne, plass in arket.oppsett.plass.items()
        if kilde.kolonner[kolonne].type in ("heltall", "desimal")
    }
    for topp, _, plass in arket.ark.hode.flettet:
        if topp > arket.rad and plass in tall:
            raise Filfeil(
                fast("flettede celler"),
                f"Arket «{arket.ark.navn}» i «{fil}» har flettede celler i kolonnen {tall[plass]}, fra rad "
                f"{topp}. Vi kan ikke vite hvilken rad tallet hører til. Del opp cellene i Excel, og lever "
                "filen på nytt.",
                topp,
                ark=arket.ark.navn,
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


def _ark_ikke_lest(kilde: Kilde, funnet: _Funnet) -> list[Avvik]:
    if funnet.ark.til_hjelp:
        return []
    regel, hvorfor = fast("ark ikke lest"), _hvorfor_ikke(funnet)
    if funnet.ark.hode.skjult:
        regel = fast("skjult ark")
        hvorfor = (
            "Arket er skjult i Excel, og er ikke lest. Vis det hvis det skal være med."
        )
    return [_merknad(kilde, funnet.ark, regel, hvorfor, _fant(funnet))]


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
    avvik += [
        _valgt_bort(kilde, funnet, kolonne, overskrift)
        for overskrift, kolonne in funnet.oppsett.valgt_bort
    ]
    return avvik + [
        _ukjent_kolonne(kilde, funnet, overskrift)
        for overskrift in funnet.oppsett.ukjente
    ]


def _valgt_bort(kilde: Kilde, funnet: _Funnet, kolonne: str, overskrift: str) -> Avvik:
    valgt = funnet.oppsett.overskrifter[funnet.oppsett.plass[kolonne]]
    return Avvik(
        kilde.id,
        funnet.ark.fil,
        funnet.ark.navn,
        funnet.rad,
        valgt,
        fast("to kolonner for det samme"),
        overskrift,
        f"Kolonnene «{valgt}» og «{overskrift}» gjelder samme opplysning i avtalen. «{valgt}» er valgt. Ta "
        "bort den som ikke gjelder.",
        "endret",
    )


def _ukjent_kolonne(kilde: Kilde, funnet: _Funnet, overskrift: str) -> Avvik:
    tekst = f"Kolonnen «{overskrift}» står ikke i kontrakten og er ikke lest."
    slag = personord.kolonneslag(overskrift)
    if slag is None or personord.kan_vaere_festenummer(
        overskrift, funnet.oppsett.overskrifter
    ):
        return _merknad(kilde, funnet.ark, fast("ukjent kolonne"), tekst, overskrift)
    tekst += f" Overskriften tyder på personopplysninger ({slag}). Ta kolonnen ut av uttrekket."
    return _merknad(kilde, funnet.ark, fast("personlig kolonne"), tekst, overskrift)


def _ukjente_overskrifter(kilde: Kilde, funnet: _Funnet) -> Iterator[Ukjent]:
    """Overskriftene avtalen ikke kjenner, med kolonnene som mangler og som de ligner på. Ligner de ikke på
    noen, og mangler ingen, er de noe annet. Det er de også når de tyder på noe personlig.
    """
    if funnet.oppsett is None or funnet.ark.hode.skjult:
        return
    mangler = [
        kolonne
        for kolonne in kilde.kolonner.values()
        if kolonne.id not in funnet.oppsett.plass
    ]
    navnene = [
        (navn, kolonne.id)
        for kolonne in mangler
        for navn in kolonne.kjente_overskrifter
    ]
    # Mangler ingenting, er det oftest en kolonne avtalen ikke spør om. Da må de være svært like.
    minst = MINST_LIKT if funnet.oppsett.mangler else _SVAERT_LIKT
    for overskrift in funnet.oppsett.ukjente:
        if personord.kolonneslag(overskrift) is None:
            forslag = naermest(overskrift, navnene, minst=minst)
            if forslag or funnet.oppsett.mangler:
                yield Ukjent(kilde.id, None, overskrift, 0, forslag)


def _merknad(
    kilde: Kilde, ark: filer.Ark, regel: str, forklaring: str, verdi: str | None = None
) -> Avvik:
    return Avvik(
        kilde.id, ark.fil, ark.navn, None, None, regel, verdi, forklaring, "merknad"
    )


# ------------------------------------------------------------------ det vakten har sett


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
        hvilke.krev_trygt_navn("arket", arket.ark.navn or "")
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


# ------------------------------------------------------------------------------- status


def _stopp_uten_rader(kilde: Kilde, levert: _Levert, telling: dict[int, int]) -> None:
    """Er ingen rader brukbare, er det filen det er noe galt med, og tallene fra forrige gang skal
    stå.
    """
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
    telling = regler.tell(con, kilde)
    _stopp_uten_rader(kilde, levert, telling)
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
