"""Reading what people type, paste or write on paper: cleaned text, commands, tables, codes. Pure."""
