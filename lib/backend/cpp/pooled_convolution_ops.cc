// The pooled convolution as TensorFlow ops: "PooledConv2D" and "PooledConv2DGrad". They come with
// the binding, when it is loaded; a processor without AVX2 gets none.
#include <cstdio>
#include <cstring>
#include <memory>
#include <string>

#include "parallel.h"
#include "pooled_convolution.h"
#include "tensorflow/c/kernels.h"
#include "tensorflow/c/ops.h"
#include "tensorflow/c/tf_status.h"
#include "tensorflow/c/tf_tensor.h"

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

struct DeleteTensor {
  void operator()(TF_Tensor* tensor) const { TF_DeleteTensor(tensor); }
};
struct DeleteStatus {
  void operator()(TF_Status* status) const { TF_DeleteStatus(status); }
};
using Tensor = std::unique_ptr<TF_Tensor, DeleteTensor>;
using Status = std::unique_ptr<TF_Status, DeleteStatus>;
using Sizes = std::initializer_list<int64_t>;

// Inputs and outputs of a running op; the first failure is the op's.
class OpCall {
 public:
  explicit OpCall(TF_OpKernelContext* context) : context_(context), status_(TF_NewStatus()) {}

  bool isOk() const { return TF_GetCode(status_.get()) == TF_OK; }

  Tensor input(int i) {
    TF_Tensor* tensor = nullptr;
    if (isOk()) TF_GetInput(context_, i, &tensor, status_.get());
    return Tensor(tensor);
  }

  Tensor output(int i, TF_DataType type, Sizes sizes) {
    if (!isOk()) return nullptr;
    size_t bytes = TF_DataTypeSize(type);
    for (const int64_t size : sizes) bytes *= size;
    return Tensor(TF_AllocateOutput(context_, i, type, sizes.begin(), int(sizes.size()), bytes,
                                    status_.get()));
  }

  void check(bool holds, const char* rule) {
    if (isOk() && !holds) TF_SetStatus(status_.get(), TF_INVALID_ARGUMENT, rule);
  }

  ~OpCall() {
    if (!isOk()) TF_OpKernelContext_Failure(context_, status_.get());
  }

 private:
  TF_OpKernelContext* context_;
  Status status_;
};

template <class Number>
Number* numbers(const Tensor& tensor) {
  return static_cast<Number*>(TF_TensorData(tensor.get()));
}

bool hasShape(const Tensor& tensor, Sizes sizes) {
  if (TF_NumDims(tensor.get()) != int(sizes.size())) return false;
  int i = 0;
  for (const int64_t size : sizes) {
    if (TF_Dim(tensor.get(), i++) != size) return false;
  }
  return true;
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
  const Floats sums = allocateFloats(nParts * size);
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

void leaveShapesOpen(TF_ShapeInferenceContext* context, TF_Status* status) {
  TF_ShapeInferenceContextSetUnknownShape(context, status);
}

using Names = std::initializer_list<const char*>;

void defineOp(const char* name, Names inputs, Names outputs, Names attributes, TF_Status* status) {
  TF_OpDefinitionBuilder* builder = TF_NewOpDefinitionBuilder(name);
  for (const char* input : inputs) TF_OpDefinitionBuilderAddInput(builder, input);
  for (const char* output : outputs) TF_OpDefinitionBuilderAddOutput(builder, output);
  for (const char* attribute : attributes) TF_OpDefinitionBuilderAddAttr(builder, attribute);
  TF_OpDefinitionBuilderSetShapeInferenceFunction(builder, leaveShapesOpen);
  TF_RegisterOpDefinition(builder, status);
}

void registerOps(TF_Status* status) {
  defineOp("PooledConv2D", {"x: float", "kernel: float", "bias: float", "mask: float"},
           {"y: float", "places: uint8"}, {}, status);
  if (TF_GetCode(status) != TF_OK) return;
  defineOp("PooledConv2DGrad",
           {"dy: float", "x: float", "kernel: float", "y: float", "places: uint8"},
           {"dx: float", "dkernel: float", "dbias: float"}, {"input_gradient: bool"}, status);
  if (TF_GetCode(status) != TF_OK) return;
  TF_RegisterKernelBuilder(
      "PooledConv2D", TF_NewKernelBuilder("PooledConv2D", "CPU", nullptr, computeForward, nullptr),
      status);
  if (TF_GetCode(status) != TF_OK) return;
  TF_RegisterKernelBuilder("PooledConv2DGrad",
                           TF_NewKernelBuilder("PooledConv2DGrad", "CPU", createGradient,
                                               computeGradient, deleteGradient),
                           status);
}

// Without the ops the library computes by TensorFlow's own, so a failure is told of and no more.
const bool isRegistered = [] {
  kernels = kernelsOfProcessor();
  if (!kernels) return false;
  const Status status(TF_NewStatus());
  registerOps(status.get());
  const bool isOk = TF_GetCode(status.get()) == TF_OK;
  if (!isOk) std::fprintf(stderr, "PooledConv2D is missing: %s\n", TF_Message(status.get()));
  return isOk;
}();

}  // namespace
