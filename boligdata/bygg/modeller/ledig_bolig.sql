-- Én rad per bolig og periode der boligen er i bruk, men ikke utleid, ved periodens slutt.
with
    -- Registeret sier hvorfor en bolig er ledig bare i dag, så årsaken gjelder de periodene som slutter på uttrekksdatoen.
    siste as (select periode from periode where til = (select max(til) from periode)),
    fraflytting as (select bolig_id, utflyttet from leieforhold where utflyttet is not null)
select
    h.periode,
    h.bolig_id,
    h.boligtype,
    h.omraade,
    case
        when h.periode not in (from siste) then 'ikke_kjent'
        when b.status = 'utleid' then 'ikke_kjent'
        else coalesce(b.ledig_aarsak, 'ikke_kjent')
    end as ledig_aarsak,
    p.til - greatest(f.utflyttet, b.i_bruk_fra) as ledig_dager
from bolig_beholdning h
join bolig b using (bolig_id)
join periode p on p.periode = h.periode
asof left join fraflytting f on f.bolig_id = h.bolig_id and p.til >= f.utflyttet
where not h.utleid
