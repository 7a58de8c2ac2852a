"""Reports of collabmodel as archivable PDF."""
