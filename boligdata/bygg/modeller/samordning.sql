-- Én rad per husstand og periode der husstanden har minst én tjeneste ved periodens slutt.
select
    periode,
    husstand_id,
    arg_min(maalgruppe, (tjeneste, maalgruppe)) as maalgruppe,
    case when count(*) >= 4 then '4' else count(*)::varchar end as antall_tjenester,
    count(*) as tjenester,
    len(list_distinct(flatten(list(enheter)))) as enheter,
    bool_or(koordinator) as koordinator,
    bool_or(individuell_plan) as individuell_plan
from tjeneste_beholdning
group by periode, husstand_id
