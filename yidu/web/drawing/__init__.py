"""Pictures as plain geometry: charts, the map, the diagram of a procedure.

What lives here: pure functions from data to places and texts. The marks themselves are templates
(`templates/components/`), the colours are classes (`assets/css/`). No rule, no query, no script, no inline style.
"""
