-- Én rad per år og alternativ: innbyggerne 1. januar i aldersgruppene behovet følger. Årene som har vært, har alternativet «faktisk».
with
    alle as (
        select f.aar, f.alternativ, f.aldersgruppe, alder_fra(f.aldersgruppe) as alder, f.personer
        from framskriving f
        join kommune k using (kommunenummer)
        union all
        select b.aar, 'faktisk', b.aldersgruppe, alder_fra(b.aldersgruppe), b.personer
        from befolkning b
        join kommune k using (kommunenummer)
    ),
    grupper as (
        select
            aar,
            alternativ,
            coalesce(max(personer) filter (aldersgruppe = 'alle'), sum(personer)) as alder_alle,
            coalesce(max(personer) filter (aldersgruppe = '0-17'), sum(personer) filter (alder < 18)) as alder_0_17,
            coalesce(max(personer) filter (aldersgruppe = '67-79'), sum(personer) filter (alder between 67 and 79)) as alder_67_79,
            coalesce(max(personer) filter (aldersgruppe = '80+'), sum(personer) filter (alder >= 80)) as alder_80
        from alle
        group by aar, alternativ
    )
select
    aar,
    alternativ,
    alder_alle::double as alder_alle,
    alder_0_17::double as alder_0_17,
    (alder_alle - alder_0_17 - alder_67_79 - alder_80)::double as alder_18_66,
    alder_67_79::double as alder_67_79,
    alder_80::double as alder_80
from grupper
order by alternativ, aar
