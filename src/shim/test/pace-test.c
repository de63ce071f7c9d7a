#include "pace.h"

#include "check.h"

static bool typing(void) {
    struct pace pace = {0};
    for (int i = 0; i < 10000; i++) {
        CHECK(!pace_is_hasty(&pace, i / 100, 80));
    }
    return true;
}

static bool large_writes(void) {
    struct pace pace = {0};
    for (int i = 0; i < 100; i++) {
        CHECK(!pace_is_hasty(&pace, 1, 65536));
    }
    return true;
}

static bool a_write_per_line(void) {
    struct pace pace = {0};
    int reads = 0;
    while (!pace_is_hasty(&pace, 7, 400)) {
        reads++;
    }
    CHECK(reads >= 8 && reads < 50);
    CHECK(pace_pauses_again(300000, 1048576));
    CHECK(!pace_pauses_again(1000, 1048576));
    CHECK(!pace_pauses_again(1000000, 1048576));
    return true;
}

int main(void) {
    static const struct test tests[] = {
        {"pace: a hundred small writes a millisecond are no haste", typing},
        {"pace: large writes are read at once", large_writes},
        {"pace: a write per line is left alone until the burst is over", a_write_per_line},
    };
    return RUN(tests);
}
