"""`streamlit run` uten at tallene regnes ut på forhånd.

Oppvarmingen bruker mer av prosessoren enn alt det nettlesertestene ber tjeneren om. Testen av valget i
README.md og målingene av ytelse starter slik dashbordet gjør i drift.
"""

from streamlit.web import cli

from boligdata.doer import skall

if __name__ == "__main__":
    skall._varm_opp = lambda: None
    cli.main(prog_name="streamlit")
