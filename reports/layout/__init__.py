"""What documents share: characters, fonts, templates, drawing, typesetting, sentences.

It knows no report: what is particular to one stands in that report's folder.
"""
