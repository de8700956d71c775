// The pooled convolution by Winograd's tiles: one tile is one pooling window.
#pragma once

#include <cstring>

#include "matrix_product.h"
#include "pooled_convolution.h"
#include "pooling.h"
#include "winograd.h"

namespace winograd {

constexpr int kPoints = 16;
// Tiles that are worked on together: their transforms stay in the second-level cache.
constexpr int kMaxTiles = 48;

// Tiles begin ... end - 1 of an image, counted row by row.
struct Tiles {
  int begin, end;
  int count() const { return end - begin; }
};

static inline bool covers(const PooledShape& shape) {
  return shape.inChannels % kPanel == 0 && shape.outChannels % kPanel == 0 && shape.height >= 4 &&
         shape.width >= 4;
}

static inline long filterSize(const PooledShape& shape) {
  return long{kPoints} * shape.inChannels * shape.outChannels;
}

// Transformed filters as right sides: [point][out panel][in][kPanel], and for the input's gradient
// [point][in panel][out][kPanel].
static inline void prepare(const PooledShape& shape, const float* kernel, float* prepared) {
  const int nIn = shape.inChannels, nOut = shape.outChannels;
  float* forward = prepared;
  float* backward = prepared + filterSize(shape);
  for (int in = 0; in < nIn; in++) {
    for (int out = 0; out < nOut; out++) {
      float points[kPoints];
      transformFilter(kernel + long{in} * nOut + out, long{nIn} * nOut, points);
      for (int p = 0; p < kPoints; p++) {
        const long point = long{p} * nIn * nOut;
        forward[point + (out / kPanel * nIn + in) * kPanel + out % kPanel] = points[p];
        backward[point + (in / kPanel * nOut + out) * kPanel + in % kPanel] = points[p];
      }
    }
  }
}

static inline void transformInputs(const PooledShape& shape, const float* image, Tiles tiles,
                                   float* points) {
  const int nIn = shape.inChannels;
  const long row = long{shape.width} * nIn, pointStep = long{tiles.count()} * nIn;
  for (int t = tiles.begin; t < tiles.end; t++) {
    const int y = t / shape.pooledWidth(), x = t % shape.pooledWidth();
    const float* tile = image + 2 * y * row + 2L * x * nIn;
    float* out = points + long{t - tiles.begin} * nIn;
    for (int c = 0; c < nIn; c += kLanes) transformInput(tile + c, row, nIn, out + c, pointStep);
  }
}

template <class Work>
static inline void forEachBlock(const PooledShape& shape, Work work) {
  const int nTiles = shape.pooledHeight() * shape.pooledWidth();
  const int nBlocks = (nTiles + kMaxTiles - 1) / kMaxTiles;
  for (int i = 0; i < nBlocks; i++) {
    work(Tiles{int(long{i} * nTiles / nBlocks), int(long{i + 1} * nTiles / nBlocks)});
  }
}

// Inputs and their gradients, results: [point][...][tile][...].
static inline long scratchSize(const PooledShape& shape) {
  return long{kPoints} * kMaxTiles * (2 * shape.inChannels + shape.outChannels);
}

static void forward(const PooledShape& shape, ImageRange images, const ForwardArguments& arguments,
                    const float* prepared, float* scratch) {
  const int nIn = shape.inChannels, nOut = shape.outChannels, nPanels = nOut / kPanel;
  float* inputs = scratch;
  float* results = scratch + long{kPoints} * kMaxTiles * nIn;
  for (int n = images.begin; n < images.end; n++) {
    forEachBlock(shape, [&](Tiles tiles) {
      const int nTiles = tiles.count();
      transformInputs(shape, arguments.x + n * shape.inputImage(), tiles, inputs);
      for (int p = 0; p < kPoints; p++) {
        const LeftMatrix left{inputs + long{p} * nTiles * nIn, nIn, 1, nIn, 1, 0};
        for (int i = 0; i < nPanels; i++) {
          const long panel = long{p} * nPanels + i;
          multiply(left, nTiles, prepared + panel * nIn * kPanel,
                   results + panel * nTiles * kPanel, false);
        }
      }
      const long pointStep = long{nPanels} * nTiles * kPanel;
      for (int t = 0; t < nTiles; t++) {
        const long pixel = n * shape.pooledImage() + long{tiles.begin + t} * nOut;
        for (int c = 0; c < nOut; c += kLanes) {
          const float* points = results + (long{c / kPanel} * nTiles + t) * kPanel + c % kPanel;
          Vector window[4];
          transformOutput(points, pointStep, window);
          Integers place;
          const Vector value = largest(window, place);
          const float* mask = arguments.mask ? arguments.mask + pixel + c : nullptr;
          store(arguments.y + pixel + c, activated(value, load(arguments.bias + c), mask));
          storeBytes(arguments.places + pixel + c, place);
        }
      }
    });
  }
}

// Transformed gradients of a block's results, [point][out panel][tile][kPanel]; adds those of the
// bias.
static inline void transformGradients(const PooledShape& shape, const BackwardArguments& arguments,
                                      int image, Tiles tiles, float* points, float* dBias) {
  const int nOut = shape.outChannels, nTiles = tiles.count();
  const long pointStep = long{nOut} * nTiles;
  const long first = image * shape.pooledImage() + long{tiles.begin} * nOut;
  for (int c = 0; c < nOut; c += kLanes) {
    float* column = points + long{c / kPanel} * nTiles * kPanel + c % kPanel;
    Vector sum{};
    for (int t = 0; t < nTiles; t++) {
      const long pixel = first + long{t} * nOut + c;
      const Vector gradient = passedGradient(arguments.dy + pixel, arguments.y + pixel);
      sum += gradient;
      Vector window[4];
      unpool(gradient, loadBytes(arguments.places + pixel), window);
      outputGradient(window, column + t * kPanel, pointStep);
    }
    store(dBias + c, load(dBias + c) + sum);
  }
}

static inline long gradientSize(const PooledShape& shape) {
  return filterSize(shape) + shape.outChannels;
}

static void backward(const PooledShape& shape, ImageRange images,
                     const BackwardArguments& arguments, const float* prepared, float* scratch,
                     float* gradients) {
  const int nIn = shape.inChannels, nOut = shape.outChannels;
  const int nInPanels = nIn / kPanel, nOutPanels = nOut / kPanel;
  const float* filters = prepared + filterSize(shape);
  float* inputs = scratch;
  float* dInputs = inputs + long{kPoints} * kMaxTiles * nIn;
  float* dResults = dInputs + long{kPoints} * kMaxTiles * nIn;
  const long row = long{shape.width} * nIn;
  for (int n = images.begin; n < images.end; n++) {
    float* dx = arguments.dx ? arguments.dx + n * shape.inputImage() : nullptr;
    if (dx) std::memset(dx, 0, shape.inputImage() * sizeof(float));
    forEachBlock(shape, [&](Tiles tiles) {
      const int nTiles = tiles.count();
      transformInputs(shape, arguments.x + n * shape.inputImage(), tiles, inputs);
      transformGradients(shape, arguments, n, tiles, dResults, gradients + filterSize(shape));
      for (int p = 0; p < kPoints; p++) {
        const LeftMatrix turned{inputs + long{p} * nTiles * nIn, 1, nIn, nTiles, 1, 0};
        const float* dPoint = dResults + long{p} * nTiles * nOut;
        for (int i = 0; i < nOutPanels; i++) {
          multiply(turned, nIn, dPoint + long{i} * nTiles * kPanel,
                   gradients + (long{p} * nOutPanels + i) * nIn * kPanel, true);
        }
        if (!dx) continue;
        const LeftMatrix left{dPoint, kPanel, 1, kPanel, nOutPanels, long{nTiles} * kPanel};
        for (int i = 0; i < nInPanels; i++) {
          const long panel = long{p} * nInPanels + i;
          multiply(left, nTiles, filters + panel * nOut * kPanel,
                   dInputs + panel * nTiles * kPanel, false);
        }
      }
      if (!dx) return;
      const long pointStep = long{nTiles} * nIn;
      for (int t = 0; t < nTiles; t++) {
        const int y = (tiles.begin + t) / shape.pooledWidth();
        const int x = (tiles.begin + t) % shape.pooledWidth();
        float* tile = dx + 2 * y * row + 2L * x * nIn;
        for (int c = 0; c < nIn; c += kLanes) {
          const float* points = dInputs + (long{c / kPanel} * nTiles + t) * kPanel + c % kPanel;
          addInputGradient(points, pointStep, tile + c, row, nIn);
        }
      }
    });
  }
}

static void finish(const PooledShape& shape, const float* gradients, float* dKernel) {
  const int nIn = shape.inChannels, nOut = shape.outChannels;
  for (int in = 0; in < nIn; in++) {
    for (int out = 0; out < nOut; out++) {
      float points[kPoints];
      for (int p = 0; p < kPoints; p++) {
        const long panel = long{p} * (nOut / kPanel) + out / kPanel;
        points[p] = gradients[(panel * nIn + in) * kPanel + out % kPanel];
      }
      filterGradient(points, dKernel + long{in} * nOut + out, long{nIn} * nOut);
    }
  }
}

}  // namespace winograd
