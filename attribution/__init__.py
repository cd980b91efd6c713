"""Find every quote in a news article, and say who said it, how openly, and by which way it came."""
