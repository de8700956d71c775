#include <cstdint>
#include <cstring>

#pragma GCC target("avx512f,avx512bw,avx512dq,avx512vl,fma,prefer-vector-width=512")
#define VECTOR_BYTES 64
#define POOLED_KERNELS kAvx512Kernels
#include "pooled_kernels.h"
