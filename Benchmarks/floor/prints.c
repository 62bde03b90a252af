// The floor beside Benchmarks/prints: the same rows, two comparisons each, a two-sided quote moved every thousand of them, fills counted.
//
//   zcat TRADES.csv.gz | prints-floor ROWS
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return t.tv_sec + t.tv_nsec / 1e9;
}

int main(int argc, char **argv) {
  long rows = argc > 1 ? atol(argv[1]) : 10000000;
  long room = 1 << 20, count = 0;
  int64_t *source = malloc(room * sizeof *source);
  char line[512];
  while (fgets(line, sizeof line, stdin)) {
    double price;
    if (sscanf(line, "%*[^,],%lf", &price) != 1) continue;
    if (count == room) source = realloc(source, (room *= 2) * sizeof *source);
    source[count++] = (int64_t)(price * 100 + 0.5);
  }
  if (!count) return 1;
  int64_t *prices = malloc(rows * sizeof *prices);
  for (long row = 0; row < rows; row++) {
    long place = row % count;
    prices[row] = source[(row / count) % 2 ? count - 1 - place : place];
  }
  double best = 1e9;
  long fills = 0;
  for (int pass = 0; pass < 7; pass++) {
    int64_t bid = INT64_MIN, ask = INT64_MAX;
    fills = 0;
    double start = now();
    for (long row = 0; row < rows; row++) {
      int64_t price = prices[row];
      if (price < bid) { fills++; bid = INT64_MIN; }
      if (price > ask) { fills++; ask = INT64_MAX; }
      if ((row + 1) % 1000 == 0) { bid = price - 500; ask = price + 500; }
    }
    double seconds = now() - start;
    if (seconds < best) best = seconds;
  }
  printf("floor %ld fills, %.1f M prints/s\n", fills, rows / best / 1e6);
  return 0;
}
