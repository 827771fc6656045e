"""Regneark lest i en egen prosess, med grenser for minne og tid.

En fil på 2 kB kan si at den har 17 milliarder celler, og en annen kan pakkes ut til seks gigabyte.
Biblioteket som leser den, stopper da hele prosessen det går i. Derfor leses arkene i en prosess som
ikke gjør noe annet: går det galt der, er det bare den ene filen som ikke blir lest.

    les_bok  starter prosessen, passer på den, og gir arkene med rader av tekst
    ooxml    .xlsx og .xlsm: rad for rad, med alt Excel viser (feil, formler uten svar, prosent, 1904)
    andre    .xls, .xlsb og .ods, med Calamine, og `xls`, `xlsb` og `ods` for det Calamine ikke sier
    visning  det Calamine ikke sier om et ark, og celler som er flettet nedover
    formater hva et tallformat viser et tall som: dato, klokkeslett, prosent
    tekster  en verdi → teksten en person ville skrevet, så den ikke kan leses på to måter
"""

from boligdata.felles.bok.prosess import Bokark, les_bok
from boligdata.felles.bok.svar import FORMEL_UTEN_SVAR, Bokfeil

__all__ = ["FORMEL_UTEN_SVAR", "Bokark", "Bokfeil", "les_bok"]
