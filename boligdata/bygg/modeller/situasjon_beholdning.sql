-- Én rad per husstand og periode der husstanden er i en av de tre situasjonene ved periodens slutt.
select
    p.periode,
    f.husstand_id,
    f.situasjon,
    f.maalgruppe,
    f.aldersgruppe,
    f.omraade,
    f.barn,
    f.uegnet_aarsak,
    f.tilraadd_loesning,
    p.til - f.fra as dager,
    -- Et lån eller et tilskudd er ikke noe som varer. Det regnes som hjelp i tolv måneder.
    exists (
        from hjelp h
        where h.husstand_id = f.husstand_id and h.slag = 'virkemiddel'
            and h.fra <= p.til and coalesce(h.til, h.fra + interval 12 month) > p.til
    ) as har_virkemiddel,
    exists (
        from hjelp h
        where h.husstand_id = f.husstand_id and h.slag = 'tjeneste' and h.fra <= p.til and coalesce(h.til > p.til, true)
    ) as har_tjeneste
from situasjonsforloep f
join periode p on f.fra <= p.til and (f.til is null or f.til > p.til)
