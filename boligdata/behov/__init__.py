"""Modellen for boligbehovet: ren numpy, uten filer, databaser og skjerm.

historikk  det modellen anslår av: hvert behov, fra det oppsto til det tok slutt
estimat    fra historikken til modellens tall
grunnlag   tallene modellen regner videre på
kjente     husstandene kommunen alt vet om, i stedet for sin del av strømmen
botid      hvor lenge en husstand blir boende
margin     boligene som trengs utover dem som er i bruk
koe        hvem som flytter inn når
drivere    folketallet i målgruppens alder
trekning   tilfeldige tall som er de samme hver gang
modell     behovet, delene det består av, og køen framover
maalgruppe behovet delt på målgruppene i hver pool
backtest   modellen prøvd mot oppdiktede kommuner der svaret er kjent
"""
