"""Letters and figures for what people read off paper and type: those that look alike are left out."""

LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
