"""The tests: mirrors of the four packages, journeys over real sockets, and peers."""
