-- Én rad per husstand og periode der husstanden venter på bolig ved periodens slutt. En husstand med flere vedtak telles én gang.
select
    p.periode,
    v.soeknad_id,
    v.husstand_id,
    v.maalgruppe,
    v.boligtype,
    v.omraade,
    v.aldersgruppe,
    v.antall_barn,
    p.til - v.ventet_fra as ventet_dager,
    ventetidsbaand(p.til - v.ventet_fra) as ventetidsbaand
from ventende v
join periode p on v.ventet_fra <= p.til and (v.ventet_til is null or v.ventet_til > p.til)
-- Flere vedtak samme dag: rekkefølgen kan ikke komme an på id-en, som er et pseudonym.
qualify row_number() over (
    partition by p.periode, v.husstand_id
    order by v.ventet_fra, v.maalgruppe, v.boligtype, v.omraade, v.aldersgruppe, v.antall_barn, v.soeknad_id
) = 1
