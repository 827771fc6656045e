-- Én rad per begjæring om utkastelse og periode den er kommet i.
select
    p.periode,
    u.husstand_id || ' ' || u.begjaering as sak_id,
    u.maalgruppe,
    coalesce(u.aarsak, 'annet') as utkastelsesaarsak,
    coalesce(u.kommunal_leietaker, false) as kommunal_leietaker,
    har_barn(u.antall_barn) as barn
from utkastelse u
join periode p on u.begjaering between p.fra and p.til
