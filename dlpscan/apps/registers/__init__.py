"""The command line of the registers: files in, entries in the database, answers out."""
