"""What documents share: characters, fonts, templates, drawing, typesetting, sentences. It knows no report."""
