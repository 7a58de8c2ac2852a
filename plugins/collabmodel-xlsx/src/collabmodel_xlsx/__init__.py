"""Reports of collabmodel as workbooks."""
