#!/usr/bin/env python3
"""Writes a batch's series as the Discrete Stochastic Models Test Suite's checkers read them.

usage: dsmts_summary.py RESULTS OUT.csv VARIABLE=COLUMN...

RESULTS is a folder of `brink batch --series VARIABLE,... --every 1d`; OUT.csv gets time,var,mean,sd,n.
"""
import csv
import sys


def main():
    results, out, *pairs = sys.argv[1:]
    columns = dict(pair.split("=") for pair in pairs)
    with open(f"{results}/series.csv", newline="") as series, open(out, "w", newline="") as summary:
        writer = csv.writer(summary)
        writer.writerow(["time", "var", "mean", "sd", "n"])
        for row in csv.DictReader(series):
            if row["variable"] in columns:
                writer.writerow([row["time"], columns[row["variable"]], row["mean"], row["sd"], row["n"]])


if __name__ == "__main__":
    main()
