"""Dokumentene kommunen tar med seg videre: kunnskapsgrunnlaget, oversikten loven krever, saken og statusen.

Et dokument lages én gang, av kort og setninger sidene også viser, og skrives så i hvert format.

dokument    delene et dokument er satt sammen av, uansett hva det handler om
deler.toml  hvilke dokumenter som kan lages, og hva hver del av dem har
oppsett     leser den
lag         fra det brukeren har valgt, til et dokument
innholdet   det som kan stå i en del: kort, tekster og tabeller
sidekort    kortene på sidene, funnet i koden til sidene selv
avsender    hvem dokumentet er fra, og merket for fiktive data
figurblokk  fra kort til figur, og notene om tallene
tegning     figuren tegnet på papir, uten nettleser
skriv       én skriver for hvert format
deling      ett kort å ta med seg til Word
jobb        et dokument som lages mens brukeren ser på
"""
