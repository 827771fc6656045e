"""En ledning mellom to programmer på denne maskinen, som kan brytes og skjøtes."""

import contextlib
import socket
import threading
from collections.abc import Iterator


class Ledning:
    """Sender alt videre til `maal`. Er den brutt, kommer ingenting fram, og ingen får vite det: slik er
    det når et nett faller ut. Det som er sendt imens, kommer fram når den er hel igjen.
    """

    def __init__(self, maal: int):
        self._maal = maal
        self._hel = threading.Event()
        self._hel.set()
        self._slutt = False
        self._lytter = socket.create_server(("127.0.0.1", 0))
        self._endene: list[socket.socket] = []
        threading.Thread(target=self._ta_imot, daemon=True).start()

    @property
    def port(self) -> int:
        """Porten den lytter på."""
        return self._lytter.getsockname()[1]

    def bryt(self) -> None:
        """Fra nå kommer ingenting fram."""
        self._hel.clear()

    def skjoet(self) -> None:
        """Fra nå kommer alt fram."""
        self._hel.set()

    def lukk(self) -> None:
        """Ta den ned."""
        self._slutt = True
        self._hel.set()
        for ende in (self._lytter, *self._endene):
            ende.close()

    def _ta_imot(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                her, _ = self._lytter.accept()
                threading.Thread(target=self._koble, args=(her,), daemon=True).start()

    def _koble(self, her: socket.socket) -> None:
        self._hel.wait()
        try:
            der = socket.create_connection(("127.0.0.1", self._maal))
        except OSError:
            her.close()
            return
        self._endene += [her, der]
        for fra, til in ((her, der), (der, her)):
            traad = threading.Thread(target=self._flytt, args=(fra, til), daemon=True)
            traad.start()

    def _flytt(self, fra: socket.socket, til: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while biter := fra.recv(65536):
                self._hel.wait()
                if self._slutt:
                    break
                til.sendall(biter)
        for ende in (fra, til):
            with contextlib.suppress(OSError):
                ende.shutdown(socket.SHUT_RDWR)


@contextlib.contextmanager
def ledning(maal: int) -> Iterator[Ledning]:
    """En ledning til porten `maal`."""
    ny = Ledning(maal)
    try:
        yield ny
    finally:
        ny.lukk()
