"""En verdi i en celle → teksten en person ville skrevet, så den ikke kan leses på to måter."""

import datetime as dt
import re

from boligdata.felles.regneark import celletekst

# Excel tar vare på femten sifre. Et helt tall med flere er ikke lenger tallet som ble skrevet.
_SIKRE_SIFRE = 10**15
_TRE_DESIMALER = re.compile(r"-?\d+,\d{3}")
_SISTE_DAG = 2_958_465  # 31.12.9999
_DAG_EN = "01.01.1900"


def tall(verdi: float) -> str:
    """Tallet med komma. Et tall Excel ikke har alle sifrene i, står på potensform, og tre desimaler
    får en null til, så 45,125 ikke kan leses som 45125.
    """
    if abs(verdi) >= _SIKRE_SIFRE:
        return f"{verdi:.14E}".replace(".", ",")
    tekst = celletekst(float(verdi))
    return f"{tekst}0" if _TRE_DESIMALER.fullmatch(tekst) else tekst


def vist(verdi: float, slag: str | None, fra1904: bool) -> str:
    """Tallet slik cellen viser det. `slag` er det formatet sier, som i `formater.slag`."""
    if slag == "dato":
        return dato(verdi, fra1904)
    if slag == "tid":
        return klokke(verdi)
    return prosent(verdi) if slag == "prosent" else tall(verdi)


def prosent(verdi: float) -> str:
    """68,4 % der cellen har 0,684 og viser prosent."""
    return f"{tall(round(verdi * 100, 10))} %"


def dato(loepenummer: float, fra1904: bool) -> str:
    """Datoen på ISO-form. Dag 0 og 1 er ingen dato, og et nummer utenfor kalenderen er en feil."""
    # Klokkeslettet kan mangle et halvt sekund på midnatt.
    dag = int(loepenummer + 0.5 / 86_400) + (1462 if fra1904 else 0)
    if loepenummer < 0 or dag > _SISTE_DAG:
        return "#NUM!"
    if dag <= 1:
        return _DAG_EN
    # Excel regner 1900 som et skuddår.
    start = dt.date(1899, 12, 31 if dag < 60 else 30)
    return (start + dt.timedelta(days=dag)).isoformat()


def klokke(andel: float) -> str:
    """Klokkeslettet en del av et døgn er. Midnatt er dag 0, og ingen tid."""
    sekunder = round(andel % 1 * 86_400)
    if not sekunder:
        return _DAG_EN
    return f"{sekunder // 3600:02}:{sekunder // 60 % 60:02}:{sekunder % 60:02}"
