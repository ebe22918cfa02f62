"""One paragraph of one article or of several, and the checking of somebody else's text."""
