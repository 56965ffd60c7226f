"""The registers in a database: consents, agreements, qualified recipients, approvals.

SQLAlchemy Core over SQLite or PostgreSQL, installed with `dlpscan[registers]`. Nothing here is imported
unless a register is configured. No customer stands in it in clear: a subject is a pseudonym, and what tells
it are HMACs under the installation key, of which the register keeps the id and refuses any other.
"""
