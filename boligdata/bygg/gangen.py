"""Bygg tallene: uttrekk inn, én ny intern og én ny publisert fil ut, og en peker i hver mappe som
sier hvilken som gjelder.

Personopplysninger finnes bare i minnet til denne prosessen. Den interne filen har eksakte tall, den
publiserte har tallene `vern` har rundet av. Filene får navn som aldri er brukt før, og pekerne
byttes til slutt, så leserne merker ingenting før alt er ferdig. Blir bygget avbrutt, eller kan
tallene ikke vernes, gjelder de forrige filene fortsatt."""

import contextlib
import datetime as dt
import errno
import json
import os
import secrets
import sqlite3
import time
from dataclasses import dataclass
from pathlib import Path

import duckdb

from boligdata import vern
from boligdata.bygg import (
    behovsgrunnlag,
    beregning,
    endring,
    ingest,
    noekkel,
    publisering,
    rettigheter,
)
from boligdata.felles import config, katalog
from boligdata.felles.config import Brukerfeil, Kommune

PEKER = "gjeldende.json"
BEHOLD = 3


@dataclass(frozen=True)
class Resultat:
    """Hva bygget gjorde: den publiserte filen, radene i hver tabell, tiden (sekunder) og rapporten
    fra lesingen.

    `merknader` er til den som bygger, og sier hva som ikke kunne gjøres selv om tallene er riktige.
    """

    fil: Path
    rader: dict[str, int]
    sekunder: float
    rapport: ingest.Rapport
    merknader: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Forrige:
    """Filene fra forrige bygg, når de finnes.

    `…_har_kubene` er sann når filen har de samme kubene som katalogen nå, så tall kan beholdes.
    Ellers kan de bare sammenlignes."""

    internt: Path | None
    publisert: Path | None
    historikk: Path | None
    rader: Path | None
    internt_har_kubene: bool
    publisert_har_kubene: bool


def bygg(
    uttrekk: Path | None = None,
    ut: Path | None = None,
    fremdrift=lambda tekst, andel: None,
    internt: Path | None = None,
) -> Resultat:
    """Les uttrekkene i mappen `uttrekk`, og skriv nye filer i mappene `ut` (vernede tall) og
    `internt` (eksakte tall).

    `fremdrift(tekst, andel)` kalles underveis med andel fra 0 til 1. Feil brukeren kan rette,
    kommer som `Brukerfeil`."""
    start = time.monotonic()
    uttrekk = uttrekk or config.uttrekk_mappe()
    internt = internt or (ut.parent / "internt" if ut else config.internt_mappe())
    ut = ut or config.publisert_mappe()
    kommune = config.les_kommune(uttrekk)
    with (
        rettigheter.bare_eieren(),
        _forklar_skrivefeil(ut),
        _laas(ut),
        _midlertidig_fil(ut) as fil,
        _forklar_skrivefeil(internt),
        _midlertidig_fil(internt) as intern_fil,
    ):
        _stram_inn(ut, internt)
        if not kommune.fiktiv:
            noekkel.krev_samme(ut)
        rader, rapport, merknader, historikk, radavtrykk = _skriv(
            uttrekk, kommune, fil, intern_fil, _forrige(ut, internt), fremdrift
        )
        fremdrift("Kontrollerer og tar i bruk", 0.97)
        _kontroller(intern_fil)
        _kontroller(fil)
        _ta_i_bruk(intern_fil, internt, "internt", rader=radavtrykk)
        ferdig = _ta_i_bruk(fil, ut, "publisert", historikk=historikk)
    fremdrift("Ferdig", 1.0)
    return Resultat(ferdig, rader, time.monotonic() - start, rapport, merknader)


def _skriv(
    uttrekk: Path,
    kommune: Kommune,
    fil: Path,
    intern_fil: Path,
    forrige: _Forrige,
    fremdrift,
):
    forutsetninger = behovsgrunnlag.les_forutsetninger(uttrekk)
    con = ingest.ny_database()
    with contextlib.closing(con):
        # Formatet fra 1.5 leses av både 1.5 og 2.0; formatet i 2.0 leses bare av 2.0.
        for navn, sti in (("ut", fil), ("internt", intern_fil)):
            con.execute(f"attach '{_sitert(sti)}' as {navn} (storage_version 'v1.5.0')")
        rapport = ingest.les_uttrekk(
            con, uttrekk, kommune, lambda tekst, andel: fremdrift(tekst, 0.3 * andel)
        )
        stoppet = {k for k, s in rapport.status.items() if s.stoppet}
        if not any(s.rader_lastet for s in rapport.status.values()):
            raise Brukerfeil(
                f"Fant ingen uttrekk som kan leses i {uttrekk}. Legg filene der og kjør "
                "«python -m boligdata sjekk» "
                "for å se hva som er galt. Tallene som var der fra før, er ikke endret."
            )
        per_dato = kommune.per_dato or max(
            s.sist_levert for s in rapport.status.values() if s.sist_levert
        )
        con.execute(
            (
                "create table kommune as select ? as kommunenummer, ?::date as per_dato, "
                "?::integer as foerste_aar"
            ),
            [kommune.kommunenummer, per_dato, kommune.foerste_aar],
        )
        beregning.lag_modeller(
            con, lambda tekst, andel: fremdrift(tekst, 0.3 + 0.15 * andel)
        )
        for navn, sti, trengs in (
            ("forrige", forrige.internt, stoppet and forrige.internt_har_kubene),
            ("forrige_ut", forrige.publisert, stoppet and forrige.publisert_har_kubene),
        ):
            # Til sammenligning er filen bare til hjelp, og et bygg stopper ikke fordi den er
            # skadet.
            with (
                contextlib.nullcontext()
                if trengs
                else contextlib.suppress(duckdb.Error)
            ):
                if sti:
                    con.execute(f"attach '{_sitert(sti)}' as {navn} (read_only)")
        beholdes = stoppet if forrige.internt_har_kubene else set()
        rader = _skriv_tall(con, beholdes, lambda t, a: fremdrift(t, 0.45 + 0.1 * a))
        endring.lag_radavtrykk(con, noekkel.avled("radavtrykk"))
        kjente, merknad = endring.les_rader(
            forrige.rader, noekkel.avled("rader"), kommune.fiktiv
        )
        radavtrykk = endring.pakk_rader(con, kjente, beholdes, noekkel.avled("rader"))
        con.execute("create table internt.periode as from periode")
        endring.skriv_internt(
            con,
            kjente,
            {k.id for k in katalog.kuber().values() if beholdes & set(k.kilder)},
        )
        beregning.lag_dimensjoner(con, kommune.omraader, "internt.dimensjon")
        con.execute("create table internt.kart as from kart")
        _skriv_kilder(con, rapport)

        def verner(andel: float) -> None:
            fremdrift("Verner tallene. Første gang tar det lengst", 0.55 + 0.4 * andel)

        verner(0)
        beholdes = stoppet if forrige.publisert_har_kubene else set()
        historikk = _skriv_vernede_tall(
            con, beholdes, forrige.historikk, kommune.fiktiv, verner
        )
        if (
            stoppet & {"bolig", "leieforhold", "soeknad"}
            and forrige.publisert_har_kubene
        ):
            behovsgrunnlag.behold(con)
        else:
            behovsgrunnlag.skriv(con, noekkel.avled("behov"), forutsetninger)
        endring.skriv_publisert(con)
        for navn in ("ut", "internt"):
            _skriv_meta(con, navn, kommune, per_dato)
            con.execute(f"checkpoint {navn}")
            con.execute(f"detach {navn}")
    return rader, rapport, (merknad,) if merknad else (), historikk, radavtrykk


def _skriv_tall(con, beholdes: set[str], fremdrift) -> dict[str, int]:
    """Regn ut kuber og tabeller. Der en kilde i `beholdes` inngår, brukes tallene fra forrige
    fil."""
    rader = {}
    oppgaver = [*katalog.kuber().values(), *katalog.tabeller().values()]
    for nr, oppgave in enumerate(oppgaver):
        navn = (
            "kube_" if isinstance(oppgave, katalog.Kube) else "tabell_"
        ) + oppgave.id
        fremdrift(f"Teller opp, del {nr + 1} av {len(oppgaver)}", nr / len(oppgaver))
        if beholdes & set(oppgave.kilder):
            con.execute(f"create table internt.{navn} as from forrige.{navn}")
        elif isinstance(oppgave, katalog.Kube):
            beregning.lag_kube(con, oppgave, f"internt.{navn}")
        else:
            con.execute(f"create table internt.{navn} as from {oppgave.modell}")
        rader[navn] = con.execute(f"select count(*) from internt.{navn}").fetchall()[0][
            0
        ]
    return rader


def _skriv_vernede_tall(
    con, beholdes: set[str], forrige_historikk: Path | None, fiktiv: bool, fremdrift
) -> bytes:
    """Skriv den publiserte filen fra den interne. Gir historikken som skal ligge ved siden av.

    Kuber som henger sammen, rundes av sammen. Inngår en kilde i `beholdes` i én av dem, beholdes
    alle som de er."""
    noekkelen = noekkel.avled("avrunding")
    kuber = katalog.kuber()
    frosne = {id for id, kube in kuber.items() if beholdes & set(kube.kilder)}
    frosne |= {
        k.id
        for familie in vern.familier(kuber)
        if any(k.id in frosne for k in familie)
        for k in familie
    }
    historikk = publisering.les_historikk(forrige_historikk, noekkelen, fiktiv)
    nye = {i: k for i, k in kuber.items() if i not in frosne}
    utgivelse = publisering.vern_tallene(con, nye, historikk, noekkelen, fremdrift)
    publisering.skriv_vern(con, utgivelse, "ut.vern")
    for id, kube in kuber.items():
        if id in frosne:
            con.execute(f"create table ut.kube_{id} as from forrige_ut.kube_{id}")
            con.execute("insert into ut.vern from forrige_ut.vern where kube = ?", [id])
        else:
            publisering.skriv_kube(
                con, kube, f"internt.kube_{id}", f"ut.kube_{id}", utgivelse
            )
    for id, tabell in katalog.tabeller().items():
        fra = "forrige_ut" if beholdes & set(tabell.kilder) else "internt"
        con.execute(f"create table ut.tabell_{id} as from {fra}.tabell_{id}")
    for felles in ("dimensjon", "periode", "kart"):
        con.execute(f"create table ut.{felles} as from internt.{felles}")
    publisering.skriv_kilder(con, "internt", "ut")
    con.execute("create table internt.vern as from ut.vern limit 0")
    beholdt = {
        (kube, tertial): f for (kube, tertial), f in historikk.items() if kube in frosne
    }
    return publisering.pakk_historikk(beholdt | utgivelse.historikk, noekkelen)


def _skriv_kilder(con, rapport: ingest.Rapport) -> None:
    """Hva som kom inn, og hvor mye som ble satt til side. Aldri verdiene selv."""
    status = [
        (
            k,
            ", ".join(s.filer),
            s.sist_levert,
            s.rader_lest,
            s.rader_lastet,
            s.rader_til_side,
            s.stoppet,
        )
        for k, s in rapport.status.items()
    ]
    con.execute(
        "create table internt.kilde (kilde varchar, filer varchar, sist_levert date, rader_lest integer, "
        "rader_lastet integer, rader_til_side integer, stoppet varchar)"
    )
    con.executemany("insert into internt.kilde values (?, ?, ?, ?, ?, ?, ?)", status)
    con.execute(
        "create table internt.avvik (kilde varchar, kolonne varchar, regel varchar, alvor "
        "varchar, antall integer)"
    )
    telling: dict[tuple, int] = {}
    for a in rapport.avvik:
        noekkel = (a.kilde, a.kolonne, a.regel, a.alvor)
        telling[noekkel] = telling.get(noekkel, 0) + 1
    if telling:
        con.executemany(
            "insert into internt.avvik values (?, ?, ?, ?, ?)",
            [(*k, n) for k, n in telling.items()],
        )


def _skriv_meta(con, til: str, kommune: Kommune, per_dato: dt.date) -> None:
    con.execute(
        f"create table {til}.meta as select ?::integer as skjema, ?::timestamp as bygd, "
        "?::date as per_dato, ? as kommune, "
        "? as kommunenummer, ?::integer as plan_fra, ?::integer as plan_til, ?::boolean "
        "as fiktiv, ?::boolean as vernet",
        [
            config.SKJEMA,
            dt.datetime.now(dt.UTC).replace(tzinfo=None),
            per_dato,
            kommune.navn,
            kommune.kommunenummer,
            kommune.plan_fra,
            kommune.plan_til,
            kommune.fiktiv,
            til == "ut",
        ],
    )


def _kontroller(fil: Path) -> None:
    """Åpne filen slik en leser gjør, og se at hver kube summerer til sin egen total."""
    with contextlib.closing(duckdb.connect(str(fil), read_only=True)) as con:
        for kube in katalog.kuber().values():
            for gruppering in kube.grupperinger:
                hvor = (
                    " and ".join(
                        f"{d} {'<>' if d in gruppering else '='} '{beregning.ALLE}'"
                        for d in kube.dimensjoner
                    )
                    or "true"
                )
                maal = next(iter(kube.maal))
                total = (
                    " and ".join(f"{d} = '{beregning.ALLE}'" for d in kube.dimensjoner)
                    or "true"
                )
                skjeve = con.execute(
                    f"with d as (select periode, sum({maal}) n from kube_{kube.id} where {hvor} group by 1), "
                    f"t as (select periode, {maal} n from kube_{kube.id} where {total}) "
                    "select count(*) from t left join d using (periode) where t.n is distinct from d.n"
                ).fetchall()[0][0]
                if skjeve:
                    raise Brukerfeil(
                        f"Kontrollen stoppet bygget: kuben «{kube.id}» summerer ikke i {skjeve} perioder. "
                        "Forrige publisering står uendret. Meld dette til dem som vedlikeholder programmet."
                    )


def _ta_i_bruk(fil: Path, mappe: Path, slag: str, **ved_siden: bytes) -> Path:
    """Gi filene endelige navn, og pek på dem. Pekeren byttes til slutt, så filene alltid hører
    sammen.

    `ved_siden` er innholdet i filene som følger med, etter endelsen de skal ha: «historikk» eller
    «rader»."""
    tid = dt.datetime.now(dt.UTC).strftime("%Y%m%dT%H%M%SZ")
    ferdig = mappe / f"{slag}-{tid}-{secrets.token_hex(4)}.duckdb"
    _til_disk(fil)
    os.replace(fil, ferdig)
    peker = {"fil": ferdig.name, "skjema": config.SKJEMA, "katalog": katalog.avtrykk()}
    for endelse, innhold in ved_siden.items():
        sti = ferdig.with_suffix(f".{endelse}")
        sti.write_bytes(innhold)
        _til_disk(sti)
        peker[endelse] = sti.name
    ny_peker = mappe / f".{PEKER}.ny"
    ny_peker.write_text(json.dumps(peker), encoding="utf-8")
    _til_disk(ny_peker)
    _bytt(ny_peker, mappe / PEKER)
    _rydd(mappe, slag, ferdig)
    return ferdig


def _stram_inn(*mapper: Path) -> None:
    """Filene fra tidligere bygg kan være lesbare for andre. Mappen endres bare når den er vår
    egen."""
    for mappe in mapper:
        if mappe in (config.publisert_mappe(), config.internt_mappe()):
            rettigheter.stram_inn(mappe)
        rettigheter.stram_inn(*(f for f in mappe.iterdir() if f.is_file()))


def _bytt(fra: Path, til: Path) -> None:
    """Windows nekter å bytte en fil noen leser akkurat da. Leserne er ferdige på millisekunder, så
    vi prøver igjen."""
    for forsoek in range(50):
        try:
            return os.replace(fra, til)
        except PermissionError:
            if forsoek == 49:
                raise
            time.sleep(0.1)


def _til_disk(sti: Path) -> None:
    with open(sti, "rb+") as fil:
        os.fsync(fil.fileno())


def _rydd(mappe: Path, slag: str, gjeldende: Path) -> None:
    gamle = sorted(f for f in mappe.glob(f"{slag}-*.duckdb") if f != gjeldende)
    for fil in gamle[: max(0, len(gamle) - BEHOLD + 1)]:
        with contextlib.suppress(
            OSError
        ):  # En leser kan ha filen åpen på Windows; den ryddes neste gang.
            fil.unlink()
    for fil in (
        f for endelse in ("historikk", "rader") for f in mappe.glob(f"*.{endelse}")
    ):
        if not fil.with_suffix(".duckdb").exists():
            fil.unlink(missing_ok=True)


def _forrige(ut: Path, internt: Path) -> _Forrige:
    """Det forrige bygget. Historikken gjelder også når kubene er endret, eller pekeren er borte:
    det som er vist, er vist."""
    peker, intern_peker = _les_peker(ut), _les_peker(internt)
    nyeste = max((f.name for f in ut.glob("*.historikk")), default=None)
    historikk = peker.get("historikk", nyeste)
    return _Forrige(
        _fil_i_pekeren(internt, intern_peker, "fil"),
        _fil_i_pekeren(ut, peker, "fil"),
        ut / historikk if historikk else None,
        _fil_i_pekeren(internt, intern_peker, "rader"),
        _har_kubene(internt, intern_peker),
        _har_kubene(ut, peker),
    )


def _les_peker(mappe: Path) -> dict:
    try:
        return json.loads((mappe / PEKER).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}


def _fil_i_pekeren(mappe: Path, peker: dict, hva: str) -> Path | None:
    fil = mappe / peker.get(hva, "")
    return fil if fil.is_file() else None


def _har_kubene(mappe: Path, peker: dict) -> bool:
    """Finnes filen pekeren viser til, og har den de samme kubene som katalogen nå?"""
    samme = (peker.get("skjema"), peker.get("katalog")) == (
        config.SKJEMA,
        katalog.avtrykk(),
    )
    return samme and _fil_i_pekeren(mappe, peker, "fil") is not None


@contextlib.contextmanager
def _laas(ut: Path):
    """Bare ett bygg om gangen. Låsen slippes av operativsystemet om prosessen dør."""
    ut.mkdir(parents=True, exist_ok=True)
    con = sqlite3.connect(ut / "bygg.laas", timeout=0, isolation_level=None)
    with contextlib.closing(con):
        try:
            con.execute("begin exclusive")
        except sqlite3.OperationalError as feil:
            if feil.sqlite_errorcode not in (
                sqlite3.SQLITE_BUSY,
                sqlite3.SQLITE_LOCKED,
            ):
                raise
            raise Brukerfeil(
                "Et annet bygg pågår allerede. Vent til det er ferdig, og prøv igjen. Tallene er ikke endret."
            ) from feil
        yield


@contextlib.contextmanager
def _midlertidig_fil(ut: Path):
    ut.mkdir(parents=True, exist_ok=True)
    for rest in ut.glob(
        ".bygg-*"
    ):  # Låsen er vår, så dette er rester etter et bygg som ble avbrutt.
        rest.unlink(missing_ok=True)
    fil = ut / f".bygg-{os.getpid()}.duckdb"
    try:
        yield fil
    finally:
        for rest in ut.glob(f"{fil.name}*"):
            with contextlib.suppress(OSError):
                rest.unlink()


@contextlib.contextmanager
def _forklar_skrivefeil(ut: Path):
    """Gjør feil fra disk og filsystem om til en melding som sier hva som må gjøres."""
    try:
        yield
    except (OSError, sqlite3.OperationalError, duckdb.Error) as feil:
        full = getattr(feil, "errno", None) in (errno.ENOSPC, errno.EFBIG) or any(
            tegn in str(feil).lower()
            for tegn in ("no space", "file too large", "disk is full", "disk full")
        )
        # DuckDB melder full disk som flere slags feil. Andre feil fra DuckDB er våre egne, og skal
        # ikke skjules.
        if isinstance(feil, duckdb.Error) and not (
            full or isinstance(feil, duckdb.IOException)
        ):
            raise
        grunn = (
            "Disken er full"
            if full
            else "Mappen kan ikke skrives til, eller filen er låst av et annet program"
        )
        raad = (
            "Frigjør plass"
            if full
            else "Gi skrivetilgang til mappen, eller lukk programmet som bruker filen"
        )
        raise Brukerfeil(
            f"{grunn}: {ut}. {raad}, og prøv igjen. Forrige publisering gjelder fortsatt, "
            "og ingenting er gått tapt."
        ) from feil


def _sitert(sti: Path) -> str:
    return str(sti).replace("'", "''")
