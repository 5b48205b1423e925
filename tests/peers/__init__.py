"""The neighbours of the gate: real Postfix instances and a recording SMTP sink, all on loopback."""
