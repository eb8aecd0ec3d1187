"""
The nightly run: count again what changed since the last one, and nothing else (docs/adr/0026).

The figures of people can be taken apart by person. `touches` finds whom the changes and the new cut-off day may have
moved; `ombres` shows the database with the facts of these people alone, as they are, then as they were; `ecarts` asks
the engine the same figures of both: the difference is added to the stored value.
"""
