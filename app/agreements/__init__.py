"""전자약정: agreement requests, who must sign, deadlines, their journey."""
