"""The demonstration: the real service on free ports, and a stand-in company mail server."""
