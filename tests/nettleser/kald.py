"""`streamlit run` uten at tallene regnes ut på forhånd.

Oppvarmingen bruker mer av prosessoren enn de fleste testene som starter en egen tjener, og de ser
på en side eller to. Den felles tjeneren og målingene av ytelse starter slik dashbordet gjør i drift.
"""

from streamlit.web import cli

from boligdata.doer import skall

if __name__ == "__main__":
    skall._varm_opp = lambda: None
    cli.main(prog_name="streamlit")
