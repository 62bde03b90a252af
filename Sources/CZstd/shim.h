#ifndef PAPERTAPE_CZSTD_H
#define PAPERTAPE_CZSTD_H

#include <zstd.h>

#endif
