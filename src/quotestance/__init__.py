"""quotestance: who said what in the news, and where each quote stands."""
