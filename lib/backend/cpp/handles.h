// Owners of what TensorFlow's C interface hands out.
#pragma once

#include <memory>

#include "tensorflow/c/tf_status.h"
#include "tensorflow/c/tf_tensor.h"

namespace {

// Frees a thing by the interface's own function.
template <auto Free>
struct FreeBy {
  template <class Thing>
  void operator()(Thing* thing) const {
    Free(thing);
  }
};
using Tensor = std::unique_ptr<TF_Tensor, FreeBy<TF_DeleteTensor>>;
using Status = std::unique_ptr<TF_Status, FreeBy<TF_DeleteStatus>>;

}  // namespace
