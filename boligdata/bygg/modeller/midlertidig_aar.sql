-- Én rad per husstand og år den har vært i midlertidig botilbud eller på natthjem: målgruppe og barn slik årets første opphold oppgir dem.
-- Da er husstanden i samme gruppe hele året, og den som er med i et tertial, er med i året.
select
    a.aar,
    f.husstand_id,
    arg_min(f.maalgruppe, (f.fra, f.natthjem)) as maalgruppe,
    -- Ellers hopper arg_min over oppholdet der barn ikke er oppgitt.
    arg_min({'barn': f.barn}, (f.fra, f.natthjem)).barn as barn
from midlertidig_forloep f
join (select distinct aar from periode) a
    on f.fra <= make_date(a.aar, 12, 31) and (f.til is null or f.til > make_date(a.aar, 1, 1))
group by a.aar, f.husstand_id
