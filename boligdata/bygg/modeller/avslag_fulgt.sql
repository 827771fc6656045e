-- Én rad per avslag på søknad om kommunal bolig og periode avslaget er gitt i, for år der alle er fulgt i seks måneder etterpå.
with
    avslag as (
        select *, vedtaksdato + interval 6 month as fulgt_til from soeknad where vedtak = 'avslag' and vedtaksdato is not null
    )
select
    p.periode,
    s.soeknad_id,
    s.maalgruppe,
    -- Den første hjelpen etter avslaget. Samme dag går bolig foran virkemiddel, og virkemiddel foran tjeneste.
    coalesce((
        select arg_min(h.slag, (h.fra, h.rang))
        from (
            select slag, husstand_id, fra, case slag when 'virkemiddel' then 2 else 3 end as rang from hjelp
            union all
            select 'bolig', husstand_id, innflyttet, 1 from soeknad where innflyttet is not null
        ) h
        where h.husstand_id = s.husstand_id and h.fra > s.vedtaksdato and h.fra <= s.fulgt_til
    ), 'ingen') as annen_hjelp
from avslag s
join periode p on s.vedtaksdato between p.fra and p.til
cross join kommune k
where make_date(p.aar, 12, 31) + interval 6 month <= k.per_dato
