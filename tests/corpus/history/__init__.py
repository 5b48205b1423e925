"""Mail with quoted history, composed: clients x languages x placements x sloppiness, labelled."""
