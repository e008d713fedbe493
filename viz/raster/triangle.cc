#include "viz/raster/triangle.h"

#include <algorithm>
#include <array>
#include <utility>

namespace brink::viz {

namespace {

constexpr std::int64_t kOne = 256;  // a pixel
constexpr std::int64_t kHalf = 128;

std::int64_t divide_down(std::int64_t a, std::int64_t b) {
  const std::int64_t quotient = a / b;
  return quotient - (a % b != 0 && (a < 0) != (b < 0) ? 1 : 0);
}

std::int64_t divide_up(std::int64_t a, std::int64_t b) { return -divide_down(-a, b); }

/// Positive inside; `base + step × x` for pixel x of the row that `base` was made for.
struct Edge {
  std::int64_t dx, dy;  // direction, clockwise on the screen
  std::int64_t x, y;    // where it begins
  std::int64_t bias;    // 0 for top and left edges, else -1: a centre on the edge is outside

  Edge(const Corner& from, const Corner& to)
      : dx(to.x - from.x), dy(to.y - from.y), x(from.x), y(from.y) {
    const bool top_or_left = dy < 0 || (dy == 0 && dx > 0);
    bias = top_or_left ? 0 : -1;
  }

  /// Narrows [begin, end) to the pixels of row `row` that lie inside of this edge.
  void narrow(int row, std::int64_t& begin, std::int64_t& end) const {
    const std::int64_t base = dx * (row * kOne + kHalf - y) - dy * (kHalf - x) + bias;
    if (dy == 0) {
      if (base < 0) end = begin;
    } else if (dy < 0) {
      begin = std::max(begin, divide_up(-base, -dy * kOne));
    } else {
      end = std::min(end, divide_down(base, dy * kOne) + 1);
    }
  }
};

/// A quantity that is linear over the triangle. Floating point with the four basic operations
/// only, which every IEEE machine rounds alike.
struct Plane {
  double at_corner = 0;
  double per_x = 0;  // per 1/256 pixel
  double per_y = 0;

  double at(double x, double y) const { return at_corner + per_x * x + per_y * y; }
};

/// What a triangle needs to know about itself, for all rows.
struct Setup {
  Corner origin;
  double x1, y1, x2, y2, area;

  Setup(const Corner& a, const Corner& b, const Corner& c, std::int64_t twice_area)
      : origin(a),
        x1(static_cast<double>(b.x - a.x)),
        y1(static_cast<double>(b.y - a.y)),
        x2(static_cast<double>(c.x - a.x)),
        y2(static_cast<double>(c.y - a.y)),
        area(static_cast<double>(twice_area)) {}

  Plane plane(double at_a, double at_b, double at_c) const {
    const double first = at_b - at_a;
    const double second = at_c - at_a;
    return {at_a, (first * y2 - second * y1) / area, (second * x1 - first * x2) / area};
  }
};

/// A plane along one row: value times 65536 at the first pixel, and its change from pixel to pixel.
struct Walk {
  std::int64_t value = 0;
  std::int64_t step = 0;
};

Walk walk(const Plane& plane, double scale, double x, double y) {
  return {static_cast<std::int64_t>(plane.at(x, y) * scale),
          static_cast<std::int64_t>(plane.per_x * scale * static_cast<double>(kOne))};
}

std::uint8_t to_byte(std::int64_t value) {
  return static_cast<std::uint8_t>(std::clamp<std::int64_t>((value + 32768) >> 16, 0, 255));
}

/// How the pixels of a triangle get their colour.
struct Paint {
  std::array<Plane, 4> colour;
  Plane u, v;
  bool one_colour = false;
  bool one_texel = false;
  Colour flat;
  std::uint32_t opacity = 255;  // of the texture, where it is the same everywhere
};

Paint make_paint(const Canvas& canvas, const Setup& setup, const Corner& a, const Corner& b,
                 const Corner& c) {
  Paint paint;
  paint.one_colour = a.colour == b.colour && b.colour == c.colour;
  paint.one_texel = a.u == b.u && b.u == c.u && a.v == b.v && b.v == c.v;
  paint.flat = a.colour;
  if (paint.one_texel) {
    paint.opacity = sample(canvas.texture, a.u, a.v);
  } else {
    const auto number = [](std::int64_t value) { return static_cast<double>(value); };
    paint.u = setup.plane(number(a.u), number(b.u), number(c.u));
    paint.v = setup.plane(number(a.v), number(b.v), number(c.v));
  }
  if (paint.one_colour) return paint;
  const auto plane = [&](std::uint8_t Colour::*channel) {
    return setup.plane(a.colour.*channel, b.colour.*channel, c.colour.*channel);
  };
  paint.colour = {plane(&Colour::red), plane(&Colour::green), plane(&Colour::blue),
                  plane(&Colour::opacity)};
  return paint;
}

void paint_row(const Canvas& canvas, const Paint& paint, const Corner& origin, int row, int begin,
               int end) {
  std::uint8_t* pixel = canvas.image->at(begin, row);
  if (paint.one_colour && paint.one_texel) {
    Colour colour = paint.flat;
    colour.opacity = static_cast<std::uint8_t>(multiply_bytes(colour.opacity, paint.opacity));
    blend_run(pixel, end - begin, colour);
    return;
  }
  const auto x = static_cast<double>(begin * kOne + kHalf - origin.x);
  const auto y = static_cast<double>(row * kOne + kHalf - origin.y);
  std::array<Walk, 4> channels{};
  if (!paint.one_colour) {
    for (std::size_t i = 0; i < 4; ++i) channels[i] = walk(paint.colour[i], 65536.0, x, y);
  }
  Walk u = walk(paint.u, 1.0, x, y);
  Walk v = walk(paint.v, 1.0, x, y);
  Colour colour = paint.flat;
  for (int i = begin; i < end; ++i, pixel += 4) {
    if (!paint.one_colour) {
      colour = {to_byte(channels[0].value), to_byte(channels[1].value), to_byte(channels[2].value),
                to_byte(channels[3].value)};
      for (Walk& channel : channels) channel.value += channel.step;
    }
    const std::uint32_t texel =
        paint.one_texel ? paint.opacity : sample(canvas.texture, u.value, v.value);
    u.value += u.step;
    v.value += v.step;
    Colour lit = colour;
    lit.opacity = static_cast<std::uint8_t>(multiply_bytes(colour.opacity, texel));
    if (lit.opacity != 0) blend(pixel, lit);
  }
}

}  // namespace

PixelRange pixels_between(std::int64_t from, std::int64_t to, int first, int last) {
  const std::int64_t begin = divide_up(from - kHalf, kOne);
  const std::int64_t end = divide_up(to - kHalf, kOne);
  const auto inside = [&](std::int64_t x) {
    return static_cast<int>(std::clamp<std::int64_t>(x, first, last));
  };
  return {inside(begin), inside(end)};
}

void fill_triangle(const Canvas& canvas, const Corner& a, const Corner& b, const Corner& c) {
  const std::int64_t twice_area = (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x);
  if (twice_area == 0) return;
  if (twice_area < 0) return fill_triangle(canvas, a, c, b);
  const PixelRange rows = pixels_between(std::min({a.y, b.y, c.y}), std::max({a.y, b.y, c.y}) + 1,
                                         canvas.clip.top, canvas.clip.bottom);
  const PixelRange columns =
      pixels_between(std::min({a.x, b.x, c.x}), std::max({a.x, b.x, c.x}) + 1, canvas.clip.left,
                     canvas.clip.right);
  if (rows.begin >= rows.end || columns.begin >= columns.end) return;
  const std::array<Edge, 3> edges = {Edge(a, b), Edge(b, c), Edge(c, a)};
  const Paint paint = make_paint(canvas, Setup(a, b, c, twice_area), a, b, c);
  for (int row = rows.begin; row < rows.end; ++row) {
    std::int64_t begin = columns.begin;
    std::int64_t end = columns.end;
    for (const Edge& edge : edges) edge.narrow(row, begin, end);
    if (begin < end) {
      paint_row(canvas, paint, a, row, static_cast<int>(begin), static_cast<int>(end));
    }
  }
}

void fill_rectangle(const Canvas& canvas, const Corner& first, const Corner& last) {
  const PixelRange rows = pixels_between(first.y, last.y, canvas.clip.top, canvas.clip.bottom);
  const PixelRange columns = pixels_between(first.x, last.x, canvas.clip.left, canvas.clip.right);
  if (rows.begin >= rows.end || columns.begin >= columns.end) return;
  Corner right = first;
  right.x = last.x;
  right.u = last.u;
  Corner bottom = first;
  bottom.y = last.y;
  bottom.v = last.v;
  const std::int64_t twice_area = (last.x - first.x) * (last.y - first.y);
  const Setup setup(first, right, bottom, twice_area);
  const Paint paint = make_paint(canvas, setup, first, right, bottom);
  for (int row = rows.begin; row < rows.end; ++row) {
    paint_row(canvas, paint, first, row, columns.begin, columns.end);
  }
}

}  // namespace brink::viz
