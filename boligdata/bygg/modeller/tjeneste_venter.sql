-- Én rad per husstand, tjeneste og periode der husstanden er henvist, men ikke har fått tjenesten ved periodens slutt.
-- En henvisning som ikke har ført til noe på tolv måneder, regnes som falt bort.
select
    p.periode,
    t.husstand_id || ' ' || t.tjeneste as bruker_id,
    t.tjeneste,
    -- Den første henvisningen. Da kan ikke en oppstart senere endre målgruppen i en periode som er publisert.
    arg_min(t.maalgruppe, (t.henvist, t.maalgruppe)) as maalgruppe
from tjeneste t
join periode p
    on t.henvist <= p.til and t.henvist > p.til - interval 12 month
    and (t.oppstart is null or t.oppstart > p.til) and (t.slutt is null or t.slutt > p.til)
group by p.periode, t.husstand_id, t.tjeneste
