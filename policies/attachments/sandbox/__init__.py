"""The contained process in which files are opened.

``Sandbox`` is the side of the caller. It starts a *template*, a process that has
everything imported and touches no file; for each file the template forks a child, which
builds walls around itself (``walls``), reads the file, and tells what it finds as JSON lines.
"""

from policies.attachments.sandbox.parent import Sandbox
from policies.attachments.sandbox.walls import Walls

__all__ = ["Sandbox", "Walls"]
