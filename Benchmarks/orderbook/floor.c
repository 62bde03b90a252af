// What applying a book costs at least: one signed quantity a tick in a flat array over the whole range of prices, best prices kept by
// walking. usage: floor COLUMNS TILES
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

int main(int argc, char **argv) {
  if (argc < 3) return 2;
  FILE *file = fopen(argv[1], "rb");
  if (!file) return 3;
  int64_t head[3];
  if (fread(head, 8, 3, file) != 3) return 3;
  int64_t m = head[0], c = head[1], total = 3 * m + 3 * c;
  int64_t *rows = malloc(total * 8);
  if (fread(rows, 8, total, file) != (size_t)total) return 3;
  int64_t *flags = rows + m, *counts = rows + 2 * m, *side = rows + 3 * m, *price = side + c, *quantity = price + c;
  int64_t step = 10, top = 0;
  for (int64_t i = 0; i < c; i++) if (price[i] > top) top = price[i];
  int64_t ticks = top / step + 2;
  int64_t *level = calloc(ticks, 8);
  int64_t bid = 0, ask = ticks - 1, check = 0;
  struct timespec begin, end;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &begin);
  int tiles = atoi(argv[2]);
  for (int tile = 0; tile < tiles; tile++) {
    int64_t row = 0;
    for (int64_t i = 0; i < m; i++) {
      if (flags[i] & 1) {
        memset(level, 0, ticks * 8);
        bid = 0;
        ask = ticks - 1;
      }
      for (int64_t last = row + counts[i]; row < last; row++) {
        int64_t tick = price[row] / step, amount = quantity[row];
        if (side[row] > 0) {
          if (amount == 0 && level[tick] <= 0) continue;
          level[tick] = amount;
          if (amount) {
            if (tick > bid) bid = tick;
            if (tick >= ask) { ask = tick + 1; while (ask < ticks - 1 && level[ask] >= 0) ask++; }
          } else if (tick == bid) {
            while (bid > 0 && level[bid] <= 0) bid--;
          }
        } else {
          if (amount == 0 && level[tick] >= 0) continue;
          level[tick] = -amount;
          if (amount) {
            if (tick < ask) ask = tick;
            if (tick <= bid) { bid = tick - 1; while (bid > 0 && level[bid] <= 0) bid--; }
          } else if (tick == ask) {
            while (ask < ticks - 1 && level[ask] >= 0) ask++;
          }
        }
      }
      check += bid * 31 + ask;
    }
  }
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &end);
  double seconds = (end.tv_sec - begin.tv_sec) + (end.tv_nsec - begin.tv_nsec) * 1e-9;
  printf("floor: %lld changes, %.3f s, %.1f M changes/s, check %lld\n", (long long)(c * tiles), seconds,
         c * tiles / seconds / 1e6, (long long)check);
  return 0;
}
