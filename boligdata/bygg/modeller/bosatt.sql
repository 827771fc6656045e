-- Én rad per husstand som har ventet, i perioden den flytter inn.
select
    p.periode,
    v.soeknad_id,
    v.husstand_id,
    v.maalgruppe,
    v.boligtype,
    v.omraade,
    v.ventet_til - v.ventet_fra as ventet_dager,
    ventetidsbaand(v.ventet_til - v.ventet_fra) as ventetidsbaand
from ventende v
join periode p on v.ventet_til between p.fra and p.til
where v.bosatt
