// "DecodePictures": JPEG files to pictures of one size, several at the same time, by TensorFlow's
// own DecodeJpeg and the resizing of resize.h.
#if defined(__x86_64__)
#include <cstring>
#include <memory>

#include "op_call.h"
#include "parallel.h"
#include "resize.h"
#include "tensorflow/c/eager/c_api.h"
#include "tensorflow/c/tf_tstring.h"

namespace {

struct DeleteHandle {
  void operator()(TFE_TensorHandle* handle) const { TFE_DeleteTensorHandle(handle); }
};
struct DeleteOp {
  void operator()(TFE_Op* op) const { TFE_DeleteOp(op); }
};
using Handle = std::unique_ptr<TFE_TensorHandle, DeleteHandle>;
using EagerOp = std::unique_ptr<TFE_Op, DeleteOp>;

// Where ops inside this op run; made once, and kept until the process ends. Null if it cannot be.
TFE_Context* eagerContext() {
  static TFE_Context* const context = [] {
    const Status status(TF_NewStatus());
    TFE_ContextOptions* options = TFE_NewContextOptions();
    TFE_Context* made = TFE_NewContext(options, status.get());
    TFE_DeleteContextOptions(options);
    return TF_GetCode(status.get()) == TF_OK ? made : nullptr;
  }();
  return context;
}

// A decoded picture [height, width, 3], or null if TensorFlow cannot decode the file.
Tensor decodeJpeg(const TF_TString& content) {
  const Status status(TF_NewStatus());
  const auto isOk = [&] { return TF_GetCode(status.get()) == TF_OK; };
  const Tensor text(TF_AllocateTensor(TF_STRING, nullptr, 0, sizeof(TF_TString)));
  auto* view = static_cast<TF_TString*>(TF_TensorData(text.get()));
  TF_TString_Init(view);
  TF_TString_AssignView(view, TF_TString_GetDataPointer(&content), TF_TString_GetSize(&content));
  const Handle input(TFE_NewTensorHandle(text.get(), status.get()));
  if (!isOk()) return nullptr;
  const EagerOp op(TFE_NewOp(eagerContext(), "DecodeJpeg", status.get()));
  if (!isOk()) return nullptr;
  TFE_OpSetAttrInt(op.get(), "channels", 3);
  // As libvips decodes.
  constexpr char method[] = "INTEGER_ACCURATE";
  TFE_OpSetAttrString(op.get(), "dct_method", method, sizeof method - 1);
  TFE_OpAddInput(op.get(), input.get(), status.get());
  if (!isOk()) return nullptr;
  TFE_TensorHandle* output = nullptr;
  int nOutputs = 1;
  TFE_Execute(op.get(), &output, &nOutputs, status.get());
  const Handle owned(output);
  if (!isOk() || nOutputs != 1) return nullptr;
  Tensor picture(TFE_TensorHandleResolve(output, status.get()));
  return isOk() ? std::move(picture) : nullptr;
}

struct Size {
  int64_t height, width;
};

void* createDecoder(TF_OpKernelConstruction* construction) {
  const Status status(TF_NewStatus());
  auto* size = new Size{0, 0};
  TF_OpKernelConstruction_GetAttrInt64(construction, "height", &size->height, status.get());
  if (TF_GetCode(status.get()) == TF_OK) {
    TF_OpKernelConstruction_GetAttrInt64(construction, "width", &size->width, status.get());
  }
  if (TF_GetCode(status.get()) != TF_OK) {
    TF_OpKernelConstruction_Failure(construction, status.get());
  }
  return size;
}

void deleteDecoder(void* size) { delete static_cast<Size*>(size); }

void decodePictures(void* attributes, TF_OpKernelContext* context) {
  const Size size = *static_cast<Size*>(attributes);
  OpCall call(context);
  const Tensor contents = call.input(0);
  if (!call.isOk()) return;
  call.check(TF_NumDims(contents.get()) == 1, "contents must have one axis");
  call.check(size.height > 0 && size.width > 0, "height and width must be positive");
  if (!call.isOk()) return;
  const int64_t n = TF_Dim(contents.get(), 0);
  call.check(n == 0 || eagerContext(), "TensorFlow gives no context for DecodeJpeg");
  // tfjs reads no bytes back: four lie in an integer.
  const int64_t nBytes = size.height * size.width * 3, nWords = (nBytes + 3) / 4;
  const Tensor pixels = call.output(0, TF_INT32, {n, nWords});
  const Tensor isDecoded = call.output(1, TF_INT32, {n});
  if (!call.isOk()) return;
  inParallel(int(n), [&](auto next) {
    for (int i; (i = next()) >= 0;) {
      auto* out = reinterpret_cast<uint8_t*>(numbers<int32_t>(pixels) + i * nWords);
      const Tensor picture = decodeJpeg(numbers<TF_TString>(contents)[i]);
      numbers<int32_t>(isDecoded)[i] = picture != nullptr;
      if (picture) {
        resizePicture(numbers<uint8_t>(picture), int(TF_Dim(picture.get(), 0)),
                      int(TF_Dim(picture.get(), 1)), out, int(size.height), int(size.width));
      } else {
        std::memset(out, 0, nBytes);
      }
    }
  });
}

const bool isRegistered = [] {
  __builtin_cpu_init();
  const OpSignature op{"DecodePictures",
                       {"contents: string"},
                       {"pixels: int32", "is_decoded: int32"},
                       {"height: int", "width: int"}};
  return __builtin_cpu_supports("avx2") &&
         registerOp(op, createDecoder, decodePictures, deleteDecoder);
}();

}  // namespace
#endif
