"""En fane flere tester deler. Krasjer den, er det bare testen den krasjer i, som feiler."""

from playwright.sync_api import Error

# En vanlig skjerm.
SKJERM = {"width": 1440, "height": 900}


class Deltfane:
    """Fanen, i en egen nettleserkontekst. `ny_kontekst` lager den, og får listen over feilene i den.

    Etter en krasj får den neste som spør, en ny fane i en ny kontekst, uten noe fra den forrige.
    """

    def __init__(self, ny_kontekst):
        self._ny_kontekst = ny_kontekst
        self._side = None
        # Det som gikk galt i fanen under denne testen.
        self.feil: list[str] = []
        # Det fanen står på, når testene tar den etter hverandre. Ellers None.
        self.viser = None
        # Det som er målt på smale skjermer på veien dit.
        self.smal = None

    @property
    def side(self):
        """Fanen slik den er, eller en ny når det ikke er noen som svarer."""
        if not self._svarer():
            self._side = self._ny_kontekst(self.feil).new_page()
            self.viser = None
        return self._side

    def kast(self) -> None:
        """Fanen ble ikke det den skulle. Den neste som spør, får en ny, og går ikke i den samme fellen."""
        if self._svarer():
            self._side.context.close()
        self._side = self.viser = None

    def _svarer(self) -> bool:
        """En fane som har krasjet, gjør ikke det."""
        try:
            return self._side is not None and self._side.evaluate("true")
        except Error:
            return False

    def still_tilbake(self) -> None:
        """Som ny, men med filene siden har hentet: uten kapsler, andre faner, det siden husker og det som
        gikk galt.
        """
        self.viser = None
        if self._svarer():
            try:
                self._toem()
            except Error:
                self.kast()
        # En fil siden var i ferd med å hente, stoppes når kapslene tas bort. Det er ikke testens feil.
        self.feil.clear()

    def _toem(self) -> None:
        side, kontekst = self._side, self._side.context
        for annen in kontekst.pages[1:]:
            annen.close()
        if side.url.startswith("http"):
            side.evaluate("() => { localStorage.clear(); sessionStorage.clear(); }")
        side.goto("about:blank")
        kontekst.clear_cookies()
        kontekst.clear_permissions()
        side.set_viewport_size(SKJERM)
        side.emulate_media(color_scheme="light", media="null")
