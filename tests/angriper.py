"""En angriper: alt en kyndig leser kan regne ut av de publiserte tallene, skrevet fra definisjonene
og uten hjelp av `vern`.

Angriperen ser hvert publisert tall, vet hvor mye det kan avvike, og kjenner definisjonene: hva som
summerer til hva, hva som er en del av noe annet, og hvordan beholdninger følger av strømmer. For
sikkerhets skyld får den også vite hvilke celler som er tomme, selv om det ikke står noe sted. Det
gjelder ikke kubene om boliger, der antall boliger er eksakt: der er en tom celle en som vises som
0, og kan være opp til fire.
"""

import dataclasses
import itertools
import json
from collections import defaultdict
from pathlib import Path
from typing import NamedTuple

import duckdb
import highspy
import numpy as np

from boligdata import lesing
from boligdata.felles import katalog

ALLE = "alle"


class Celle(NamedTuple):
    """Ett tall: et mål i en kube i en periode, for et utsnitt som (("maalgruppe", "rus"),
    ("omraade", "Nord")).
    """

    kube: str
    maal: str
    periode: str
    utsnitt: tuple[tuple[str, str], ...]


def vernet(celle: Celle) -> bool:
    """Er tallet avrundet?"""
    return celle.maal in katalog.kuber()[celle.kube].vernede


# ---------------------------------------------------------------------- det som kan ses


def tall_i_filen(mappe: Path) -> dict[Celle, int]:
    """Alle tall i alle kubene i filen pekeren i mappen viser til, bortsett fra nullene."""
    ut = {}
    with _aapne(mappe) as con:
        for kube in katalog.kuber().values():
            kolonner = ", ".join(["periode", *kube.dimensjoner, *kube.maal])
            rader = con.execute(f"select {kolonner} from kube_{kube.id}").fetchall()
            for periode, *resten in rader:
                utsnitt = tuple(
                    par for par in zip(kube.dimensjoner, resten) if par[1] != ALLE
                )
                for maal, antall in zip(kube.maal, resten[len(kube.dimensjoner) :]):
                    if antall is not None and antall > 0:
                        ut[Celle(kube.id, maal, periode, utsnitt)] = antall
    return ut


def tall_paa_sidene() -> dict[Celle, int]:
    """De samme tallene, spurt etter slik sidene gjør: hver gruppering og hver verdi av den.

    Alle målene i en kube leses på samme måte, så bare det første spørres det om i alle
    kombinasjoner og tertialer.
    """
    ut, mal = {}, katalog.indikatorer()["venteliste"]
    for kube in katalog.kuber().values():
        for maal in kube.vernede:
            indikator = dataclasses.replace(
                mal, id=f"{kube.id}_{maal}", kube=kube.id, teller=maal
            )
            foerste = maal == kube.vernede[0]
            for gruppering in (g for g in kube.grupperinger if foerste or len(g) < 2):
                for periodetype in ("aar", "tertial") if foerste else ("aar",):
                    data = lesing.tall(indikator, periodetype, gruppering)
                    data = data[data["teller"] > 0]
                    kolonner = [data[e].tolist() for e in gruppering]
                    for periode, vist, *verdier in zip(
                        data["periode"], data["teller"], *kolonner
                    ):
                        ut[
                            Celle(
                                kube.id, maal, periode, tuple(zip(gruppering, verdier))
                            )
                        ] = int(vist)
    return ut


def erklaert_avvik(mappe: Path) -> dict[tuple[str, str, int], int]:
    """Det største avviket filen sier at hver kube og periode har, etter hvor mange egenskaper
    tallene er delt på.
    """
    with _aapne(mappe) as con:
        rader = con.execute("select kube, periode, dybde, avvik from vern").fetchall()
    return {tuple(rad[:3]): rad[3] for rad in rader}


def _aapne(mappe: Path) -> duckdb.DuckDBPyConnection:
    fil = json.loads((mappe / "gjeldende.json").read_text(encoding="utf-8"))["fil"]
    return duckdb.connect(str(mappe / fil), read_only=True)


# -------------------------------------------------------------------- det som kan vites


@dataclasses.dataclass(frozen=True)
class Kunnskap:
    """Alt angriperen vet om cellene, som rader: `nedre <= sum(vekt * celle) <= oevre`. `slag` er et
    navn på hver rad.
    """

    celler: list[Celle]
    rad: np.ndarray
    kolonne: np.ndarray
    vekt: np.ndarray
    nedre: np.ndarray
    oevre: np.ndarray
    slag: np.ndarray

    def brutt(self, tall: np.ndarray) -> np.ndarray:
        """Hvilke rader tallene ikke oppfyller."""
        sum_ = np.bincount(
            self.rad, self.vekt * tall[self.kolonne], minlength=len(self.nedre)
        )
        return (sum_ < self.nedre - 1e-9) | (sum_ > self.oevre + 1e-9)

    def bare(self, med: np.ndarray) -> "Kunnskap":
        """Bare radene der alle cellene er `med`. Cellene beholder plassen sin."""
        return self.med_rader(
            np.bincount(self.rad, ~med[self.kolonne], minlength=len(self.nedre)) == 0
        )

    def uten(self, *slag: str) -> "Kunnskap":
        """Uten radene av disse slagene."""
        return self.med_rader(~np.isin(self.slag, slag))

    def med_rader(self, hele: np.ndarray) -> "Kunnskap":
        """Bare radene som er sanne i `hele`."""
        ny = np.cumsum(hele) - 1
        valgt = hele[self.rad]
        return Kunnskap(
            self.celler,
            ny[self.rad[valgt]],
            self.kolonne[valgt],
            self.vekt[valgt],
            self.nedre[hele],
            self.oevre[hele],
            self.slag[hele],
        )


# Mål som etter definisjonen er det samme som kubens antall for disse verdiene av en egenskap.
SAMME = [
    ("utflytting", "egen_bolig", "utflyttingsaarsak", ["eid_bolig"]),
    ("utflytting", "utkastelse", "utflyttingsaarsak", ["utkastelse"]),
    ("soeknader", "nye", "soeknadstype", ["ny"]),
    ("soeknader", "uten_bolig", "situasjon", ["uten_bolig"]),
    ("venteliste", "over_12_mnd", "ventetidsbaand", ["12+"]),
    ("venteliste", "over_6_mnd", "ventetidsbaand", ["7-12", "12+"]),
    ("bosatt", "innen_90", "ventetidsbaand", ["0-3"]),
]
# Summer av mål i samme periode: (ledd, er det likhet eller høyst null).
I_PERIODEN = [
    (
        "utleid er bebodd",
        [("boliger", "utleid", 1), ("leieforhold", "antall", -1)],
        False,
    ),
    (
        "kontraktene",
        [
            ("kontrakter", "utloept", 1),
            ("kontrakter", "utloeper_12", 1),
            ("kontrakter", "antall", -1),
        ],
        False,
    ),
    (
        "kontrakt er leie",
        [("kontrakter", "antall", 1), ("leieforhold", "antall", -1)],
        False,
    ),
    (
        "stor eller liten",
        [
            ("leieforhold", "for_liten", 1),
            ("leieforhold", "for_stor", 1),
            ("leieforhold", "stoerrelse_kjent", -1),
        ],
        False,
    ),
    (
        "utflyttet til",
        [
            ("utflytting", "egen_bolig", 1),
            ("utflytting", "utkastelse", 1),
            ("utflytting", "antall", -1),
        ],
        False,
    ),
    (
        "ja eller nei",
        [
            ("vedtak", "innvilget", 1),
            ("vedtak", "avslag", 1),
            ("vedtak", "realitet", -1),
        ],
        True,
    ),
    ("omgjort er klage", [("vedtak", "omgjort", 1), ("vedtak", "klager", -1)], False),
    (
        "over ett år",
        [("venteliste", "over_12_mnd", 1), ("venteliste", "over_6_mnd", -1)],
        False,
    ),
    (
        "venter eller bosatt",
        [
            ("venteliste", "antall", 1),
            ("bosatt", "antall", 1),
            ("ventetid", "antall", -1),
        ],
        False,
    ),
    (
        "leid ut eller ledig",
        [("boliger", "utleid", 1), ("ledige", "antall", 1), ("boliger", "antall", -1)],
        True,
    ),
]
# Målene i planen, som alle får vite om er nådd for hele kommunen: telleren er minst eller høyst så
# mange prosent av nevneren, eller så mange.
MAALTALL = [
    ("boliger", "utleid", "antall", "minst", 95),
    ("leieforhold", "for_liten", "stoerrelse_kjent", "høyst", 5),
    ("utflytting", "egen_bolig", "antall", "minst", 20),
    ("midlertidig_avsluttet", "over_90", "antall", "høyst", 10),
    ("begjaeringer_fulgt", "avverget_antall", "antall", "minst", 80),
    ("samordning", "koordinator", "flere", "minst", 80),
    ("venteliste", "antall", None, "høyst", 20),
]
# Medianen vises, av minst så mange. Av den ser alle om de som er på den ene siden av en grense, er over
# eller under halvparten.
HALVDELER = [
    ("oppstart", "innen_30", "antall", 10),
    ("midlertidig_avsluttet", "inntil_14", "antall", 10),
    ("midlertidig_avsluttet", "over_90", "antall", 10),
]
# Under dette sies det ingenting om en andel.
MINSTE_NEVNER = 20
# Det spørringene i `modeller` nesten alltid gjør sant, enda ingen definisjon lover det: det første er
# høyst summen av de andre. Hvert ledd er kube, mål, verdier som er valgt, og hvor mange tertialer før.
ANTATT = [
    [
        ("situasjon_inn", "antall", {"kom_fra": "soeknad"}, 0),
        ("soeknader", "antall", {}, 0),
    ],
    [
        ("situasjon_inn", "antall", {"kom_fra": "utkastelse"}, 0),
        ("begjaeringer", "antall", {}, 0),
    ],
    [
        ("midlertidig", "antall", {}, 0),
        ("situasjon", "antall", {"situasjon": "uten_bolig"}, 0),
    ],
    [
        ("ventetid", "antall", {}, 0),
        ("venteliste", "antall", {}, 1),
        ("vedtak", "innvilget", {}, 0),
    ],
    [
        ("venteliste", "antall", {"ventetidsbaand": "0-3"}, 0),
        ("vedtak", "innvilget", {}, 0),
    ],
    [("venteliste", "over_12_mnd", {}, 0), ("venteliste", "antall", {}, 3)],
    [
        ("venteliste", "antall", {"ventetidsbaand": "12+"}, 0),
        ("venteliste", "antall", {}, 3),
    ],
    [("leieforhold", "over_6_aar", {}, 0), ("leieforhold", "antall", {}, 18)],
]
# Kubene som regnes mot antall boliger.
BOLIGKUBER = (
    "boliger",
    "ledige",
    "leieforhold",
    "kontrakter",
    "innflytting",
    "utflytting",
)


def kunnskap(ekte: dict[Celle, int], ogsaa_antatt: bool = False) -> Kunnskap:
    """Alt definisjonene sier om cellene i `ekte`. De eksakte tallene brukes bare til å si hvilke
    celler som ikke er tomme.

    Tall som publiseres eksakt, som antall boliger, er kjent. Med `ogsaa_antatt` er det med som
    nesten alltid gjelder, der det gjelder.
    """
    k = _Samler(ekte)
    if ogsaa_antatt:
        _antatt(k)
    _summene_i_kubene(k)
    _aarene(k)
    for slag, ledd, likt in I_PERIODEN:
        for periode, utsnitt in k.felles({kube for kube, _, _ in ledd}):
            k.krev(
                slag,
                [(Celle(kube, m, periode, utsnitt), v) for kube, m, v in ledd],
                0 if likt else -np.inf,
                0,
            )
    for kube, maal, egenskap, verdier in SAMME:
        for periode, utsnitt in k.felles({kube}):
            deler = [_med(kube, utsnitt, egenskap, v) for v in verdier]
            if None not in deler:
                k.krev(
                    "samme",
                    [
                        (Celle(kube, maal, periode, utsnitt), 1),
                        *((Celle(kube, "antall", periode, d), -1) for d in deler),
                    ],
                    0,
                    0,
                )
    _fra_tertial_til_tertial(k)
    _maaltallene(k)
    _halvdelene(k)
    return k.ferdig()


def _summene_i_kubene(k: "_Samler") -> None:
    grupper = defaultdict(list)
    for c in k.celler:
        foerste = next(iter(katalog.kuber()[c.kube].maal))
        if c.maal != foerste:
            slag = "leid ut av boligene" if c.kube == "boliger" else "del av antallet"
            k.krev(slag, [(c, 1), (c._replace(maal=foerste), -1)], -np.inf, 0)
        for nr, (egenskap, _) in enumerate(c.utsnitt):
            hele = Celle(*c[:3], c.utsnitt[:nr] + c.utsnitt[nr + 1 :])
            grupper[hele, egenskap].append((c, 1))
    for (hele, _), deler in grupper.items():
        k.krev("sum", [*deler, (hele, -1)], 0, 0)


def _aarene(k: "_Samler") -> None:
    for c in k.celler:
        if "-T" in c.periode:
            continue
        deler = [(c._replace(periode=f"{c.periode}-T{nr}"), 1) for nr in (1, 2, 3)]
        match katalog.kuber()[c.kube].tid:
            case "stroem":
                k.krev("året er summen", [*deler, (c, -1)], 0, 0)
            case "beholdning":
                k.krev("året er siste tertial", [deler[-1], (c, -1)], 0, 0)
            case "fulgt":
                k.krev("året har alle", [*deler, (c, -1)], 0, np.inf)
                for d in deler:
                    k.krev("tertialet er i året", [d, (c, -1)], -np.inf, 0)


def _maaltallene(k: "_Samler") -> None:
    for kube, teller, nevner, grense, maaltall in MAALTALL:
        for periode, utsnitt in k.felles({kube}):
            if utsnitt:
                continue
            ledd = [(Celle(kube, teller, periode, ()), 100 if nevner else 1)]
            unna = 0 if nevner else maaltall
            if nevner:
                deles_paa = Celle(kube, nevner, periode, ())
                # Det som er akkurat målet, og det som er utenfor, er da minst fem.
                faerrest = 500 / min(maaltall, 100 - maaltall)
                if k.ekte.get(deles_paa, 0) < max(MINSTE_NEVNER, faerrest):
                    continue
                ledd.append((deles_paa, -maaltall))
            tallet = sum(k.ekte.get(celle, 0) * vekt for celle, vekt in ledd)
            if tallet == unna or (tallet > unna) == (grense == "minst"):
                nedre, oevre = (unna, np.inf) if grense == "minst" else (-np.inf, unna)
            elif grense == "minst":
                nedre, oevre = -np.inf, unna - 1
            else:
                nedre, oevre = unna + 1, np.inf
            k.krev("måltallet", ledd, nedre, oevre)


def _halvdelene(k: "_Samler") -> None:
    for kube, teller, nevner, minst in HALVDELER:
        for periode, utsnitt in k.felles({kube}):
            del_, hele = (
                Celle(kube, maal, periode, utsnitt) for maal in (teller, nevner)
            )
            alle = k.ekte.get(hele, 0)
            if alle >= minst:
                over = 2 * k.ekte.get(del_, 0) - alle
                slag = "medianen" if over else "akkurat halvparten"
                nedre, oevre = (
                    (0 if over >= 0 else -np.inf),
                    (0 if over <= 0 else np.inf),
                )
                k.krev(slag, [(del_, 2), (hele, -1)], nedre, oevre)


def _antatt(k: "_Samler") -> None:
    tertialer = sorted({c.periode for c in k.celler if "-T" in c.periode})
    av_maalet = defaultdict(list)
    for c in k.celler:
        if "-T" in c.periode:
            av_maalet[c.kube, c.maal].append(c)
    for ledd in ANTATT:
        kube, maal, valgt, _ = ledd[0]
        for c in av_maalet[kube, maal]:
            felles = {e: v for e, v in c.utsnitt if e not in valgt}
            if not valgt.items() <= dict(c.utsnitt).items():
                continue
            nr, celler = tertialer.index(c.periode), []
            for annen_kube, annet_maal, der, foer in ledd[1:]:
                egenskaper = katalog.kuber()[annen_kube].dimensjoner
                med = felles | der
                utsnitt = tuple((e, med[e]) for e in egenskaper if e in med)
                finnes = tuple(e for e, _ in utsnitt)
                if nr < foer or felles.keys() & der.keys() or len(utsnitt) < len(med):
                    break
                if finnes not in katalog.kuber()[annen_kube].grupperinger:
                    break
                periode = tertialer[nr - foer]
                celler.append(Celle(annen_kube, annet_maal, periode, utsnitt))
            else:
                if k.ekte[c] <= sum(k.ekte.get(annen, 0) for annen in celler):
                    rad = [(c, 1), *((annen, -1) for annen in celler)]
                    k.krev("antatt", rad, -np.inf, 0)


def _fra_tertial_til_tertial(k: "_Samler") -> None:
    tertialer = sorted({c.periode for c in k.celler if "-T" in c.periode})
    inn_og_ut = {"leieforhold", "innflytting", "utflytting"}
    for foer, naa in zip(tertialer, tertialer[1:]):
        for _, utsnitt in k.felles(inn_og_ut, (foer, naa)):
            ledd = [
                ("leieforhold", foer, 1),
                ("innflytting", naa, 1),
                ("utflytting", naa, -1),
                ("leieforhold", naa, -1),
            ]
            k.krev(
                "inn og ut",
                [(Celle(kube, "antall", p, utsnitt), vekt) for kube, p, vekt in ledd],
                0,
                0,
            )
        for _, utsnitt in k.felles({"venteliste", "ventetid"}, (foer,)):
            k.krev(
                "ventet videre",
                [
                    (Celle("venteliste", "antall", foer, utsnitt), 1),
                    (Celle("ventetid", "antall", naa, utsnitt), -1),
                ],
                -np.inf,
                0,
            )


def _med(kube: str, utsnitt, egenskap: str, verdi: str):
    """Utsnittet delt på én egenskap til, eller None når kuben ikke har den kombinasjonen."""
    nytt = dict(utsnitt) | {egenskap: verdi}
    gruppering = tuple(e for e in katalog.kuber()[kube].dimensjoner if e in nytt)
    finnes = (
        len(nytt) > len(utsnitt) and gruppering in katalog.kuber()[kube].grupperinger
    )
    return tuple((e, nytt[e]) for e in gruppering) if finnes else None


def _tomme(ekte: dict[Celle, int]):
    """Cellene i boligkubene det ikke er noen i. Der det ikke finnes boliger, kan heller ingen
    bo.
    """
    serier, verdier = defaultdict(set), defaultdict(set)
    for c in ekte:
        if c.kube in BOLIGKUBER:
            serier[c.kube, c.maal, c.periode].add(c.utsnitt)
            for egenskap, verdi in c.utsnitt:
                verdier[egenskap, c.periode].add(verdi)
    for (kube, maal, periode), kjente in serier.items():
        if maal not in katalog.kuber()[kube].vernede:
            continue
        boliger = serier["boliger", "antall", periode]
        for gruppering in katalog.kuber()[kube].grupperinger:
            for valgt in itertools.product(*(verdier[e, periode] for e in gruppering)):
                utsnitt = tuple(zip(gruppering, valgt))
                umulig = (
                    gruppering in katalog.kuber()["boliger"].grupperinger
                    and utsnitt not in boliger
                )
                if utsnitt not in kjente and not umulig:
                    yield Celle(kube, maal, periode, utsnitt)


def alle_kan_se_det(celle: Celle, ekte: dict[Celle, int]) -> bool:
    """Er det lite fordi det gjelder høyst fire boliger, eller gjelder det boliger som står tomme,
    og ingen som bor der?
    """
    boliger = ekte.get(Celle("boliger", "antall", celle.periode, celle.utsnitt), 0)
    return celle.kube == "ledige" or (
        celle.kube in ("boliger", "leieforhold", "kontrakter") and 0 < boliger < 5
    )


class _Samler:
    """Samler radene. Tomme celler er null, og eksakte tall flyttes over til grensene."""

    def __init__(self, ekte: dict[Celle, int]):
        ekte = ekte | dict.fromkeys(_tomme(ekte), 0)
        self.ekte, self.celler = ekte, [c for c in ekte if vernet(c)]
        self.plass = {c: nr for nr, c in enumerate(self.celler)}
        self.rader = {}
        # Grupperingen hvert utsnitt er i, for hver kube.
        self.utsnitt = defaultdict(dict)
        for c in ekte:
            self.utsnitt[c.kube][c.periode, c.utsnitt] = tuple(e for e, _ in c.utsnitt)

    def felles(self, kuber: set[str], perioder: tuple[str, ...] = ()) -> set:
        """Perioder og utsnitt som finnes i noen av kubene, i grupperinger alle har."""
        grupperinger = set.intersection(
            *(set(katalog.kuber()[k].grupperinger) for k in kuber)
        )
        return {
            sted
            for k in kuber
            for sted, gruppering in self.utsnitt[k].items()
            if gruppering in grupperinger and (not perioder or sted[0] in perioder)
        }

    def krev(self, slag: str, ledd, nedre: float, oevre: float) -> None:
        vekter, kjent = defaultdict(int), 0
        for celle, vekt in ledd:
            if celle in self.plass:
                vekter[self.plass[celle]] += vekt
            elif not vernet(celle):
                kjent += vekt * self.ekte.get(celle, 0)
        if vekter:
            self.rader[tuple(vekter.items()), nedre - kjent, oevre - kjent] = slag

    def ferdig(self) -> Kunnskap:
        lengder = [len(ledd) for ledd, _, _ in self.rader]
        return Kunnskap(
            self.celler,
            np.repeat(np.arange(len(lengder)), lengder),
            np.array([c for ledd, _, _ in self.rader for c, _ in ledd]),
            np.array([v for ledd, _, _ in self.rader for _, v in ledd], float),
            np.array([n for _, n, _ in self.rader], float),
            np.array([o for _, _, o in self.rader], float),
            np.array(list(self.rader.values())),
        )


# ---------------------------------------------------------------------------- angrepene


def grenser(
    k: Kunnskap, nedre: np.ndarray, oevre: np.ndarray, runder: int = 100
) -> tuple[np.ndarray, np.ndarray]:
    """Minste og største mulige tall for hver celle, når hver rad brukes igjen og igjen til
    ingenting snevres inn mer.
    """
    nedre, oevre = nedre.astype(float), oevre.astype(float)
    endret = np.ones(len(nedre), dtype=bool)
    for _ in range(runder):
        # En rad der ingen grense er flyttet siden sist, snevrer ikke inn mer.
        brukt = np.zeros(len(k.nedre), dtype=bool)
        brukt[k.rad[endret[k.kolonne]]] = True
        med = brukt[k.rad]
        rad, kolonne, vekt = k.rad[med], k.kolonne[med], k.vekt[med]
        foer = nedre.copy(), oevre.copy()
        opp = vekt > 0
        minst = vekt * np.where(opp, nedre[kolonne], oevre[kolonne])
        mest = vekt * np.where(opp, oevre[kolonne], nedre[kolonne])
        igjen_opp = k.oevre[rad] - (np.bincount(rad, minst)[rad] - minst)
        igjen_ned = k.nedre[rad] - (np.bincount(rad, mest)[rad] - mest)
        np.maximum.at(
            nedre, kolonne, np.ceil(np.where(opp, igjen_ned, igjen_opp) / vekt - 1e-6)
        )
        np.minimum.at(
            oevre, kolonne, np.floor(np.where(opp, igjen_opp, igjen_ned) / vekt + 1e-6)
        )
        endret = (nedre != foer[0]) | (oevre != foer[1])
        if not endret.any():
            break
    return nedre, oevre


def anslag(k: Kunnskap, vist: np.ndarray, steg: int) -> np.ndarray:
    """Snittet av alt hver celle kan regnes ut som, med differanser i opptil `steg` steg. Skjulte
    tall er nan, også i svaret.

    Ett steg er summen minus de andre, for hver sum cellen er med i. I to steg er de andre regnet ut
    på samme måte.
    """
    likhet = k.nedre == k.oevre
    med = likhet[k.rad]
    rad, kolonne, vekt = k.rad[med], k.kolonne[med], k.vekt[med]
    antall = np.zeros(len(vist))
    sum_ = np.zeros(len(vist))
    naa = vist.astype(float)
    for _ in range(steg):
        verdi, ukjent = np.nan_to_num(naa)[kolonne], np.isnan(naa)[kolonne]
        rest = np.bincount(rad, vekt * verdi, len(k.nedre))[rad] - vekt * verdi
        skjulte = np.bincount(rad, ukjent, len(k.nedre))[rad] - ukjent
        kan = skjulte == 0
        regnet = (k.nedre[rad] - rest) / vekt
        sum_ += np.bincount(kolonne[kan], regnet[kan], len(vist))
        antall += np.bincount(kolonne[kan], minlength=len(vist))
        with np.errstate(invalid="ignore", divide="ignore"):
            snitt = sum_ / antall
        # Et tall som vises, er sikrere enn et som er regnet ut, når ingenting er rundet av.
        naa = np.where(np.isnan(naa), snitt, naa)
    with np.errstate(invalid="ignore", divide="ignore"):
        return sum_ / antall


def ytterpunkter(
    k: Kunnskap, nedre: np.ndarray, oevre: np.ndarray, celler
) -> list[tuple[float, float]]:
    """Det minste og det største hver av cellene kan være, når alle radene gjelder samtidig: et
    lineært program for hvert.
    """
    lp, ny = lineaert_program(k, nedre, oevre)
    loeser = highspy.Highs()
    loeser.setOptionValue("output_flag", False)
    loeser.passModel(lp)
    ut = []
    for celle in celler:
        par = []
        for fortegn in (1.0, -1.0):
            loeser.changeColCost(int(ny[celle]), fortegn)
            loeser.run()
            assert loeser.getModelStatus() == highspy.HighsModelStatus.kOptimal
            par.append(loeser.getSolution().col_value[ny[celle]])
        loeser.changeColCost(int(ny[celle]), 0.0)
        ut.append(tuple(par))
    return ut


def lineaert_program(
    k: Kunnskap, nedre: np.ndarray, oevre: np.ndarray
) -> tuple[highspy.HighsLp, np.ndarray]:
    """Radene som et program uten kostnader, og nummeret hver celle har i det: −1 for dem som ikke er med."""
    brukt = np.unique(k.kolonne)
    ny = np.full(len(nedre), -1)
    ny[brukt] = np.arange(len(brukt))
    rekkefoelge = np.argsort(k.rad, kind="stable")
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = len(brukt), len(k.nedre)
    lp.col_cost_, lp.col_lower_, lp.col_upper_ = (
        np.zeros(len(brukt)),
        nedre[brukt],
        oevre[brukt],
    )
    lp.row_lower_, lp.row_upper_ = k.nedre, k.oevre
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_ = np.concatenate(
        ([0], np.cumsum(np.bincount(k.rad, minlength=len(k.nedre))))
    ).astype(np.int32)
    lp.a_matrix_.index_, lp.a_matrix_.value_ = (
        ny[k.kolonne][rekkefoelge].astype(np.int32),
        k.vekt[rekkefoelge],
    )
    return lp, ny
