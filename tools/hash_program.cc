// Prints the hash of one run: what the compiler matrix compares. Usage: hash_program FILE SEED
#include <cstdio>
#include <cstdlib>

#include "engine/language/scenario_file.h"
#include "engine/run/observers.h"
#include "engine/run/step.h"

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
  std::printf("%016llx\n", static_cast<unsigned long long>(hash.value()));
}
