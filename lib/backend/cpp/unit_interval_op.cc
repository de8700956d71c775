// "UnitInterval": bytes divided by 255, in one pass over them.
#include <algorithm>
#include <cstdint>

#include "op_call.h"
#include "parallel.h"

namespace {

// Numbers that a thread does at a time.
constexpr int64_t kPart = 1 << 16;

void* createUnitInterval(TF_OpKernelConstruction* construction) {
  const Status status(TF_NewStatus());
  auto* count = new int64_t{0};
  TF_OpKernelConstruction_GetAttrInt64(construction, "count", count, status.get());
  if (TF_GetCode(status.get()) != TF_OK) {
    TF_OpKernelConstruction_Failure(construction, status.get());
  }
  return count;
}

void deleteUnitInterval(void* count) { delete static_cast<int64_t*>(count); }

void divideBytes(void* attribute, TF_OpKernelContext* context) {
  const int64_t count = *static_cast<int64_t*>(attribute);
  OpCall call(context);
  // tfjs knows no bytes: four lie in an integer.
  const Tensor words = call.input(0);
  if (!call.isOk()) return;
  call.check(count >= 0 && 4 * TF_TensorElementCount(words.get()) >= count,
             "words must hold as many bytes as count says");
  const Tensor quotients = call.output(0, TF_FLOAT, {count});
  if (!call.isOk()) return;
  const auto* bytes = reinterpret_cast<const uint8_t*>(numbers<int32_t>(words));
  float* out = numbers<float>(quotients);
  inParallel(int((count + kPart - 1) / kPart), [&](auto next) {
    for (int64_t part; (part = next()) >= 0;) {
      const int64_t end = std::min(count, (part + 1) * kPart);
      for (int64_t i = part * kPart; i < end; i++) out[i] = bytes[i] / 255.0f;
    }
  });
}

const bool isRegistered = registerOp(
    {"UnitInterval", {"words: int32"}, {"quotients: float"}, {"count: int"}}, createUnitInterval,
    divideBytes, deleteUnitInterval);

}  // namespace
