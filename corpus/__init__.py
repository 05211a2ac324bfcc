"""The seed experience library, the domain lexicon and labelled tickets, written for this project.

Data and their reader; imports nothing of ours.
"""
