"""Bad days and bad input at the pages: every page and every form, found by walking as somebody with a browser does."""
