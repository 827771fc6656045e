-- Én rad per år, post i regnskapet og boligtype: beløpet, og boligene det gjelder. «alle» er alle boligtypene til sammen, og «ukjent» er det
-- som ikke er delt. Har en boligtype færre enn fem boliger, står den ikke for seg. Det noen skylder eller får, er aldri delt, og er i hele
-- 100 000 kroner. Er det så lite at det kan være noen få husstander, står ikke beløpet der.
with
    -- Funksjonene og artene kommunen rapporterer til KOSTRA. Internkjøp (290) er ikke med. «former» er disposisjonsformene til boligene posten
    -- gjelder, og «minst» er det minste beløpet til husstander som vises.
    post (post, regnskap, funksjon, fra, til, former, minst) as (
        values
            ('kostnader', 'drift', '265', 10, 289, ['eid', 'innleid'], null),
            ('kostnader', 'drift', '265', 300, 399, ['eid', 'innleid'], null),
            ('kostnader', 'drift', '265', 500, 500, ['eid', 'innleid'], null),
            ('kostnader', 'drift', '265', 590, 590, ['eid', 'innleid'], null),
            ('husleie', 'drift', '265', 630, 630, ['eid', 'innleid'], null),
            ('drift', 'drift', '265', 10, 189, ['eid'], null),
            ('drift', 'drift', '265', 191, 289, ['eid'], null),
            ('drift', 'drift', '265', 300, 399, ['eid'], null),
            ('vedlikehold', 'drift', '265', 70, 70, ['eid'], null),
            ('vedlikehold', 'drift', '265', 230, 230, ['eid'], null),
            ('vedlikehold', 'drift', '265', 250, 250, ['eid'], null),
            ('innleie', 'drift', '265', 190, 190, ['innleid'], null),
            ('tildelingsrett', 'drift', '265', 470, 470, ['disposisjonsrett'], null),
            ('ubetalt', 'ubetalt', '265', 630, 630, null, 0),
            ('investert', 'investering', '265', 10, 399, null, null),
            ('investeringsramme', 'ramme', '265', 10, 399, null, null),
            ('startlaan', 'investering', '283', 520, 520, null, 5_000_000),
            ('startlaanramme', 'ramme', '283', 520, 520, null, null),
            ('tilskudd', 'drift', '283', 470, 470, null, 500_000)
    ),
    summert as (
        select
            o.aar,
            p.post,
            p.former,
            p.minst,
            case when grouping(o.boligtype) = 1 then 'alle' else coalesce(o.boligtype, 'ukjent') end as boligtype,
            abs(sum(o.beloep_kr))::double as kroner
        from oekonomi o
        join post p
            on o.regnskap = p.regnskap and left(o.funksjon::varchar, 3) = p.funksjon and o.art between p.fra and p.til
        group by grouping sets ((o.aar, p.post, p.former, p.minst), (o.aar, p.post, p.former, p.minst, o.boligtype))
    ),
    beholdning as (
        select periode, disposisjonsform, boligtype, count(*) as antall
        from bolig_beholdning
        group by all
    )
select
    s.aar,
    s.post,
    s.boligtype,
    case when s.minst is null then s.kroner when s.kroner >= s.minst then round(s.kroner, -5) end as kroner,
    sum(b.antall)::integer as boliger
from summert s
left join beholdning b
    on b.periode = s.aar::varchar and list_contains(s.former, b.disposisjonsform) and s.boligtype in ('alle', b.boligtype)
group by s.aar, s.post, s.boligtype, s.former, s.minst, s.kroner
having s.boligtype = 'alle' or (s.former is not null and (s.boligtype = 'ukjent' or sum(b.antall) >= 5))
order by s.aar, s.post, s.boligtype
