"""Fra filer som er lastet opp, til en publisering som kan angres.

hvilken   hvilket uttrekk hver fil er, etter overskriftene i den
samlet    uttrekkene slik de blir: dem som er der, med filene i utkastet lagt inn
samling   utkastet kjent igjen og samlet: det de andre begynner med
sjekk     les dem, og si hva som er galt og hva som endrer seg, uten å publisere
svar      rapporten slik skjermen får den: aldri en id, og aldri navn på filer med noe personlig i seg
virkning  hovedtallene før og etter
merket    filene med feilene merket, som Excel
bytte     filene som bytter plass, og boken over dem, så det som blir avbrutt, kan gjøres ferdig
bruk      utkastet publisert, filene lagt blant uttrekkene, og begge deler angret
"""
