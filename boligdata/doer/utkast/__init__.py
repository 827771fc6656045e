"""Uttrekk som lastes opp i dashbordet, sett fra lesesiden: filene som legges i utkastet, hvem som holder på,
kommandoene som sjekker og publiserer dem, og loggen. Innholdet i filene leser bare byggesiden.

mappen    filene i utkastet, det brukeren velger og godtar, og låsen
gangen    sjekken, publiseringen og angringen, hver i sin egen prosess
logg      hvem som har publisert hva, og når
"""
