-- Én rad per søknad og periode søknaden er mottatt i.
select
    p.periode,
    s.soeknad_id,
    s.maalgruppe,
    s.oensket_boligtype as boligtype,
    s.omraade,
    s.soeknadstype,
    s.situasjon,
    s.aldersgruppe,
    coalesce(s.antall_barn, 0) as antall_barn
from soeknad s
join periode p on s.mottatt between p.fra and p.til
