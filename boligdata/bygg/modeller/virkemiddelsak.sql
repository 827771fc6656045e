-- Én rad per søknad om et virkemiddel, og om den er en fornyelse: husstanden hadde virkemiddelet da den søkte, eller hadde hatt det de siste 30 dagene.
select
    v.*,
    exists (
        from virkemiddel f
        where f.husstand_id = v.husstand_id and f.virkemiddel = v.virkemiddel and f.soekt < v.soekt
            and f.vedtak = 'innvilget' and f.vedtaksdato is not null and f.til >= v.soekt - 30
    ) as fornyet
from virkemiddel v
