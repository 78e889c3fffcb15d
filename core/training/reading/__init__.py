"""How a set line is read: its words, tokens, days and figures, and the grammar over them."""
