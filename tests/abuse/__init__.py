"""The abuse cases, one test per case; a test's number is the case's in the list of 65."""
