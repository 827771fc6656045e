"""Planens tre «skal beskrive»-punkter, skrevet av tallene så de kan leses høyt i et møte og settes
inn i planen.

Hver setning står på egne bein. Et tall som mangler, gir ingen setning, aldri en gjetning.
"""

import pandas as pd

from boligdata import lesing
from boligdata.felles import katalog, norsk
from boligdata.innhold.kort import Valg
from boligdata.lesing import ALLE, UKJENT

PUNKTER = {
    "behov": "Behov og tilbud for hver målgruppe",
    "virkemidler": "Boligsosiale forhold og virkemidler",
    "organisering": "Organisering, samhandling og koordinering",
}


@lesing.husk
def lag(punkt: str, valg: Valg) -> list[str]:
    """Avsnittene for ett av punktene i `PUNKTER`, for hele kommunen og perioden som er valgt."""
    avsnitt = {
        "behov": _behov,
        "virkemidler": _virkemidler,
        "organisering": _organisering,
    }[punkt](_Tall(valg))
    return [
        " ".join(setninger)
        for setninger in ([s for s in a if s] for a in avsnitt)
        if setninger
    ]


class _Tall:
    """Tallene i én periode, skrevet slik de skal stå i en setning. Det som ikke kan skrives, er
    None."""

    def __init__(self, valg: Valg):
        self.valg = valg

    def naar(self, id: str) -> str:
        return norsk.stor(norsk.naar(self.valg.periode, katalog.indikatorer()[id]))

    def ett(self, id: str, **utvalg: str) -> str | None:
        """Tallet for hele kommunen, eller for én verdi av en egenskap."""
        data = self._data(id, (), utvalg)
        return (
            self._skriv(id, data["verdi"].iloc[0], data["flagg"].iloc[0])
            if len(data)
            else None
        )

    def antall(self, id: str, ord_: str | None = None, **utvalg: str) -> str | None:
        """Tallet med ordet for det som telles: «1 husstand», «12 husstander»."""
        data = self._data(id, (), utvalg)
        if data.empty or pd.isna(data["verdi"].iloc[0]):
            return None
        i = katalog.indikatorer()[id]
        return norsk.med_ord(
            data["verdi"].iloc[0],
            ord_ or i.enhetsord,
            lesing.med_filtre(i, utvalg).visningsenhet,
        )

    def per(self, id: str, egenskap: str) -> dict[str, str]:
        """Tallet for hver verdi av egenskapen, de største først. Det som er null eller mangler, er
        ikke med."""
        data = self._data(id, (egenskap,), {})
        data = data[(data["verdi"] > 0) & (data[egenskap] != UKJENT)].sort_values(
            "verdi", ascending=False, kind="stable"
        )
        return {
            kode: self._skriv(id, v, "")
            for kode, v in zip(data[egenskap], data["verdi"])
        }

    def ramse(self, id: str, egenskap: str, hoeyst: int = 3) -> str | None:
        """De største gruppene: «eldre, 25, og flyktninger, 20»."""
        navn = lesing.dimensjon(egenskap)
        deler = [
            f"{norsk.liten(navn[kode])} med {tall}"
            for kode, tall in list(self.per(id, egenskap).items())[:hoeyst]
        ]
        return norsk.ramse(deler) if deler else None

    def _data(
        self, id: str, fordeling: tuple[str, ...], utvalg: dict[str, str]
    ) -> pd.DataFrame:
        try:
            i = katalog.indikatorer()[id]
            siste = lesing.siste_kjente(i, self.valg.periodetype, self.valg.periode)
            return lesing.tall(
                i, self.valg.periodetype, fordeling, utvalg, siste, bare_siste=True
            )
        except lesing.IkkePublisert:
            return pd.DataFrame(
                {"verdi": [], "flagg": [], **{d: [] for d in fordeling}}
            )

    def _skriv(self, id: str, verdi: float, flagg: str) -> str | None:
        if pd.isna(verdi) or flagg == "for_faa":
            return None
        return norsk.med_enhet(
            verdi, lesing.med_filtre(katalog.indikatorer()[id], {}).visningsenhet
        )


def _hvis(mal: str, *deler: str | None) -> str:
    """Setningen, når alle tallene i den finnes."""
    return norsk.stor(mal.format(*deler)) if all(d is not None for d in deler) else ""


def _behov(t: _Tall) -> list[list[str]]:
    helhet = [
        _hvis(
            "{} kjenner kommunen til {} som er vanskeligstilt på boligmarkedet.",
            t.naar("vanskeligstilte"),
            t.antall("vanskeligstilte"),
        ),
        _hvis(
            "Av dem er {} uten egen bolig, {} i fare for å miste boligen og {} i uegnet bolig eller bomiljø.",
            t.ett("uten_bolig"),
            t.ett("i_fare"),
            t.ett("uegnet_bolig"),
        ),
        _hvis("{} har barn.", t.antall("vanskeligstilte_barn")),
        _hvis("Flest er det blant {}.", t.ramse("vanskeligstilte", "maalgruppe")),
    ]
    tilbud = [
        _hvis(
            "Kommunen rår over {}, og {} er leid ut.",
            t.antall("boliger"),
            t.ett("utleiegrad"),
        ),
        _hvis("Flest er det av {}.", t.ramse("boliger", "boligtype")),
        _hvis(
            "{} har fått vedtak om bolig og venter på å flytte inn.",
            t.antall("venteliste"),
        ),
        _hvis(
            "{} får bolig innen 90 dager etter vedtaket.",
            t.ett("andel_bosatt_90_dager"),
        ),
    ]
    navn = lesing.dimensjon("maalgruppe")
    vanskelig, venter, bor = (
        t.per(id, "maalgruppe")
        for id in ("vanskeligstilte", "venteliste", "husstander")
    )
    null = "0–4" if lesing.meta().vernet else "ingen"
    grupper = [
        [
            f"{navn[kode]}: {vanskelig.get(kode, null)} er vanskeligstilte, "
            f"{venter.get(kode, null)} venter på kommunal bolig, og "
            f"{bor.get(kode, null)} bor i en."
        ]
        for kode in navn
        if kode in {**vanskelig, **venter, **bor}
    ]
    return [helhet, tilbud, *grupper]


def _virkemidler(t: _Tall) -> list[list[str]]:
    forhold = [
        _hvis(
            "{} har {} vært i midlertidig botilbud.",
            t.naar("midlertidig"),
            t.antall("midlertidig"),
        ),
        _hvis(
            "{} med barn har bodd midlertidig eller på natthjem.",
            t.antall("midlertidig_barn"),
        ),
        _hvis("Det kom {} om utkastelse.", t.antall("begjaeringer")),
        _hvis("{} ble gjennomført.", t.antall("utkastelser")),
        _hvis("Av begjæringene ble {} avverget.", t.ett("avverget")),
    ]
    bruk = [
        _hvis("Det ble innvilget {} virkemidler.", t.ett("virkemidler_innvilget")),
        _hvis("Flest fikk {}.", t.ramse("virkemidler_innvilget", "virkemiddel")),
        _hvis(
            "{} av søknadene som ble avgjort, fikk avslag.", t.ett("virkemiddelavslag")
        ),
        _hvis("Et vanlig startlån var på {}.", t.ett("startlaan_beloep")),
        _hvis("{} hadde bostøtte fra Husbanken.", t.antall("bostoette")),
        _hvis("{} fikk økonomisk rådgivning.", t.antall("raadgivning")),
    ]
    nytte = [
        _hvis(
            "{} av de vanskeligstilte husstandene har et virkemiddel.",
            t.ett("dekning_virkemidler"),
        ),
        _hvis("{} får en tjeneste.", t.ett("dekning_tjenester")),
        _hvis("{} får oppfølging i boligen.", t.antall("booppfoelging")),
    ]
    return [forhold, bruk, nytte]


def _organisering(t: _Tall) -> list[list[str]]:
    hvem = [
        _hvis(
            "{} får {} minst én tjeneste.",
            t.naar("med_tjenester"),
            t.antall("med_tjenester"),
        ),
        _hvis("{} av dem har to eller flere.", t.ett("flere_tjenester")),
        _hvis(
            (
                "Av dem som har flere, får {} hjelp fra mer enn én enhet, {} har koordinator "
                "og {} individuell plan."
            ),
            t.ett("flere_enheter"),
            t.ett("koordinator"),
            t.ett("individuell_plan"),
        ),
    ]
    veien = [
        _hvis(
            "Halvparten av tjenestene begynner innen {} etter henvisningen.",
            t.ett("henvisningstid"),
        ),
        _hvis(
            "{} venter på en tjeneste.", t.antall("venter_paa_tjeneste", "husstander")
        ),
        _hvis(
            "{} av husstandene får hjelp innen 30 dager etter første kontakt.",
            t.ett("hjelp_innen_30"),
        ),
        _hvis(
            "Av dem som fikk avslag på kommunal bolig, fikk {} annen hjelp i løpet av et halvt år.",
            t.ett("avslag_hjulpet"),
        ),
    ]
    katalogen = lesing.tabell("tjenestekatalog")
    finn = [
        f"Tjenestekatalogen har {len(katalogen)} tilbud fra {katalogen['enhet'].nunique()} enheter."
        if len(katalogen)
        else ""
    ]
    return [hvem, veien, finn]


def gjelder_alle(valg: Valg) -> bool:
    """Er ingenting filtrert? Teksten gjelder alltid hele kommunen."""
    return all(v == ALLE for v in valg.filtre.values())
