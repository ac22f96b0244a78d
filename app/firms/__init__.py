"""업체: the firms an institution deals with, who stands for them, and how they are reached."""
