"""Past mail: who wrote to whom before Sekisho came, read from logs and Sent folders."""
