// Owners of what TensorFlow's C interface hands out.
#pragma once

#include <memory>

#include "tensorflow/c/tf_status.h"
#include "tensorflow/c/tf_tensor.h"

namespace {

struct DeleteTensor {
  void operator()(TF_Tensor* tensor) const { TF_DeleteTensor(tensor); }
};
struct DeleteStatus {
  void operator()(TF_Status* status) const { TF_DeleteStatus(status); }
};
using Tensor = std::unique_ptr<TF_Tensor, DeleteTensor>;
using Status = std::unique_ptr<TF_Status, DeleteStatus>;

}  // namespace
