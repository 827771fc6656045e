-- Én rad per husstand, virkemiddel og periode husstanden har virkemiddelet i. Uten sluttdato teller det bare i perioden det begynner.
-- Husstanden er i målgruppen fra årets første vedtak hele året, så den som er med i et tertial, er med i året.
with
    innvilget as (
        select husstand_id, virkemiddel, maalgruppe, vedtaksdato, coalesce(fra, vedtaksdato) as fra,
            coalesce(til, fra, vedtaksdato) as til
        from virkemiddel
        where vedtak = 'innvilget' and vedtaksdato is not null
    ),
    aaret as (
        select a.aar, v.husstand_id, v.virkemiddel, arg_min(v.maalgruppe, (v.fra, v.vedtaksdato, v.maalgruppe)) as maalgruppe
        from innvilget v
        join (select distinct aar from periode) a on v.fra <= make_date(a.aar, 12, 31) and v.til >= make_date(a.aar, 1, 1)
        group by a.aar, v.husstand_id, v.virkemiddel
    )
select distinct p.periode, v.husstand_id || ' ' || v.virkemiddel as bruker_id, v.virkemiddel, a.maalgruppe
from innvilget v
join periode p on v.fra <= p.til and v.til >= p.fra
join aaret a on a.husstand_id = v.husstand_id and a.virkemiddel = v.virkemiddel and a.aar = p.aar
