// The pooled convolution of pictures, whose three channels are too few for a matrix product: each
// filter weight meets all four results of a window at once.
#pragma once

#include <cstring>

#include "pooled_convolution.h"
#include "pooling.h"
#include "vectors.h"

namespace colours {

constexpr int kColours = 3;
// Numbers of a filter's row.
constexpr int kRow = 3 * kColours;
// Windows whose results the registers hold, and vectors of filters that a row's gradients do.
#if VECTOR_BYTES == 64
constexpr int kWindows = 3;
constexpr int kGradientVectors = 2;
#else
constexpr int kWindows = 1;
constexpr int kGradientVectors = 1;
#endif

static inline bool covers(const PooledShape& shape) {
  return shape.inChannels == kColours && shape.outChannels % kPanel == 0 && shape.height >= 4 &&
         shape.width >= 4;
}

// Gradients of two rows of results.
static inline long scratchSize(const PooledShape& shape) {
  return 4L * shape.pooledWidth() * shape.outChannels;
}

// Windows side by side from `x`, two vectors of filters from `c`.
template <int Windows>
static inline void pooledWindows(const PooledShape& shape, const ForwardArguments& arguments,
                                 const float* x, int c, long pixel) {
  const int nOut = shape.outChannels;
  const long row = long{shape.width} * kColours;
  Vector sums[Windows][4][2] = {};
  for (int i = 0; i < 3; i++) {
    const float* filter = arguments.kernel + long{i} * kRow * nOut + c;
    for (int k = 0; k < kRow; k++, filter += nOut) {
      const Vector low = load(filter), high = load(filter + kLanes);
      const float* values = x + i * row + k;
#pragma GCC unroll 4
      for (int w = 0; w < Windows; w++) {
#pragma GCC unroll 4
        for (int place = 0; place < 4; place++) {
          const float value = values[place / 2 * row + (2 * w + place % 2) * kColours];
          sums[w][place][0] += value * low;
          sums[w][place][1] += value * high;
        }
      }
    }
  }
#pragma GCC unroll 4
  for (int w = 0; w < Windows; w++) {
#pragma GCC unroll 2
    for (int half = 0; half < 2; half++) {
      const Vector window[4] = {sums[w][0][half], sums[w][1][half], sums[w][2][half],
                                sums[w][3][half]};
      Integers place;
      const Vector value = largest(window, place);
      const int channel = c + half * kLanes;
      const long to = pixel + long{w} * nOut + channel;
      const float* mask = arguments.mask ? arguments.mask + to : nullptr;
      store(arguments.y + to, activated(value, load(arguments.bias + channel), mask));
      storeBytes(arguments.places + to, place);
    }
  }
}

static void forward(const PooledShape& shape, ImageRange images, const ForwardArguments& arguments,
                    const float*, float*) {
  const int nOut = shape.outChannels, width = shape.pooledWidth();
  const long row = long{shape.width} * kColours;
  for (int n = images.begin; n < images.end; n++) {
    for (int y = 0; y < shape.pooledHeight(); y++) {
      const float* rows = arguments.x + n * shape.inputImage() + 2 * y * row;
      const long line = n * shape.pooledImage() + long{y} * width * nOut;
      for (int c = 0; c < nOut; c += kPanel) {
        int x = 0;
        for (; x + kWindows <= width; x += kWindows) {
          pooledWindows<kWindows>(shape, arguments, rows + 2L * x * kColours, c,
                                  line + long{x} * nOut);
        }
        for (; x < width; x++) {
          pooledWindows<1>(shape, arguments, rows + 2L * x * kColours, c, line + long{x} * nOut);
        }
      }
    }
  }
}

static inline long gradientSize(const PooledShape& shape) {
  return shape.kernelSize() + shape.outChannels;
}

// Gradients of the two rows of results under a row of windows, [2][2 * pooledWidth][outChannels];
// adds those of the bias.
static inline void unpoolRow(const PooledShape& shape, const BackwardArguments& arguments,
                             long line, float* results, float* dBias) {
  const int nOut = shape.outChannels, width = shape.pooledWidth();
  const long resultRow = 2L * width * nOut;
  for (int c = 0; c < nOut; c += kLanes) {
    Vector sum{};
    for (int x = 0; x < width; x++) {
      const long pixel = line + long{x} * nOut + c;
      const Vector gradient = passedGradient(arguments.dy + pixel, arguments.y + pixel);
      sum += gradient;
      Vector window[4];
      unpool(gradient, loadBytes(arguments.places + pixel), window);
      float* to = results + 2L * x * nOut + c;
      store(to, window[0]);
      store(to + nOut, window[1]);
      store(to + resultRow, window[2]);
      store(to + resultRow + nOut, window[3]);
    }
    store(dBias + c, load(dBias + c) + sum);
  }
}

// Adds to the gradients of one row of filters: each result's gradient times the inputs it saw.
static inline void addFilterRow(const float* inputs, const float* results, int nResults, int nOut,
                                float* dFilter) {
  Vector sums[kRow][kGradientVectors] = {};
  for (int x = 0; x < nResults; x++, inputs += kColours, results += nOut) {
    Vector gradients[kGradientVectors];
#pragma GCC unroll 2
    for (int v = 0; v < kGradientVectors; v++) gradients[v] = load(results + v * kLanes);
#pragma GCC unroll 9
    for (int k = 0; k < kRow; k++) {
#pragma GCC unroll 2
      for (int v = 0; v < kGradientVectors; v++) sums[k][v] += inputs[k] * gradients[v];
    }
  }
#pragma GCC unroll 9
  for (int k = 0; k < kRow; k++) {
#pragma GCC unroll 2
    for (int v = 0; v < kGradientVectors; v++) {
      float* to = dFilter + long{k} * nOut + v * kLanes;
      store(to, load(to) + sums[k][v]);
    }
  }
}

// Pictures get no gradient.
static void backward(const PooledShape& shape, ImageRange images,
                     const BackwardArguments& arguments, const float*, float* scratch,
                     float* gradients) {
  const int nOut = shape.outChannels, width = shape.pooledWidth();
  const long row = long{shape.width} * kColours;
  float* dBias = gradients + shape.kernelSize();
  for (int n = images.begin; n < images.end; n++) {
    for (int y = 0; y < shape.pooledHeight(); y++) {
      const long line = n * shape.pooledImage() + long{y} * width * nOut;
      unpoolRow(shape, arguments, line, scratch, dBias);
      for (int result = 0; result < 2; result++) {
        const float* inputs = arguments.x + n * shape.inputImage() + (2 * y + result) * row;
        const float* results = scratch + result * 2L * width * nOut;
        for (int i = 0; i < 3; i++) {
          float* dFilter = gradients + long{i} * kRow * nOut;
          for (int c = 0; c < nOut; c += kGradientVectors * kLanes) {
            addFilterRow(inputs + i * row, results + c, 2 * width, nOut, dFilter + c);
          }
        }
      }
    }
  }
}

static inline void finish(const PooledShape& shape, const float* gradients, float* dKernel) {
  std::memcpy(dKernel, gradients, shape.kernelSize() * sizeof(float));
}

}  // namespace colours
