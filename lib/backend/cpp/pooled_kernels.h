// The kernels of one instruction set, whose file defines VECTOR_BYTES and POOLED_KERNELS before it
// includes this one.
#include "pooled_colours.h"
#include "pooled_winograd.h"

namespace {

bool isOfColours(const PooledShape& shape) { return shape.inChannels == colours::kColours; }

bool covers(const PooledShape& shape) {
  return isOfColours(shape) ? colours::covers(shape) : winograd::covers(shape);
}

long preparedSize(const PooledShape& shape) {
  return isOfColours(shape) ? 0 : 2 * winograd::filterSize(shape);
}

void prepare(const PooledShape& shape, const float* kernel, float* prepared) {
  if (!isOfColours(shape)) winograd::prepare(shape, kernel, prepared);
}

long scratchSize(const PooledShape& shape) {
  return isOfColours(shape) ? colours::scratchSize(shape) : winograd::scratchSize(shape);
}

void forward(const PooledShape& shape, ImageRange images, const ForwardArguments& arguments,
             const float* prepared, float* scratch) {
  (isOfColours(shape) ? colours::forward : winograd::forward)(shape, images, arguments, prepared,
                                                              scratch);
}

long gradientSize(const PooledShape& shape) {
  return isOfColours(shape) ? colours::gradientSize(shape) : winograd::gradientSize(shape);
}

void backward(const PooledShape& shape, ImageRange images, const BackwardArguments& arguments,
              const float* prepared, float* scratch, float* gradients) {
  (isOfColours(shape) ? colours::backward : winograd::backward)(shape, images, arguments, prepared,
                                                                scratch, gradients);
}

void finish(const PooledShape& shape, const float* gradients, float* dKernel) {
  (isOfColours(shape) ? colours::finish : winograd::finish)(shape, gradients, dKernel);
}

}  // namespace

const PooledKernels POOLED_KERNELS{covers,  preparedSize, prepare,  scratchSize,
                                   forward, gradientSize, backward, finish};
