"""Check digits and tables: pure functions, one standard a file. They raise nothing and store nothing."""
