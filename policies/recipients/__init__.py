"""Who it goes to: the directory of known organisations, and facts about each address."""
