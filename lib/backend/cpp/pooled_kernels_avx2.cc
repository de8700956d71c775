#include <cstdint>
#include <cstring>

#pragma GCC target("avx2,fma")
#define VECTOR_BYTES 32
#define POOLED_KERNELS kAvx2Kernels
#include "pooled_kernels.h"
