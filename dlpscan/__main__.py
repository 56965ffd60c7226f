"""`python -m dlpscan` is the `dlpscan` command."""

from dlpscan.apps.cli import main

if __name__ == "__main__":
    main()
