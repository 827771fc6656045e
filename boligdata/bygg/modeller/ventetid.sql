-- Én rad per husstand og periode den har ventet i: fra hvilken til hvilken ventedag vi har sett den, og om det endte med innflytting.
select
    p.periode,
    v.soeknad_id,
    v.maalgruppe,
    v.boligtype,
    v.omraade,
    greatest(p.fra - v.ventet_fra, 0) as inn_dag,
    -- Den som fortsatt venter når perioden er slutt, har vi sett til og med periodens siste dag.
    least(coalesce(v.ventet_til, p.til), p.til) - v.ventet_fra as ut_dag,
    v.bosatt and v.ventet_til <= p.til as hendelse
from ventende v
-- En sak som ble avsluttet før vedtaket, har ikke ventet på bolig.
join periode p on v.ventet_fra <= p.til and (v.ventet_til is null or v.ventet_til >= greatest(p.fra, v.ventet_fra))
