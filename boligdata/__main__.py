"""Kommandolinjen: python -m boligdata mal | hent | sjekk | bygg | angre | send | eksempel | katalog |
tekster | behov | arbeid | varsler | eksporter | kopi | gjenopprett | lege | systemd | windows |
vertskap | alle.
"""

import argparse
import contextlib
import datetime as dt
import json
import os
import signal
import sys
import traceback
from collections.abc import Iterator
from pathlib import Path, PureWindowsPath

from boligdata.bygg import rettigheter
from boligdata.doer.vertskap import JOBBER
from boligdata.felles import config, maalform
from boligdata.felles.config import PAKKE, Brukerfeil
from boligdata.felles.kommandotolk import Kommandotolk

# Slik skallet sier at en kommando ble avbrutt: 128 og nummeret på signalet.
AVBRUTT = 128 + signal.SIGINT


def main(argumenter: list[str] | None = None) -> int:
    """Kjør kommandoen og gi avslutningskoden: 0 når alt gikk bra, 1 når noe må rettes, 130 når den ble
    avbrutt med Ctrl-C.
    """
    valg = _tolk(argumenter)
    avslutning = 1
    try:
        kode = valg.kommando(valg)
        sys.stdout.flush()
        return kode
    except BrokenPipeError:
        # Den som leste det vi skriver, har fått nok: «hent --proev | head».
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except KeyboardInterrupt:
        avslutning, melding = AVBRUTT, getattr(valg, "avbrutt", "Avbrutt.")
    except Brukerfeil as feil:
        melding = str(feil)
    except Exception as feil:
        melding = _uventet(feil)
    if getattr(valg, "maskin", False):
        print(json.dumps({"feil": melding}), flush=True)
    else:
        print(f"\n{melding}", file=sys.stderr)
    return avslutning


def _uventet(feil: Exception) -> str:
    """Hvor i koden det gikk galt. Teksten i feilen vises ikke: DuckDB skriver verdien den ikke
    kunne bruke.
    """
    steder = [
        f"{Path(sted.filename).name}, linje {sted.lineno}"
        for sted in reversed(traceback.extract_tb(feil.__traceback__))
        if Path(sted.filename).is_relative_to(PAKKE)
    ]
    return (
        f"En feil i programmet stoppet kommandoen: {type(feil).__name__} i "
        f"{' ← '.join(steder)}. "
        "Forrige publisering gjelder fortsatt. Meld dette til dem som vedlikeholder programmet. "
        "Meldingen har ingen verdier fra uttrekkene."
    )


def _tolk(argumenter: list[str] | None) -> argparse.Namespace:
    tolk = Kommandotolk(
        prog="python -m boligdata", description="Boligsosialt dashbord", add_help=False
    )
    kommandoer = tolk.add_subparsers(required=True, metavar="kommando")
    for ta_med in (
        _med_mal,
        _med_hent,
        _med_bygg,
        _med_sjekk,
        _med_angre,
        _med_send,
        _med_eksempel,
        _med_katalog,
        _med_tekster,
        _med_behov,
        _med_arbeid,
        _med_varsler,
        _med_eksporter,
        _med_kopi,
        _med_gjenopprett,
        _med_lege,
        _med_systemd,
        _med_windows,
        _med_vertskap,
        _med_alle,
    ):
        ta_med(kommandoer)
    return tolk.parse_args(argumenter)


def _med_mal(kommandoer) -> None:
    mal = kommandoer.add_parser(
        "mal", help="lag Excel-maler tjenestene kan fylle ut uttrekkene i"
    )
    mal.add_argument(
        "uttrekk", nargs="*", help="uttrekkene (ellers de som må være med)"
    )
    mal.add_argument("--alle", action="store_true", help="alle uttrekkene")
    mal.add_argument(
        "--til",
        type=Path,
        default=Path("maler"),
        help="mappen malene skrives til (maler)",
    )
    mal.set_defaults(kommando=_mal)


def _med_hent(kommandoer) -> None:
    hent = kommandoer.add_parser(
        "hent", help="hent offentlig statistikk fra Statistisk sentralbyrå"
    )
    hent.add_argument("tabell", nargs="*", help="numrene på tabellene (ellers alle)")
    hent.add_argument("--uttrekk", type=Path, help="mappen med uttrekk")
    hent.add_argument(
        "--proev", action="store_true", help="si hva det ville blitt spurt om, og stopp"
    )
    hent.set_defaults(
        kommando=_hent_statistikk,
        avbrutt="Avbrutt. Det som er hentet, er tatt vare på. Kjør kommandoen en gang til, så fortsetter den "
        "der den slapp.",
    )


def _med_bygg(kommandoer) -> None:
    bygg = kommandoer.add_parser("bygg", help="les uttrekkene og publiser nye tall")
    bygg.add_argument(
        "--uttrekk",
        type=Path,
        help="mappen med uttrekk (ellers data/inn, eller eksempelkommunen)",
    )
    bygg.add_argument(
        "--ut", type=Path, help="mappen den publiserte databasen skrives til"
    )
    bygg.add_argument(
        "--maskin",
        action="store_true",
        help="skriv framdriften som én JSON-linje per steg",
    )
    bygg.add_argument(
        "--utkast",
        type=Path,
        help="mappen med filer som er lastet opp, og som skal legges inn blant uttrekkene",
    )
    bygg.set_defaults(kommando=_bygg)


def _med_sjekk(kommandoer) -> None:
    sjekk = kommandoer.add_parser("sjekk", help="sjekk uttrekkene uten å publisere noe")
    sjekk.add_argument("--uttrekk", type=Path, help="mappen med uttrekk")
    sjekk.add_argument(
        "--utkast",
        type=Path,
        help="mappen med filer som er lastet opp, og som skal legges inn blant uttrekkene",
    )
    sjekk.add_argument(
        "--maskin",
        action="store_true",
        help="skriv framdriften og rapporten som JSON, uten id-er",
    )
    sjekk.add_argument(
        "--forklar",
        action="store_true",
        help="si også hvordan hver fil og hver kolonne er forstått",
    )
    sjekk.add_argument(
        "--rapport",
        type=Path,
        default=Path("avviksrapport.xlsx"),
        help="filen rapporten skrives til (.xlsx eller .csv)",
    )
    sjekk.set_defaults(kommando=_sjekk)


def _med_angre(kommandoer) -> None:
    angre = kommandoer.add_parser(
        "angre", help="gå tilbake til det som var publisert før"
    )
    angre.add_argument(
        "--maskin", action="store_true", help="skriv en feil som JSON i stedet"
    )
    angre.set_defaults(kommando=_angre)


def _med_send(kommandoer) -> None:
    send = kommandoer.add_parser(
        "send", help="send det som er publisert her, til objektlageret på nytt"
    )
    send.set_defaults(kommando=_send)


def _med_eksempel(kommandoer) -> None:
    eksempel = kommandoer.add_parser(
        "eksempel", help="lag uttrekkene til eksempelkommunen Fjordvik"
    )
    eksempel.add_argument(
        "--skala",
        type=int,
        default=1,
        help="hvor mange ganger større kommunen skal være",
    )
    eksempel.add_argument("--til", type=Path, help="mappen filene skrives til")
    eksempel.set_defaults(kommando=_eksempel)


def _med_katalog(kommandoer) -> None:
    katalog = kommandoer.add_parser(
        "katalog", help="skriv ut listen over indikatorene (Markdown)"
    )
    katalog.add_argument(
        "--xlsx", type=Path, help="skriv listen til en Excel-fil i stedet"
    )
    katalog.add_argument(
        "--readme",
        action="store_true",
        help="lag tabellen i katalogens README på nytt i stedet",
    )
    katalog.set_defaults(kommando=_katalog)


def _med_tekster(kommandoer) -> None:
    tekster = kommandoer.add_parser(
        "tekster", help="gjør klar tekstene som mangler på nynorsk"
    )
    tekster.set_defaults(kommando=_tekster)


def _med_behov(kommandoer) -> None:
    behov = kommandoer.add_parser("behov", help="prøv modellen for boligbehov")
    backtest = behov.add_subparsers(required=True, metavar="hva").add_parser(
        "backtest", help="prøv modellen mot oppdiktede kommuner der svaret er kjent"
    )
    backtest.add_argument(
        "--kommuner",
        type=int,
        default=30,
        help="hvor mange kommuner i hver verden (30)",
    )
    backtest.add_argument(
        "--froe", type=int, default=1, help="tallet kommunene trekkes av (1)"
    )
    backtest.add_argument(
        "--verden",
        action="append",
        help="bare denne verdenen, for eksempel «som_antatt»; kan gjentas",
    )
    backtest.set_defaults(kommando=_backtest)


def _med_arbeid(kommandoer) -> None:
    arbeid = kommandoer.add_parser("arbeid", help="pass på det brukerne har skrevet")
    hva = arbeid.add_subparsers(required=True, metavar="hva")
    kontroll = hva.add_parser(
        "kontroll", help="lag eller oppgrader tabellene, og se om alt er helt"
    )
    kontroll.set_defaults(kommando=_kontroll)
    visk = hva.add_parser("visk", help="skriv over personopplysninger som er slettet")
    visk.set_defaults(kommando=_visk)
    kopi = hva.add_parser("kopi", help="ta en sikkerhetskopi mens andre arbeider")
    kopi.add_argument(
        "--til", type=Path, required=True, help="mappen eller filen den skrives til"
    )
    kopi.set_defaults(kommando=_kopi)
    hent = hva.add_parser("hent", help="hent en sikkerhetskopi inn i et tomt lager")
    hent.add_argument("--fra", type=Path, required=True, help="filen med kopien")
    hent.set_defaults(kommando=_hent)


def _med_varsler(kommandoer) -> None:
    varsler = kommandoer.add_parser(
        "varsler", help="skriv ut det noen må vite om handlingsdelen"
    )
    varsler.add_argument(
        "--json",
        dest="maskin",
        action="store_true",
        help="skriv dem til et program i stedet",
    )
    varsler.set_defaults(kommando=_varsler)


def _med_kopi(kommandoer) -> None:
    kopi = kommandoer.add_parser(
        "kopi", help="ta en kryptert sikkerhetskopi av alt, mens andre arbeider"
    )
    hva = kopi.add_mutually_exclusive_group(required=True)
    hva.add_argument("--til", type=Path, help="mappen kopien skrives til")
    hva.add_argument(
        "--lag-noekkel",
        type=Path,
        metavar="FIL",
        help="lag nøkkelen som åpner kopiene, i denne filen",
    )
    kopi.add_argument(
        "--med-uttrekk", action="store_true", help="ta med uttrekkene også"
    )
    kopi.add_argument(
        "--behold",
        type=_minst_en,
        metavar="ANTALL",
        help="slett de eldste når det er flere kopier enn dette",
    )
    kopi.set_defaults(kommando=_alt_i_en_kopi)


def _minst_en(tekst: str) -> int:
    if not tekst.isdecimal() or int(tekst) < 1:
        raise argparse.ArgumentTypeError(f"«{tekst}» er ikke et helt tall over null")
    return int(tekst)


def _med_gjenopprett(kommandoer) -> None:
    gjenopprett = kommandoer.add_parser(
        "gjenopprett", help="legg en sikkerhetskopi på plass i en tom datamappe"
    )
    gjenopprett.add_argument("--fra", type=Path, required=True, help="filen med kopien")
    gjenopprett.add_argument(
        "--noekkel",
        type=Path,
        required=True,
        help="filen med nøkkelen som åpner kopiene",
    )
    gjenopprett.set_defaults(kommando=_gjenopprett)


def _med_lege(kommandoer) -> None:
    lege = kommandoer.add_parser(
        "lege", help="se over en installasjon i drift, og si hva som må gjøres"
    )
    lege.add_argument(
        "--adresse", help="adressen brukerne skriver, når den også skal prøves"
    )
    lege.add_argument("--kopier", type=Path, help="mappen sikkerhetskopiene ligger i")
    lege.add_argument(
        "--maalinger",
        type=int,
        nargs="+",
        metavar="PORT",
        help="porten med målingene til hver prosess, når de også skal undersøkes",
    )
    lege.add_argument(
        "--json",
        dest="maskin",
        action="store_true",
        help="skriv funnene til et program i stedet",
    )
    lege.set_defaults(kommando=_lege)


def _med_systemd(kommandoer) -> None:
    systemd = kommandoer.add_parser(
        "systemd", help="skriv filene som lar systemd kjøre dashbordet på en tjener"
    )
    _med_prosessene(systemd)
    systemd.add_argument(
        "--noekkel",
        type=Path,
        default=Path("/var/lib/boligdata-noekkel/noekkel"),
        help="filen med nøkkelen, utenfor datamappen",
    )
    systemd.add_argument(
        "--hemmeligheter",
        type=Path,
        default=Path("/etc/boligdata/secrets.toml"),
        help="filen med innloggingen til ansattvisningen",
    )
    systemd.add_argument(
        "--bruker", default="boligdata", help="brukeren og gruppen som kjører det"
    )
    systemd.add_argument(
        "--lagernoekkel",
        type=Path,
        default=Path("/etc/boligdata/lager"),
        help="filen med nøkkelen til objektlageret",
    )
    _med_utsiden(systemd)
    systemd.set_defaults(kommando=_systemd)


def _med_prosessene(tolk) -> None:
    """Det systemd og Windows må vite om prosessene, og hvor tallene er."""
    tolk.add_argument(
        "--til", type=Path, required=True, help="mappen filene skrives til"
    )
    tolk.add_argument("--data", type=Path, help="datamappen (ellers den i bruk nå)")
    tolk.add_argument(
        "--kopier", type=Path, help="mappen det tas en sikkerhetskopi til hver natt"
    )
    tolk.add_argument(
        "--port", type=int, default=8501, help="den første for alle (8501)"
    )
    tolk.add_argument(
        "--ansattport", type=int, default=8601, help="den første for ansatte (8601)"
    )
    tolk.add_argument(
        "--prosesser", type=int, default=1, help="prosessene for alle (1)"
    )
    tolk.add_argument(
        "--ansattprosesser", type=int, default=1, help="prosessene for ansatte (1)"
    )
    tolk.add_argument("--navn", default="", help="navnet brukerne skriver")
    tolk.add_argument("--ansattnavn", default="", help="navnet de ansatte skriver")
    tolk.add_argument(
        "--sti", default="", help="begynnelsen av adressen, når den ikke er tom"
    )


def _med_windows(kommandoer) -> None:
    windows = kommandoer.add_parser(
        "windows", help="skriv filene som lar Windows kjøre dashbordet"
    )
    _med_prosessene(windows)
    egne = PureWindowsPath(
        os.environ.get("PROGRAMDATA", "C:\\ProgramData"), "boligdata"
    )
    windows.add_argument(
        "--noekkel",
        type=Path,
        default=Path(egne / "noekkel" / "noekkel"),
        help="filen med nøkkelen, utenfor datamappen",
    )
    windows.add_argument(
        "--hemmeligheter",
        type=Path,
        default=Path(egne / "secrets.toml"),
        help="filen med innloggingen til ansattvisningen",
    )
    windows.set_defaults(kommando=_windows)


def _med_utsiden(tolk) -> None:
    """Det som er utenfor prosessene: proxyen og objektlageret."""
    tolk.add_argument(
        "--proxy", type=Path, help="filen oppsettet til Caddy skrives til"
    )
    tolk.add_argument(
        "--nginx", type=Path, help="filen oppsettet til nginx skrives til"
    )
    tolk.add_argument(
        "--sertifikat",
        type=Path,
        nargs=2,
        metavar=("SERTIFIKAT", "NOEKKEL"),
        help="filene til proxyen (ellers utsteder den sine egne)",
    )
    tolk.add_argument(
        "--lager", help="adressen til objektlageret, når flere maskiner viser tallene"
    )
    tolk.add_argument(
        "--lagertjener", default="", help="tjeneren det er på (ellers hos Amazon)"
    )
    tolk.add_argument(
        "--nettet",
        nargs="+",
        default=[],
        metavar="ADRESSE",
        help="IP-adressene de som må ut på nettet, når (ellers alle)",
    )


def _med_vertskap(kommandoer) -> None:
    vertskap = kommandoer.add_parser(
        "vertskap", help="skriv filene til systemd for en maskin med mange kommuner"
    )
    vertskap.add_argument(
        "--til", type=Path, required=True, help="mappen filene skrives til"
    )
    vertskap.add_argument(
        "--mappe", type=Path, required=True, help="mappen med kommunene.toml"
    )
    vertskap.add_argument(
        "--hemmeligheter",
        type=Path,
        default=Path("/etc/boligdata"),
        help="mappen med en mappe med hemmelighetene til hver kommune",
    )
    vertskap.add_argument(
        "--samtidig",
        type=_minst_en,
        default=2,
        help="hvor mange som bygges om gangen (2)",
    )
    _med_utsiden(vertskap)
    vertskap.set_defaults(kommando=_vertskap)


def _med_alle(kommandoer) -> None:
    alle = kommandoer.add_parser(
        "alle", help="gjør den samme jobben for hver kommune på en maskin med mange"
    )
    alle.add_argument("jobb", choices=JOBBER, help="det som skal gjøres")
    alle.add_argument(
        "--mappe", type=Path, required=True, help="mappen med kommunene.toml"
    )
    alle.add_argument(
        "--samtidig", type=_minst_en, default=2, help="hvor mange om gangen (2)"
    )
    alle.add_argument(
        "--frist",
        type=_minst_en,
        default=60,
        metavar="MINUTTER",
        help="så lenge får hver av dem på seg (60)",
    )
    alle.add_argument(
        "--systemd", action="store_true", help="start tjenestene på maskinen"
    )
    alle.set_defaults(kommando=_alle)


def _med_eksporter(kommandoer) -> None:
    eksporter = kommandoer.add_parser(
        "eksporter", help="skriv de publiserte tallene som åpne data"
    )
    eksporter.add_argument(
        "--til",
        type=Path,
        default=Path("aapne_data"),
        help="mappen filene skrives til (aapne_data)",
    )
    eksporter.set_defaults(kommando=_eksporter)


def _mal(valg) -> int:
    from boligdata.bygg import maler
    from boligdata.felles import kilder

    ider = kilder.kilder() if valg.alle else valg.uttrekk or maler.maa_med()
    for fil in maler.skriv(valg.til, ider):
        print(fil)
    return 0


def _hent_statistikk(valg) -> int:
    from boligdata.bygg import henting
    from boligdata.felles import statistikk

    mappe = valg.uttrekk or config.uttrekk_mappe()
    kommune = config.les_kommune(mappe)
    tabeller = statistikk.tabeller(valg.tabell)
    svarmappe = henting.Svarmappe(mappe / statistikk.MAPPE)
    bank = statistikk.bank()
    if valg.proev:
        print(f"{bank.adresse} ville blitt spurt om:")
        for tabell in tabeller:
            print("\n".join(["", *henting.beskriv(tabell, kommune, svarmappe)]))
        print(f"\n{henting.hvor_lenge(tabeller)}")
        return 0
    with henting.Statistikkbank(bank.adresse, bank.kall_i_minuttet) as aapen:
        utfall = henting.hent(
            aapen,
            svarmappe,
            tabeller,
            kommune,
            dt.datetime.now(dt.UTC),
            henting.maaler(sys.stderr),
        )
    print("\n".join(henting.om_alle(utfall)))
    return 1 if any(ett.hva == henting.FEIL for ett in utfall) else 0


def _bygg(valg) -> int:
    from boligdata.bygg import gangen, ingest
    from boligdata.bygg.utkast import bruk, bytte

    fremdrift = _til_et_program if valg.maskin else _til_terminalen
    if valg.utkast:
        bruk.publiser(valg.uttrekk, valg.utkast, fremdrift)
        return 0
    bytte.fullfoer()
    resultat = gangen.bygg(valg.uttrekk, valg.ut, fremdrift)
    if not valg.maskin:
        # Bygget kan gå av seg selv med utskriften i en logg, så verdiene i radene hører bare hjemme
        # i «sjekk».
        print("\n" + ingest.rapport_tekst(resultat.rapport, med_rader=False))
        print("Kjør «python -m boligdata sjekk» for å se radene.")
        print("\nRader i den publiserte databasen:")
        for tabell, antall in resultat.rader.items():
            print(f"  {tabell:<24} {antall:>8}")
        for merknad in resultat.merknader:
            print(f"\nMerk: {merknad}")
        print(f"\nFerdig på {resultat.sekunder:.1f} sekunder: {resultat.fil.name}")
    return 0


def _til_et_program(tekst: str, andel: float) -> None:
    print(json.dumps({"tekst": tekst, "andel": andel}), flush=True)


def _til_terminalen(tekst: str, andel: float) -> None:
    print(f"{andel:4.0%}  {tekst}", flush=True)


def _sjekk(valg) -> int:
    from boligdata.bygg import ingest, leveranse
    from boligdata.bygg.utkast import bytte

    # Ble en publisering avbrutt, er det først nå uttrekkene er slik de skal være.
    bytte.fullfoer()
    mappe = valg.uttrekk or config.uttrekk_mappe()
    if valg.maskin:
        from boligdata.bygg.utkast import sjekk

        til = valg.utkast or config.utkast_mappe()
        svar = sjekk.sjekk(mappe, til, _til_et_program, forklar=valg.forklar)
        print(json.dumps({"svar": svar}))
        return 0
    with (
        _det_som_sjekkes(mappe, valg.utkast) as (mappe, kommune),
        rettigheter.bare_eieren(),
        ingest.ny_database() as con,
    ):
        rapport = ingest.les_uttrekk(
            con,
            mappe,
            kommune,
            forrige=leveranse.forrige(kommune),
            forklar=valg.forklar,
        )
    if valg.forklar:
        print(ingest.forklaring_tekst(rapport.forklaringer) + "\n")
    print(ingest.rapport_tekst(rapport))
    print(
        f"\nRapporten er lagret i {ingest.skriv_avviksrapport(rapport, valg.rapport)}. "
        "Ingenting er publisert."
    )
    return 1 if any(kilde.stoppet for kilde in rapport.status.values()) else 0


@contextlib.contextmanager
def _det_som_sjekkes(mappe: Path, til: Path | None) -> Iterator[tuple]:
    """Mappen som leses, og kommunen: uttrekkene slik de er, eller slik de blir med utkastet i `til`."""
    from boligdata.bygg.utkast.samling import samlingen

    if til is None:
        yield mappe, config.les_kommune(mappe)
        return
    with samlingen(mappe, til) as samlet:
        yield samlet.mappe, samlet.kommune


def _angre(valg) -> int:
    from boligdata.bygg.utkast import bruk

    bruk.angre()
    if not valg.maskin:
        print("Det som var publisert før, gjelder igjen.")
    return 0


def _send(valg) -> int:
    from boligdata.bygg import utgiver

    if not config.objektlager():
        raise Brukerfeil(
            "BOLIGDATA_PUBLISERT er ikke et objektlager. Sett den til adressen, som «s3://bøtte/prefiks»."
        )
    utgiver.send(config.publisert_mappe())
    print("Det som er publisert her, er sendt til objektlageret.")
    return 0


def _eksempel(valg) -> int:
    from boligdata import eksempel

    for fil in eksempel.skriv(valg.til or config.data_mappe() / "eksempel", valg.skala):
        print(fil)
    return 0


def _katalog(valg) -> int:
    from boligdata.felles import katalogliste

    if valg.xlsx:
        katalogliste.skriv_xlsx(valg.xlsx)
        print(f"Indikatorene er lagret i {valg.xlsx}.")
    if valg.readme:
        katalogliste.skriv_readme()
        print("Tabellen i boligdata/felles/katalog/README.md er laget på nytt.")
    if not (valg.xlsx or valg.readme):
        print(katalogliste.markdown())
    return 0


def _tekster(valg) -> int:
    from boligdata.felles import tekstkatalog

    antall = tekstkatalog.oppdater()
    print(
        f"{antall} tekster mangler på nynorsk. De står med tom «msgstr» i {maalform.FIL}."
        if antall
        else "Alle tekstene står på nynorsk."
    )
    return 0


def _backtest(valg) -> int:
    from boligdata.behov import backtest

    if valg.kommuner < 1:
        raise Brukerfeil("Antallet kommuner må være minst 1.")
    verdener = tuple(valg.verden or backtest.VERDENER)
    if ukjente := set(verdener) - set(backtest.VERDENER):
        raise Brukerfeil(
            f"Ukjent verden: {', '.join(sorted(ukjente))}. "
            f"Verdenene er {', '.join(backtest.VERDENER)}."
        )

    def fremdrift(tekst: str, andel: float) -> None:
        print(f"{andel:4.0%}  {tekst}", file=sys.stderr, flush=True)

    treff = backtest.kjoer(verdener, valg.kommuner, valg.froe, fremdrift=fremdrift)
    print(backtest.rapport(treff))
    return 0


def _varsler(valg) -> int:
    from boligdata import lesing
    from boligdata.innhold.handlingsdel import varsler

    lesing.hent_nyeste()
    skriv = varsler.som_json if valg.maskin else varsler.som_tekst
    with maalform.bruk(lesing.meta().maalform):
        print(skriv(varsler.naa(), lesing.i_dag()))
    return 0


def _eksporter(valg) -> int:
    from boligdata import lesing
    from boligdata.innhold import aapnedata

    lesing.hent_nyeste()
    with maalform.bruk(lesing.meta().maalform):
        filer = aapnedata.skriv(valg.til)
    print(f"{len(filer)} filer er skrevet til {valg.til}.")
    return 0


def _alt_i_en_kopi(valg) -> int:
    from boligdata.arbeid import lager
    from boligdata.bygg.sikkerhetskopi import laas
    from boligdata.bygg.sikkerhetskopi.ta import ta

    if valg.lag_noekkel:
        laas.lag_noekkel(valg.lag_noekkel)
        print(
            f"Nøkkelen som åpner sikkerhetskopiene, er lagret i {valg.lag_noekkel}. Flytt den til et "
            "trygt sted som ikke er denne maskinen: uten den kan ingen åpne kopiene, og med den kan alle det."
        )
        return 0
    with contextlib.ExitStack() as aapne:
        arbeidet = None
        if lager.finnes():
            arbeidet = aapne.enter_context(_lager()).sikkerhetskopi
        fil = ta(valg.til, arbeidet, valg.med_uttrekk, valg.behold)
    print(f"Sikkerhetskopien er lagret i {fil}.")
    return 0


def _gjenopprett(valg) -> int:
    from boligdata.bygg.sikkerhetskopi.tilbake import gjenopprett

    gjort = gjenopprett(valg.fra, valg.noekkel, _hent_inn)
    print(
        f"Kopien fra {gjort.tatt} er lagt på plass: {len(gjort.lagt)} filer, og {gjort.endringer} endringer "
        "i det brukerne har skrevet, med all historikk."
    )
    for fil in gjort.sto:
        print(f"{fil} var der fra før, og er ikke byttet.")
    if not gjort.uttrekk:
        print(
            "Uttrekkene var ikke med. Dashbordet viser tallene fra kopien. Legg inn uttrekkene før neste "
            "bygg."
        )
    print("Kjør «python -m boligdata lege» for å se over installasjonen.")
    return 0


def _hent_inn(kopi: Path) -> int:
    with _lager() as arbeid:
        return arbeid.hent_kopi(kopi)


def _lege(valg) -> int:
    """Avslutningskoden er 0 når alt er bra, 1 når noe bør ses på, og 2 når noe er galt."""
    from boligdata.doer import lege

    undersoekelser = lege.maskinen() | {
        "Nøkkel": _noekkelen,
        "Det brukerne har skrevet": _lageret,
    }
    if valg.kopier:
        undersoekelser["Sikkerhetskopi"] = lambda: lege.kopiene(valg.kopier)
    if valg.adresse:
        undersoekelser["Adressen"] = lambda: lege.svaret(valg.adresse)
    if valg.maalinger:
        undersoekelser["Prosessene"] = lambda: lege.prosessene(valg.maalinger)
    funnene = lege.undersoek(undersoekelser)
    if valg.maskin:
        print(json.dumps(lege.som_felt(funnene), ensure_ascii=False))
    else:
        print(lege.som_tekst(funnene))
    return int(lege.verst(funnene))


def _windows(valg) -> int:
    from boligdata.doer import windows

    def paa_maskinen(sti: Path) -> PureWindowsPath:
        return PureWindowsPath(sti.absolute())

    alle, ansatte = _prosessene(valg)
    hvor = windows.Windowsinstallasjon(
        paa_maskinen(config.ROT),
        paa_maskinen(Path(sys.executable)),
        paa_maskinen(valg.data or config.data_mappe()),
        PureWindowsPath(valg.noekkel),
        PureWindowsPath(valg.hemmeligheter),
        paa_maskinen(valg.til),
        alle,
        ansatte,
        valg.sti,
        valg.kopier and paa_maskinen(valg.kopier),
    )
    for fil in windows.skriv(windows.filene(hvor), valg.til):
        print(fil)
    return 0


def _prosessene(valg) -> list:
    """Prosessene for alle, og dem for ansatte."""
    from boligdata.doer.systemd import Prosesser

    return [
        Prosesser(_porter(valg.port, valg.prosesser), valg.navn),
        Prosesser(_porter(valg.ansattport, valg.ansattprosesser), valg.ansattnavn),
    ]


def _systemd(valg) -> int:
    from boligdata.doer import systemd
    from boligdata.doer.systemd import Lagervalg

    lager = None
    if valg.lager:
        lager = Lagervalg(valg.lager, valg.lagertjener, valg.lagernoekkel)
    hvor = systemd.Installasjon(
        config.ROT,
        Path(sys.executable),
        (valg.data or config.data_mappe()).absolute(),
        valg.noekkel,
        valg.hemmeligheter,
        valg.bruker,
        *_prosessene(valg),
        valg.sti,
        valg.kopier,
        lager,
        nettet=tuple(valg.nettet),
    )
    visninger = [hvor.alle, hvor.ansatte]
    return _skriv_enhetene(valg, systemd.enhetene(hvor), visninger, hvor.sti)


def _vertskap(valg) -> int:
    from boligdata.doer.vertskap import kommunene, tjenester

    mappe = valg.mappe.absolute()
    vert = tjenester.Vertskap(
        config.ROT,
        Path(sys.executable),
        mappe,
        valg.hemmeligheter.absolute(),
        kommunene.les(mappe),
        valg.samtidig,
        valg.lager or "",
        valg.lagertjener,
        tuple(valg.nettet),
    )
    return _skriv_enhetene(valg, tjenester.enhetene(vert), vert.visninger)


def _skriv_enhetene(valg, enheter: dict[str, str], visninger: list, sti="") -> int:
    """Skriv filene til systemd, og oppsettet til proxyen når det er bedt om."""
    from boligdata.doer import systemd
    from boligdata.doer.proxy import caddy, nginx

    # Lages først: er det noe i veien med det, skrives ingenting.
    oppsettene = {
        fil: proxy.oppsett(visninger, sti, valg.sertifikat)
        for fil, proxy in ((valg.proxy, caddy), (valg.nginx, nginx))
        if fil
    }
    for fil in systemd.skriv(enheter, valg.til):
        print(fil)
    for fil, oppsettet in oppsettene.items():
        fil.parent.mkdir(parents=True, exist_ok=True)
        fil.write_text(oppsettet, encoding="utf-8")
        print(fil)
    return 0


def _alle(valg) -> int:
    """Skriver en linje for hver kommune etter hvert, og til slutt dem det gikk galt med."""
    from boligdata.doer.vertskap import koe, kommunene

    plassene = kommunene.les(valg.mappe.absolute())
    koeen = koe.Koe(plassene, valg.samtidig, 60 * valg.frist, valg.systemd)
    galt = []
    for utfall in koeen.kjoer(valg.jobb):
        print(
            f"{utfall.nummer}  {'gjort' if utfall.gjort else 'GALT'}  {utfall.sekunder:.0f} s",
            flush=True,
        )
        if not utfall.gjort:
            galt.append(utfall)
    for utfall in sorted(galt, key=lambda utfall: utfall.nummer):
        print(f"\n{utfall.nummer}:\n{utfall.sagt}")
    print(f"\n{len(plassene) - len(galt)} av {len(plassene)} kommuner er gjort.")
    return 1 if galt else 0


def _porter(foerste: int, antall: int) -> range:
    return range(foerste, foerste + antall)


def _noekkelen() -> Iterator:
    from boligdata.bygg import noekkel, utgiver
    from boligdata.doer.lege import Grad, Legesvar

    if config.objektlager() and not utgiver.gjeldende(config.publisert_mappe()):
        yield Legesvar(Grad.BRA, "Trengs ikke her. Tallene bygges på en annen maskin.")
        return
    noekkel.kontroller(config.publisert_mappe())
    yield Legesvar(Grad.BRA, "Er på plass, og er den tallene er laget med.")


def _lageret() -> Iterator:
    from boligdata.arbeid import lager
    from boligdata.doer.lege import Grad, Legesvar

    if not lager.finnes():
        yield Legesvar(Grad.BRA, "Ingen har skrevet noe ennå.")
        return
    with _lager() as arbeid, arbeid.bilde() as bilde:
        mangler = _mangler(arbeid, bilde)
    if mangler:
        gjoer = "Se boligdata/arbeid/lager/README.md."
        yield Legesvar(Grad.FEIL, " ".join(mangler), gjoer)
    else:
        yield Legesvar(Grad.BRA, "Er helt, og kan leses og lagres.")


def _mangler(arbeid, bilde) -> list[str]:
    """Det som ikke er helt i lageret, og hvorfor det eventuelt ikke kan lagres."""
    return [en for en in (*bilde.mangler(), arbeid.skrivesperre) if en]


@contextlib.contextmanager
def _lager() -> Iterator:
    from boligdata.arbeid import lager

    aapnet = lager.aapne()
    try:
        yield aapnet
    finally:
        aapnet.lukk()


def _kontroll(valg) -> int:
    from boligdata.arbeid import lager

    with _lager() as arbeid, arbeid.bilde() as bilde:
        for slag in lager.SLAG:
            print(f"{slag:<14} {len(bilde.gjeldende(slag)):>6}")
        funnet = _mangler(arbeid, bilde)
    print("\n".join(funnet) or "Arbeidsdataene er hele, og kan leses og lagres.")
    return 1 if funnet else 0


def _visk(valg) -> int:
    with _lager() as arbeid:
        if arbeid.visk_ut():
            print("Det som er slettet, er skrevet over.")
            return 0
    print(
        "Det som er slettet, er ikke skrevet over: noen leste det akkurat nå, eller en annen eier "
        "tabellene. Prøv igjen, som den som eier dem."
    )
    return 1


def _kopi(valg) -> int:
    with _lager() as arbeid:
        print(f"Sikkerhetskopien er lagret i {arbeid.sikkerhetskopi(valg.til)}.")
    return 0


def _hent(valg) -> int:
    antall = _hent_inn(valg.fra)
    print(f"{antall} endringer er hentet inn, med all historikk.")
    return 0


if __name__ == "__main__":
    # Terminalen på Windows skriver ellers ikke æ, ø og å.
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(encoding="utf-8", errors="replace")
        sys.stderr.reconfigure(encoding="utf-8", errors="replace")
    # Den som stoppes, rydder etter seg: uttrekk kan ligge i en midlertidig mappe.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    sys.exit(main())
