"""Oppsettet til nginx: en fil som tas med der de andre nettstedene står (`/etc/nginx/conf.d`)."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from string import Template

from boligdata.doer.proxy import KAPSEL, hsts, i_oppsettet, med_navn, stoerste_mb
from boligdata.doer.systemd import Prosesser
from boligdata.felles.config import Brukerfeil


class _Mal(Template):
    """nginx bruker selv $ for variablene sine."""

    delimiter = "@"


_FELLES = _Mal(
    """\
# Den som kommer første gang, får en kapsel, og hører til den samme prosessen siden.
map $cookie_@kapsel $boligdata_prosess {
	default $cookie_@kapsel;
	"" $request_id;
}
map $cookie_@kapsel $boligdata_kapsel {
	default "";
	"" "@kapsel=$request_id; Path=/; Secure; HttpOnly; SameSite=Lax";
}
map $http_upgrade $boligdata_forbindelse {
	default upgrade;
	"" "";
}
"""
)

_NAVN = _Mal(
    """
upstream @upstream {
	hash $boligdata_prosess consistent;
@prosessene
}
server {
	listen @port ssl http2;
	server_name @vert;
	ssl_certificate @sertifikat;
	ssl_certificate_key @noekkel;
	ssl_protocols TLSv1.2 TLSv1.3;
	# Bare dem der den som får tak i nøkkelen senere, ikke kan lese det som er sendt.
	ssl_ciphers ECDHE+AESGCM:ECDHE+CHACHA20;
	server_tokens off;
	# Ingen logg over hvem som spør.
	access_log off;
	# En som aldri blir ferdig med å spørre, skal ikke holde på en forbindelse.
	client_header_timeout 10s;
	client_max_body_size @{mest}000000;
	add_header Strict-Transport-Security "@hsts" always;
	add_header Set-Cookie $boligdata_kapsel always;
	if ($http_host != "@navn") {
		return 421;
	}@rot
	location / {
		proxy_pass http://@upstream;
		proxy_http_version 1.1;
		proxy_set_header Host $http_host;
		proxy_set_header Upgrade $http_upgrade;
		proxy_set_header Connection $boligdata_forbindelse;
		proxy_set_header X-Forwarded-Proto $scheme;
		proxy_set_header X-Forwarded-For $remote_addr;
		# Det en fremmed skriver her, skal ikke fram.
		proxy_set_header X-Forwarded-Host "";
		proxy_set_header Forwarded "";
		# Det som lastes opp og ned, legges aldri på disken til proxyen.
		proxy_request_buffering off;
		proxy_max_temp_file_size 0;
		# Er prosessen borte, overtar en annen mens brukeren venter.
		proxy_connect_timeout 5s;
		proxy_next_upstream error timeout;
		# En side som står åpen, har en forbindelse uten at noen trykker.
		proxy_read_timeout 1h;
	}
}
"""
)

_OMDIRIGERING = _Mal(
    """
server {
	listen 80;
	server_name @vert;
	access_log off;
	return 301 https://$host$request_uri;
}
"""
)


def oppsett(
    visningene: Iterable[Prosesser],
    sti: str = "",
    sertifikat: Sequence[Path] | None = None,
) -> str:
    """Innholdet i filen, for visningene som har et navn. `sti` er begynnelsen av adressene, og `sertifikat`
    er filen med sertifikatet og filen med nøkkelen. Kaster `Brukerfeil` når ingen har et navn, to har det
    samme, eller sertifikatet ikke er oppgitt: nginx utsteder det ikke selv.
    """
    visninger = med_navn(visningene)
    if sertifikat is None:
        raise Brukerfeil(
            "nginx utsteder ikke sertifikatet selv. Oppgi kommunens eget med --sertifikat."
        )
    filene = i_oppsettet(sertifikat)
    felles = _FELLES.substitute(kapsel=KAPSEL)
    return felles + "".join(_navnet(visning, sti, filene) for visning in visninger)


def _navnet(visning: Prosesser, sti: str, filene: Sequence[str]) -> str:
    port = visning.navn.removeprefix(visning.vert).removeprefix(":")
    # Har navnet ikke port 443, er heller ikke port 80 dets.
    omdirigering = "" if port else _OMDIRIGERING.substitute(vert=visning.vert)
    return omdirigering + _NAVN.substitute(
        navn=visning.navn.lower(),
        vert=visning.vert,
        port=port or "443",
        upstream=f"boligdata_{visning.porter[0]}",
        prosessene="\n".join(
            f"\tserver 127.0.0.1:{port} max_fails=1 fail_timeout=5s;"
            for port in visning.porter
        ),
        sertifikat=filene[0],
        noekkel=filene[1],
        mest=stoerste_mb(),
        hsts=hsts(sti),
        rot=f"\n\tlocation = / {{\n\t\treturn 302 /{sti}/;\n\t}}" if sti else "",
    )
