"""Handlingsdelen: tiltakene slik de leses, hvordan det går med dem, og det noen må vite om dem.

maalbane   indikatoren et tiltak skal virke på, mot veien fra startverdien til målet
dom        det som er meldt om et tiltak, ved siden av det milepælene, fristen og tallene sier
varsler    det noen må vite: det som er sent, har snudd, ikke stemmer eller mangler penger, og lovens frister
gapet      hvor mye av boligbehovet tiltakene tetter, hva en forsinkelse betyr, og det som mangler penger
"""
