-- Én rad per hjelp en husstand har fått: et innvilget virkemiddel eller en tjeneste, fra dagen den begynte til (men ikke med) dagen den sluttet.
-- Et virkemiddel gjelder til og med sluttdatoen, en tjeneste til dagen før.
select 'virkemiddel' as slag, husstand_id, virkemiddel as hva, vedtaksdato as fra, til + 1 as til
from virkemiddel
where vedtak = 'innvilget' and vedtaksdato is not null
union all
select 'tjeneste', husstand_id, tjeneste, oppstart, slutt
from tjeneste
where oppstart is not null
