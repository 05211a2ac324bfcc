"""Complaint text in, ranked suggestions out.

The way of a text: `normalise` -> `segment` -> `keyinfo` -> candidates from `keywords` (BM25) and
`vectors` (encoder) -> `features` -> `fusion` -> `calibrate` -> `engine.Matcher.match`.
"""
