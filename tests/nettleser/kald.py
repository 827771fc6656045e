"""`streamlit run` uten at tallene regnes ut på forhånd.

Oppvarmingen bruker mer av prosessoren enn alt det nettlesertestene ber tjeneren om. Testen av valget i
README.md og målingene av ytelse starter slik dashbordet gjør i drift.

På signalet SIGUSR1 skriver tjeneren til loggen hva hver tråd gjør, så det kan ses hva den henger i.
"""

import faulthandler
import os
import signal

from streamlit.web import cli

from boligdata.doer import oppvarming

if __name__ == "__main__":
    if hasattr(signal, "SIGUSR1"):  # Ikke på Windows.
        faulthandler.register(signal.SIGUSR1)
    os.environ[oppvarming.VARIABEL] = oppvarming.NEI
    cli.main(prog_name="streamlit")
