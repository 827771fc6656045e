"""Bygg tallene: uttrekk inn, én ny intern og én ny publisert fil ut, og en peker i hver mappe som
sier hvilken som gjelder.

Personopplysninger finnes bare i minnet til denne prosessen. Den interne filen har eksakte tall, den
publiserte har tallene `vern` har rundet av. Filene får navn som aldri er brukt før, og pekerne
byttes til slutt, så leserne merker ingenting før alt er ferdig. Blir bygget avbrutt, eller kan
tallene ikke vernes, gjelder de forrige filene fortsatt.
"""

import contextlib
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow as pa

from boligdata.bygg import (
    behovsgrunnlag,
    beregning,
    endring,
    ingest,
    kontroll,
    leveranse,
    noekkel,
    opplysninger,
    publisering,
    utgiver,
)
from boligdata.felles import config, katalog, kilder, maalform
from boligdata.felles.config import Brukerfeil, Kommune
from boligdata.felles.katalog import Kube
from boligdata.vern import Utgivelse, familier

Fremdrift = Callable[[str, float], None]

# Kildene grunnlaget for boligbehovet regnes av.
KILDER_TIL_BEHOVET = {
    "bolig",
    "leieforhold",
    "soeknad",
    "kjente_brukere",
    "bosetting",
}


@dataclass(frozen=True)
class Byggresultat:
    """Hva bygget gjorde: den publiserte filen, radene i hver tabell, tiden (sekunder) og rapporten
    fra lesingen.

    `merknader` er til den som bygger, og sier hva som ikke kunne gjøres selv om tallene er riktige.
    """

    fil: Path
    rader: dict[str, int]
    sekunder: float
    rapport: ingest.Rapport
    merknader: tuple[str, ...] = ()


@maalform.bruk(maalform.BOKMAAL)
def bygg(
    uttrekk: Path | None = None,
    ut: Path | None = None,
    fremdrift: Fremdrift = lambda tekst, andel: None,
    internt: Path | None = None,
    foer_bruk: Callable[[str], None] = lambda navn: None,
) -> Byggresultat:
    """Les uttrekkene i mappen `uttrekk`, og skriv nye filer i mappene `ut` (vernede tall) og
    `internt` (eksakte tall).

    `fremdrift(tekst, andel)` kalles underveis med andel fra 0 til 1. `foer_bruk(navn)` kalles når alt er
    klart, med navnet den publiserte filen får, rett før den tas i bruk. Feil brukeren kan rette, kommer som
    `Brukerfeil`. Filene skrives på bokmål, og leseren oversetter.
    """
    start = time.monotonic()
    uttrekk = uttrekk or config.uttrekk_mappe()
    internt = internt or (ut.parent / "internt" if ut else config.internt_mappe())
    ut = ut or config.publisert_mappe()
    kommune = config.les_kommune(uttrekk)
    with utgiver.arbeidsfiler(ut, internt) as (fil, intern_fil):
        if not kommune.fiktiv:
            noekkel.krev_samme(ut)
        forutsetninger = behovsgrunnlag.les_forutsetninger(uttrekk)
        with _databasen(fil, intern_fil) as con:
            bygget = Bygg(con, kommune, utgiver.forrige(ut, internt), fremdrift)
            bygget.les(uttrekk)
            bygget.regn()
            bygget.forklar()
            bygget.vern()
            bygget.behov(forutsetninger)
            bygget.skriv()
        fremdrift("Kontrollerer og tar i bruk", 0.97)
        kontroll.kontroller(intern_fil)
        kontroll.kontroller(fil)
        navn, internt_navn = map(utgiver.nytt_navn, ("publisert", "internt"))
        foer_bruk(navn)
        utgiver.ta_i_bruk(
            intern_fil,
            internt,
            internt_navn,
            rader=bygget.radavtrykk,
            leveranse=bygget.leveranse,
        )
        ferdig = utgiver.ta_i_bruk(
            fil, ut, navn, internt_navn, historikk=bygget.historikk
        )
    fremdrift("Ferdig", 1.0)
    sekunder = time.monotonic() - start
    return Byggresultat(
        ferdig, bygget.rader, sekunder, bygget.rapport, bygget.merknader
    )


@contextlib.contextmanager
def _databasen(fil: Path, intern_fil: Path):
    """Databasen i minnet, med de to filene som `ut` og `internt`."""
    with contextlib.closing(ingest.ny_database()) as con:
        # Formatet fra 1.5 leses av både 1.5 og 2.0; formatet i 2.0 leses bare av 2.0.
        for navn, sti in (("ut", fil), ("internt", intern_fil)):
            con.execute(f"attach '{_sitert(sti)}' as {navn} (storage_version 'v1.5.0')")
        yield con


@contextlib.contextmanager
def i_minnet():
    """Databasen til den som bare skal lese og regne: de eksakte tallene skrives ikke noe sted."""
    with contextlib.closing(ingest.ny_database()) as con:
        con.execute("attach ':memory:' as internt")
        yield con


class Bygg:
    """Ett bygg underveis, fra uttrekkene er åpnet, til de to filene er skrevet.

    Stegene er i rekkefølge: `les`, `regn`, `forklar`, `vern`, `behov`, `skriv`. Hvert av dem bruker
    tabellene de før har laget. En kilde som er stoppet, får beholde tallene fra forrige bygg, når
    kubene er de samme.
    """

    # Det stegene finner ut, i den rekkefølgen de gjør det.
    rapport: ingest.Rapport
    stoppet: set[str]
    rader: dict[str, int]
    merknader: tuple[str, ...]
    radavtrykk: bytes
    leveranse: bytes
    historikk: bytes

    def __init__(
        self,
        con: duckdb.DuckDBPyConnection,
        kommune: Kommune,
        forrige: utgiver.ForrigeBygg,
        fremdrift: Fremdrift,
    ):
        self.con, self.kommune, self.forrige = con, kommune, forrige
        self.fremdrift = fremdrift

    # ------------------------------------------------------------------------------ les

    def les(self, uttrekk: Path, forklar: bool = False) -> None:
        """Les uttrekkene inn i databasen. Med `forklar` sier rapporten hvordan hver kolonne er forstått."""
        til_leveransen = noekkel.avled(leveranse.NOEKKEL)
        sist = leveranse.les(self.forrige.leveranse, self.kommune, til_leveransen)
        self.rapport = ingest.les_uttrekk(
            self.con, uttrekk, self.kommune, self._etappe(0, 0.3), sist, forklar
        )
        # En kilde som holdes tilbake, sammenlignes med det samme neste gang.
        self.leveranse = leveranse.pakk(
            sist | self.rapport.leveranser, self.kommune, til_leveransen
        )
        status = self.rapport.status
        if not any(kilden.rader_lastet for kilden in status.values()):
            raise Brukerfeil(
                f"Fant ingen uttrekk som kan leses i {uttrekk}. Legg filene der. Ligger de der alt, sier "
                "sjekken av uttrekkene hva som er galt. Tallene som var der fra før, er ikke endret."
            )
        self.stoppet = {kilde for kilde, svar in status.items() if svar.stoppet}
        self.con.execute(
            "create table kommune as select ? as kommunenummer, ?::date as per_dato, "
            "?::integer as foerste_aar",
            [
                self.kommune.kommunenummer,
                self.kommune.per_dato,
                self.kommune.foerste_aar,
            ],
        )
        behovsgrunnlag.skriv_opplyst(self.con, self.kommune)

    # ----------------------------------------------------------------------------- regn

    def regn(self) -> None:
        """Lag modellene, og skriv de eksakte tallene til den interne filen."""
        beregning.lag_modeller(self.con, self._etappe(0.3, 0.15))
        self._aapne_forrige()
        self._skriv_kuber_og_tabeller(self._etappe(0.45, 0.1))
        self.con.execute("create table internt.periode as from periode")
        beregning.lag_dimensjoner(self.con, self.kommune.omraader, "internt.dimensjon")
        self.con.execute("create table internt.kart as from kart")
        opplysninger.skriv_kilder(self.con, self.rapport)

    def _aapne_forrige(self) -> None:
        """De forrige filene blir `forrige` og `forrige_ut`."""
        forrige = self.forrige
        for navn, sti, har_kubene in (
            ("forrige", forrige.internt, forrige.internt_har_kubene),
            ("forrige_ut", forrige.publisert, forrige.publisert_har_kubene),
        ):
            # Til sammenligning er filen bare til hjelp, og et bygg stopper ikke fordi den er
            # skadet. Skal tall beholdes, trengs den.
            trengs = har_kubene and (self.stoppet or self.kommune.rettelser_venter)
            unntatt = () if trengs else (duckdb.Error,)
            with contextlib.suppress(*unntatt):
                if sti:
                    self.con.execute(f"attach '{_sitert(sti)}' as {navn} (read_only)")

    def _skriv_kuber_og_tabeller(self, fremdrift: Fremdrift) -> None:
        """Der en kilde som beholdes, inngår, brukes tallene fra forrige fil."""
        self.rader = {}
        oppgaver = [*katalog.kuber().values(), *katalog.tabeller().values()]
        for nr, oppgave in enumerate(oppgaver):
            fremdrift(
                f"Teller opp, del {nr + 1} av {len(oppgaver)}", nr / len(oppgaver)
            )
            slag = "kube" if isinstance(oppgave, Kube) else "tabell"
            navn = f"{slag}_{oppgave.id}"
            if self._beholdt_internt & set(oppgave.kilder):
                self._kopier(f"forrige.{navn}", f"internt.{navn}")
            elif isinstance(oppgave, Kube):
                beregning.lag_kube(self.con, oppgave, f"internt.{navn}")
            else:
                self._kopier(oppgave.modell, f"internt.{navn}")
            self.rader[navn] = self._antall(f"internt.{navn}")

    # -------------------------------------------------------------------------- forklar

    def forklar(self) -> None:
        """Skriv hva som er nytt siden forrige bygg, i den interne filen, og lag avtrykkene som
        skal ligge ved siden av den.
        """
        til_radene = noekkel.avled("rader")
        endring.lag_radavtrykk(self.con, noekkel.avled("radavtrykk"))
        kjente, merknad = endring.les_rader(
            self.forrige.rader, til_radene, self.kommune.fiktiv
        )
        self.merknader = (merknad,) if merknad else ()
        self.radavtrykk = endring.pakk_rader(
            self.con, kjente, self._beholdt_internt, til_radene
        )
        beholdte = {
            kube.id
            for kube in katalog.kuber().values()
            if self._beholdt_internt & set(kube.kilder)
        }
        endring.skriv_internt(self.con, kjente, beholdte)
        self._slipp_det_som_er_skrevet()

    def _slipp_det_som_er_skrevet(self) -> None:
        """Ta bort det ingen av de neste stegene leser. Vernet er det som trenger mest minne, og statistikken
        om alle kommunene er større enn alt det andre til sammen.
        """
        # Ellers holder databasen på det som blir ledig. Er det slik fra starten, går lesingen senere.
        self.con.execute("set allocator_bulk_deallocation_flush_threshold = '1MB'")
        uttrekkene = kilder.kilder().keys() - KILDER_TIL_BEHOVET
        for tabell in (*uttrekkene, "regionstall"):
            self.con.execute(f"drop table {tabell}")
        self.con.execute("checkpoint internt")
        pa.default_memory_pool().release_unused()

    # ----------------------------------------------------------------------------- vern

    def vern(self) -> None:
        """Rund av tallene, og skriv dem til den publiserte filen, med historikken som skal
        ligge ved siden av den.

        Kuber som henger sammen, rundes av sammen. Inngår en kilde som beholdes, i én av dem,
        beholdes alle som de er.
        """
        self._meld_vernet(0)
        til_avrunding = noekkel.avled("avrunding")
        frosne = self._frosne()
        husket = publisering.les_historikk(
            self.forrige.historikk, til_avrunding, self.kommune.fiktiv
        )
        nye = {id: kube for id, kube in katalog.kuber().items() if id not in frosne}
        utgivelse = publisering.vern_tallene(
            self.con, nye, husket, til_avrunding, self._meld_vernet
        )
        publisering.skriv_vern(self.con, nye.values(), utgivelse, "ut.vern")
        publisering.lag_maaltall(self.con, "ut.maaltall")
        for kube in katalog.kuber().values():
            self._skriv_vernet_kube(kube, utgivelse, kube.id in frosne)
        self._skriv_det_alle_kan_se()
        beholdt = {
            (kube, tertial): frosset
            for (kube, tertial), frosset in husket.historikk.items()
            if kube in frosne
        }
        self.historikk = publisering.pakk_historikk(
            publisering.Husket(
                beholdt | utgivelse.historikk, frozenset(utgivelse.proevd)
            ),
            til_avrunding,
        )

    def _meld_vernet(self, andel: float) -> None:
        self.fremdrift("Verner tallene. Første gang tar det lengst", 0.55 + 0.4 * andel)

    def _frosne(self) -> set[str]:
        """Kubene som beholdes slik de er publisert."""
        if self._rettelser_venter():
            self.merknader += (
                "De publiserte tallene er de samme som sist. Rettelser venter til det kommer et nytt "
                "tertial, slik «rettelser» i kommune.toml sier. De interne tallene er rettet.",
            )
            return set(katalog.kuber())
        rammet = {
            kube.id
            for kube in katalog.kuber().values()
            if self._beholdt_publisert & set(kube.kilder)
        }
        for familie in familier(katalog.kuber()):
            ider = {kube.id for kube in familie}
            if ider & rammet:
                rammet |= ider
        return rammet

    def _rettelser_venter(self) -> bool:
        """Skal alt som er publisert, stå, fordi ingen periode er ny? Da rettes mange saker samtidig,
        og det er vanskeligere å kjenne igjen en av dem.
        """
        if not (self.kommune.rettelser_venter and self.forrige.publisert_har_kubene):
            return False
        [(nye,)] = self.con.execute(
            "select count(*) from internt.periode anti join forrige_ut.periode using (periode)"
        ).fetchall()
        return not nye

    def _skriv_vernet_kube(
        self, kube: Kube, utgivelse: Utgivelse, frossen: bool
    ) -> None:
        if not frossen:
            publisering.skriv_kube(
                self.con,
                kube,
                f"internt.kube_{kube.id}",
                f"ut.kube_{kube.id}",
                utgivelse,
            )
            publisering.skriv_maaltall(
                self.con,
                kube,
                f"internt.kube_{kube.id}",
                f"ut.kube_{kube.id}",
                "ut.maaltall",
            )
            return
        self._kopier(f"forrige_ut.kube_{kube.id}", f"ut.kube_{kube.id}")
        for tabell in ("vern", "maaltall"):
            self.con.execute(
                f"insert into ut.{tabell} from forrige_ut.{tabell} where kube = ?",
                [kube.id],
            )

    def _skriv_det_alle_kan_se(self) -> None:
        """Tabellene det ikke er noe å verne i, og kildene."""
        for id, tabell in katalog.tabeller().items():
            beholdes = self._beholdt_publisert & set(tabell.kilder)
            fra = "forrige_ut" if beholdes else "internt"
            self._kopier(f"{fra}.tabell_{id}", f"ut.tabell_{id}")
        for felles in ("dimensjon", "periode", "kart"):
            self._kopier(f"internt.{felles}", f"ut.{felles}")
        publisering.skriv_kilder(self.con, "internt", "ut")
        for tabell in ("vern", "maaltall"):
            self._kopier(f"ut.{tabell} limit 0", f"internt.{tabell}")

    # ---------------------------------------------------------------------------- behov

    def behov(self, forutsetninger: tuple[behovsgrunnlag.Forutsetning, ...]) -> None:
        """Skriv grunnlaget for boligbehovet, likt i begge filene."""
        if self._beholdt_publisert & KILDER_TIL_BEHOVET:
            behovsgrunnlag.behold(self.con)
        else:
            behovsgrunnlag.skriv(self.con, noekkel.avled("behov"), forutsetninger)

    # ---------------------------------------------------------------------------- skriv

    def skriv(self) -> None:
        """Skriv det siste, og lukk de to filene."""
        endring.skriv_publisert(self.con)
        for navn in ("ut", "internt"):
            opplysninger.skriv_meta(self.con, navn, self.kommune)
            self.con.execute(f"checkpoint {navn}")
            self.con.execute(f"detach {navn}")

    # --------------------------------------------------------------------------- felles

    @property
    def _beholdt_internt(self) -> set[str]:
        """Kildene som har tallene sine fra forrige interne fil."""
        return self.stoppet if self.forrige.internt_har_kubene else set()

    @property
    def _beholdt_publisert(self) -> set[str]:
        """Kildene som har tallene sine fra forrige publiserte fil."""
        return self.stoppet if self.forrige.publisert_har_kubene else set()

    def _etappe(self, fra: float, lengde: float) -> Fremdrift:
        """Framdriften til et steg som er så stor del av hele bygget."""
        return lambda tekst, andel: self.fremdrift(tekst, fra + lengde * andel)

    def _kopier(self, fra: str, til: str) -> None:
        self.con.execute(f"create table {til} as from {fra}")

    def _antall(self, tabell: str) -> int:
        [(antall,)] = self.con.execute(f"select count(*) from {tabell}").fetchall()
        return antall


def _sitert(sti: Path) -> str:
    return str(sti).replace("'", "''")
