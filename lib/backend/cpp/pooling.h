// What follows a convolution's four results under a window, and what leads back to them.
#pragma once

#include "vectors.h"

// Largest of four, first one if several are; `place` says which.
static inline Vector largest(const Vector values[4], Integers& place) {
  Vector best = values[0];
  place = Integers{};
  for (int i = 1; i < 4; i++) {
    const Integers isLarger = values[i] > best;
    best = isLarger ? values[i] : best;
    place = isLarger ? Integers{} + i : place;
  }
  return best;
}

// relu(value + bias) * mask. A NaN stays one.
static inline Vector activated(Vector value, Vector bias, const float* mask) {
  const Vector sum = value + bias;
  const Vector rectified = sum < 0 ? Vector{} : sum;
  return mask ? rectified * load(mask) : rectified;
}

// Gradient of the pooled sum: dy where ReLU and mask let something through.
static inline Vector passedGradient(const float* dy, const float* y) {
  return load(y) > 0 ? load(dy) : Vector{};
}

// The gradient at the one of four places it belongs to.
static inline void unpool(Vector gradient, Integers place, Vector results[4]) {
  for (int i = 0; i < 4; i++) results[i] = place == i ? gradient : Vector{};
}
