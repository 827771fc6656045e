-- Én rad per periode: kommunens innbyggere 1. januar i samme år.
with
    egne as (
        select b.aar, b.aldersgruppe, b.personer, alder_fra(b.aldersgruppe) as alder_fra
        from befolkning b
        join kommune k using (kommunenummer)
    )
select
    p.periode,
    coalesce(max(personer) filter (aldersgruppe = 'alle'), sum(personer)) as personer,
    coalesce(max(personer) filter (aldersgruppe = '0-17'), sum(personer) filter (alder_fra < 18)) as personer_0_17,
    coalesce(max(personer) filter (aldersgruppe = '18-24'), sum(personer) filter (alder_fra between 18 and 24)) as personer_18_24,
    coalesce(max(personer) filter (aldersgruppe = '80+'), sum(personer) filter (alder_fra >= 80)) as personer_80
from egne
join periode p using (aar)
group by p.periode
