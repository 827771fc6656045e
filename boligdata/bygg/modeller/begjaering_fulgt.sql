-- Én rad per begjæring om utkastelse og periode den er kommet i, for år der alle er fulgt i seks måneder.
select
    p.periode,
    u.husstand_id || ' ' || u.begjaering as sak_id,
    u.maalgruppe,
    case when u.gjennomfoert <= u.begjaering + interval 6 month then 'nei' else 'ja' end as avverget
from utkastelse u
join periode p on u.begjaering between p.fra and p.til
cross join kommune k
where make_date(p.aar, 12, 31) + interval 6 month <= k.per_dato
