#pragma once

#include <cstdint>

#include "engine/base/sim_time.h"
#include "engine/program/program.h"

/// What a run knows of offers, their recipients and agreements.
namespace brink {

enum class OfferStatus : std::uint8_t {
  unsent,
  open,
  accepted,
  refused,
  countered,
  withdrawn,
  lapsed,
  void_,
};

struct OfferState {
  SimTime sent;
  SimTime deadline = SimTime::never();  // when it lapses, or would have
  SimTime until = SimTime::never();     // when its agreement's time is over, or would have been
  std::uint64_t key = 0;                // of the event that made it
  OfferId parent = kNone;
  std::uint32_t event = 0;  // number of that event
  std::uint32_t lapse_entry = kNone;
  std::uint32_t terms = 0;            // bits of the terms it has
  std::uint32_t covered = kAllTerms;  // bits of the terms that every acceptance covers
  std::uint32_t secret = kNone;       // of a private one: where its event is kept
  Duration lapses{-1};                // how long it waits, instead of its type's; -1: as its type
  std::uint32_t first_party = 0;      // of an offer to several: their states, in order
  std::uint16_t parties = 0;          // how many; 0: one recipient, who has no state of its own
  TypeId type = 0;
  ActorId proposer = kNobody;
  ActorId recipient = kNobody;  // the first
  std::uint16_t round = 0;      // 0 for a first offer, one more for each counter
  OfferStatus status = OfferStatus::unsent;
  bool is_public = true;
  bool is_delivered = true;  // to its one recipient, who may answer
  bool consent_of_all = false;
};

/// How far a recipient of an offer to several has come.
enum class PartyStatus : std::uint8_t {
  unsent,
  missed,  // the event that sends it the offer was suppressed
  asked,
  refused,
  accepted,
  agreed,  // accepted, and the event of the acceptance has happened
};

/// A recipient of an offer to several.
struct OfferParty {
  std::uint32_t covered = kAllTerms;  // bits of the terms its acceptance covers
  ActorId actor = kNobody;
  PartyStatus status = PartyStatus::unsent;
};

struct AgreementState {
  std::uint32_t terms = 0;  // bits still in force; 0: the place is free
  OfferId offer = kNone;
  std::uint32_t entry = kNone;
  std::uint32_t event = 0;   // number of the acceptance
  std::uint32_t ending = 0;  // bits of the terms whose end is on its way
};

}  // namespace brink
