"""Reads what people write: rules, profiles, tables, company settings and transfers.

YAML becomes typed values, and every mistake an error with file, line and the nearest known word.
"""
