"""Quoted history and signatures: find them, take them out, lose no new word.

``clean.clean`` is the entrance; ``views.views`` shows the three versions to a
person. One reading serves text and HTML: both become lines (``lines``), a line
is new or old (``regions``), and what is old is cut out of the source by offsets,
so that new text keeps its characters. docs/history.md tells the whole story.
"""
