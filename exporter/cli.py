"""The command line: parse, call the pipeline, print, exit code."""


def main() -> None:
    """Run the command line."""
