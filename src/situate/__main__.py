"""`python -m situate`."""

from situate.serve.cli import main

main()
