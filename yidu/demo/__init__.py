"""The demonstration world: half a year of a district, and the present, made by real actions on their own days.

What lives here: who there is (`county`, `names`), what they do (one file for each noun), what they say (`prose/`,
data) and the clockwork that lets all of it happen in order (`schedule`). What does not: rules. Nothing is written
here except through the actions that everybody uses, so what the world shows is what the program does.
"""
