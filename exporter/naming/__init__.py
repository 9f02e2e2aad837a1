"""How a task is called: its title and its labels."""
