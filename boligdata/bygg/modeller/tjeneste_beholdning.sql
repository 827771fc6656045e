-- Én rad per husstand, tjeneste og periode der husstanden har tjenesten ved periodens slutt.
select
    p.periode,
    t.husstand_id || ' ' || t.tjeneste as bruker_id,
    t.husstand_id,
    t.tjeneste,
    arg_min(t.maalgruppe, (t.oppstart, t.maalgruppe)) as maalgruppe,
    list_distinct(list(t.enhet)) as enheter,
    bool_or(coalesce(t.koordinator, false)) as koordinator,
    bool_or(coalesce(t.individuell_plan, false)) as individuell_plan
from tjeneste t
join periode p on t.oppstart <= p.til and (t.slutt is null or t.slutt > p.til)
group by p.periode, t.husstand_id, t.tjeneste
