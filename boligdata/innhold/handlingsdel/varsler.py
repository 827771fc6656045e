"""Det noen må vite om handlingsdelen og uttrekkene nå: til Oversikt, og til en e-post fra en tidsstyrt
jobb.

Et varsel sier hvilket tiltak det gjelder og hvorfor. Hvem som har ansvaret, hvem som har skrevet og hva
som er kommentert, er ikke med: en e-post kan bli sendt videre. Setningene er ren tekst.
"""

import datetime as dt
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass

from boligdata import lesing
from boligdata.arbeid.tiltak import Tiltak
from boligdata.felles import kilder, lover, norsk, plankoder
from boligdata.felles.maalform import fast, si
from boligdata.innhold.handlingsdel import dom, planen
from boligdata.innhold.handlingsdel.dom import Tiltaksdom
from boligdata.innhold.handlingsdel.planen import Planpost

ALVOR = ("haster", "viktig", "til_orientering")
# Slagene i den rekkefølgen de leses, med navnet og hvor viktig det er.
SLAG = {
    "sent": (fast("Over fristen"), "haster"),
    "snudd": (fast("Ikke lenger på vei mot målet"), "viktig"),
    "ufinansiert": (fast("Mangler penger"), "viktig"),
    "uenig": (fast("Det som er meldt, stemmer ikke"), "viktig"),
    "ikke_levert": (fast("Nye tall mangler"), "viktig"),
    "leveres": (fast("Nye tall ventes"), "til_orientering"),
    "lovfrist": (fast("Frist i loven"), "til_orientering"),
    "aarsfrist": (fast("Hvert år"), "til_orientering"),
}
ET_AAR, TO_MAANEDER = dt.timedelta(days=365), dt.timedelta(days=60)
# Så lenge før et uttrekk ventes, blir de som leverer det, minnet om det.
TO_UKER = dt.timedelta(days=14)
# Finansieringen når det er klart at pengene mangler. Er den bare ikke avklart, mangler det penger når
# tiltaket koster noe.
UTEN_PENGER = ("krever_prioritering", "avvist")


@dataclass(frozen=True)
class Varsel:
    """Ett varsel. `slag` er en nøkkel i `SLAG`, `alvor` en av `ALVOR`, og `tiltak_id` er «» når det
    ikke gjelder ett tiltak. `dato` er fristen, eller dagen tallet gjelder.
    """

    slag: str
    tiltak_id: str
    tekst: str
    dato: dt.date
    alvor: str

    @property
    def linje(self) -> str:
        """Varselet på én linje, med slaget foran."""
        return " ".join(f"{si(SLAG[self.slag][0])}: {self.tekst}".split())


def naa() -> tuple[Varsel, ...]:
    """Varslene om handlingsdelen i lageret og uttrekkene som er publisert, i dag."""
    return alle(planen.poster(), lesing.i_dag(), lesing.ferskhet())


def som_tekst(varsler: Sequence[Varsel], dag: dt.date) -> str:
    """Varslene som en e-post: en linje om hvor mange, og en for hvert."""
    if not varsler:
        return si(
            "Ingen varsler om handlingsdelen eller uttrekkene {dag}.",
            dag=norsk.dato(dag),
        )
    linjer = [f"- {varsel.linje}" for varsel in varsler]
    over = si(
        "Varsler om handlingsdelen og uttrekkene {dag} ({antall}):",
        dag=norsk.dato(dag),
        antall=len(varsler),
    )
    return "\n".join([over, *linjer])


def som_json(varsler: Sequence[Varsel], dag: dt.date) -> str:
    """Varslene til et program, med datoer som ÅÅÅÅ-MM-DD."""
    innhold = {"dag": dag, "varsler": [asdict(varsel) for varsel in varsler]}
    return json.dumps(innhold, ensure_ascii=False, indent=2, default=str)


def alle(
    poster: Iterable[Planpost],
    dag: dt.date,
    ferske: Mapping[str, lesing.Ferskhet] | None = None,
) -> tuple[Varsel, ...]:
    """Varslene denne dagen: det som haster først, så etter slag og dato. `ferske` er hvor ferske uttrekkene
    er.
    """
    varsler = [*_om_loven(dag), *_om_leveringene(ferske or {}, dag)]
    for post in poster:
        if not dom.er_ute(post.tiltak):
            varsler += _om_tiltaket(post.tiltak, dom.bedoem(post.tiltak, dag), dag)
    slagene = list(SLAG)
    return tuple(
        sorted(
            varsler,
            key=lambda varsel: (
                ALVOR.index(varsel.alvor),
                slagene.index(varsel.slag),
                varsel.dato,
            ),
        )
    )


def mangler_penger(tiltak: Tiltak) -> bool:
    """Er det ikke penger til tiltaket? Et tiltak som ikke koster noe, trenger ingen."""
    if tiltak.finansiering == "uavklart":
        koster = any(en.kroner and en.art == "brutto" for en in tiltak.beloep)
        return koster or bool(tiltak.aarsverk)
    return tiltak.finansiering in UTEN_PENGER


def _om_tiltaket(tiltak: Tiltak, dommen: Tiltaksdom, dag: dt.date) -> Iterator[Varsel]:
    framdrift, ferdig = dommen.framdrift, dom.er_gjennomfoert(tiltak, dag)
    # Er det meldt gjennomført, er det uenigheten som er varselet.
    if framdrift.sene and not ferdig:
        yield _varsel("sent", tiltak, framdrift.sene, framdrift.sent_siden)
    for indikator in dommen.indikatorer:
        if indikator.snudd:
            siste_dag = dt.date(int(indikator.periode[:4]), 12, 31)
            yield _varsel("snudd", tiltak, [indikator.grunn], siste_dag)
    # At det er i gang etter fristen, er alt sagt.
    bare_sent = framdrift.sene and tiltak.status.verdi == "i_gang"
    if framdrift.uenigheter and not bare_sent:
        meldt = tiltak.status.dato or framdrift.sent_siden or dag
        yield _varsel("uenig", tiltak, framdrift.uenigheter, meldt)
    frist = framdrift.neste_frist
    if frist and frist <= dag + ET_AAR and mangler_penger(tiltak):
        penger = plankoder.navn("finansiering")[tiltak.finansiering]
        grunn = si(
            "Finansieringen er «{penger}», og neste frist er {frist}.",
            penger=penger,
            frist=norsk.dato(frist),
        )
        yield _varsel("ufinansiert", tiltak, [grunn], frist)


def _om_loven(dag: dt.date) -> Iterator[Varsel]:
    """Fristene loven setter. Om det som skulle gjøres, er gjort, vet vi ikke, så et varsel om noe som er
    over, står ikke mer enn et år.
    """
    frist = lover.frist("behovsoversikt")
    if abs(frist - dag) <= ET_AAR:
        setning = _SKULLE_VAERT if frist < dag else _SKAL_VAERE
        tekst = si(setning, dato=norsk.dato(frist))
        yield Varsel("lovfrist", "", tekst, frist, SLAG["lovfrist"][1])
    for aarsfrist in lover.aarsfrister():
        neste = aarsfrist.neste(dag)
        if neste <= dag + TO_MAANEDER:
            hjemmel = norsk.liten_forbokstav(lover.tekst([aarsfrist.hjemmel]))
            tekst = si(
                "{hva} innen {neste} ({hjemmel}).",
                hva=aarsfrist.hva,
                neste=norsk.dato(neste),
                hjemmel=hjemmel,
            )
            yield Varsel("aarsfrist", "", tekst, neste, SLAG["aarsfrist"][1])


def _om_leveringene(
    ferske: Mapping[str, lesing.Ferskhet], dag: dt.date
) -> Iterator[Varsel]:
    """Uttrekkene som skulle ha kommet, og dem som snart ventes, med hvem som leverer dem."""
    for id, fersk in ferske.items():
        kilde = kilder.kilder()[id]
        if fersk.forsinket:
            slag, setning = "ikke_levert", _SKULLE_KOMMET
        elif fersk.ventes - TO_UKER <= dag:
            slag, setning = "leveres", _VENTES
        else:
            continue
        tekst = si(
            setning,
            uttrekk=kilde.navn,
            maaned=norsk.maaned(fersk.ventes),
            eier=norsk.ramse(kilde.eiere),
        )
        yield Varsel(slag, "", tekst, fersk.ventes, SLAG[slag][1])


_SKULLE_KOMMET = fast(
    "«{uttrekk}» skulle kommet i {maaned}. Uttrekket leveres av: {eier}."
)
_VENTES = fast("«{uttrekk}» ventes i {maaned}. Uttrekket leveres av: {eier}.")
_SKULLE_VAERT = fast(
    "Oversikten over behovet for boliger for vanskeligstilte (boligsosialloven § 5) skulle vært på plass "
    "innen {dato} (§ 10)."
)
_SKAL_VAERE = fast(
    "Oversikten over behovet for boliger for vanskeligstilte (boligsosialloven § 5) skal være på plass "
    "innen {dato} (§ 10)."
)


def _varsel(
    slag: str, tiltak: Tiltak, setninger: Iterable[str], dato: dt.date
) -> Varsel:
    navn = f"{tiltak.nr} {tiltak.tittel}".strip()
    tekst = f"{navn}: {' '.join(setninger)}"
    return Varsel(slag, tiltak.id, tekst, dato, SLAG[slag][1])


def lovens_frist_kort(dag: dt.date) -> str:
    """Fristen i loven i én kort setning, med hvor lenge det er til."""
    frist = lover.frist("behovsoversikt")
    if dag > frist:
        return si(
            "Fristen i boligsosialloven § 10 var {frist}.", frist=norsk.dato(frist)
        )
    fristen = si("Fristen i boligsosialloven § 10 er {dato}.", dato=norsk.dato(frist))
    return f"{fristen} {_igjen(dag, frist)}"


def lovens_frist(dag: dt.date) -> str:
    """Når oversikten over behovet for boliger skal være på plass, og hvor lenge det er til."""
    frist = lover.frist("behovsoversikt")
    igjen = si("Fristen er over.") if dag > frist else _igjen(dag, frist)
    kravet = si(
        "Planen skal bygge på en oversikt over behovet for boliger for vanskeligstilte (boligsosialloven "
        "§ 5). Den skal være på plass innen {dato} (§ 10).",
        dato=norsk.dato(frist),
    )
    return f"{kravet} {igjen}"


def _igjen(dag: dt.date, frist: dt.date) -> str:
    maaneder = (
        (frist.year - dag.year) * 12 + frist.month - dag.month - (dag.day > frist.day)
    )
    if not maaneder:
        return si("Det er under en måned igjen.")
    return si(
        "Det er {maaneder} igjen.", maaneder=norsk.med_ord(maaneder, si("måneder"))
    )
