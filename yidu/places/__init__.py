"""Administrative divisions, from the province to the village, and the map of the counties.

What lives here: places as dated rows, finding them, their loading, their merging, their shapes. What does not: what
stands or happens at a place (stations and coverage are in `yidu.people`).
"""
