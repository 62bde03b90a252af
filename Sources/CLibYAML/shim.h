#ifndef PAPERTAPE_CLIBYAML_SHIM_H
#define PAPERTAPE_CLIBYAML_SHIM_H

#include <yaml.h>

#endif
