"""The mail gateway: what a mail server asks of a filter, answered with verdicts."""
