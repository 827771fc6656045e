"""Mange kommuner på én maskin: hver med sin mappe, sin nøkkel, sin bruker og sine prosesser."""

# Det som kan gjøres for alle.
JOBBER = ("bygg", "kopi", "lege")
