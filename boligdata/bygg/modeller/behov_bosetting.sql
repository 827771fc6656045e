-- Én rad per år: hvor mange flyktninger kommunen har bosatt, eller skal bosette. Det som er vedtatt, går foran det kommunen er bedt om.
select aar, coalesce(bosatt, vedtak, anmodet) as flyktninger, bosatt is not null as har_skjedd
from bosetting
where coalesce(bosatt, vedtak, anmodet) is not null
