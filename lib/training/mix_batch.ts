/**
 * Mixing each poster of a batch with another one, genres included.
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import type { AugmentationConfig } from "../augmentation_config.ts";
import type { PosterBatch } from "../dataset/batches.ts";
import { type Prng, shuffle } from "../random.ts";
import { drawRectangle, type Rectangle, rectanglesTensor } from "./rectangle.ts";

/** The tensors of a batch. */
export type TensorBatch = Pick<PosterBatch, "images" | "labels" | "auxiliary">;

/** How a batch is mixed. */
export interface BatchMix {
  /** For each poster the index of the one that is mixed in; it may be the same. */
  readonly partners: readonly number[];
  /** Share of a poster's own genres, and with mixup of its own pixels; the rest is the partner's. */
  readonly ownShare: number;
  /** CutMix: what is pasted from the partner, at the same place. Mixup has none. */
  readonly pasted?: Rectangle;
}

/** Settings of {@linkcode drawBatchMix}. */
export type MixConfig = Pick<AugmentationConfig, "mixupAlpha" | "cutmixAlpha">;

/**
 * Draws partners and a share: mixup, CutMix or, where both are on, one of the two with equal chance.
 * @param shape Shape of the images, [batch, height, width, 3].
 */
export function drawBatchMix(
  prng: Prng,
  [n, height, width]: readonly [number, number, number, number],
  { mixupAlpha, cutmixAlpha }: MixConfig,
): BatchMix {
  const partners = shuffle(Array.from({ length: n }, (_, i) => i), { prng });
  const isCutmix = cutmixAlpha > 0 && (mixupAlpha === 0 || prng.chance(0.5));
  if (!isCutmix) return { partners, ownShare: prng.beta(mixupAlpha, mixupAlpha) };
  const side = Math.sqrt(1 - prng.beta(cutmixAlpha, cutmixAlpha));
  const pasted = drawRectangle(prng, { height: side, width: side }, [height, width]);
  const area = pasted.heightPx * pasted.widthPx / (height * width);
  return { partners, ownShare: 1 - area, pasted };
}

/**
 * Mixes the posters of a batch; values stay in [0, 1]. Of a genre that both posters have 1 remains,
 * of a genre that one has, this one's share. Auxiliary targets and their weights are mixed by the
 * same shares.
 * @param batch Images [batch, height, width, 3] and labels [batch, nLabels], any shares.
 */
export function mixBatch({ images, labels, auxiliary }: TensorBatch, mix: BatchMix): TensorBatch {
  const [n, height, width] = images.shape;
  const { partners, ownShare, pasted } = mix;
  return tf.tidy(() => {
    const shares = shareMatrix(partners, ownShare);
    const mixed = {
      labels: tf.matMul<tf.Tensor2D>(shares, labels),
      auxiliary: auxiliary && tf.matMul<tf.Tensor2D>(shares, auxiliary),
    };
    if (!pasted) {
      // One product, where gathering, scaling and adding would go through the pixels four times.
      const pixels = tf.matMul(shares, images.reshape([n, height * width * 3]));
      return { images: pixels.reshape(images.shape), ...mixed };
    }
    const mask = rectanglesTensor([pasted], [height, width]);
    const others = tf.gather(images, tf.tensor1d([...partners], "int32"));
    return { images: images.mul(tf.sub(1, mask)).add(others.mul(mask)), ...mixed };
  });
}

/** Share of each poster (column) in each mixed one (row). */
function shareMatrix(partners: readonly number[], ownShare: number): tf.Tensor2D {
  const n = partners.length;
  const shares = new Float32Array(n * n);
  partners.forEach((partner, i) => {
    shares[i * n + i] += ownShare;
    shares[i * n + partner] += 1 - ownShare;
  });
  return tf.tensor2d(shares, [n, n]);
}
