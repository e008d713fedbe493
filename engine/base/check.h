#pragma once

/// A programmer's mistake, found: prints the place to stderr and aborts. Alive in every build.
namespace brink::internal {
[[noreturn]] void check_failed(const char* file, int line, const char* condition);
}

#define BRINK_CHECK(condition) \
  ((condition) ? void(0) : ::brink::internal::check_failed(__FILE__, __LINE__, #condition))
