"""``python -m collabmodel``: the same as the script ``collabmodel``."""

from collabmodel.cli import main

if __name__ == "__main__":
    main()
