-- Én rad per fullført kalenderår og tertial fra første år i serien til datoen uttrekkene gjelder.
with
    parameter as (select foerste_aar, per_dato from kommune),
    aar as (select unnest(range(foerste_aar, year(per_dato) + 1))::integer as aar from parameter),
    alle as (
        select aar::varchar as periode, 'aar' as periodetype, aar, make_date(aar, 1, 1) as fra, make_date(aar, 12, 31) as til
        from aar
        union all
        select aar || '-T' || nr, 'tertial', aar, make_date(aar, 4 * nr - 3, 1), last_day(make_date(aar, 4 * nr, 1))
        from aar, unnest([1, 2, 3]) as tertial (nr)
    )
select alle.*
from alle, parameter
where til <= per_dato
order by periodetype, fra
