"""Oppsettet til Caddy, proxyen foran prosessene: https, ett navn for alle og ett for de ansatte, og hver
bruker til den samme prosessen hver gang.

Valgene en bruker har gjort, og filene som er klare til å lastes ned, finnes bare i den prosessen som laget
dem.
"""

import tomllib
from collections.abc import Iterable, Sequence
from pathlib import Path
from string import Template

from boligdata.doer.systemd import Prosesser
from boligdata.felles.config import ROT, Brukerfeil

# Kapselen som sier hvilken prosess brukeren hører til. Proxyen lager den, og den sier ikke noe om brukeren.
KAPSEL = "prosess"
# Rommet rundt filene i en opplasting.
_RUNDT_FILENE_MB = 1

_FELLES = Template(
    """\
{
	# Kunne prosessene nå styringen av proxyen, kunne den som tok over en av dem, også ta over den.
	admin off
	# Rotsertifikatet deler driften ut. Proxyen skal ikke endre hva maskinen stoler på.
	skip_install_trust$omdiriger
	servers {
		# HTTP/3 trenger en åpning til i brannmuren, og gir lite på et kommunalt nett.
		protocols h1 h2
		timeouts {
			# En som aldri blir ferdig med å spørre, skal ikke holde på en forbindelse.
			read_header 10s
			idle 5m
		}
	}
}
"""
)

_NAVN = Template(
    """
https://$navn {
	tls $tls
	header {
		Strict-Transport-Security "max-age=31536000"
		-Server
		-Via
		# Caddy merker kapselen sin for bruk fra fremmede sider. Det er det ingen som trenger.
		>Set-Cookie "SameSite=None" "SameSite=Lax"
	}
	request_body {
		max_size ${mest}MB
	}$rot
	reverse_proxy $prosessene {
		lb_policy cookie $kapsel
		# Er prosessen borte, overtar en annen mens brukeren venter.
		lb_try_duration 5s
		lb_try_interval 250ms
		# Om prosessen lever, og ikke om tallene kan leses: det sier siden selv, på norsk.
		health_uri $sti/_stcore/health
		health_interval 2s
		health_timeout 5s
		fail_duration 5s
	}
}
"""
)


def oppsett(
    visningene: Iterable[Prosesser],
    sti: str = "",
    sertifikat: Sequence[Path] | None = None,
) -> str:
    """Innholdet i filen til Caddy (`Caddyfile`), for visningene som har et navn. `sti` er begynnelsen av
    adressene. `sertifikat` er filen med sertifikatet og filen med nøkkelen; uten dem utsteder Caddy dem selv.
    Kaster `Brukerfeil` når ingen har et navn, eller to har det samme.
    """
    visninger = [visning for visning in visningene if visning.navn]
    navnene = {visning.vert.lower() for visning in visninger}
    if not visninger:
        raise Brukerfeil(
            "Proxyen må vite navnet brukerne skriver. Oppgi det med --navn, eller --ansattnavn."
        )
    if len(navnene) < len(visninger):
        raise Brukerfeil(
            "De ansatte må ha et eget navn. Ellers kunne kapslene fra innloggingen gått til den "
            "vanlige visningen."
        )
    tls = "internal" if sertifikat is None else " ".join(map(_i_filen, sertifikat))
    egen_port = any(":" in visning.navn for visning in visninger)
    felles = _FELLES.substitute(
        # Har de ikke port 443, er heller ikke port 80 deres.
        omdiriger="\n\tauto_https disable_redirects" if egen_port else ""
    )
    return felles + "".join(_navnet(visning, sti, tls) for visning in visninger)


def _navnet(visning: Prosesser, sti: str, tls: str) -> str:
    return _NAVN.substitute(
        navn=visning.navn,
        tls=tls,
        mest=_stoerste_fil_mb() + _RUNDT_FILENE_MB,
        rot=f"\n\tredir / /{sti}/" if sti else "",
        prosessene=" ".join(f"127.0.0.1:{port}" for port in visning.porter),
        kapsel=KAPSEL,
        sti=f"/{sti}" if sti else "",
    )


def _i_filen(sti: Path) -> str:
    if not sti.is_absolute() or set(str(sti)) & set(' \t\n"`{}'):
        raise Brukerfeil(
            f"Stien «{sti}» kan ikke stå i oppsettet til proxyen. Oppgi hele stien, uten mellomrom."
        )
    return str(sti)


def _stoerste_fil_mb() -> int:
    """Så stor kan en fil som lastes opp, være."""
    valgene = tomllib.loads((ROT / ".streamlit" / "config.toml").read_text("utf-8"))
    return valgene["server"]["maxUploadSize"]
