"""Text before and after recognition: folding with exact offsets, overlap, people."""
