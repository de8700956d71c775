// Vectors of the instruction set that the including file is compiled for: it defines VECTOR_BYTES.
#pragma once

#include <cstdint>

typedef float Vector __attribute__((vector_size(VECTOR_BYTES)));
typedef int32_t Integers __attribute__((vector_size(VECTOR_BYTES)));
typedef uint8_t Bytes __attribute__((vector_size(VECTOR_BYTES / 4)));

// Numbers in a vector.
constexpr int kLanes = VECTOR_BYTES / 4;
// Columns of a panel: the part of a matrix that a product reads and writes at a time.
constexpr int kPanel = 2 * kLanes;

namespace unaligned {
typedef float Vector
    __attribute__((vector_size(VECTOR_BYTES), aligned(alignof(float)), may_alias));
typedef uint8_t Bytes __attribute__((vector_size(VECTOR_BYTES / 4), aligned(1), may_alias));
}  // namespace unaligned

static inline Vector load(const float* from) {
  return *reinterpret_cast<const unaligned::Vector*>(from);
}

static inline void store(float* to, Vector values) {
  *reinterpret_cast<unaligned::Vector*>(to) = values;
}

static inline Integers loadBytes(const uint8_t* from) {
  const Bytes bytes = *reinterpret_cast<const unaligned::Bytes*>(from);
  return __builtin_convertvector(bytes, Integers);
}

static inline void storeBytes(uint8_t* to, Integers values) {
  *reinterpret_cast<unaligned::Bytes*>(to) = __builtin_convertvector(values, Bytes);
}
