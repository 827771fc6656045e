-- Én rad per tjeneste som er kommet i gang, i perioden den begynte: hvem som henviste, til hvilken enhet, og hvor lang tid det tok.
select
    p.periode,
    t.husstand_id || ' ' || t.tjeneste || ' ' || t.henvist as sak_id,
    t.maalgruppe,
    t.tjeneste,
    t.henvist_fra,
    t.enhet,
    t.oppstart - t.henvist as dager
from tjeneste t
join periode p on t.oppstart between p.fra and p.til
