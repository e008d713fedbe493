#include "engine/story/session.h"

#include <algorithm>
#include <utility>

namespace brink {
namespace {

Duration grain_of(const Program& program, double share) {
  return {static_cast<std::int64_t>(static_cast<double>(program.horizon.us) * share)};
}

bool same_event(const Log& a, const EventRecord& x, const Log& b, const EventRecord& y) {
  const bool alike = x.time == y.time && x.key == y.key && x.type == y.type &&
                     x.source == y.source && x.target == y.target && x.cause == y.cause &&
                     x.offer == y.offer && x.attributes == y.attributes;
  for (std::size_t i = 0; alike && i < x.attributes; ++i) {
    if (a.attribute(x, i).whole != b.attribute(y, i).whole) return false;
  }
  return alike;
}

}  // namespace

Session::Session(std::shared_ptr<const Program> program, Overlay base, RunSeed seed,
                 const Keyframes::Options& options, double grain)
    : program_(std::move(program)),
      base_(std::move(base)),
      seed_(seed),
      options_(options),
      grain_(grain_of(*program_, grain)) {
  baseline_ = branch_under(base_, nullptr);
}

void Session::reseed(RunSeed seed) {
  seed_ = seed;
  changed_.reset();
  baseline_ = branch_under(base_, nullptr);
  make_again();
}

std::unique_ptr<Branch> Session::branch_under(Overlay overlay, const Branch* like) const {
  auto branch = std::make_unique<Branch>();
  branch->overlay = std::make_shared<const Overlay>(std::move(overlay));
  branch->recorder = std::make_unique<Recorder>(
      like != nullptr ? like->recorder->under(*branch->overlay)
                      : Recorder(*program_, *branch->overlay, seed_, options_));
  branch->tracer = std::make_unique<Tracer>(*program_, *branch->overlay, seed_, plotted_, grain_);
  return branch;
}

Overlay Session::overlay_of(const std::vector<Change>& changes) const {
  Overlay overlay = base_;
  for (const auto& change : changes) {
    if (change.at <= SimTime{}) {
      overlay.settings.emplace_back(change.slot, change.value);
    } else {
      overlay.interventions.push_back({change.at, change.slot, change.value});
    }
  }
  std::stable_sort(overlay.interventions.begin(), overlay.interventions.end(),
                   [](const auto& a, const auto& b) { return a.at < b.at; });
  return overlay;
}

// the branch that was looked at is the best to share a beginning with
void Session::make_again() {
  compared_ = 0;
  if (changes_.empty()) {
    changed_.reset();
    return;
  }
  const Branch& like = current();
  changed_ = branch_under(overlay_of(changes_), &like);
}

Value Session::initial_value(SlotId slot) const {
  return slot_value(baseline_->recorder->keyframes()[0].run, slot, SimTime{});
}

void Session::change(SlotId slot, Value value, const Playhead& place) {
  const bool at_start = place == Playhead{} && program_->slots[slot].is_parameter;
  const SimTime at = at_start ? SimTime{} : place.time + Duration{1};
  std::erase_if(changes_, [&](const Change& c) { return c.slot == slot && c.at >= at; });
  Value before = initial_value(slot);
  for (const auto& c : changes_) {
    if (c.slot == slot) before = c.value;
  }
  const bool says_nothing = program_->slots[slot].is_parameter && before.whole == value.whole;
  if (!says_nothing) {
    const auto after =
        std::find_if(changes_.begin(), changes_.end(), [&](const Change& c) { return c.at > at; });
    changes_.insert(after, {slot, at, value});
  }
  make_again();
}

void Session::reset(SlotId slot) {
  std::erase_if(changes_, [&](const Change& c) { return c.slot == slot; });
  make_again();
}

void Session::reset_all() {
  changes_.clear();
  make_again();
}

void Session::plot(std::span<const SlotId> slots) {
  plotted_.assign(slots.begin(), slots.end());
  for (auto* branch : {baseline_.get(), changed_.get()}) {
    if (branch == nullptr) continue;
    branch->tracer = std::make_unique<Tracer>(*program_, *branch->overlay, seed_, plotted_, grain_);
  }
}

bool Session::advance(const std::function<bool()>& stop) {
  bool more = false;
  for (auto* branch : {&current(), baseline_.get()}) {
    more = branch->recorder->advance(stop) || more;
    more = branch->tracer->advance(stop) || more;
  }
  return more;
}

std::optional<std::uint32_t> Session::first_different_event() {
  if (changed_ == nullptr) return std::nullopt;
  const auto& a = changed_->recorder->recording()->log;
  const auto& b = baseline_->recorder->recording()->log;
  const auto n = std::min(a.events().size(), b.events().size());
  while (compared_ < n && same_event(a, a.events()[compared_], b, b.events()[compared_])) {
    ++compared_;
  }
  const bool both_done = changed_->recorder->is_done() && baseline_->recorder->is_done();
  if (compared_ < n || (both_done && a.events().size() != b.events().size())) {
    return static_cast<std::uint32_t>(compared_ + 1);
  }
  return std::nullopt;
}

}  // namespace brink
