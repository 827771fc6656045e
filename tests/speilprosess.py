"""En prosess som følger et objektlager, og skriver hva den viser hver gang det blir noe annet. Den stopper
når den som startet den, lukker inngangen.
"""

import sys
import threading
import time

from boligdata import lesing
from boligdata.felles.config import Brukerfeil


def _foelg(stopp: threading.Event) -> None:
    sist = None
    with lesing.foelg():
        while not stopp.wait(0.02):
            try:
                viser = f"{lesing.versjon()} {lesing.meta().plan_til}"
            except Brukerfeil:
                viser = "ingenting"
            if viser != sist:
                sist = viser
                print(time.time(), viser, flush=True)


if __name__ == "__main__":
    ferdig = threading.Event()
    traad = threading.Thread(target=_foelg, args=(ferdig,))
    traad.start()
    sys.stdin.read()
    ferdig.set()
    traad.join()
