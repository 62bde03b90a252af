// Writes years of one-minute bars for the benchmarks, as CSV and as raw columns.
//
//   tile ROWS OUT.csv OUT.bin [MONTH.csv]
//
// MONTH.csv has a header and the columns time, open, high, low, close, volume. Its rows are laid end to end: forwards, then backwards with
// open and close swapped, so that every join is smooth, and so on; times run on minute by minute from 2019-01-01. Numbers keep their text.
// Without MONTH.csv a month of a seeded random walk takes its place, the same on every machine.
//
// OUT.bin, little-endian int64: the number of rows, then the columns time (ns), open, high, low, close (units of 10^-PRICE_SCALE) and volume
// (units of 10^-VOLUME_SCALE, further decimals cut off: the floor only carries them), one after the other.
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PRICE_SCALE = 8, VOLUME_SCALE = 4, TEXT = 32, GENERATED_ROWS = 44640 };
static const int64_t FIRST_MILLISECOND = 1546300800000; // 2019-01-01T00:00:00Z

typedef struct {
    char field[5][TEXT]; // open, high, low, close, volume
} Row;

static void fail(const char *what, const char *where) {
    fprintf(stderr, "error: %s (%s)\n", what, where);
    exit(1);
}

static int64_t units(const char *text, int scale, int mayCut) {
    int64_t value = 0;
    int decimals = -1;
    for (const char *byte = text; *byte; byte++) {
        if (*byte == '.' && decimals < 0) {
            decimals = 0;
        } else if (*byte >= '0' && *byte <= '9') {
            if (decimals >= scale) {
                if (*byte != '0' && !mayCut) fail("more decimals than the columns hold", text);
                continue;
            }
            value = value * 10 + (*byte - '0');
            if (decimals >= 0) decimals++;
        } else {
            fail("not a plain decimal", text);
        }
    }
    for (int missing = scale - (decimals > 0 ? decimals : 0); missing > 0; missing--) value *= 10;
    return value;
}

static size_t readMonth(const char *path, Row **rows) {
    FILE *file = fopen(path, "r");
    if (!file) fail("cannot be read", path);
    size_t count = 0, room = 1 << 16;
    *rows = malloc(room * sizeof(Row));
    char line[512];
    if (!fgets(line, sizeof line, file)) fail("is empty", path);
    while (fgets(line, sizeof line, file)) {
        if (count == room) *rows = realloc(*rows, (room *= 2) * sizeof(Row));
        if (!*rows) fail("out of memory", path);
        Row *row = &(*rows)[count];
        if (sscanf(line, "%*[^,],%31[^,],%31[^,],%31[^,],%31[^,],%31[^,\r\n]", row->field[0], row->field[1], row->field[2],
                   row->field[3], row->field[4]) != 5)
            fail("is no row of bars", line);
        count++;
    }
    fclose(file);
    if (count == 0) fail("has no rows", path);
    return count;
}

static uint64_t draw(uint64_t *state) { // SplitMix64
    uint64_t mixed = *state += 0x9E3779B97F4A7C15;
    mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
    mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
    return mixed ^ (mixed >> 31);
}

static size_t walkMonth(Row **rows) {
    *rows = malloc(GENERATED_ROWS * sizeof(Row));
    if (!*rows) fail("out of memory", "generated month");
    uint64_t state = 7;
    int64_t price = 46000;
    for (size_t index = 0; index < GENERATED_ROWS; index++) {
        int64_t open = price, high = price, low = price;
        for (int step = 0; step < 12; step++) {
            price += (int64_t)(draw(&state) % 11) - 5;
            if (price < 1000) price = 1000;
            if (price > high) high = price;
            if (price < low) low = price;
        }
        char(*field)[TEXT] = (*rows)[index].field;
        snprintf(field[0], TEXT, "%" PRId64 ".0", open);
        snprintf(field[1], TEXT, "%" PRId64 ".0", high);
        snprintf(field[2], TEXT, "%" PRId64 ".0", low);
        snprintf(field[3], TEXT, "%" PRId64 ".0", price);
        snprintf(field[4], TEXT, "%" PRIu64 ".%04u", draw(&state) % 3000000, (unsigned)(draw(&state) % 10000));
    }
    return GENERATED_ROWS;
}

int main(int count, char **arguments) {
    if (count != 4 && count != 5) fail("usage: tile ROWS OUT.csv OUT.bin [MONTH.csv]", arguments[0]);
    const int64_t total = atoll(arguments[1]);
    if (total <= 0) fail("not a number of rows", arguments[1]);
    Row *month;
    const size_t length = count == 5 ? readMonth(arguments[4], &month) : walkMonth(&month);

    FILE *csv = fopen(arguments[2], "w");
    if (!csv) fail("cannot be written", arguments[2]);
    int64_t *columns = malloc((size_t)total * 6 * sizeof(int64_t));
    if (!columns) fail("out of memory", arguments[3]);
    fputs("open_time,open,high,low,close,volume\n", csv);
    for (int64_t index = 0; index < total; index++) {
        const size_t lap = (size_t)index / length, place = (size_t)index % length;
        const int isBackwards = lap % 2;
        const Row *row = &month[isBackwards ? length - 1 - place : place];
        const char *open = row->field[isBackwards ? 3 : 0], *close = row->field[isBackwards ? 0 : 3];
        const int64_t time = FIRST_MILLISECOND + index * 60000;
        fprintf(csv, "%" PRId64 ",%s,%s,%s,%s,%s\n", time, open, row->field[1], row->field[2], close, row->field[4]);
        columns[index] = time * 1000000;
        columns[total + index] = units(open, PRICE_SCALE, 0);
        columns[2 * total + index] = units(row->field[1], PRICE_SCALE, 0);
        columns[3 * total + index] = units(row->field[2], PRICE_SCALE, 0);
        columns[4 * total + index] = units(close, PRICE_SCALE, 0);
        columns[5 * total + index] = units(row->field[4], VOLUME_SCALE, 1);
    }
    if (fclose(csv) != 0) fail("cannot be written", arguments[2]);

    FILE *raw = fopen(arguments[3], "wb");
    if (!raw || fwrite(&total, sizeof total, 1, raw) != 1 || fwrite(columns, 6 * sizeof(int64_t), (size_t)total, raw) != (size_t)total ||
        fclose(raw) != 0)
        fail("cannot be written", arguments[3]);
    return 0;
}
