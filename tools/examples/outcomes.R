#!/usr/bin/env Rscript
# How often each outcome came about at each point of a batch, with 95 % intervals, from its CSV files.
#
#   Rscript tools/examples/outcomes.R DIR [figure.png]

arguments <- commandArgs(trailingOnly = TRUE)
if (length(arguments) < 1) stop("usage: outcomes.R DIR [figure.png]")
folder <- arguments[1]
figure <- if (length(arguments) > 1) arguments[2] else file.path(folder, "outcomes.png")

if (!file.exists(file.path(folder, "outcomes.csv"))) {
  stop(folder, " holds no results of a batch: there is no outcomes.csv in it", call. = FALSE)
}
table <- function(name) read.csv(file.path(folder, name), na.strings = "", check.names = FALSE)
points <- table("points.csv")
outcomes <- table("outcomes.csv")
# what only marks does not exclude the others: its shares stand beside theirs only where nothing else is there
only_marks <- any(outcomes$ends == 0) && all(is.na(outcomes$outcome[outcomes$ends == 1]))
outcomes <- outcomes[outcomes$ends == if (only_marks) 0 else 1, ]
outcomes$outcome[is.na(outcomes$outcome)] <- "no outcome"

# a point is called by its swept parameters
swept <- setdiff(names(points), "point")
label <- if (length(swept) == 0) "all runs" else
  do.call(paste, c(lapply(swept, function(s) paste(s, points[[s]], sep = " = ")), sep = "\n"))
names <- unique(outcomes$outcome)
shares <- matrix(0, length(names), nrow(points), dimnames = list(names, label))
low <- high <- shares
for (i in seq_len(nrow(outcomes))) {
  at <- cbind(match(outcomes$outcome[i], names), match(outcomes$point[i], points$point))
  shares[at] <- outcomes$probability[i]
  low[at] <- outcomes$low[i]
  high[at] <- outcomes$high[i]
}

png(figure, width = max(1000, 130 * nrow(points)), height = 600, type = "cairo", res = 110)
par(mar = c(3 + length(swept), 4, 3, 1))
middle <- barplot(100 * shares, beside = TRUE, ylim = c(0, 110), axes = FALSE,
                  names.arg = rep("", nrow(points)), ylab = "share of runs [%]",
                  main = "Outcomes, with 95 % intervals")
axis(2, at = seq(0, 100, 20), las = 1)
# labels are written by hand, so small that they fit: axis() leaves out those that come close
at <- colMeans(middle)
room <- if (length(at) > 1) at[2] - at[1] else Inf
mtext(label, side = 1, at = at, line = length(swept), cex = min(1, 0.95 * room / max(strwidth(label))))
legend("top", names, fill = gray.colors(length(names)), horiz = TRUE, bty = "n",
       text.width = max(strwidth(names)))
arrows(middle, 100 * low, middle, 100 * high, angle = 90, code = 3, length = 0.04)
invisible(dev.off())
cat("wrote", figure, "\n")
