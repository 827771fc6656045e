-- Én rad per år og bofellesskap med minst fem plasser. Et mindre sier mye om dem som bor der: de står samlet, uten navn, når de til sammen
-- har minst fem.
select
    aar,
    case when plasser >= 5 then bofellesskap end as bofellesskap,
    sum(plasser)::integer as plasser,
    sum(aarsverk)::double as aarsverk
from bemanning
group by all
having sum(plasser) >= 5
order by aar, bofellesskap
