"""Our own plugs: stores and notifiers, found through entry points like any other."""
