/**
 * Settings of how training is computed.
 * @module
 */
import { flag, oneOf, type SettingRule } from "./check_setting.ts";

/** Numbers and kernels of a training step. */
export interface ComputationConfig {
  /**
   * Numbers that convolutions, pooling, batch normalization and ReLU compute with in training: `bfloat16`
   * has 8 significant bits instead of 24 and takes about three quarters of the time on processors
   * that multiply it by themselves (AVX-512 BF16, AMX); on others such a run computes in float32.
   * Weights, their updates and all predictions stay float32.
   */
  readonly precision: "float32" | "bfloat16";
  /**
   * Whether the usual kernels are taken everywhere. Otherwise the fastest are, where there are
   * several: the same ones on machines of the same kind, but others elsewhere.
   */
  readonly deterministic: boolean;
}

/** As other programs compute. */
export const USUAL_COMPUTATION: ComputationConfig = Object.freeze({
  precision: "float32",
  deterministic: false,
});

/** What the settings may be. */
export const computationRules: Readonly<Record<keyof ComputationConfig, SettingRule>> = {
  precision: oneOf("float32", "bfloat16"),
  deterministic: flag(),
};
