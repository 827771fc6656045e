"""Boligsosialt dashbord: fra kommunens uttrekk til figurer som tåler å bli vist fram."""
