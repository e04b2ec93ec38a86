"""Pages for people: made from figures, pure."""
