// JPEG files to pictures of one size, several at the same time, by TensorFlow's own DecodeJpeg and
// the resizing of resize.h. No op, as an op would keep the thread that runs JavaScript waiting.
#if defined(__x86_64__)
#include <sys/resource.h>

#include <thread>

#include "handles.h"
#include "parallel.h"
#include "resize.h"
#include "tensorflow/c/eager/c_api.h"
#include "tensorflow/c/tf_tstring.h"

namespace {

using Handle = std::unique_ptr<TFE_TensorHandle, FreeBy<TFE_DeleteTensorHandle>>;
using EagerOp = std::unique_ptr<TFE_Op, FreeBy<TFE_DeleteOp>>;

// Where TensorFlow's ops run; made once, and kept until the process ends. Null if it cannot be.
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
Tensor decodeJpeg(const uint8_t* content, int64_t nBytes) {
  const Status status(TF_NewStatus());
  const auto isOk = [&] { return TF_GetCode(status.get()) == TF_OK; };
  const Tensor text(TF_AllocateTensor(TF_STRING, nullptr, 0, sizeof(TF_TString)));
  auto* view = static_cast<TF_TString*>(TF_TensorData(text.get()));
  TF_TString_Init(view);
  TF_TString_AssignView(view, reinterpret_cast<const char*>(content), nBytes);
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

// Decodes pictures 0 ... n - 1, each into its place in `pixels`, and says of which there are any.
void decodeAll(const uint8_t* contents, const int64_t* ends, int n, int height, int width,
               uint8_t* pixels, uint8_t* isDecoded) {
  const int64_t nBytes = int64_t(height) * width * 3;
  inParallel(n, [&](auto next) {
    for (int i; (i = next()) >= 0;) {
      const int64_t start = i ? ends[i - 1] : 0;
      const Tensor picture = decodeJpeg(contents + start, ends[i] - start);
      isDecoded[i] = picture != nullptr;
      if (!picture) continue;
      resizePicture(static_cast<uint8_t*>(TF_TensorData(picture.get())),
                    int(TF_Dim(picture.get(), 0)), int(TF_Dim(picture.get(), 1)),
                    pixels + i * nBytes, height, width);
    }
  });
}

// Below what trains, which is to have the cores first; above what waits for an idle machine.
constexpr int niceness = 10;

}  // namespace

// Functions that native_decoding.ts calls.
extern "C" {

// Whether decode_pictures() works here.
bool can_decode_pictures() {
  __builtin_cpu_init();
  return __builtin_cpu_supports("avx2") && eagerContext() != nullptr;
}

// JPEG files, which lie one after another and end at `ends`, to pixels [n, height, width, 3].
void decode_pictures(const uint8_t* contents, const int64_t* ends, int32_t n, int32_t height,
                     int32_t width, uint8_t* pixels, uint8_t* is_decoded) {
  // In Linux niceness is a thread's own, and passes to the threads that it starts.
  std::thread([=] {
    setpriority(PRIO_PROCESS, 0, niceness);
    decodeAll(contents, ends, n, height, width, pixels, is_decoded);
  }).join();
}
}
#endif
