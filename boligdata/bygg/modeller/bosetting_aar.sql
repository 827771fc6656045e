-- Én rad per år: hvor mange flyktninger kommunen er bedt om å bosette, har vedtatt å bosette og har bosatt. Er det færre enn fem som er
-- bosatt, står ikke tallet der. Det gjør det heller ikke hos IMDi.
select
    aar,
    anmodet,
    vedtak,
    case when bosatt between 1 and 4 then null else bosatt end as bosatt,
    coalesce(bosatt between 1 and 4, false) as faa
from bosetting
order by aar
