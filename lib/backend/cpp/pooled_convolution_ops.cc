// The pooled convolution as TensorFlow ops: "PooledConv2D" and "PooledConv2DGrad". They come with
// the binding, when it is loaded; a processor without AVX2 gets none.
#include <cstdlib>
#include <cstring>
#include <memory>
#include <string>

#include "op_call.h"
#include "parallel.h"
#include "pooled_convolution.h"

namespace {

// Parts of a batch, the same for any number of threads, so that all of them get the same sums.
constexpr int kMaxParts = 8;

const PooledKernels* kernelsOfProcessor() {
  __builtin_cpu_init();
  if (!__builtin_cpu_supports("avx2") || !__builtin_cpu_supports("fma")) return nullptr;
  // What TensorFlow's oneDNN is told to stay below holds here too.
  const char* limit = std::getenv("ONEDNN_MAX_CPU_ISA");
  const bool isLimited = limit && std::string(limit).find("AVX2") == 0;
  const bool hasAvx512 = __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
                         __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl");
  return hasAvx512 && !isLimited ? &kAvx512Kernels : &kAvx2Kernels;
}

const PooledKernels* kernels = nullptr;

struct FreeFloats {
  void operator()(float* memory) const { std::free(memory); }
};
using Floats = std::unique_ptr<float, FreeFloats>;

// At the beginning of a cache line.
Floats allocateFloats(long n) {
  const size_t bytes = (n * sizeof(float) / 64 + 1) * 64;
  return Floats(static_cast<float*>(std::aligned_alloc(64, bytes)));
}

// The sizes of a call; checks that the kernels cover them.
PooledShape shapeOf(OpCall& call, const Tensor& x, const Tensor& kernel) {
  call.check(TF_NumDims(x.get()) == 4 && TF_NumDims(kernel.get()) == 4,
             "x and kernel must have four axes");
  if (!call.isOk()) return {};
  const auto size = [](const Tensor& tensor, int axis) { return int(TF_Dim(tensor.get(), axis)); };
  const PooledShape shape{size(x, 0), size(x, 1), size(x, 2), size(x, 3), size(kernel, 3)};
  call.check(hasShape(kernel, {3, 3, shape.inChannels, shape.outChannels}),
             "kernel must have shape [3, 3, inChannels, outChannels]");
  call.check(kernels->covers(shape),
             "maps must be at least 4 x 4, outChannels and inChannels multiples of 32 "
             "(inChannels may be 3)");
  return shape;
}

ImageRange imagesOfPart(const PooledShape& shape, int part, int nParts) {
  return {int(long{part} * shape.batch / nParts), int(long{part + 1} * shape.batch / nParts)};
}

Floats preparedFilters(const PooledShape& shape, const float* kernel) {
  Floats prepared = allocateFloats(kernels->preparedSize(shape));
  kernels->prepare(shape, kernel, prepared.get());
  return prepared;
}

void computeForward(void*, TF_OpKernelContext* context) {
  OpCall call(context);
  const Tensor x = call.input(0), kernel = call.input(1), bias = call.input(2),
               mask = call.input(3);
  if (!call.isOk()) return;
  const PooledShape shape = shapeOf(call, x, kernel);
  const Sizes pooled{shape.batch, shape.pooledHeight(), shape.pooledWidth(), shape.outChannels};
  const bool hasMask = !hasShape(mask, {0});
  call.check(hasShape(bias, {shape.outChannels}), "bias must have shape [outChannels]");
  call.check(!hasMask || hasShape(mask, pooled), "mask must have the output's shape, or [0]");
  const Tensor y = call.output(0, TF_FLOAT, pooled), places = call.output(1, TF_UINT8, pooled);
  if (!call.isOk()) return;

  const ForwardArguments arguments{numbers<float>(x),    numbers<float>(kernel),
                                   numbers<float>(bias), hasMask ? numbers<float>(mask) : nullptr,
                                   numbers<float>(y),    numbers<uint8_t>(places)};
  const Floats prepared = preparedFilters(shape, arguments.kernel);
  const int nParts = std::min(shape.batch, kMaxParts);
  inParallel(nParts, [&](auto next) {
    const Floats scratch = allocateFloats(kernels->scratchSize(shape));
    for (int part; (part = next()) >= 0;) {
      kernels->forward(shape, imagesOfPart(shape, part, nParts), arguments, prepared.get(),
                       scratch.get());
    }
  });
}

// An op that has an attribute is told of it once.
struct GradientOptions {
  unsigned char hasInputGradient;
};

void* createGradient(TF_OpKernelConstruction* construction) {
  const Status status(TF_NewStatus());
  auto* options = new GradientOptions{0};
  TF_OpKernelConstruction_GetAttrBool(construction, "input_gradient", &options->hasInputGradient,
                                      status.get());
  if (TF_GetCode(status.get()) != TF_OK) TF_OpKernelConstruction_Failure(construction, status.get());
  return options;
}

void deleteGradient(void* options) { delete static_cast<GradientOptions*>(options); }

void computeGradient(void* options, TF_OpKernelContext* context) {
  const bool hasInputGradient = static_cast<GradientOptions*>(options)->hasInputGradient;
  OpCall call(context);
  const Tensor dy = call.input(0), x = call.input(1), kernel = call.input(2), y = call.input(3),
               places = call.input(4);
  if (!call.isOk()) return;
  const PooledShape shape = shapeOf(call, x, kernel);
  const Sizes pooled{shape.batch, shape.pooledHeight(), shape.pooledWidth(), shape.outChannels};
  call.check(hasShape(dy, pooled) && hasShape(y, pooled) && hasShape(places, pooled),
             "dy, y and places must have the output's shape");
  call.check(!hasInputGradient || shape.inChannels != 3, "pictures have no gradient");
  const Tensor dx = hasInputGradient
                        ? call.output(0, TF_FLOAT,
                                      {shape.batch, shape.height, shape.width, shape.inChannels})
                        : call.output(0, TF_FLOAT, {0});
  const Tensor dKernel =
      call.output(1, TF_FLOAT, {3, 3, shape.inChannels, shape.outChannels});
  const Tensor dBias = call.output(2, TF_FLOAT, {shape.outChannels});
  if (!call.isOk()) return;

  const BackwardArguments arguments{
      numbers<float>(dy), numbers<float>(x),        numbers<float>(kernel),
      numbers<float>(y),  numbers<uint8_t>(places), hasInputGradient ? numbers<float>(dx) : nullptr};
  const Floats prepared = preparedFilters(shape, arguments.kernel);
  const int nParts = std::min(shape.batch, kMaxParts);
  const long size = kernels->gradientSize(shape);
  const Floats sums = allocateFloats(std::max(nParts, 1) * size);
  inParallel(nParts, [&](auto next) {
    const Floats scratch = allocateFloats(kernels->scratchSize(shape));
    for (int part; (part = next()) >= 0;) {
      float* own = sums.get() + part * size;
      std::memset(own, 0, size * sizeof(float));
      kernels->backward(shape, imagesOfPart(shape, part, nParts), arguments, prepared.get(),
                        scratch.get(), own);
    }
  });
  for (int part = 1; part < nParts; part++) {
    for (long i = 0; i < size; i++) sums.get()[i] += sums.get()[part * size + i];
  }
  if (nParts == 0) std::memset(sums.get(), 0, size * sizeof(float));
  kernels->finish(shape, sums.get(), numbers<float>(dKernel));
  std::memcpy(numbers<float>(dBias), sums.get() + size - shape.outChannels,
              shape.outChannels * sizeof(float));
}

bool registerOps() {
  kernels = kernelsOfProcessor();
  if (!kernels) return false;
  const OpSignature forward{"PooledConv2D",
                            {"x: float", "kernel: float", "bias: float", "mask: float"},
                            {"y: float", "places: uint8"},
                            {}};
  const OpSignature backward{
      "PooledConv2DGrad",
      {"dy: float", "x: float", "kernel: float", "y: float", "places: uint8"},
      {"dx: float", "dkernel: float", "dbias: float"},
      {"input_gradient: bool"}};
  return registerOp(forward, nullptr, computeForward, nullptr) &&
         registerOp(backward, createGradient, computeGradient, deleteGradient);
}

// Without the ops the library computes by TensorFlow's own.
const bool areRegistered = registerOps();

}  // namespace
