// The floor: what the moving-average cross costs when nothing but the arithmetic is left, over the columns `tile` wrote.
//
//   sma BARS.bin
//
// At each close with SLOW closes behind it: fast average above slow and flat, buy 1; fast below slow and long, sell 1; a tie does nothing.
// The order pays the next open, and a fee of 0.1 % of it in the quote currency. No order book, no checks, no journal: a ratio to this figure
// says what those cost. Prints fills, fees, final equity (fees and equity in units of 10^-8, so that they compare exactly), and the
// nanoseconds a bar of the best of seven passes.
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { FAST = 10, SLOW = 30, PASSES = 7 };
static const int64_t QUANTITY = 100000000;             // 1, at 8 decimals
static const int64_t FEE_NUMERATOR = 1, FEE_DENOMINATOR = 1000;
static const int64_t PRICE_UNIT = 100000000;           // 8 decimals, as tile writes them
static const __int128 START = (__int128)10000000 * 100000000;

typedef struct {
    int64_t fills;
    __int128 fees, equity;
} Result;

static Result run(int64_t rows, const int64_t *open, const int64_t *high, const int64_t *low, const int64_t *close, const int64_t *volume) {
    (void)high, (void)low, (void)volume; // A market order at the open needs none of them.
    Result result = {0, 0, 0};
    __int128 cash = START;
    int64_t fast = 0, slow = 0;
    int pending = 0, position = 0;
    for (int64_t bar = 0; bar < rows; bar++) {
        if (pending) {
            const __int128 notional = (__int128)open[bar] * QUANTITY / PRICE_UNIT;
            const __int128 fee = notional * FEE_NUMERATOR / FEE_DENOMINATOR;
            cash -= pending * notional + fee;
            result.fees += fee;
            result.fills++;
            position += pending;
            pending = 0;
        }
        fast += close[bar];
        slow += close[bar];
        if (bar >= FAST) fast -= close[bar - FAST];
        if (bar >= SLOW) slow -= close[bar - SLOW];
        if (bar < SLOW - 1) continue;
        const int64_t difference = fast * SLOW - slow * FAST;
        if (difference > 0 && position == 0) pending = 1;
        if (difference < 0 && position == 1) pending = -1;
    }
    result.equity = cash + (__int128)position * (__int128)close[rows - 1] * QUANTITY / PRICE_UNIT;
    return result;
}

static void printUnits(const char *name, __int128 units) {
    const char *sign = units < 0 ? "-" : "";
    if (units < 0) units = -units;
    printf("%s %s%" PRId64 ".%08" PRId64 "\n", name, sign, (int64_t)(units / 100000000), (int64_t)(units % 100000000));
}

int main(int count, char **arguments) {
    FILE *file = count == 2 ? fopen(arguments[1], "rb") : NULL;
    int64_t rows = 0;
    if (!file || fread(&rows, sizeof rows, 1, file) != 1 || rows <= 0) {
        fprintf(stderr, "usage: sma BARS.bin, as tile writes it\n");
        return 1;
    }
    int64_t *columns = malloc((size_t)rows * 6 * sizeof(int64_t));
    if (!columns || fread(columns, 6 * sizeof(int64_t), (size_t)rows, file) != (size_t)rows) {
        fprintf(stderr, "error: the file ends before its rows do\n");
        return 1;
    }
    fclose(file);

    double best = 0;
    Result result = {0, 0, 0};
    for (int pass = 0; pass < PASSES; pass++) {
        struct timespec start, end;
        clock_gettime(CLOCK_MONOTONIC, &start);
        result = run(rows, columns + rows, columns + 2 * rows, columns + 3 * rows, columns + 4 * rows, columns + 5 * rows);
        clock_gettime(CLOCK_MONOTONIC, &end);
        const double nanoseconds = (double)(end.tv_sec - start.tv_sec) * 1e9 + (double)(end.tv_nsec - start.tv_nsec);
        if (pass == 0 || nanoseconds < best) best = nanoseconds;
    }
    printf("rows %" PRId64 "\nfills %" PRId64 "\n", rows, result.fills);
    printUnits("fees", result.fees);
    printUnits("final_equity", result.equity);
    printf("nanoseconds_a_bar %.3f\n", best / (double)rows);
    free(columns);
    return 0;
}
