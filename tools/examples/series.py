#!/usr/bin/env python3
"""How variables go over time in a batch, from its database: median, and where half (and nine in ten) of the runs lie.

usage: python3 tools/examples/series.py DIR [figure.png]

Needs a batch with --series, or a scenario with measures of form `series`. Runs that an outcome has ended are no longer
in the bands; `n` in the table says how many are.
"""
import pathlib
import sqlite3
import sys

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt
import pandas as pd


def load(folder):
    """The rows of `series`, and how each point is called by its swept parameters."""
    uri = f"{(folder / 'results.db').resolve().as_uri()}?mode=ro"
    with sqlite3.connect(uri, uri=True) as database:
        series = pd.read_sql("SELECT * FROM series WHERE n > 0", database)
        points = pd.read_sql("SELECT * FROM points", database)
    swept = [name for name in points.columns if name != "point"]
    labels = {row["point"]: ", ".join(f"{name} = {row[name]}" for name in swept) or "all runs"
              for _, row in points.astype(object).iterrows()}
    return series, labels


def draw(series, labels, figure):
    variables = list(series["variable"].unique())
    has_many = series["point"].nunique() > 3  # bands on bands would hide each other
    fig, axes = plt.subplots(len(variables), 1, figsize=(10, 3.2 * len(variables)), sharex=True, squeeze=False)
    for axis, variable in zip(axes[:, 0], variables):
        for point, rows in series[series["variable"] == variable].groupby("point"):
            line, = axis.plot(rows["time"], rows["q50"], label=labels[point])
            axis.fill_between(rows["time"], rows["q25"], rows["q75"], color=line.get_color(), alpha=0.1 if has_many else 0.25)
            if not has_many:
                axis.fill_between(rows["time"], rows["q05"], rows["q95"], color=line.get_color(), alpha=0.12)
        axis.set_ylabel(variable)
    axes[0, 0].legend(frameon=False, loc="upper left", bbox_to_anchor=(1, 1))
    axes[-1, 0].set_xlabel("days since the start")
    axes[0, 0].set_title("Median, and " + ("" if has_many else "5 to 95 % and ") + "25 to 75 % of the runs")
    fig.tight_layout()
    fig.savefig(figure, dpi=110)


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    folder = pathlib.Path(sys.argv[1])
    if not (folder / "results.db").is_file():
        sys.exit(f"{folder} holds no results of a batch: there is no results.db in it")
    figure = pathlib.Path(sys.argv[2]) if len(sys.argv) > 2 else folder / "series.png"
    series, labels = load(folder)
    if series.empty:
        sys.exit(f"{folder} has no series: run `brink batch` with --series NAME")
    draw(series, labels, figure)
    print("wrote", figure)


if __name__ == "__main__":
    main()
