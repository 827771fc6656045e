-- Én rad per tjeneste i tjenestekatalogen.
select tjeneste, enhet, hva, for_hvem, situasjon, soek_slik, hjemmel, frist_dager, telefon, soekeord
from tjenestekatalog
order by tjeneste
