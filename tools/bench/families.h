#pragma once

#include <cstddef>
#include <string>

/// Scenarios of any size, as text: what `brink bench` measures growth by. The smallest of each
/// family lies in scenarios/benchmarks; these functions give the same text.
namespace brink::bench {

/// `pending` jobs that always wait: each that is done sets the next one off. REQUIRES: a power of
/// 2 from 2 to 2^18.
std::string hold_text(std::size_t pending);

/// Actors in camps of ten; what happens in one camp touches no other. REQUIRES: a multiple of 10.
std::string actors_text(std::size_t actors);

/// About so many channels: rings of twelve actors who write to each other, each ring joined to the
/// next by one more channel. REQUIRES: a multiple of 12.
std::string channels_text(std::size_t channels);

/// What rules have in common with the model that they are added to.
enum class Added : unsigned char {
  nothing,          // upon events of their own, that never happen
  event_of_others,  // upon the model's own events, but of somebody who never makes any
};

/// tit_for_tat.yaml, whose text is given, with rules that never act: a quarter of them conditions.
/// REQUIRES: a multiple of 4.
std::string rules_text(const std::string& tit_for_tat, std::size_t rules,
                       Added added = Added::nothing);

}  // namespace brink::bench
