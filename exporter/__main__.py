"""`python -m exporter`, and the console script."""

from exporter.cli import main

if __name__ == "__main__":
    main()
