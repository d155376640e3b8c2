"""What is new in a selection since a day: statements, changes of stance, events, texts and revisions."""
