// maxPool(conv(x)) with a 3x3 filter and a 2x2 window, bias, ReLU and dropout's mask, and its
// gradients, for one part of a batch. The maps between convolution and pooling never reach memory.
#pragma once

#include <cstdint>

// Sizes of one pooled convolution: stride 1 and no padding, windows side by side.
struct PooledShape {
  int batch, height, width, inChannels, outChannels;
  int pooledHeight() const { return (height - 2) / 2; }
  int pooledWidth() const { return (width - 2) / 2; }
  long inputImage() const { return long{height} * width * inChannels; }
  long pooledImage() const { return long{pooledHeight()} * pooledWidth() * outChannels; }
  long kernelSize() const { return 9L * inChannels * outChannels; }
};

// Which images of the batch.
struct ImageRange {
  int begin, end;
};

struct ForwardArguments {
  const float* x;       // [batch, height, width, inChannels]
  const float* kernel;  // [3, 3, inChannels, outChannels]
  const float* bias;    // [outChannels]
  const float* mask;    // [batch, pooledHeight, pooledWidth, outChannels], or null
  float* y;             // as mask
  uint8_t* places;      // as mask: which of the window's four was the largest
};

struct BackwardArguments {
  const float* dy;        // as y
  const float* x;         // of the forward pass
  const float* kernel;    // of the forward pass
  const float* y;         // of the forward pass
  const uint8_t* places;  // of the forward pass
  float* dx;              // as x, or null if it is not wanted
};

// What one instruction set has. `prepared` is made once for all parts of a batch; `scratch` belongs
// to a thread, `gradients` to a part. Sizes are in floats.
struct PooledKernels {
  bool (*covers)(const PooledShape&);
  long (*preparedSize)(const PooledShape&);
  void (*prepare)(const PooledShape&, const float* kernel, float* prepared);
  long (*scratchSize)(const PooledShape&);
  void (*forward)(const PooledShape&, ImageRange, const ForwardArguments&, const float* prepared,
                  float* scratch);
  long (*gradientSize)(const PooledShape&);
  // Adds to `gradients`, which begins as zeros; the last outChannels of it are the bias' ones.
  void (*backward)(const PooledShape&, ImageRange, const BackwardArguments&, const float* prepared,
                   float* scratch, float* gradients);
  // Sums over all parts to the gradient of the kernel.
  void (*finish)(const PooledShape&, const float* gradients, float* dKernel);
};

extern const PooledKernels kAvx2Kernels;
extern const PooledKernels kAvx512Kernels;
