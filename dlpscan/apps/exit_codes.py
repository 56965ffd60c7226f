"""The exit codes of the contract: 0 nothing found; of several that apply, the first here counts."""

FOUND, USAGE, INCOMPLETE = 1, 2, 3
