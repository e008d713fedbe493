#include "tools/bench/floor.h"

#include "tools/bench/floor_forms.h"

namespace brink::bench {

Played play_addressed(Form form, std::uint64_t seed, std::uint64_t replication) {
  return form == Form::rate ? play_rate_addressed(seed, replication)
                            : play_sampled_addressed(seed, replication);
}

Played play_sequential(Form form, std::uint64_t seed, std::uint64_t replication) {
  return form == Form::rate ? play_rate_sequential(seed, replication)
                            : play_sampled_sequential(seed, replication);
}

}  // namespace brink::bench
