"""Report: plans, outcomes and tasks as pages for people, on a terminal or in a file."""
