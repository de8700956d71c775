// Squeezes a picture as libvips 8.18 does (resize() with lanczos3: reducev, reduceh, then affine
// with its bicubic interpolator), to the bit: its tables of weights in 12 bits for 64 places between
// two pixels, its roundings after each pass, and its displacement where a side grows. So it makes
// no difference to a network which of the two made its pixels.
#pragma once

#include <cstdint>
#include <vector>

// Pictures are rows of red, green, blue. `out` has room for outHeight * outWidth * 3 bytes; neither
// side may shrink by a factor of 2 or more, where sharp has the JPEG decoder shrink first.
void resizePicture(const uint8_t* in, int inHeight, int inWidth, uint8_t* out, int outHeight,
                   int outWidth);
