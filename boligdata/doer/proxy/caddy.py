"""Oppsettet til Caddy (`Caddyfile`)."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from string import Template

from boligdata.doer.proxy import KAPSEL, hsts, i_oppsettet, med_navn, stoerste_mb
from boligdata.doer.systemd import Prosesser

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
		Strict-Transport-Security "$hsts"
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
    """Innholdet i filen, for visningene som har et navn. `sti` er begynnelsen av adressene. `sertifikat` er
    filen med sertifikatet og filen med nøkkelen; uten dem utsteder Caddy dem selv. Kaster `Brukerfeil` når
    ingen har et navn, eller to har det samme.
    """
    visninger = med_navn(visningene)
    tls = "internal" if sertifikat is None else " ".join(i_oppsettet(sertifikat))
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
        mest=stoerste_mb(),
        hsts=hsts(sti),
        rot=f"\n\tredir / /{sti}/" if sti else "",
        prosessene=" ".join(f"127.0.0.1:{port}" for port in visning.porter),
        kapsel=KAPSEL,
        sti=f"/{sti}" if sti else "",
    )
