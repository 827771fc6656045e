"""Poengene som tabeller i Markdown, med det prototypen traff i parentes."""

import functools
import tomllib
from pathlib import Path

import numpy as np

from boligdata.behov.backtest import poeng
from boligdata.behov.backtest.kjoering import (
    ANKER,
    DEKNINGSGRAD,
    KOE,
    KOE_I_ALT,
    SNITT,
    SOEKNADER,
    STROEM,
    TILDELINGER,
    Backtestresultat,
    Behovstreff,
    Framskrivingstreff,
)

MAAL = {
    SOEKNADER: "Søknader i året",
    TILDELINGER: "Tildelinger i året",
    KOE: "Køen ved årets slutt",
    KOE_I_ALT: "Køen i alt ved årets slutt",
}
METODER = {
    STROEM: "strøm",
    ANKER: "anker",
    SNITT: "snitt",
    DEKNINGSGRAD: "dekningsgrad",
}
SLAG = {
    "type_3": "Per boligtype om 3 år",
    "type_10": "Per boligtype om 10 år",
    "alle_3": "Hele kommunen om 3 år",
    "alle_10": "Hele kommunen om 10 år",
}


TILTAK = {
    "flere_boliger": "10 % flere boliger",
    "raskere_omloep": "30 % kortere klargjøring",
    "faerre_soeker": "20 % færre søkere",
}


@functools.cache
def prototypen() -> dict:
    """Det prototypen traff: mål eller «behov» → verden → tall."""
    return tomllib.loads(
        (Path(__file__).parent / "prototypen.toml").read_text(encoding="utf-8")
    )


def rapport(resultat: Backtestresultat) -> str:
    """Alle tabellene, med forklaringen som skal til for å lese dem."""
    deler = [
        _hva_som_er_kjoert(resultat),
        "### Det som kommer de neste tre årene\n\n"
        "Avstanden (CRPS) til det som skjedde, delt på avstanden til en enkel metode: "
        "under 1 er modellen bedre. "
        "«I båndet» er hvor ofte det som skjedde, lå i båndet på 80 %.",
    ]
    deler += [f"**{MAAL[maal]}**\n\n{_det_som_kommer(resultat, maal)}" for maal in MAAL]
    deler.append(
        "### Boligene som trengs\n\nMedianen av feilen i prosent, uten fortegn. «Skjevt» er medianen med "
        "fortegn: over 0 er svaret for mange boliger. Ankeret og dekningsgraden er de enkle metodene; "
        "ankeret har den samme marginen som modellen. Svaret på skjermen er snittet av strøm og anker, "
        "med båndet rundt det. Prototypens bånd var strømmens."
    )
    deler += [
        f"**{tittel}**\n\n{_behovet(resultat, slag)}" for slag, tittel in SLAG.items()
    ]
    deler.append(
        f"**Per boligtype, etter hvor mange som søker i året (alle verdenene)**\n\n{_etter_soekere(resultat)}"
    )
    deler.append(
        "**Det tiltakene gjør med køen i alt om 3 år**\n\nEndringen modellen spådde, delt på den som skjedde "
        "i den samme kommunen med og uten tiltaket: 1 er riktig, og over 1 lover modellen for mye.\n\n"
        f"{_virkning(resultat)}"
    )
    deler.append(_tilfeldighet(resultat))
    deler.append(
        "Verdenene er våre egne, ikke ekte kommuner. Det sanne behovet er regnet med den samme formelen som "
        "modellen bruker, men med de sanne tallene: feil i selve formelen er ikke med her. Spilt ut hendelse "
        "for hendelse trengs det 2 til 5 prosent færre enn formelen sier: en kø bruker år på å bygge seg opp."
    )
    return "\n\n".join(deler) + "\n"


def _hva_som_er_kjoert(resultat: Backtestresultat) -> str:
    kommuner, verdener = resultat.kommuner, len(resultat.behov)
    return (
        f"{'1 kommune' if kommuner == 1 else f'{kommuner} kommuner'} i "
        f"{'1 verden' if verdener == 1 else f'hver av {verdener} verdener'}, "
        f"fire til seks boligtyper i hver, frø {resultat.froe}, "
        f"{resultat.framtider} framtider per anslag, {_tall(resultat.sekunder, 0)} sekunder.\n"
        f"I parentes: {prototypen()['kilde']}."
    )


def _det_som_kommer(resultat: Backtestresultat, maal: str) -> str:
    bygging = ["mot køen minus det som bygges"] if maal in (KOE, KOE_I_ALT) else []
    i_baandet = {
        "modell": "dekning",
        "siste": "dekning_siste",
        "trend": "dekning_trend",
    }
    rader = [
        [
            "Verden",
            "mot det siste året",
            "mot trenden",
            *bygging,
            "i båndet",
            "det siste året i båndet",
            "trenden i båndet",
        ]
    ]
    for verden, treff in resultat.det_som_kommer.items():
        prototyp = prototypen().get(maal, {})
        merker = prototyp.get(verden, prototyp.get("andre", {}))
        forhold = ["siste", "trend", *(["bygging"] if bygging else [])]
        rader.append(
            [
                _navn(verden),
                *(
                    _med(_forhold(treff[maal], metode), merker.get(metode))
                    for metode in forhold
                ),
                *(
                    _prosent(poeng.dekning(treff[maal].plass[metode]), merker.get(felt))
                    for metode, felt in i_baandet.items()
                ),
            ]
        )
    return _markdown(rader)


def _forhold(treff: Framskrivingstreff, metode: str) -> float:
    return float(treff.crps["modell"].mean() / treff.crps[metode].mean())


def _tilfeldighet(resultat: Backtestresultat) -> str:
    """Hvor mye tallene i tabellene ville variert med andre kommuner, i den første verdenen."""
    if resultat.kommuner < 2:
        return "Med bare én kommune sier tallene lite: kjør med flere."
    verden, behov = next(iter(resultat.behov.items()))
    treff = resultat.det_som_kommer[verden]

    om_ti_aar = 1
    anslag = behov.anslag[SNITT][..., om_ti_aar]
    sant = behov.sant[..., om_ti_aar]
    plass = behov.plass[..., om_ti_aar]
    plass_alle = behov.plass_alle[..., om_ti_aar]

    def spredning(tall) -> float:
        return poeng.standardfeil(tall, resultat.kommuner)

    def spredning_i_forholdet(treff: Framskrivingstreff) -> float:
        modellen, enkel = treff.crps["modell"], treff.crps["siste"]
        return spredning(lambda valgte: modellen[valgte].mean() / enkel[valgte].mean())

    forhold = max(spredning_i_forholdet(maal) for maal in treff.values())
    feil = spredning(lambda valgte: poeng.typisk_feil(anslag[valgte], sant[valgte]))
    per_type = spredning(lambda valgte: poeng.dekning(plass[valgte]))
    alle = spredning(lambda valgte: poeng.dekning(plass_alle[valgte]))
    return (
        "Med andre kommuner ville tallene variert. Ett standardavvik for "
        f"«{_navn(verden)}» om 10 år: {_tall(forhold, 2)} i forholdene, "
        f"{_tall(100 * feil, 1)} prosentpoeng i "
        f"feilen per boligtype, og {_tall(100 * per_type, 0)} (per boligtype) og {_tall(100 * alle, 0)} "
        "prosentpoeng (hele kommunen) i hvor ofte båndet traff."
    )


def _behovet(resultat: Backtestresultat, slag: str) -> str:
    rader = [
        [
            "Verden",
            *METODER.values(),
            "skjevt",
            "svarets bånd traff",
        ]
    ]
    for verden, treff in resultat.behov.items():
        merker = prototypen()["behov"].get(verden, {}).get(slag, [None] * 5)
        sant, anslag, plass = _velg(treff, slag)
        feil = [
            _prosent(poeng.typisk_feil(anslag[metode], sant), merke, 1)
            for metode, merke in zip(METODER, merker[:-1], strict=True)
        ]
        skjevt = _tall(100 * poeng.skjevhet(anslag[SNITT], sant), 1, fortegn=True)
        rader.append(
            [
                _navn(verden),
                *feil,
                f"{skjevt} %",
                _prosent(poeng.dekning(plass), merker[-1]),
            ]
        )
    return _markdown(rader)


def _velg(treff: Behovstreff, slag: str):
    """Fasiten, anslagene og plassene for «type_3» og de andre."""
    hva, om = slag.split("_")
    nr = {"3": 0, "10": 1}[om]
    sant = treff.sant[..., nr]
    anslag = {metode: tall[..., nr] for metode, tall in treff.anslag.items()}
    plass = treff.plass if hva == "type" else treff.plass_alle
    plass = plass[..., nr]
    if hva == "alle":
        sant = sant.sum(axis=1)
        anslag = {metode: tall.sum(axis=1) for metode, tall in anslag.items()}
    return sant, anslag, plass


def _etter_soekere(resultat: Backtestresultat) -> str:
    rader = [
        [
            "Søkere i året",
            "boligtyper",
            "feil om 3 år",
            "feil om 10 år",
            "båndets bredde om 3 år",
            "om 10 år",
            "svarets bånd traff om 3 år",
            "om 10 år",
        ]
    ]
    treff = list(resultat.behov.values())
    # Én rad per boligtype, fra alle kommuner og verdener.
    soekere = _boligtypene([behov.soekere for behov in treff])
    sant = _boligtypene([behov.sant for behov in treff])
    bredde = _boligtypene([behov.bredde for behov in treff])
    svaret = _boligtypene([behov.anslag[SNITT] for behov in treff])
    plass = _boligtypene([behov.plass for behov in treff])
    om = (0, 1)
    grenser = [int(grense) for grense in prototypen()["soekere"]]
    for fra, til in zip(grenser, [*grenser[1:], np.inf], strict=True):
        hvor = (soekere >= fra) & (soekere < til)
        if not hvor.any():
            continue
        merker = prototypen()["soekere"][str(fra)]
        feil = [poeng.typisk_feil(svaret[hvor, nr], sant[hvor, nr]) for nr in om]
        bredder = [float(np.median(bredde[hvor, nr])) for nr in om]
        dekning = [poeng.dekning(plass[hvor, nr]) for nr in om]
        rader.append(
            [
                f"{fra} og flere" if til == np.inf else f"{fra}–{til}",
                str(int(hvor.sum())),
                *map(_prosent, feil, merker["feil"]),
                *map(_prosent, bredder, merker["bredde"]),
                *map(_prosent, dekning, merker["dekning"]),
            ]
        )
    return _markdown(rader)


def _virkning(resultat: Backtestresultat) -> str:
    rader = [["Verden", *TILTAK.values()]]
    for verden, tiltakene in resultat.virkning.items():
        spaadd_og_sant = [tiltakene[navn].sum(axis=0) for navn in TILTAK]
        forhold = [spaadd / (sant or np.inf) for spaadd, sant in spaadd_og_sant]
        rader.append([_navn(verden), *(_tall(tall, 2) for tall in forhold)])
    return _markdown(rader)


def _boligtypene(per_verden: list[np.ndarray]) -> np.ndarray:
    """Tabellene (kommune × boligtype × …) fra verdenene, med én rad per boligtype."""
    return np.concatenate([tall.reshape(-1, *tall.shape[2:]) for tall in per_verden])


# -------------------------------------------------------------------------- skrivemåten


def _navn(verden: str) -> str:
    return verden.replace("_", " ")


def _med(
    verdi: float, merke=None, desimaler: int = 2, ganger: int = 1, enhet: str = ""
) -> str:
    """Tallet, og prototypens i parentes når den har et: ett tall, eller spennet over flere
    verdener.
    """
    skrevet = _tall(ganger * verdi, desimaler) + enhet
    if merke is None:
        return skrevet
    merker = np.atleast_1d(merke).tolist()
    spenn = "–".join(_tall(ganger * ett, desimaler) for ett in merker)
    return f"{skrevet} ({spenn})"


def _prosent(andel: float, merke=None, desimaler: int = 0) -> str:
    return _med(andel, merke, desimaler, 100, " %")


def _tall(verdi: float, desimaler: int, fortegn: bool = False) -> str:
    verdi = round(verdi, desimaler) or 0.0  # Et lite negativt tall er ikke «−0».
    skrevet = f"{verdi:{'+' if fortegn and verdi else ''}.{desimaler}f}"
    return skrevet.replace(".", ",").replace("-", "−")


def _markdown(rader: list[list[str]]) -> str:
    streker = ["---"] + ["---:"] * (len(rader[0]) - 1)
    return "\n".join(
        f"| {' | '.join(rad)} |" for rad in [rader[0], streker, *rader[1:]]
    )
