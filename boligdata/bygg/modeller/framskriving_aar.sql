-- Én rad per år og alternativ: kommunens framskrevne folketall 1. januar.
select
    f.aar,
    f.alternativ,
    max(f.personer) filter (f.aldersgruppe = 'alle') as personer,
    coalesce(
        max(f.personer) filter (f.aldersgruppe = '80+'),
        sum(f.personer) filter (alder_fra(f.aldersgruppe) >= 80)
    ) as personer_80
from framskriving f
join kommune k using (kommunenummer)
group by f.aar, f.alternativ
order by f.alternativ, f.aar
