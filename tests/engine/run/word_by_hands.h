#pragma once

#include <gtest/gtest.h>

#include <string>

#include "tests/engine/run/talks_of_four.h"

namespace brink::test {

/// a reaches b by m's hands, in 2 + 3 days; `out` is joined with nobody.
inline const std::string kByM =
    "  first: {between: [a, m], delay: 2 d}\n  second: {between: [m, b], delay: 3 d}\n";

/// A scenario of two who talk by others' hands. `channels` are entries of the section, none when
/// empty; `rest` are further entries of `schedule`, and sections.
inline std::string word_by_hands(const std::string& channels, const std::string& rest) {
  return R"yaml(
brink: 1
title: Word by other hands
start: 2026-01-01
horizon: 60 d
world: {variables: {noted: 0}}
actors: {a: {}, m: {}, b: {}, out: {}}
groups: {everyone: [a, m, b, out]}
)yaml" + (channels.empty() ? "" : "channels:\n" + channels) +
         R"yaml(
events:
  feeler: {is: offer, visibility: private, terms: {talks: 1, land: 0.5, aid: 0}, lapses: 20 d, lasts: 10 d}
  joint: {is: feeler, consent: all}
  letter: {is: offer, terms: {talks: 1}, lapses: 20 d)yaml" +
         (channels.empty() ? "" : ", via: channels") + R"yaml(}
  whisper: {is: request, visibility: private}
  yes_but: {is: counter, lapses: 20 d}
  sign: {is: consult}
  nod: {is: consult}
schedule:
)yaml" + rest;
}

/// a sends b a feeler on day 1.
inline std::string feeler(const std::string& channels, const std::string& rest) {
  return word_by_hands(channels, "  send: {at: 1 d, emit: feeler, from: a, to: b}\n" + rest);
}

/// Whoever learns of a feeler signs to itself at once.
inline const std::string kSeen =
    "rules:\n  seen: {upon: feeler, by: each of everyone, do: [{emit: sign, to: self}]}\n";

/// When whom the notes of one kind are about, in days: "3 m, 6 b".
inline std::string notes_at(const Program& program, const Log& log, Note::Kind kind) {
  std::string out;
  for (const auto& [time, after, note] : log.notes()) {
    if (note.kind != kind) continue;
    if (!out.empty()) out += ", ";
    out += fmt::format("{} {}", static_cast<double>(time.us) / static_cast<double>(kDay),
                       program.actors[note.self].id);
  }
  return out;
}

/// The first event of a type; throws when there is none.
inline const EventRecord& first_event(const Program& program, const Log& log,
                                      std::string_view type) {
  for (const auto& event : log.events()) {
    if (program.types[event.type].name == type) return event;
  }
  throw std::runtime_error("no event " + std::string(type));
}

}  // namespace brink::test
