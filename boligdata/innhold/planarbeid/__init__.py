"""Arbeidet med planen: stegene, innspillene og medvirkningen, slik de leses og lagres.

prosessen     stegene, når de er, og det som er for kort, for sent eller i feil rekkefølge
tidslinje     figuren med stegene
innspillene   innspillene: det alle kan se, hvor mange om hva, og tråden til tiltaket og tallet
hoeringsblokker  høringen slik den kan stå i et dokument
hoeringstabell  tabellen til saksframlegget
medvirkningene  hva folk har sagt, og tallene det handler om
alternativene   alternativene i boligbehovet som er lagret for alle
endringer     hva som er endret fra en versjon til en annen, i ord
register      det som er likt for alt brukerne skriver: lesing, historie, og lagring med versjon
"""
