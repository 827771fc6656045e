"""Én fil med alt som trengs for å begynne igjen på en tom maskin, og veien tilbake fra den.

laas      nøklene til kopien: den ene lukker, den andre åpner, og den ligger et annet sted
innhold   hva som er med, og hvor det hører hjemme
ta        kopien, mens dashbordet er i bruk
tilbake   kopien lagt på plass i en tom datamappe

Filen er en tar-fil kryptert med age (age-encryption.org/v1), så den kan åpnes uten dette programmet også:
`age -d -i gjenoppretting.txt kopi.age | tar x`.
"""
