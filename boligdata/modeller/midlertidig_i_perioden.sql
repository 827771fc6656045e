-- Én rad per husstand og periode der husstanden har vært i midlertidig botilbud eller på natthjem minst én dag.
select
    p.periode,
    f.husstand_id,
    arg_min(f.maalgruppe, (f.fra, f.maalgruppe)) as maalgruppe,
    case when bool_or(f.barn = 'ja') then 'ja' when bool_or(f.barn = 'nei') then 'nei' end as barn,
    bool_or(not f.natthjem) as midlertidig,
    bool_or(f.natthjem) as natthjem
from midlertidig_forloep f
join periode p on f.fra <= p.til and (f.til is null or f.til > p.fra)
group by p.periode, f.husstand_id
