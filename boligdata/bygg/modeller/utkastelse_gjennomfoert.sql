-- Én rad per gjennomført utkastelse og periode den er gjennomført i.
select
    p.periode,
    u.husstand_id || ' ' || u.begjaering as sak_id,
    u.maalgruppe,
    coalesce(u.aarsak, 'annet') as utkastelsesaarsak,
    coalesce(u.kommunal_leietaker, false) as kommunal_leietaker,
    har_barn(u.antall_barn) as barn
from utkastelse u
join periode p on u.gjennomfoert between p.fra and p.til
