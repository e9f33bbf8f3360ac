package io.millrace.storage.file.parquet;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.LocalDate;
import org.junit.jupiter.api.Test;

class DistinctUnionTest {
    @Test
    void chunksThatLieApartHoldOtherValues() {
        DistinctUnion union = new DistinctUnion();
        for (long chunk = 9; chunk >= 0; chunk--) {
            union.add(chunk * 28, chunk * 28 + 21, 4);
        }
        assertEquals(40, union.distinct(), 1e-9);
    }

    @Test
    void chunksThatShareTheirBoundsHoldALittleLess() {
        DistinctUnion union = new DistinctUnion();
        LocalDate first = LocalDate.of(2020, 1, 1);
        for (int chunk = 0; chunk < 10; chunk++) {
            union.add(first.plusDays(chunk * 10L), first.plusDays(chunk * 10L + 10), 11);
        }
        assertEquals(101, union.distinct(), 1e-9);
    }

    @Test
    void chunksOverOneAnotherHoldTwiceTheLargestAtMost() {
        DistinctUnion union = new DistinctUnion();
        for (int chunk = 0; chunk < 10; chunk++) {
            union.add(0L, 1000L, 100 + chunk);
        }
        assertEquals(218, union.distinct(), 1e-9);
        union.add("a", "z", 50);
        assertEquals(218, union.distinct(), 1e-9);
        assertEquals(-1, new DistinctUnion().distinct());
    }
}
