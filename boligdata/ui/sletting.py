"""Slett personopplysninger fra noe som er lagret: det velges felt for felt, og kan ikke angres."""

from collections.abc import Callable

import streamlit as st

from boligdata.arbeid.feltliste import felt_i, ny_id
from boligdata.arbeid.lager import SLETTET, ArbeidFeil, Konflikt, Slettet
from boligdata.felles import norsk
from boligdata.felles.maalform import fast, si
from boligdata.innhold.planarbeid.register import Register, Registerpost
from boligdata.ui import skjema

_SVARET = "slettingen"
_SLAGENE = {
    "tiltak": fast("tiltak"),
    "rullering": fast("versjoner av planen"),
    "planprosess": fast("planprosessen"),
    "plansteg": fast("steg i planprosessen"),
    "innspill": fast("innspill"),
    "medvirkning": fast("medvirkning"),
    "alternativ": fast("alternativer i boligbehovet"),
    "moete": fast("møter"),
    "moetefigur": fast("figurer i møter"),
    "innstilling": fast("innstillinger"),
    "sletting": fast("tidligere slettinger"),
}


def sletting(
    register: Register, post: Registerpost, hindring: Callable[[], str]
) -> None:
    """Det som kan slettes i posten, og det som ble gjort sist."""
    innhold = post.innhold
    if (svar := st.session_state.get(_SVARET, (None,)))[0] == innhold.id:
        _kvitteringen(svar[1])
    felter = {
        felt.navn: felt.ledetekst
        for felt in felt_i(register.klasse)
        if felt.navn in register.personfelt
        and getattr(innhold, felt.navn) not in ("", (), None, SLETTET)
    }
    if not felter or hindring():
        return
    with st.expander(si("Slett personopplysninger"), icon=":material/delete_forever:"):
        st.write(
            si(
                "Det du velger, blir borte i alle versjonene, også i historien, og kan ikke hentes tilbake. "
                "Ord fra navnet blir også borte der de ellers står her. Historien viser fortsatt hvem som "
                "endret og når. Arkivet er ikke en del av dashbordet, og blir ikke endret."
            )
        )
        _skjemaet(register, post, felter)


def _skjemaet(register: Register, post: Registerpost, felter: dict[str, str]) -> None:
    id_ = post.innhold.id
    endring_id = st.session_state.setdefault(f"{_SVARET}_{id_}", ny_id())
    with st.form(f"slett_{endring_id}"):
        valgt = st.multiselect(
            si("Hva skal slettes?"),
            list(felter),
            [felt for felt in felter if register.er_skjult(post.innhold, felt)],
            format_func=felter.get,
            placeholder=si("Velg"),
            key=f"{endring_id}_felter",
            help=si("Det bare ansatte ser, er valgt fra før."),
        )
        hvorfor = st.text_input(
            si("Hvorfor slettes det?"), max_chars=1_000, key=f"{endring_id}_hvorfor"
        ).strip()
        hvem = skjema.hvem()
        if not st.form_submit_button(si("Slett for godt"), type="primary"):
            return
    if not valgt or not hvorfor:
        st.error(
            si("Ingenting er slettet. Velg hva som skal slettes, og skriv hvorfor.")
        )
        return
    try:
        svar = register.slett(id_, post.versjon, valgt, endring_id, hvem, hvorfor)
    except Konflikt as konflikt:
        st.error(
            norsk.bokstavelig(
                si(
                    "Ingenting er slettet: {hvem} har endret det samme imens. Se på det som står der nå, og "
                    "slett igjen.",
                    hvem=konflikt.deres.hvem,
                )
            )
        )
    except ArbeidFeil as feil:
        st.error(norsk.bokstavelig(feil.melding))
    else:
        st.session_state.pop(f"{_SVARET}_{id_}")
        st.session_state[_SVARET] = (id_, svar)
        st.rerun()


def _kvitteringen(svar: Slettet) -> None:
    """Hva som er gjort, og hva andre må gjøre for at det skal være borte overalt."""
    st.success(si("Opplysningene er slettet fra alle versjonene."))
    maa_gjoeres = [
        si(
            "Sikkerhetskopier som er tatt før nå, har fortsatt opplysningene. Be den som drifter "
            "dashbordet, om å slette dem. Blir en av dem hentet inn, må det slettes på nytt."
        )
    ]
    if svar.kopier:
        maa_gjoeres.append(
            si(
                "Disse filene er kopier dashbordet selv har laget, og må også slettes: {filene}.",
                filene=norsk.ramse(svar.kopier),
            )
        )
    if not svar.visket_ut:
        maa_gjoeres.append(
            si(
                "Rester av opplysningene kan fortsatt ligge i filene til databasen. Be den som drifter "
                "dashbordet, om å viske dem ut."
            )
        )
    if svar.andre:
        stedene = [f"{si(_SLAGENE[slag])} ({nr})" for slag, nr in svar.andre.items()]
        maa_gjoeres.append(
            si(
                "Ord fra navnet står også i {stedene}. Se om det er den samme personen.",
                stedene=norsk.ramse(stedene),
            )
        )
    st.warning(norsk.punktliste(maa_gjoeres))
