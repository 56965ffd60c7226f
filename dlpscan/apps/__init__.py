"""The programs: arguments, sockets, exit codes. They hold no rules."""
