#include <fmt/format.h>

#include <algorithm>

#include "engine/program/compiler.h"

// `secret: true`: only the world and the owner's own rules may read a variable
namespace brink::internal {
namespace {

// true if who responds is the owner, whoever of them it is
bool is_own(const SecretRead& read, const Context& c) {
  if (c.is_known_to_all) return false;
  if (read.of_self || !c.is_response) return true;
  const auto* reader = c.reader != nullptr ? c.reader : c.self;
  if (reader == nullptr) return true;
  const auto count = [](const ActorSet& set) {
    return std::count(set.members.begin(), set.members.end(), true);
  };
  return count(*reader) == 1 && reader->members == read.owners.members;
}

}  // namespace

void Compiler::note_secret(const SlotInfo& slot, std::string_view word, const ActorSet& owners,
                           Position at, const Context& c) {
  const auto& variable = slot.name.substr(slot.name.find('.') + 1);
  SecretRead read{fmt::format("{}.{}", word, variable), owners, word == "self"};
  if (secrets_read_ != nullptr) {
    secrets_read_->push_back(std::move(read));
  } else {
    check_secrets({read}, at, c);
  }
}

void Compiler::check_secrets(const std::vector<SecretRead>& reads, Position at, const Context& c) {
  if (secrets_read_ == &reads) return;  // a derived name in a circle, reported elsewhere
  for (const auto& read : reads) {
    if (secrets_read_ != nullptr) secrets_read_->push_back(read);
    if (secrets_read_ != nullptr || is_own(read, c)) continue;
    error(at, fmt::format("`{}` is secret, and {} is not its owner's alone", read.name, c.owner),
          c.is_known_to_all
              ? "values of two actors are no secrets: keep it in a variable of its owner"
              : "an actor knows its own secrets (`self`) and none of others; the world's rules, "
                "without "
                "`by:` and `for:`, may read them");
    return;
  }
}

}  // namespace brink::internal
