"""Handlingsdelen slik den leses, følges og endres: tiltakene i lageret, satt sammen med tallene.

planen        tiltakene i planens rekkefølge, historien til hvert, og lagringen
foerste       den første planen: tiltakene i uttrekket, hentet inn én gang
underveis     det som er skrevet om tiltakene i den fiktive kommunen siden, dag for dag
maalbane      indikatoren et tiltak skal virke på, mot veien fra startverdien til målet
dom           det som er meldt om et tiltak, ved siden av det milepælene, fristen og tallene sier
varsler       det noen må vite: det som er sent, har snudd, ikke stemmer eller mangler penger, og lovens krav
gapet         hvor mye av boligbehovet tiltakene tetter, hva en forsinkelse betyr, og det som mangler penger
endringslogg  hva som er endret fra en versjon til en annen, skrevet så alle forstår det
i_ord         feltene i et tiltak, skrevet for en leser
rullering     versjonene av planen: det som ble vedtatt, hva som har skjedd siden, og avvik fra vedtatt plan
versjonslogg  versjonene i en tabell, slik en plan trykker dem
tidslinje     figuren med fristene og milepælene
"""
