-- Én rad per husstand på listen over kjente framtidige brukere: hva den vil trenge, når, og hvor sannsynlig det er.
select
    kjent_id,
    boligtype,
    maalgruppe,
    make_date(fra_aar, 1, 1) as fra,
    make_date(til_aar + 1, 1, 1) as til,
    sannsynlighet / 100 as sannsynlighet
from kjente_brukere
