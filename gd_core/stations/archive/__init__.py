"""From an archive's address to pieces of work (`pieces`), large files taken apart (`split`), and the bytes of
each (`contents`)."""

from gd_core.stations.archive.pieces import Piece, Storage, list_pieces

__all__ = ["Piece", "Storage", "list_pieces"]
