"""One file a change of the tables, numbered; a file that was released is never edited."""
