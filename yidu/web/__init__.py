"""Pages: one URL, one function view, one template. No rules of their own: they call actions and queries."""
