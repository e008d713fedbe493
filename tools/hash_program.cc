// Prints the hash of one run, and the digest of a batch of forty: what the compiler matrix
// compares. Usage: hash_program FILE SEED
#include <atomic>
#include <cstdio>
#include <cstdlib>

#include "engine/batch/partial_tree.h"
#include "engine/batch/replicate.h"
#include "engine/language/scenario_file.h"
#include "engine/run/observers.h"
#include "engine/run/step.h"

namespace {

using namespace brink;

// as `brink batch FILE --seed SEED -n 40` has it, by one thread and in memory
std::string digest_of(const Study& study) {
  SpanMap spans;
  std::atomic<std::uint64_t> made = 0;
  for (std::uint64_t i = 0; i < study.design.chunks(); ++i) {
    auto result = run_chunk(study, chunk_of(study.design, i), {}, made);
    spans.add({0, result->chunk.block}, std::move(result->partial));
  }
  Digest digest(study);
  digest.add(merged(study, spans.spans()));
  return digest.text();
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) {
    std::fprintf(stderr, "usage: hash_program FILE SEED\n");
    return 2;
  }
  brink::SourceTexts texts;
  auto scenario = brink::read_scenario_file(argv[1], texts);
  if (!scenario) {
    for (const auto& d : scenario.error()) std::fputs(render(d, texts).c_str(), stderr);
    return 1;
  }
  const auto program = compile(std::move(*scenario));
  if (!program) {
    for (const auto& d : program.error()) std::fputs(render(d, texts).c_str(), stderr);
    return 1;
  }
  const brink::Overlay overlay;
  brink::Run run(*program, overlay, {std::strtoull(argv[2], nullptr, 10), 0});
  brink::RunHash hash;
  if (run_to_end(run, hash) == brink::Status::error) return 1;
  const auto study = brink::make_study(
      *program, {.seed = std::strtoull(argv[2], nullptr, 10), .replications = 40});
  if (!study) return 1;
  std::printf("%016llx %s\n", static_cast<unsigned long long>(hash.value()),
              digest_of(*study).c_str());
}
