#include "engine/batch/moments.h"

#include <algorithm>

#include "engine/base/check.h"
#include "engine/base/exact_math.h"

namespace brink {

void Moments::add(double x) {
  BRINK_CHECK(exact::is_finite(x));
  x += 0.0;  // -0 becomes 0
  ++n;
  const double step = x - mean;
  mean += step / static_cast<double>(n);
  m2 += step * (x - mean);
  least = std::min(least, x);
  most = std::max(most, x);
}

void Moments::merge(const Moments& other) {
  if (other.n == 0) return;
  if (n == 0) {
    *this = other;
    return;
  }
  const auto here = static_cast<double>(n);
  const auto there = static_cast<double>(other.n);
  const double share = there / (here + there);
  const double gap = other.mean - mean;
  m2 += other.m2 + gap * gap * (here * share);
  mean += gap * share;
  n += other.n;
  least = std::min(least, other.least);
  most = std::max(most, other.most);
}

double Moments::variance() const { return n < 2 ? 0 : m2 / static_cast<double>(n - 1); }

double Moments::sd() const { return exact::sqrt(variance()); }

}  // namespace brink
