"""Mail notifications and meeting invitations for collabmodel."""
