package io.millrace.exec.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.millrace.exec.kernel.simd.VectorSelection;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Both forms over the same values, at sizes that do not fill a vector, with ranges around the corner and all bits set. */
class SelectionKernelTest {
    private static final int ROUNDS = 50;

    private final SelectionKernel scalar = new ScalarSelection();
    private final SelectionKernel vector = new VectorSelection();

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7, 8, 15, 16, 17, 31, 63, 64, 65, 1000, 4099})
    void formsAgree(int count) {
        Random random = new Random(count);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment values = arena.allocate(Math.max(8, 8L * count), 8);
            for (int round = 0; round < ROUNDS; round++) {
                long mask = round % 3 == 0 ? -1L : round % 3 == 1 ? 0xFF_0000_00FFL : 7;
                for (int i = 0; i < count; i++) {
                    values.setAtIndex(ValueLayout.JAVA_LONG, i, random.nextLong() & mask);
                }
                long start = random.nextLong() & mask;
                long span = round % 5 == 0 ? -1 : random.nextLong() & mask;
                int[] expected = new int[count];
                int[] found = new int[count];
                int n = scalar.longs(values.address(), count, start, span, expected);
                assertEquals(n, vector.longs(values.address(), count, start, span, found));
                assertArrayEquals(Arrays.copyOf(expected, n), Arrays.copyOf(found, n));
                n = scalar.ints(values.address(), count, (int) start, (int) span, expected);
                assertEquals(n, vector.ints(values.address(), count, (int) start, (int) span, found));
                assertArrayEquals(Arrays.copyOf(expected, n), Arrays.copyOf(found, n));
            }
        }
    }
}
