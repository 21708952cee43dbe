// The one script. Pages work without it.
export {};
