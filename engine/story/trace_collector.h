#pragma once

#include <map>
#include <vector>

#include "engine/story/why.h"

namespace brink {

/// Takes down what a traced replay evaluates, and finds at once who last changed what is read.
class TraceCollector {
 public:
  static constexpr bool kWantsJournal = true;
  static constexpr bool kWantsTraces = true;

  /// `log`: of the same run, played before.
  explicit TraceCollector(const Program& program, const Log& log);

  void before(SimTime, SimTime, const Run&) {}
  void on_event(const Run& run, const EventRecord& event, const Attributes& attributes);
  void on_write(const Run&, const Write&) { ++writes_; }
  void on_note(const Run&, const Note&) {}
  void on_end(const Run&) {}
  void on_trace(const Run& run, const Trace& trace);

  /// All facts, in order.
  std::vector<Fact>& facts() { return facts_; }

 private:
  Contributor contributor_of(const Run& run, const Trace& trace, const CapturedValue& value) const;
  Contributor writer_of(SlotId slot, std::uint32_t writes) const;
  std::uint32_t last_on_term(const Run& run, const CapturedValue& value) const;
  std::uint32_t last_on_offer(const Run& run, const CapturedValue& value) const;

  const Program* program_;
  const Log* log_;
  std::vector<std::vector<std::uint32_t>> writes_of_;  // by slot: places in the log, rising
  std::uint32_t writes_ = 0;
  struct TermChange {
    std::uint32_t terms = 0;
    OfferId offer = kNone;
    std::uint32_t event = 0;
  };
  std::vector<TermChange> term_changes_;
  std::vector<AgreementState> agreements_;  // as they were at the last event about an offer
  std::vector<Fact> facts_;
};

}  // namespace brink
