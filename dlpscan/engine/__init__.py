"""The one pass over the text for all recognisers.

Declarations are compiled once into a `Plan`: one automaton for all literals and one expression for runs
of digits find cheap candidates; only candidates are verified, always by the same path
(`pattern.match(text, position)`, boundary, check, context). Nothing here knows an identifier by name.
"""
