"""Cases of collabmodel as FHIR R5 resources, and back."""
