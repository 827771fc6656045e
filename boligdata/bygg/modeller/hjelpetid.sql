-- Én rad per første kontakt og periode husstanden har ventet på hjelp i: fra hvilken til hvilken dag vi har sett den, og om den fikk hjelp.
-- Ingen følges lenger enn ett år.
with
    fulgt as (
        select
            *,
            least(coalesce(hjelp_dag, dag + 365), dag + 365) as slutt,
            coalesce(hjelp_dag <= dag + 365, false) as hjulpet
        from foerste_kontakt
    )
select
    p.periode,
    f.sak_id,
    f.maalgruppe,
    greatest(p.fra - f.dag, 0) as inn_dag,
    least(f.slutt, p.til) - f.dag as ut_dag,
    f.hjulpet and f.slutt <= p.til as hendelse
from fulgt f
join periode p on f.dag <= p.til and f.slutt >= p.fra
