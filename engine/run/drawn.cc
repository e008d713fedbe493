#include <array>
#include <limits>

#include "engine/base/exact_math.h"
#include "engine/base/samplers.h"
#include "engine/run/evaluate.h"

namespace brink {
namespace {

/// The arguments of one distribution, and its draws.
class Distribution {
 public:
  Distribution(const EvalContext& context, const Node& node)
      : context_(context),
        node_(node),
        draws_(context.run->seed, context.key,
               static_cast<std::uint32_t>(Purpose::first_site) + node.b) {}

  Value mean() const {
    switch (static_cast<Function>(node_.a)) {
      case Function::empirical:
        return listed_mean();
      case Function::bernoulli:
        return Value::of_whole(n(0) >= 0.5 ? 1 : 0);
      default:
        return node_.type == ValueType::duration ? whole_of(number_mean())
                                                 : Value::of(number_mean());
    }
  }

  Value draw() {
    switch (static_cast<Function>(node_.a)) {
      case Function::empirical:
        return listed();
      case Function::bernoulli: {
        const double hit = sample::bernoulli(draws_, n(0));
        return Value::of_whole(hit != hit ? kBadWhole : hit != 0 ? 1 : 0);
      }
      default:
        return node_.type == ValueType::duration ? whole_of(number()) : Value::of(number());
    }
  }

 private:
  Value argument(std::size_t i) const {
    return evaluate(context_.run->program->children[node_.first + i], context_);
  }
  double n(std::size_t i) const { return argument(i).number; }
  // a number, or a duration's microseconds
  double q(std::size_t i) const {
    return node_.type == ValueType::duration ? microseconds(argument(i)) : n(i);
  }

  double number() {
    switch (static_cast<Function>(node_.a)) {
      case Function::uniform:
        return sample::uniform(draws_, q(0), q(1));
      case Function::normal:
        return sample::normal(draws_, q(0), q(1));
      case Function::lognormal:
        return sample::lognormal(draws_, q(0), n(1));
      case Function::exponential:
        return sample::exponential(draws_, q(0));
      case Function::gamma:
        return sample::gamma(draws_, n(0), q(1));
      case Function::weibull:
        return sample::weibull(draws_, n(0), q(1));
      case Function::triangular:
        return sample::triangular(draws_, q(0), q(1), q(2));
      case Function::pareto:
        return sample::pareto(draws_, q(0), n(1));
      case Function::poisson:
        return sample::poisson(draws_, n(0));
      case Function::binomial:
        return sample::binomial(draws_, n(0), n(1));
      default:
        return sample::negative_binomial(draws_, n(0), n(1));
    }
  }

  double number_mean() const {
    switch (static_cast<Function>(node_.a)) {
      case Function::uniform:
        return (q(0) + q(1)) / 2;
      case Function::lognormal:
        return q(0) * exact::exp(n(1) * n(1) / 2);
      case Function::gamma:
        return n(0) * q(1);
      case Function::weibull:
        return q(1) * exact::exp(exact::log_gamma(1 + 1 / n(0)));
      case Function::triangular:
        return (q(0) + q(1) + q(2)) / 3;
      case Function::pareto:
        return n(1) > 1 ? q(0) * n(1) / (n(1) - 1) : std::numeric_limits<double>::infinity();
      case Function::binomial:
        return n(0) * n(1);
      default:  // normal, exponential, poisson, negative_binomial: it is the first argument
        return q(0);
    }
  }

  Value listed_mean() const {
    const auto count = static_cast<std::size_t>(node_.constant.whole);
    if (node_.type != ValueType::number && node_.type != ValueType::duration) return argument(0);
    double sum = 0;
    double weights = 0;
    for (std::size_t i = 0; i < count; ++i) {
      const double weight = node_.count == count ? 1 : n(count + i);
      sum += weight * q(i);
      weights += weight;
    }
    return node_.type == ValueType::duration ? whole_of(sum / weights) : Value::of(sum / weights);
  }

  // one of the listed values, alike or by its weight
  Value listed() {
    const auto count = static_cast<std::size_t>(node_.constant.whole);
    if (node_.count == count) return argument(draws_.below(count));
    std::array<double, kMaxListItems> weights{};
    for (std::size_t i = 0; i < count; ++i) weights[i] = n(count + i);
    return argument(sample::index(draws_, {weights.data(), count}));
  }

  const EvalContext& context_;
  const Node& node_;
  Draws draws_;
};

}  // namespace

Value drawn(const EvalContext& context, const Node& node) {
  return Distribution(context, node).draw();
}

Value mean_of(const EvalContext& context, const Node& node) {
  return Distribution(context, node).mean();
}

}  // namespace brink
