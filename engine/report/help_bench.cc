#include "engine/report/help_pages.h"

namespace brink {

constinit const std::string_view kBenchPage =
    R"page(bench: how fast this machine runs it

  brink bench [NAME...] [--json] [--rounds N] [--seconds S] [--quick] [--scenarios DIR]

  tit_for_tat          two sides and a mediator, about 590 events a run; the rate of raids follows the
                       escalation in the middle of a wait
  tit_for_tat_sampled  the same; how long a side waits is drawn when it raids
  flagship             open_letter.yaml, with and without its log in memory
  fork                 copying a run in the middle
  load                 from text to a program that can run: the flagship, and 10,000 rules
  hold                 16 to 65,536 jobs that always wait, each of which sets off the next
  actors               10 to 10,000 actors, who raid within their camp of ten
  channels             letters by 12 to 1,200 channels
  rules                tit for tat with up to 400 rules that never act

Without a NAME all of them, in about a minute. Run it where the folder `scenarios` is, on a machine
that does nothing else. Contenders of one table are measured in turn, A B C A B C ..., as often as
--rounds says (7, or another odd number), each for --seconds of computing (0.2); shown are medians.
Ratios are medians of each round's ratio: trust them more than nanoseconds, which another machine, or
another hour, changes.

An event of tit for tat is a raid, an answer, an offer, a refusal or an acceptance. Contenders:

  engine               the scenario file, as `brink run` plays it
  floor                the same model written by hand for nothing else: the bar. With draws addressed
                       by their cause as the engine's are; and with one generator in sequence, which
                       is what it would cost to give that up
  idiomatic C++        the same model with the standard library, as one would write it in an afternoon

check: says whether they played the same model: the means of events, strikes, end, share of agreements
and escalation lie within 4.5 standard errors of each other. If not, DIFFER is printed and the exit
code is 1. budget: is what the project asks of itself; nothing fails on a time. --quick takes a few
seconds and shows only that all of it works. --json prints everything for programs: `schema` 1, times
in nanoseconds, microseconds or milliseconds as the names say.
)page";

}  // namespace brink
