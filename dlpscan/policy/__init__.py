"""May it go there? Findings and a transfer in, a verdict out. Policy never sees the text."""
