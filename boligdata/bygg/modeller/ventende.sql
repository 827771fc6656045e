-- Én rad per husstand som fra vedtaket om bolig venter på å flytte inn. Som i KOSTRA: bare nye søkere, ikke bytte og forlenget leie.
select
    soeknad_id,
    husstand_id,
    maalgruppe,
    oensket_boligtype as boligtype,
    omraade,
    aldersbaand(aldersgruppe) as aldersgruppe,
    coalesce(antall_barn, 0) as antall_barn,
    trenger_tilpasset,
    vedtaksdato as ventet_fra,
    coalesce(innflyttet, avsluttet) as ventet_til,
    innflyttet is not null as bosatt
from soeknad
where vedtak = 'innvilget' and soeknadstype = 'ny' and vedtaksdato is not null
