"""Hvor godt behovsmodellen treffer i kommuner vi kjenner fasiten for. Tabellene skrives ut;
grensene er minstekrav.
"""

from tests.ytelse.grunnlag import Grunnlag
from tests.ytelse.tabell import Maaling

# Frøet til hele målingen er ikke brukt mens modellen ble laget, og ikke i testene.
KOMMUNER, FROE = 100, 61_207
KOMMUNER_KORT, FROE_KORT = 10, 77


def maal(grunnlag: Grunnlag, kort: bool) -> list[Maaling]:
    """Alle verdenene. Der alt er som modellen antar, skal den slå de enkle metodene, og båndene
    holde det de lover.
    """
    from boligdata.behov import backtest
    from boligdata.behov.backtest import poeng, tabeller

    resultat = backtest.kjoer(
        kommuner=KOMMUNER_KORT if kort else KOMMUNER, froe=FROE_KORT if kort else FROE
    )
    print(backtest.rapport(resultat))
    antall = resultat.kommuner * len(resultat.behov)
    maalinger = [
        Maaling(
            "Backtest av behovet, per kommune", 1000 * resultat.sekunder / antall, "ms"
        )
    ]
    for maal, treff in resultat.det_som_kommer["som_antatt"].items():
        navn = tabeller.MAAL[maal].lower()
        forhold = float(treff.crps["modell"].mean() / treff.crps["siste"].mean())
        maalinger.append(
            Maaling(f"Backtest, {navn}: avstand mot det siste året", forhold, "×", 1.0)
        )
        avvik = 100 * abs(poeng.dekning(treff.plass["modell"]) - 0.8)
        maalinger.append(
            Maaling(
                f"Backtest, {navn}: båndet på 80 % bommer med",
                avvik,
                "prosentpoeng",
                10,
            )
        )
    behov = resultat.behov["som_antatt"]
    for nr, aar in enumerate((3, 10)):
        feil = {
            m: poeng.typisk_feil(a[..., nr], behov.sant[..., nr])
            for m, a in behov.anslag.items()
        }
        maalinger.append(
            Maaling(
                f"Backtest, behovet per boligtype om {aar} år",
                100 * feil["snitt"],
                "%",
                100 * feil["dekningsgrad"],
                "grensen er dekningsgradens feil",
            )
        )
    return maalinger
