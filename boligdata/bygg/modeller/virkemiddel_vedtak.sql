-- Én rad per vedtak om et virkemiddel og periode vedtaket er gjort i.
select
    p.periode,
    v.husstand_id || ' ' || v.virkemiddel || ' ' || v.soekt as sak_id,
    v.maalgruppe,
    v.virkemiddel,
    v.vedtak,
    v.fornyet,
    case when v.vedtak = 'innvilget' then v.beloep_kr end as beloep_kr,
    v.vedtaksdato - v.soekt as behandlingstid_dager
from virkemiddelsak v
join periode p on v.vedtaksdato between p.fra and p.til
where v.vedtak is not null
