#if defined(__x86_64__)
#include "resize.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <map>
#include <memory>
#include <mutex>
#include <tuple>

#pragma GCC target("avx2")
#include <immintrin.h>

namespace {

constexpr int kPlaces = 64;
constexpr int kWeightBits = 12;
constexpr int kOne = 1 << kWeightBits;
constexpr int kColours = 3;
// Weights are used four at a time.
constexpr int kGroup = 4;

// What each result of one axis is made of: `taps` inputs from `first` on, which may lie outside and
// then means the nearest one inside.
struct Filter {
  int taps;
  std::vector<int> first;
  std::vector<int16_t> weights;  // [results][paddedTaps()], 0 beyond the taps
  std::vector<int16_t> besideColours;  // of weightsBesideColours()

  int size() const { return static_cast<int>(first.size()); }
  int paddedTaps() const { return (taps + kGroup - 1) / kGroup * kGroup; }
  const int16_t* weightsOf(int result) const { return &weights[long{result} * paddedTaps()]; }

  // Adds a result whose first tap is at `position`, rounded down, plus `offset`.
  void add(double position, int offset, const std::vector<std::vector<int16_t>>& tables) {
    first.push_back(static_cast<int>(position) + offset);
    const int fraction = static_cast<int>(position * kPlaces * 2) & (kPlaces * 2 - 1);
    const std::vector<int16_t>& table = tables[(fraction + 1) >> 1];
    weights.insert(weights.end(), table.begin(), table.end());
    weights.resize(first.size() * paddedTaps());
  }
};

double sinc(double x) {
  const double angle = x * 3.14159265358979323846;
  return x == 0 ? 1 : std::sin(angle) / angle;
}

double lanczos3(double x) { return x >= -3 && x <= 3 ? sinc(x) * sinc(x / 3) : 0; }

// Shrinks `in` pixels to `out`.
Filter reducingFilter(int in, int out) {
  const double shrink = 1 / (1 / (static_cast<double>(in) / out));
  Filter filter{2 * static_cast<int>(std::rint(3 * shrink)) + 1, {}, {}, {}};
  const int taps = filter.taps;
  std::vector<std::vector<int16_t>> tables;
  for (int place = 0; place <= kPlaces; place++) {
    const double half = static_cast<double>(place) / kPlaces + taps / 2.0 - 1;
    std::vector<double> values;
    double sum = 0;
    for (int i = 0; i < taps; i++) {
      values.push_back(lanczos3((i - half) * (1 / shrink)));
      sum += values.back();
    }
    std::vector<int16_t> table;
    for (const double value : values) table.push_back(static_cast<int16_t>(value / sum * kOne));
    tables.push_back(table);
  }
  const double invented = out * shrink - in;
  const double offset = (1 + invented) / 2 - 1;
  const int border = (taps + 1) / 2 - 1;
  for (int i = 0; i < out; i++) {
    filter.add((i + 0.5) * shrink - 0.5 - offset, -border, tables);
  }
  return filter;
}

// Catmull-Rom's weights of four pixels for a place between the inner two.
std::vector<int16_t> cubicTable(double x) {
  const double rest = 1 - x, product = rest * (-0.5 * x);
  const double first = rest * product, last = x * product, difference = last - first;
  const double weights[4] = {first, rest - first + difference, x - last - difference, last};
  std::vector<int16_t> table;
  for (const double weight : weights) table.push_back(static_cast<int16_t>(weight * kOne));
  return table;
}

// Enlarges `in` pixels to `out`, or leaves the side that does not grow; half a pixel of the result
// too far on either way.
Filter enlargingFilter(int in, int out) {
  std::vector<std::vector<int16_t>> tables;
  for (int place = 0; place <= kPlaces; place++) {
    tables.push_back(cubicTable(static_cast<double>(place) / kPlaces));
  }
  Filter filter{4, {}, {}, {}};
  const double step = 1 / (1 / (static_cast<double>(in) / out));
  // libvips adds a border of two pixels, and counts from its second one.
  double position = 1.5;
  for (int i = 0; i < out; i++, position += step) filter.add(position, -3, tables);
  return filter;
}

// For two results side by side and every two taps, their weights beside the colours that they are
// for: four times those of the first result, four times those of the second.
std::vector<int16_t> weightsBesideColours(const Filter& filter) {
  std::vector<int16_t> beside;
  for (int x = 0; x < filter.size(); x += 2) {
    for (int i = 0; i < filter.paddedTaps(); i += 2) {
      for (const int result : {x, std::min(x + 1, filter.size() - 1)}) {
        const int16_t* pair = filter.weightsOf(result) + i;
        for (int colour = 0; colour < 4; colour++) beside.insert(beside.end(), pair, pair + 2);
      }
    }
  }
  return beside;
}

// Filters take as long to make as to use, and most pictures have the same size.
using FilterPointer = std::shared_ptr<const Filter>;
FilterPointer keptFilter(Filter (*make)(int, int), int in, int out) {
  constexpr size_t kMostKept = 64;
  static std::mutex mutex;
  static std::map<std::tuple<Filter (*)(int, int), int, int>, FilterPointer> kept;
  const std::lock_guard<std::mutex> lock(mutex);
  if (kept.size() >= kMostKept) kept.clear();
  FilterPointer& filter = kept[{make, in, out}];
  if (!filter) {
    Filter made = make(in, out);
    made.besideColours = weightsBesideColours(made);
    filter = std::make_shared<const Filter>(std::move(made));
  }
  return filter;
}

// One row of a picture with its edges repeated, so that every filter finds what it looks for.
class PaddedRow {
 public:
  PaddedRow(const Filter& filter, int width) : width_(width) {
    before_ = std::max(0, -filter.first.front());
    after_ = std::max(0, filter.first.back() + filter.paddedTaps() - width);
    // A load of four pixels takes 16 bytes, of which it uses 12.
    bytes_.resize((before_ + width + after_) * kColours + 16);
  }

  // Where pixel 0 of the row is.
  const uint8_t* fill(const uint8_t* row) {
    uint8_t* begin = bytes_.data();
    for (int i = 0; i < before_; i++) std::memcpy(begin + i * kColours, row, kColours);
    uint8_t* inside = begin + before_ * kColours;
    std::memcpy(inside, row, width_ * kColours);
    const uint8_t* last = row + (width_ - 1) * kColours;
    uint8_t* end = inside + width_ * kColours;
    for (int i = 0; i < after_; i++) std::memcpy(end + i * kColours, last, kColours);
    return inside;
  }

 private:
  int width_, before_, after_;
  std::vector<uint8_t> bytes_;
};

__m256i loadAsWords(const uint8_t* from) {
  return _mm256_cvtepu8_epi16(_mm_loadu_si128(reinterpret_cast<const __m128i*>(from)));
}

__m256i loadAsWords(const int16_t* from) {
  return _mm256_loadu_si256(reinterpret_cast<const __m256i*>(from));
}

// Two vectors of 16 bytes as one.
__m256i joined(const void* low, const void* high) {
  const __m128i first = _mm_loadu_si128(static_cast<const __m128i*>(low));
  const __m128i second = _mm_loadu_si128(static_cast<const __m128i*>(high));
  return _mm256_inserti128_si256(_mm256_castsi128_si256(first), second, 1);
}

__m256i broadcastPair(const int16_t* weights) {
  int32_t pair;
  std::memcpy(&pair, weights, sizeof pair);
  return _mm256_set1_epi32(pair);
}

// A filtered pixel of three colours; a fourth number of no meaning follows.
void storePixel(uint8_t* out, __m128i words) {
  const int32_t bytes = _mm_cvtsi128_si32(_mm_packus_epi16(words, words));
  std::memcpy(out, &bytes, sizeof bytes);
}

void storePixel(int16_t* out, __m128i words) {
  _mm_storel_epi64(reinterpret_cast<__m128i*>(out), words);
}

// Filters rows, to bytes, or to 16 bits that are not clipped; behind `out` a whole pixel more and
// one number may be written.
template <class Number>
void filterRows(const Filter& filter, const uint8_t* in, int height, int width, Number* out) {
  // Pairs of neighbours, a colour each, as 16 bits: of four pixels the first two, the last two.
  const __m256i firstPair = _mm256_broadcastsi128_si256(
      _mm_setr_epi8(0, -1, 3, -1, 1, -1, 4, -1, 2, -1, 5, -1, -1, -1, -1, -1));
  const __m256i secondPair = _mm256_broadcastsi128_si256(
      _mm_setr_epi8(6, -1, 9, -1, 7, -1, 10, -1, 8, -1, 11, -1, -1, -1, -1, -1));
  constexpr int kVector = 16;
  const int nGroups = filter.paddedTaps() / kGroup, last = filter.size() - 1;
  PaddedRow padded(filter, width);
  for (int y = 0; y < height; y++) {
    const uint8_t* row = padded.fill(in + long{y} * width * kColours);
    const int16_t* weight = filter.besideColours.data();
    for (int x = 0; x <= last; x += 2) {
      const uint8_t* low = row + filter.first[x] * kColours;
      const uint8_t* high = row + filter.first[std::min(x + 1, last)] * kColours;
      __m256i sum = _mm256_set1_epi32(kOne / 2);
      for (int i = 0; i < nGroups; i++, weight += 2 * kVector) {
        const int at = i * kGroup * kColours;
        const __m256i pixels = joined(low + at, high + at);
        const __m256i first = _mm256_shuffle_epi8(pixels, firstPair);
        const __m256i second = _mm256_shuffle_epi8(pixels, secondPair);
        sum = _mm256_add_epi32(sum, _mm256_madd_epi16(first, loadAsWords(weight)));
        sum = _mm256_add_epi32(sum, _mm256_madd_epi16(second, loadAsWords(weight + kVector)));
      }
      const __m256i rounded = _mm256_srai_epi32(sum, kWeightBits);
      const __m256i words = _mm256_packs_epi32(rounded, rounded);
      Number* pixel = out + long{x} * kColours;
      storePixel(pixel, _mm256_castsi256_si128(words));
      storePixel(pixel + kColours, _mm256_extracti128_si256(words, 1));
    }
    out += filter.size() * kColours;
  }
}

// Filters columns to bytes. Rows have `length` numbers; behind `in` and `out` there is room for 16.
template <class Number>
void filterColumns(const Filter& filter, const Number* in, int height, int length, uint8_t* out) {
  constexpr int kAtOnce = 16;
  const int taps = filter.paddedTaps();
  std::vector<const Number*> rows(taps);
  for (int y = 0; y < filter.size(); y++, out += length) {
    const int16_t* weights = filter.weightsOf(y);
    for (int i = 0; i < taps; i++) {
      rows[i] = in + long{std::clamp(filter.first[y] + i, 0, height - 1)} * length;
    }
    for (int x = 0; x < length; x += kAtOnce) {
      // The last ones are done with some before them anew.
      const int at = std::max(0, std::min(x, length - kAtOnce));
      __m256i low = _mm256_set1_epi32(kOne / 2), high = low;
      // A tap of the padding weighs nothing.
      for (int i = 0; i < filter.taps; i += 2) {
        const __m256i both = broadcastPair(weights + i);
        const __m256i upper = loadAsWords(rows[i] + at), lower = loadAsWords(rows[i + 1] + at);
        low = _mm256_add_epi32(low, _mm256_madd_epi16(_mm256_unpacklo_epi16(upper, lower), both));
        high = _mm256_add_epi32(high, _mm256_madd_epi16(_mm256_unpackhi_epi16(upper, lower), both));
      }
      const __m256i words = _mm256_packs_epi32(_mm256_srai_epi32(low, kWeightBits),
                                               _mm256_srai_epi32(high, kWeightBits));
      const __m256i bytes = _mm256_permute4x64_epi64(_mm256_packus_epi16(words, words), 0x08);
      _mm_storeu_si128(reinterpret_cast<__m128i*>(out + at), _mm256_castsi256_si128(bytes));
    }
  }
}

// Room for a picture, and for what is read or written behind it.
template <class Number>
std::vector<Number> room(long height, long width) {
  return std::vector<Number>(height * width * kColours + 16);
}

}  // namespace

void resizePicture(const uint8_t* in, int inHeight, int inWidth, uint8_t* out, int outHeight,
                   int outWidth) {
  int height = inHeight, width = inWidth;
  std::vector<uint8_t> current = room<uint8_t>(height, width);
  std::memcpy(current.data(), in, long{height} * width * kColours);
  if (outHeight < height) {
    std::vector<uint8_t> reduced = room<uint8_t>(outHeight, width);
    filterColumns(*keptFilter(reducingFilter, height, outHeight), current.data(), height, width * kColours,
                  reduced.data());
    current.swap(reduced);
    height = outHeight;
  }
  if (outWidth < width) {
    std::vector<uint8_t> reduced = room<uint8_t>(height, outWidth);
    filterRows(*keptFilter(reducingFilter, width, outWidth), current.data(), height, width, reduced.data());
    current.swap(reduced);
    width = outWidth;
  }
  if (outHeight > height || outWidth > width) {
    std::vector<int16_t> wide = room<int16_t>(height, outWidth);
    filterRows(*keptFilter(enlargingFilter, width, outWidth), current.data(), height, width, wide.data());
    std::vector<uint8_t> enlarged = room<uint8_t>(outHeight, outWidth);
    filterColumns(*keptFilter(enlargingFilter, height, outHeight), wide.data(), height, outWidth * kColours,
                  enlarged.data());
    current.swap(enlarged);
  }
  std::memcpy(out, current.data(), long{outHeight} * outWidth * kColours);
}
#endif
