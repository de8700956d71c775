// What an op of the project's own needs of TensorFlow's C interface.
#pragma once

#include <cstdio>
#include <initializer_list>

#include "handles.h"
#include "tensorflow/c/kernels.h"
#include "tensorflow/c/ops.h"

namespace {

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

[[maybe_unused]] bool hasShape(const Tensor& tensor, Sizes sizes) {
  if (TF_NumDims(tensor.get()) != int(sizes.size())) return false;
  int i = 0;
  for (const int64_t size : sizes) {
    if (TF_Dim(tensor.get(), i++) != size) return false;
  }
  return true;
}

// Name, inputs, outputs and attributes of an op, in TensorFlow's words.
struct OpSignature {
  using Names = std::initializer_list<const char*>;
  const char* name;
  Names inputs, outputs, attributes;
};

// Makes an op known to TensorFlow; a failure is told of, as without the op all is only slower.
bool registerOp(const OpSignature& op, void* (*create)(TF_OpKernelConstruction*),
                void (*compute)(void*, TF_OpKernelContext*), void (*destroy)(void*)) {
  TF_OpDefinitionBuilder* builder = TF_NewOpDefinitionBuilder(op.name);
  for (const char* input : op.inputs) TF_OpDefinitionBuilderAddInput(builder, input);
  for (const char* output : op.outputs) TF_OpDefinitionBuilderAddOutput(builder, output);
  for (const char* attribute : op.attributes) TF_OpDefinitionBuilderAddAttr(builder, attribute);
  TF_OpDefinitionBuilderSetShapeInferenceFunction(builder, TF_ShapeInferenceContextSetUnknownShape);
  const Status status(TF_NewStatus());
  TF_RegisterOpDefinition(builder, status.get());
  if (TF_GetCode(status.get()) == TF_OK) {
    TF_RegisterKernelBuilder(op.name, TF_NewKernelBuilder(op.name, "CPU", create, compute, destroy),
                             status.get());
  }
  const bool isOk = TF_GetCode(status.get()) == TF_OK;
  if (!isOk) std::fprintf(stderr, "The op %s is missing: %s\n", op.name, TF_Message(status.get()));
  return isOk;
}

}  // namespace
