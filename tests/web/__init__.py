"""The browser's pages, over HTTP alone and in a real browser, with a stand-in for the rest of the house."""
