-- Én rad per husstand, virkemiddel og periode husstanden har virkemiddelet i. Uten sluttdato teller det bare i perioden det er innvilget.
select
    p.periode,
    v.husstand_id || ' ' || v.virkemiddel as bruker_id,
    v.virkemiddel,
    arg_max(v.maalgruppe, (v.vedtaksdato, v.maalgruppe)) as maalgruppe
from virkemiddel v
join periode p
    on coalesce(v.fra, v.vedtaksdato) <= p.til and coalesce(v.til, v.fra, v.vedtaksdato) >= p.fra
where v.vedtak = 'innvilget' and v.vedtaksdato is not null
group by p.periode, v.husstand_id, v.virkemiddel
