#ifndef PAPERTAPE_CZLIB_H
#define PAPERTAPE_CZLIB_H

#include <zlib.h>

// zlib's init functions are macros, which Swift does not see.

static inline int czlib_inflate_init(z_stream *stream, int window_bits) {
  return inflateInit2(stream, window_bits);
}

static inline int czlib_deflate_init(z_stream *stream, int level, int window_bits) {
  return deflateInit2(stream, level, Z_DEFLATED, window_bits, 8, Z_DEFAULT_STRATEGY);
}

#endif
